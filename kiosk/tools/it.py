"""What store IT does with a machine: make it a terminal, take its orders out, let it go."""

from __future__ import annotations

import platform
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from pathlib import Path

from kiosk import __version__
from kiosk.config import Settings
from kiosk.errors import BadConfig, BadInput, KioskError, StoreBroken
from kiosk.hub_client.client import HubClient
from kiosk.places import usable
from kiosk.ports.machine import SecretStore
from kiosk.privacy import own_folder
from kiosk.secrets import open_secrets
from kiosk.services import enrolling
from kiosk.services.enrolling import Identity
from kiosk.tools.order_files import numbers, refuse_to_overwrite, write_orders
from kiosk.wire.terminals import EnrolRequest
from offline_cache.store import export
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore


def enrol(settings: Settings, code: str, hub_url: str = "") -> int:
    """Make this machine a terminal, or renew it; its orders never become another terminal's."""
    secrets = open_secrets(_own(settings).data_dir, settings.secrets)
    before = _identity(secrets)
    address = hub_url or settings.hub_url or (before.hub_url if before else "")
    if not address:
        raise BadConfig("hub_url_missing")
    settled = settings.hub_url
    settings = replace(settings, hub_url=address)
    with _store(settings.data_dir, secrets) as store:
        request = EnrolRequest(
            code,
            platform.node(),
            __version__,
            terminal_id=before.terminal_id if before else "",
            keeps_orders=bool(store and export.waiting(store)),
        )
        with closing(_hub(settings)) as hub:
            enrolled = enrolling.enrol(hub, secrets, request, address)
    _say_what_became(enrolled, before)
    print(f"Its hub is {settled or address}. Start it: kiosk run")
    if settled not in ("", address):
        print(f"The settings' hub_url goes before {address}, where this code came from.")
    return 0


def _say_what_became(now: Identity, before: Identity | None) -> None:
    print(f"This machine is terminal {now.prefix} ({now.mode}, at {now.location_id}) now.")
    if before and before.terminal_id == now.terminal_id:
        print("It was that before: its token of before is void, its orders go on.")
    elif before:
        print(
            f"It is no longer {before.prefix}, none of whose orders waits here. Shut that one out "
            f"at the hub: kiosk hub revoke {before.prefix} --data DIR"
        )


def unenrol(settings: Settings) -> int:
    """Take the identity away; never while an order lies only here."""
    data_dir = _own(settings).data_dir
    if not (data_dir / "secrets").exists() and not _has_store(data_dir):
        print("This machine is no terminal: there is nothing to take away.")
        return 0
    secrets = open_secrets(data_dir, settings.secrets)
    me = _identity(secrets)
    with _store(data_dir, secrets) as store:
        waiting = export.waiting(store) if store else ()
        in_a_file = export.exported(data_dir)
        only_here = [order for order in waiting if order.id not in in_a_file]
        if only_here:
            raise BadInput("orders_only_here", count=len(only_here), numbers=numbers(only_here))
        if store:
            export.give_up(store, waiting)
        enrolling.leave(secrets)
    print("This machine is no terminal any more.")
    if waiting:
        print(f"Import the file of its orders at the hub ({len(waiting)}: {numbers(waiting)}).")
    if _has_store(data_dir):
        print(f"{FILE_NAME} stays in {data_dir}, encrypted.")
    if me:
        print(f"Shut it out at the hub: kiosk hub revoke {me.prefix} --data DIR")
    return 0


def export_orders(settings: Settings, to: Path) -> int:
    """Write the orders that the hub has not accepted into a file that only the hub opens."""
    refuse_to_overwrite(to)
    if not _has_store(_own(settings).data_dir):
        print("There are no orders on this machine: no file was written.")
        return 0
    secrets = open_secrets(settings.data_dir, settings.secrets)
    with closing(_open_store(settings.data_dir, secrets)) as store:
        try:
            recovery_key = enrolling.identity(secrets).recovery_key
        except BadConfig as error:
            raise StoreBroken("export_without_hub", path=str(settings.data_dir)) from error
        written = write_orders(store, recovery_key, to)
        if written:
            export.remember(settings.data_dir, written)
    return 0


def _store(data_dir: Path, secrets: SecretStore) -> AbstractContextManager[TerminalStore | None]:
    """Open the terminal's store if there is one; the terminal itself does not start meanwhile."""
    if not _has_store(data_dir):
        return nullcontext()
    return closing(_open_store(data_dir, secrets))


def _open_store(data_dir: Path, secrets: SecretStore) -> TerminalStore:
    key = enrolling.store_key(secrets)
    if key is None:
        raise StoreBroken("store_key_lost", path=str(data_dir / FILE_NAME))
    return TerminalStore(data_dir, key)


def _own(settings: Settings) -> Settings:
    """Return the settings where the data are this user's: another one would lock them out.

    Raises `BadConfig`: see `own_folder`.
    """
    with usable(settings.data_dir):
        if settings.data_dir.exists():
            own_folder(settings.data_dir)
    return settings


def _has_store(data_dir: Path) -> bool:
    return (data_dir / FILE_NAME).exists()


def _identity(secrets: SecretStore) -> Identity | None:
    """Return which terminal this machine is; None where it is none or cannot say."""
    try:
        return enrolling.identity(secrets)
    except KioskError:
        return None


def _hub(settings: Settings) -> HubClient:
    return HubClient(settings.hub_url, "", extra_ca=settings.extra_ca, proxy=settings.proxy)
