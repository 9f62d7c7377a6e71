"""`GET /v1/status`: alive is not ready, and neither waits for whoever writes."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk import __version__
from kiosk.hub import admin, health
from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from kiosk.hub.metrics import Recent
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.hub.storage import sqlite
from kiosk.hub.storage.database import DATABASE, write
from kiosk.hub.worker import Worker
from kiosk.hub_client.client import HubClient
from kiosk.wire import terminals
from kiosk.wire.terminals import SERVICE, HubStatus
from tests.hub.calling import Clock, MakeOrder, Terminal, Until, calling


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT_S", 0.0)


@pytest.fixture
def with_worker() -> bool:
    return False


def _status(client: httpx.Client) -> tuple[int, HubStatus]:
    answer = client.get("/v1/status")
    return answer.status_code, msgspec.json.decode(answer.content, type=HubStatus)


def _not_ready(client: httpx.Client) -> tuple[str, ...]:
    status, found = _status(client)
    assert (status, found.alive, found.ready, found.service) == (503, True, False, SERVICE)
    return found.problems


@contextmanager
def _beside(hub: HubServer, statement: str) -> Iterator[None]:
    """Do something to the database as another program would, and end it afterwards."""
    with closing(dbapi2.connect(str(hub.hub.data_dir / DATABASE))) as raw:
        raw.isolation_level = None
        raw.execute(statement)
        yield


def test_a_hub_with_shop_and_catalogue_is_ready(
    hub: HubServer, client: httpx.Client, clock: Clock
) -> None:
    clock.ahead = timedelta(hours=3)
    status, found = _status(client)
    assert (status, found.alive, found.ready, found.problems) == (200, True, True, ())
    assert (found.service, found.version) == (SERVICE, __version__)
    assert found.catalogue_age_s is not None and 3 * 3600 <= found.catalogue_age_s < 4 * 3600
    assert (found.orders_waiting, found.oldest_order_s, found.engine_unavailable) == (0, None, 0)


def test_a_hub_without_a_shop_is_alive_and_not_ready(tmp_path: Path) -> None:
    server = HubServer(HubSettings(tmp_path, port=0))
    server.start()
    try:
        with calling(server.url) as http:
            assert _not_ready(http) == (terminals.SHOP_MISSING,)
    finally:
        server.stop()


@pytest.mark.sqlite
def test_a_lost_catalogue_file_and_a_full_disk_are_told(
    hub: HubServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = (hub.hub.data_dir / "catalogue").iterdir()
    file.unlink()
    assert _not_ready(client) == (terminals.CATALOGUE_MISSING,)
    admin.rebuild_catalogue(hub.engine, hub.hub.data_dir)
    usage = shutil._ntuple_diskusage(1 << 30, 1 << 30, 1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert _not_ready(client) == (terminals.DISK_FULL,)


@pytest.mark.sqlite
def test_tables_of_another_release_are_told(hub: HubServer, client: httpx.Client) -> None:
    with _beside(hub, "ALTER TABLE customer_grant RENAME COLUMN recognition TO other"):
        assert _not_ready(client) == (terminals.SCHEMA_UNKNOWN,)


@pytest.mark.sqlite
def test_an_unreadable_database_is_told_and_no_epoch_is_known(
    hub: HubServer, client: httpx.Client
) -> None:
    hub.engine.dispose()
    path = hub.hub.data_dir / DATABASE
    for log in path.parent.glob(f"{DATABASE}-*"):
        log.unlink()
    path.write_bytes(b"no database" * 1_000)
    found = _status(client)[1]
    assert terminals.DATABASE_UNREADABLE in found.problems
    assert (found.epoch, found.orders_waiting, found.catalogue_age_s) == ("", None, None)


@pytest.mark.sqlite
def test_whoever_writes_is_not_waited_for(hub: HubServer, client: httpx.Client) -> None:
    with _beside(hub, "BEGIN IMMEDIATE"):
        assert _status(client)[0] == 200
        hub.hub.metrics.waited_in_vain.note()  # a request that waited its ten seconds
        assert _not_ready(client) == (terminals.DATABASE_LOCKED,)
    assert _status(client)[0] == 200


def test_requests_that_take_up_every_thread_do_not_keep_the_status_waiting(
    hub: HubServer, client: httpx.Client, terminal: Terminal, until: Until
) -> None:
    threads = min(32, (os.cpu_count() or 1) + 4)  # as asyncio lends them to handlers

    def waiting() -> int:
        return sum(thread.name.startswith("asyncio_") for thread in threading.enumerate())

    with ThreadPoolExecutor(threads + 5) as pool:
        with write(hub.engine):
            path = "/grants/current"
            asked = [pool.submit(terminal.ask, "DELETE", path) for _ in range(threads + 5)]
            until(lambda: waiting() >= threads)
            assert _status(client)[0] == 200
        assert {one.result().status_code for one in asked} == {204}


@pytest.mark.sqlite
def test_a_request_that_waits_in_vain_for_the_lock_is_counted(
    hub: HubServer, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 1)
    hub.engine.dispose()  # for connections that are less patient
    with _beside(hub, "BEGIN IMMEDIATE"):
        answer = terminal.ask("DELETE", "/grants/current", Kiosk_Grant="g")
    assert answer.status_code == 503
    assert hub.hub.metrics.waited_in_vain.count == 1


@pytest.mark.sqlite
def test_a_database_that_does_not_answer_is_told_in_time(
    hub: HubServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "WITHIN_S", 0.05)
    with ExitStack() as all_of_them:
        for _ in range(50):
            all_of_them.enter_context(hub.engine.connect())
        assert _not_ready(client) == (terminals.DATABASE_SILENT,)


@pytest.mark.sqlite
def test_the_database_is_looked_at_once_in_a_while_however_often_it_is_asked(
    hub: HubServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "KEPT_S", 3_600.0)
    assert _status(client)[0] == 200
    with _beside(hub, "ALTER TABLE customer_grant RENAME COLUMN recognition TO other"):
        assert [_status(client)[0] for _ in range(3)] == [200] * 3


class Away:
    """An engine that is never there."""

    def place(self, order: EngineOrder) -> Placement:
        raise EngineUnavailable("engine_unavailable")

    def status(self, order_id: str) -> Placement | None:
        raise EngineUnavailable("engine_unavailable")


def test_an_engine_that_is_away_is_told_and_the_hub_stays_ready(
    hub: HubServer, client: httpx.Client, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    assert terminal.put(make_order()).status_code == 201
    here = hub.hub
    worker = Worker(here.engine, Away(), clock, here.wake, here.metrics)
    for minutes in (0, 10, 20):
        clock.ahead = timedelta(minutes=minutes)
        assert worker.hand_over_next()
    assert terminal.put(make_order((("S3", 1),))).status_code == 201
    assert terminal.put(make_order(location_id="store-b")).status_code == 422
    status, found = _status(client)
    assert (status, found.ready) == (200, True)
    assert (found.orders_waiting, found.engine_unavailable) == (2, 3)
    assert found.oldest_order_s is not None and 1_200 <= found.oldest_order_s < 1_800


def test_what_is_long_ago_is_not_counted() -> None:
    lately, never = Recent(3_600.0), Recent(-1.0)
    for count in (lately, never):
        count.note()
        count.note()
    assert (lately.count, never.count) == (2, 0)


def test_a_terminal_hears_of_a_hub_that_is_not_ready(hub: HubServer, client: httpx.Client) -> None:
    (file,) = (hub.hub.data_dir / "catalogue").iterdir()
    file.unlink()
    port = HubClient(hub.url, "")
    found = port.status()
    port.close()
    assert (found.ready, found.problems) == (False, (terminals.CATALOGUE_MISSING,))
    assert found.epoch
