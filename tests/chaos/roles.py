"""What each process of the shop runs, from arguments that travel as JSON."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.hub.storage.times import utc_now
from kiosk.hub.worker import Worker
from tests.chaos import engine
from tests.chaos.opening import restock
from tests.chaos.remote_engine import RemoteEngine
from tests.chaos.terminal import terminal


def hub(data_dir: str, port: int, database_url: str) -> int:
    """Run a hub without its worker, until killed."""
    settings = HubSettings(Path(data_dir), port=port, database_url=database_url)
    server = HubServer(settings, worker=False)
    server.start()
    threading.Event().wait()
    return 0


def worker(data_dir: str, engine_url: str, database_url: str, ahead_s: float = 0.0) -> int:
    """Run the hub's worker over the same database, until killed.

    `ahead_s` sets its clock forward: what waits for its next attempt is due at once.
    """

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=ahead_s)

    database = open_hub(HubSettings(Path(data_dir), database_url=database_url), clock).engine
    remote = RemoteEngine(engine_url, EmbeddedEngine(database, clock))
    Worker(database, remote, clock, threading.Event()).start()
    threading.Event().wait()
    return 0


def simulated_engine(port: int, path: str, seed: str, calm: bool) -> int:
    """Run the simulated engine, until killed."""
    engine.serve(port, Path(path), seed, calm)
    return 0


def backup(data_dir: str, to: str) -> int:
    """Back the hub up as `kiosk hub backup` does."""
    from kiosk.__main__ import main

    return main(["hub", "backup", to, "--data", data_dir])


ROLES: dict[str, Callable[..., int]] = {
    "hub": hub,
    "worker": worker,
    "engine": simulated_engine,
    "terminal": terminal,
    "backup": backup,
    "restock": restock,
}
