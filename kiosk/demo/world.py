"""The world around one demo terminal: a hub in a process of its own, a cable, a printer.

Everything is real but small: HTTP over loopback through a cable that can be cut, an
SQLite database that the hub owns, a TCP listener that speaks a printer's protocol. What
other people do (the web shop, the customer's app, head office) is done beside the hub.
"""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.context import SpawnProcess
from pathlib import Path
from secrets import choice

from sqlalchemy import Engine

from kiosk import children
from kiosk.app import hub_client
from kiosk.config import Language, Settings
from kiosk.demo.cable import Cable
from kiosk.demo.filling import fill
from kiosk.demo.labels import draw
from kiosk.demo.paper import PaperListener
from kiosk.demo.shop.showcase import HERE
from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.ids import uuid7
from kiosk.errors import HubUnreachable
from kiosk.hub import admin
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.port import By
from kiosk.hub.keys import app_code_for, load_keys
from kiosk.hub.serve import HubSettings, open_hub, serve
from kiosk.ports.machine import SecretStore
from kiosk.privacy import keep_to_itself
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import enrol
from kiosk.wire.terminals import EnrolRequest

START_WITHIN_S = 180.0


class World:
    """Start it, enrol a `terminal` of it, stop it; everything lives in one folder.

    `check` is called while the hub is waited for, and may raise to break that off.
    """

    def __init__(self, folder: Path, check: Callable[[], None] = lambda: None) -> None:
        self._check = check
        self._folder = folder
        self._hub_data = folder / "hub"
        self._port = free_port()
        self._process: SpawnProcess | None = None
        self._engine: Engine | None = None
        self.cable = Cable(("127.0.0.1", self._port))
        self.paper = PaperListener()

    def start(self) -> None:
        """Start hub, cable and printer; returns when the hub answers."""
        self.start_hub()
        self.cable.start()
        self.paper.start()

    def stop(self) -> None:
        """Stop everything."""
        self.cable.stop()
        self.paper.stop()
        self.stop_hub()
        if self._engine is not None:
            self._engine.dispose()

    def start_hub(self) -> None:
        """Start the hub's process, filled with the demo shop at its first start."""
        context = multiprocessing.get_context("spawn")
        # Not a daemon: the hub has a child of its own, which builds catalogues.
        process = context.Process(target=_be_the_hub, args=(self._hub_data, self._port))
        children.start(process)
        self._process = process
        direct = Settings(hub_url=f"http://127.0.0.1:{self._port}")
        hub = hub_client(direct, "")
        deadline = time.monotonic() + START_WITHIN_S
        while True:
            try:
                hub.status()
                break
            except HubUnreachable:
                if not process.is_alive() or time.monotonic() > deadline:
                    self.stop_hub()  # nobody else does: the start has failed
                    raise
                self._check()
                time.sleep(0.1)
        hub.close()

    def stop_hub(self) -> None:
        """Kill the hub's process, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def terminal(
        self, mode: str, prefix: str, language: Language = "ru"
    ) -> tuple[Settings, SecretStore]:
        """Enrol a terminal of its own folder; return its settings and its secrets."""
        settings = self.settings(prefix, language)
        hub = hub_client(settings, "")
        code = admin.new_enrolment_code(self.hub_engine, mode, HERE, prefix)
        secrets = open_secrets(settings.data_dir, settings.secrets)
        enrol(hub, secrets, EnrolRequest(code, "demo", "demo"))
        hub.close()
        return settings, secrets

    def settings(self, prefix: str, language: Language = "ru") -> Settings:
        """Return the settings of a terminal that is or will be enrolled."""
        return Settings(
            hub_url=self.cable.url,
            data_dir=self._folder / f"terminal-{prefix}",
            language=language,
            printer=f"127.0.0.1:{self.paper.port}",
            secrets="file",
            catalogue_poll_s=1.0,
            fullscreen=False,
            sounds=False,
        )

    @property
    def hub_engine(self) -> Engine:
        """The hub's own database, opened beside the running hub."""
        if self._engine is None:
            self._engine = open_hub(HubSettings(self._hub_data)).engine
        return self._engine

    @property
    def commerce(self) -> EmbeddedEngine:
        """The shop's engine, opened beside the running hub."""
        return EmbeddedEngine(self.hub_engine)

    def app_code(self, customer_id: str) -> str:
        """What the customer's phone shows now."""
        now = datetime.now(UTC)
        return app_code_for(self.commerce, load_keys(self._hub_data), customer_id, now)

    def on_the_web(self, customer_id: str, sku: str, quantity: int = 1) -> None:
        """The customer adds something on the website."""
        now = datetime.now(UTC)
        op_id = uuid7(int(now.timestamp() * 1000))
        op = BasketOp(op_id, OpKind.ADD, sku, quantity, "web", now.isoformat())
        customer = self.commerce.customer(By.ID, customer_id)
        if customer is not None:
            admin.append_to_basket(self.hub_engine, customer.basket_id, (op,), "web")

    def label(self, code: str) -> Path:
        """Draw a label or a phone's screen to be held before the camera."""
        return draw(code, self._folder / "held-up.png")


def _be_the_hub(data_dir: Path, port: int) -> None:
    keep_to_itself()
    children.end_with_parent()
    settings = HubSettings(data_dir, port=port)
    fill(open_hub(settings).engine, data_dir)
    serve(settings)


def free_port() -> int:
    """Return a port that nobody has, below those that a system gives to connections meanwhile."""
    while True:
        port = choice(range(20_000, 32_000))
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
