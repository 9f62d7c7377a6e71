"""The hub builds a new catalogue file by itself, apart from the process that takes orders."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import make_url

from kiosk.hub import admin, rebuilding
from kiosk.hub.rebuilding import EVERY, MANY_CHANGES, Rebuilder
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import catalogue, feed
from kiosk.hub.storage.database import DATABASE, read
from tests.hub.calling import Clock, lose_catalogue
from tests.patience import PATIENCE_S


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A rebuilder that only notes that it would build."""
    noted: list[str] = []
    monkeypatch.setattr(Rebuilder, "build", lambda _: noted.append("built"))
    return noted


def look(hub: HubServer) -> bool:
    return Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock).rebuild_if_due()


def test_a_file_is_built_once_a_day(hub: HubServer, clock: Clock, built: list[str]) -> None:
    assert not look(hub)
    clock.ahead += EVERY - timedelta(minutes=10)
    assert not look(hub)
    clock.ahead += timedelta(minutes=10)
    assert look(hub)
    assert built == ["built"]


def test_a_file_is_built_when_much_has_changed(
    hub: HubServer, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with read(hub.engine) as connection:
        newest = catalogue.newest(connection).sequence
    monkeypatch.setattr(feed, "head", lambda _: newest + MANY_CHANGES - 1)
    assert not look(hub)
    monkeypatch.setattr(feed, "head", lambda _: newest + MANY_CHANGES)
    assert look(hub)
    assert built == ["built"]


def test_a_file_is_built_in_a_process_of_its_own(hub: HubServer, clock: Clock) -> None:
    with read(hub.engine) as connection:
        before = catalogue.newest(connection)
    admin.set_price(hub.engine, "S1", 12345)
    clock.ahead += EVERY
    assert look(hub)
    with read(hub.engine) as connection:
        after = catalogue.newest(connection)
    assert (after.sha256 != before.sha256, after.sequence) == (True, before.sequence + 1)


def test_a_file_that_another_process_built_meanwhile_is_enough(hub: HubServer) -> None:
    with read(hub.engine) as connection:
        before = catalogue.newest(connection)
    Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock).build()
    with read(hub.engine) as connection:
        assert catalogue.newest(connection) == before


def test_a_build_that_fails_is_told(tmp_path: Path, hub: HubServer) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    lose_catalogue(hub)
    with pytest.raises(RuntimeError, match="ended with 1"):
        Rebuilder(hub.engine, nowhere, hub.hub.clock).build()


class Child:
    """A child process that ends only when it is ended; `stop` meets it while it starts."""

    exitcode: int | None = None

    def __init__(self, rebuilder: Rebuilder, stopping: threading.Thread) -> None:
        self._rebuilder = rebuilder
        self._stopping = stopping
        self._ended = threading.Event()
        self.started = False

    def start(self) -> None:
        self._stopping.start()
        assert self._rebuilder._stopping.wait(PATIENCE_S)
        self.started = True

    def terminate(self) -> None:
        assert self.started
        self.exitcode = -15
        self._ended.set()

    def join(self) -> None:
        assert self._ended.wait(PATIENCE_S), "nobody ended it"


def test_a_stop_while_a_build_starts_ends_it(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilder = Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock)
    monkeypatch.setattr(rebuilder, "_thread", threading.Thread())
    rebuilder.start()
    stopping = threading.Thread(target=rebuilder.stop)
    child = Child(rebuilder, stopping)
    context = SimpleNamespace(Process=lambda **_: child)
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: context)
    rebuilder.build()
    stopping.join(PATIENCE_S)
    assert (child.exitcode, stopping.is_alive()) == (-15, False)


def test_nothing_is_built_after_a_stop(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilder = Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock)
    rebuilder.start()
    rebuilder.stop()
    child = SimpleNamespace(start=lambda: pytest.fail("it was begun"))
    context = SimpleNamespace(Process=lambda **_: child)
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: context)
    rebuilder.build()


def test_an_interrupt_meant_for_the_hub_does_not_end_a_build_halfway(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: list[object] = []
    monkeypatch.setattr(
        catalogue, "rebuild", lambda *_: at_work.append(signal.getsignal(signal.SIGINT))
    )
    monkeypatch.delattr(os, "nice", raising=False)  # this is the tests' own process
    usual = signal.getsignal(signal.SIGINT)
    try:
        rebuilding._build_here(make_url(f"sqlite:///{tmp_path / DATABASE}"), tmp_path, clock())
    finally:
        signal.signal(signal.SIGINT, usual)
    assert at_work == [signal.SIG_IGN]


def test_after_a_build_that_failed_the_next_waits_an_hour(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilder = Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock)
    faults = iter([None, RuntimeError("the disk is full"), None])
    waited: list[float] = []

    def look_once() -> bool:
        if fault := next(faults):
            raise fault
        return False

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) == 4

    monkeypatch.setattr(rebuilder, "rebuild_if_due", look_once)
    monkeypatch.setattr(rebuilder, "_stopping", SimpleNamespace(wait=wait))
    rebuilder._run()
    assert waited == [60, 60, 3600, 60]
