"""What goes wrong while a catalogue file is built takes neither the disk nor the file in use."""

from __future__ import annotations

import errno
import logging
import shutil
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text, update

from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.rebuilding import Rebuilder
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import catalogue, catalogue_build, feed, postgres, tables
from kiosk.hub.storage.catalogue import turn
from kiosk.hub.storage.database import read, write
from kiosk.wire.snapshot import Manifest
from tests.databases import hub_settings
from tests.hub.calling import Clock, lose_catalogue
from tests.hub.small_shop import small_shop
from tests.patience import PATIENCE_S

HOLDER = """
import sys
from pathlib import Path
from sqlalchemy import make_url
from kiosk.hub.storage.catalogue import turn
from kiosk.hub.storage.database import open_database
with turn(open_database(make_url(sys.argv[1])), Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""
Usage = namedtuple("Usage", "total used free")  # as shutil returns it

Free = Callable[[int], None]


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> Free:
    """Say how many bytes are free on every disk."""

    def say(left: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(left, 0, left))

    return say


def current(hub: HubServer) -> Manifest:
    with read(hub.engine) as connection:
        return catalogue.manifest(connection, hub.hub.clock())


def files(hub: HubServer) -> set[str]:
    return {path.name for path in (hub.hub.data_dir / "catalogue").iterdir()}


def rebuild(hub: HubServer, due: Callable[[], bool] = lambda: True) -> Manifest:
    return catalogue.rebuild(hub.engine, hub.hub.data_dir, hub.hub.clock(), due)


@pytest.mark.parametrize("step", ["build", "_pack"])
def test_a_build_that_fails_leaves_nothing_on_the_disk(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before, there = current(hub), files(hub)
    usual = getattr(catalogue, step)

    def fill_the_disk(*args: object) -> None:
        usual(*args)
        assert files(hub) > there
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(catalogue, step, fill_the_disk)
    admin.set_price(hub.engine, "S1", 1)
    with pytest.raises(OSError, match="no space left"):
        rebuild(hub)
    assert files(hub) == there
    assert current(hub).sha256 == before.sha256


def test_a_file_that_no_row_names_goes_before_the_next_is_built(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = files(hub)
    place = hub.hub.data_dir / "catalogue"
    for name in ("17.db.partial", "17.db.partial-journal", f"catalogue-{'a' * 64}.db.zst"):
        (place / name).write_bytes(b"what a crash left")
    seen: list[set[str]] = []

    def full(_: Path) -> Usage:
        seen.append(files(hub))
        return Usage(0, 0, 0)

    monkeypatch.setattr(shutil, "disk_usage", full)
    with pytest.raises(catalogue.NoRoom):
        rebuild(hub)
    assert seen == [there]


def test_a_build_begins_only_where_the_disk_keeps_a_reserve(
    hub: HubServer, free: Free, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = current(hub)
    needed = last.size + last.packed_size + catalogue.RESERVE
    admin.set_price(hub.engine, "S1", 1)
    free(needed)
    assert rebuild(hub).sequence == last.sequence + 1
    last = current(hub)
    free(last.size + last.packed_size + catalogue.RESERVE - 1)
    monkeypatch.setattr(catalogue, "build", lambda *_: pytest.fail("it was begun"))
    with pytest.raises(catalogue.NoRoom, match="needs"):
        rebuild(hub)


def test_the_first_file_needs_no_reserve_but_room(tmp_path: Path, free: Free) -> None:
    hub = HubServer(hub_settings(tmp_path))
    load_seed(hub.engine, small_shop())
    free(10_000)
    with pytest.raises(catalogue.NoRoom):
        rebuild(hub)
    free(10_000_000)
    made = rebuild(hub)
    assert files(hub) == {made.file_name}
    hub.engine.dispose()


def test_a_hub_without_room_for_a_file_starts_and_builds_it_later(
    hub: HubServer, free: Free, caplog: pytest.LogCaptureFixture
) -> None:
    hub.stop()
    lost = lose_catalogue(hub)
    free(0)
    with caplog.at_level(logging.ERROR, "kiosk.hub.serve"):
        hub.start()
    assert [record.message[:20] for record in caplog.records] == ["no catalogue is buil"]
    rebuilder = Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock)
    assert rebuilder.rebuild_if_due()  # in a process of its own, which sees the real disk
    assert lost.exists()
    assert not rebuilder.rebuild_if_due()


def test_no_change_is_forgotten_that_either_kept_file_lacks(hub: HubServer) -> None:
    admin.set_price(hub.engine, "S1", 1)
    with write(hub.engine) as connection:
        connection.execute(update(tables.catalogue).values(sequence=9))
    rebuild(hub)
    with read(hub.engine) as connection:
        assert feed.page(connection, 1, 1, hub.hub.clock()).changes == ()


def test_who_had_to_wait_asks_again_whether_a_file_is_due(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, asked = threading.Event(), threading.Event()
    partials: list[str] = []

    def announced(engine: Engine, data_dir: Path) -> AbstractContextManager[object]:
        if threading.current_thread().name.startswith("second"):
            waiting.set()
        return turn(engine, data_dir)

    def still_due() -> bool:
        asked.set()
        return False

    def slowly(path: Path, connection: Connection, sequence: int) -> None:
        catalogue_build.build(path, connection, sequence)
        second.append(pool.submit(rebuild, hub, still_due))
        assert waiting.wait(PATIENCE_S)
        partials.append(path.name)
        assert path.exists()
        assert not asked.is_set()

    admin.set_price(hub.engine, "S1", 1)
    monkeypatch.setattr(catalogue, "turn", announced)
    monkeypatch.setattr(catalogue, "build", slowly)
    second: list[Future[Manifest]] = []
    with ThreadPoolExecutor(1, "second") as pool:
        made = rebuild(hub)
        assert second[0].result(PATIENCE_S) == made
    assert asked.is_set()
    assert len(partials) == 1


@pytest.fixture
def holder(hub: HubServer) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, whose turn it is."""
    url = hub.engine.url.render_as_string(hide_password=False)
    running = subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-c", HOLDER, url, str(hub.hub.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"held\n"
        yield running
        running.kill()


@pytest.mark.sqlite
def test_a_turn_is_given_to_one_process_and_ends_with_it(
    hub: HubServer, holder: subprocess.Popen[bytes]
) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = hub.hub.data_dir / "catalogue.lock"
    with path.open("rb") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    holder.kill()
    for _ in range(2):
        with turn(hub.engine, hub.hub.data_dir):
            pass
    assert (path.stat().st_mode & 0o777, path.stat().st_size) == (0o600, 0)


@pytest.mark.postgres
def test_a_turn_at_a_server_is_given_to_one_process_and_ends_with_it(
    hub: HubServer, holder: subprocess.Popen[bytes]
) -> None:
    with hub.engine.connect() as connection:
        free = text("SELECT pg_try_advisory_lock(:key)")
        assert connection.scalar(free, {"key": postgres.CATALOGUE}) is False
    holder.kill()
    for _ in range(2):
        with turn(hub.engine, hub.hub.data_dir):
            pass


def test_a_file_of_a_clock_that_was_ahead_is_not_young(
    hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    monkeypatch.setattr(Rebuilder, "build", lambda _: built.append("built"))
    rebuilder = Rebuilder(hub.engine, hub.hub.data_dir, clock)
    assert not rebuilder.rebuild_if_due()
    clock.ahead -= timedelta(days=365)
    assert rebuilder.rebuild_if_due()
    assert built == ["built"]
