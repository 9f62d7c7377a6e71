"""A new catalogue file now and then, built in a process of its own.

Building a million articles takes a minute of computing: in the hub's own process every
order would wait for its share of the interpreter.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.context import SpawnProcess
from pathlib import Path

from sqlalchemy import URL, Engine

from kiosk import children
from kiosk.hub.storage import catalogue, feed, shop
from kiosk.hub.storage.database import FAULTS, open_database, read
from kiosk.hub.storage.times import as_text
from kiosk.privacy import keep_to_itself

LOG = logging.getLogger(__name__)
LOOK_EVERY_S = 60.0
AFTER_FAILURE_S = 3600.0  # what failed once, as on a full disk, mostly fails again
EVERY = timedelta(hours=24)  # new products and pictures come with a file only
_LATER = 75  # the exit status of a child that met a fault which passes (EX_TEMPFAIL)
MANY_CHANGES = 100_000  # more than that over a file makes every terminal's start slower


class Rebuilder:
    """Looks once a minute whether a new file is due."""

    def __init__(self, database: Engine, data_dir: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._data_dir = data_dir
        self._clock = clock
        self._child: SpawnProcess | None = None
        self._stopping = threading.Event()
        self._starting = threading.Lock()  # a child is started and known, or not at all
        self._thread = threading.Thread(target=self._run, name="hub-rebuilder", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End; a build under way is given up, the next start of a hub makes up for it."""
        self._stopping.set()
        with self._starting:
            if self._child is not None:
                self._child.terminate()
        self._thread.join()

    def rebuild_if_due(self) -> bool:
        """Build a file where none is there, the newest is a day old or much has changed since."""
        if not _is_due(self._database, self._data_dir, self._clock()):
            return False
        self.build()
        return True

    def build(self) -> None:
        """Build in a child process, where still due, and wait.

        Raises `RuntimeError` where it failed.
        """
        context = multiprocessing.get_context("spawn")
        child = context.Process(
            target=_build_here,
            args=(self._database.url, self._data_dir, self._clock()),
            daemon=True,
        )
        with self._starting:
            if self._stopping.is_set():
                return
            children.start(child)
            self._child = child
        child.join()
        with self._starting:
            self._child = None
        if child.exitcode == _LATER:
            LOG.warning("the database cannot be used now; the catalogue is built later")
        elif child.exitcode and not self._stopping.is_set():
            raise RuntimeError(f"building the catalogue ended with {child.exitcode}")

    def _run(self) -> None:
        pause_s = LOOK_EVERY_S
        while not self._stopping.wait(pause_s):
            pause_s = LOOK_EVERY_S
            try:
                self.rebuild_if_due()
            except FAULTS:
                LOG.warning("the database cannot be used now; it is built later", exc_info=True)
            except Exception:  # a thread that ends here would let the feed grow for ever
                LOG.exception("a new catalogue could not be built")
                pause_s = AFTER_FAILURE_S


def _is_due(engine: Engine, data_dir: Path, now: datetime) -> bool:
    with read(engine) as connection:
        if not shop.has_shop(connection):
            return False
        if catalogue.is_missing(connection, data_dir):
            return True
        newest = catalogue.newest(connection)
        behind = feed.head(connection) - newest.sequence
    # A date in the future comes from a wrong clock: by it the file might not be old for years.
    young = as_text(now - EVERY) < newest.built_at <= as_text(now)
    return not young or behind >= MANY_CHANGES


def _build_here(database: URL, data_dir: Path, now: datetime) -> None:
    keep_to_itself()
    children.end_with_parent()
    # Ctrl-C reaches the whole group; the hub ends its child itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        engine = open_database(database)
        try:
            catalogue.rebuild(engine, data_dir, now, partial(_is_due, engine, data_dir, now))
        finally:
            engine.dispose()
    except FAULTS:
        sys.exit(_LATER)
