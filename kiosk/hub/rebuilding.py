"""A new catalogue file now and then, built in a process of its own.

Building a million articles takes a minute of computing: in the hub's own process every
order would wait for its share of the interpreter.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.context import SpawnProcess
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from kiosk.errors import HubRefused
from kiosk.hub.storage import catalogue, feed
from kiosk.hub.storage.database import DATABASE, open_database, read
from kiosk.hub.storage.times import as_text, utc_now

LOG = logging.getLogger(__name__)
LOOK_EVERY_S = 60.0
EVERY = timedelta(hours=24)  # new products and pictures come with a file only
MANY_CHANGES = 100_000  # more than that over a file makes every terminal's start slower


class Rebuilder:
    """Looks once a minute whether a new file is due."""

    def __init__(self, database: Engine, data_dir: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._data_dir = data_dir
        self._clock = clock
        self._child: SpawnProcess | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-rebuilder", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End; a build under way is given up, the next start of a hub makes up for it."""
        self._stopping.set()
        if (child := self._child) is not None:
            child.terminate()
        self._thread.join()

    def rebuild_if_due(self) -> bool:
        """Build a file where the newest is a day old or much has changed since."""
        with read(self._database) as connection:
            try:
                newest = catalogue.newest(connection)
            except HubRefused:
                return False  # no shop yet: the start of a hub builds the first
            behind = feed.head(connection) - newest.sequence
        young = newest.built_at > as_text(self._clock() - EVERY)
        if young and behind < MANY_CHANGES:
            return False
        self.build()
        return True

    def build(self) -> None:
        """Build in a child process and wait. Raises `RuntimeError` where it failed."""
        context = multiprocessing.get_context("spawn")
        self._child = context.Process(target=_build_here, args=(self._data_dir,), daemon=True)
        self._child.start()
        self._child.join()
        status, self._child = self._child.exitcode, None
        if status and not self._stopping.is_set():
            raise RuntimeError(f"building the catalogue ended with {status}")

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                self.rebuild_if_due()
            except OperationalError:
                LOG.warning("the database is busy or full; it is built later", exc_info=True)
            except Exception:  # a thread that ends here would let the feed grow for ever
                LOG.exception("a new catalogue could not be built")


def _build_here(data_dir: Path) -> None:
    if hasattr(os, "nice"):
        os.nice(10)
    engine = open_database(data_dir / DATABASE)
    catalogue.rebuild(engine, data_dir, utc_now())
    engine.dispose()
