"""The composition root of the terminal: builds everything, owns the shutdown order."""

from __future__ import annotations

import secrets as random_bytes
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.config import Settings
from kiosk.devices.printers.escpos_network import NetworkPrinter
from kiosk.errors import StoreBroken
from kiosk.hub_client.client import HubClient
from kiosk.lanes import Lanes
from kiosk.ports import SecretStore, Texts
from kiosk.services.basket import Baskets
from kiosk.services.browsing import Browsing
from kiosk.services.checkout import Checkout
from kiosk.services.clienteling import Clienteling
from kiosk.services.enrolling import identity
from kiosk.services.identifying import Identifying
from kiosk.services.receipts import Receipts
from kiosk.services.scanning import Scanning
from kiosk.services.session import Session
from kiosk.services.syncing import Syncing
from kiosk.services.terminal import Terminal
from offline_cache.catalogue import LocalCatalogue
from offline_cache.catalogue_files import CatalogueFiles
from offline_cache.key_backup import wrap_key, write_wrapped_key
from offline_cache.outbox import SqliteOutbox
from offline_cache.retention import purge
from offline_cache.terminal_store import FILE_NAME, TerminalStore

STORE_KEY = "store-key"


class SystemClock:
    """The machine's clocks."""

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""
        return datetime.now(UTC)


def hub_client(settings: Settings, token: str) -> HubClient:
    """Make the HTTP client for a hub; without a token it can only enrol."""
    return HubClient(settings.hub_url, token, extra_ca=settings.extra_ca, proxy=settings.proxy)


@dataclass(frozen=True, slots=True)
class Core:
    """A terminal without a window; `close` in the order lanes, HTTP, files."""

    terminal: Terminal
    close: Callable[[], None]


def build_core(
    settings: Settings, secrets: SecretStore, lanes: Lanes, texts: Callable[[str], Texts]
) -> Core:
    """Build everything below the screens.

    Raises `BadConfig` (not enrolled, wrong settings) and `StoreBroken`, `StoreFull`.
    """
    me = identity(secrets)
    clock = SystemClock()
    key = _store_key(settings.data_dir, secrets)
    store = TerminalStore(settings.data_dir, key)
    write_wrapped_key(settings.data_dir, wrap_key(key, me.recovery_key))
    purge(store, int(clock.now().timestamp() * 1000))
    files = CatalogueFiles(settings.data_dir)
    catalogue, outbox = LocalCatalogue(files), SqliteOutbox(store)
    hub = hub_client(settings, me.token)
    here = me.location_id
    receipts = None
    if address := settings.printer_address:
        printer = NetworkPrinter(*address, columns=settings.printer_columns)
        receipts = Receipts(catalogue, printer, texts)
    terminal = Terminal(
        mode=settings.mode or me.mode,
        here_id=here,
        clock=clock,
        lanes=lanes,
        session=Session(clock, settings.language),
        catalogue=catalogue,
        store=files,
        outbox=outbox,
        hub=hub,
        scanning=Scanning(catalogue),
        browsing=Browsing(catalogue, clock, here),
        identifying=Identifying(hub, clock, me.app_code_keys),
        baskets=Baskets(catalogue, hub, clock, here),
        checkout=Checkout(catalogue, outbox, clock, me.prefix, here),
        receipts=receipts,
        clienteling=Clienteling(hub),
        syncing=Syncing(hub, files, outbox, clock, lanes),
    )

    def close() -> None:
        lanes.close()
        hub.close()
        files.close()
        store.tidy()
        store.close()

    return Core(terminal, close)


def _store_key(data_dir: Path, secrets: SecretStore) -> bytes:
    """Return the key of the terminal's store; make one only where there is no store yet."""
    text = secrets.get(STORE_KEY)
    if text is not None:
        return bytes.fromhex(text)
    if (data_dir / FILE_NAME).exists():
        raise StoreBroken("store_key_lost", path=str(data_dir / FILE_NAME))
    key = random_bytes.token_bytes(32)
    secrets.set(STORE_KEY, key.hex())
    return key
