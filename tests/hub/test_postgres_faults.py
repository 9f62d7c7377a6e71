"""A server of PostgreSQL that goes away or is full: the hub says so, and goes on by itself."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from psycopg import sql
from psycopg.errors import DiskFull

from kiosk.errors import BadConfig
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.presence import Presence
from kiosk.hub.rebuilding import EVERY, Rebuilder
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.hub.storage import catalogue, feed
from kiosk.hub.storage.database import FAULTS, read
from kiosk.hub.storage.tokens import token_hash
from tests.hub.calling import Clock, MakeOrder, Terminal, Until, collect, handed_over, level
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of the test's own, since it is stopped."""
    made = PostgresServer()
    made.start()
    yield made
    made.throw_away()


@pytest.fixture
def hub(
    server: PostgresServer, seed: ShopSeed, clock: Clock, tmp_path: Path
) -> Iterator[HubServer]:
    url = server.url(server.create())
    made = HubServer(HubSettings(tmp_path / "hub", port=0, database_url=url), clock)
    load_seed(made.engine, seed)
    made.start()
    yield made
    made.stop()
    made.hub.close()


def status(hub: HubServer) -> httpx.Response:
    return httpx.get(f"{hub.url}/v1/status", trust_env=False)


def test_hub_whose_server_is_away_answers_that_it_may_be_asked_again_and_goes_on_by_itself(
    server: PostgresServer,
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    clock: Clock,
    until: Until,
) -> None:
    checkout = "01890000-0000-7000-8000-000000000001"
    terminal.hold(checkout, collect("S2"))
    before, order = make_order(), make_order()
    assert terminal.put(before).status_code == 201
    with read(hub.engine) as connection:
        head = feed.head(connection)
    with terminal.http.stream("GET", "/v1/changes/stream") as stream:
        lines = stream.iter_lines()
        assert next(lines)
        server.stop()
        away = terminal.put(order)
        assert (away.status_code, away.json()["code"]) == (503, "server_error")
        assert 0 < int(away.headers["Retry-After"]) <= 10
        assert status(hub).status_code == 503
        with pytest.raises(BadConfig, match="database_away"):
            open_hub(HubSettings(hub.hub.data_dir, database_url=str(hub.engine.url)))
        server.start()
        assert terminal.put(order).status_code == 201, "no connection of before is used"
        until(lambda: status(hub).status_code == 200)  # it is looked at once a second
        clock.ahead += EVERY / 24  # the checkout has expired
        until(lambda: handed_over(hub) and level(hub.engine, "S2").reserved == 0)
        until(lambda: int(next(line for line in lines if line[:5] == "data:")[5:]) > head)


def test_what_waits_for_the_server_does_it_when_it_is_back(
    server: PostgresServer, hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    presence = Presence(hub.engine, clock)
    rebuilder = Rebuilder(hub.engine, hub.hub.data_dir, clock)
    clock.ahead += EVERY
    server.stop()
    presence.heard(token_hash(terminal.enrolled.token))
    presence.write_down()
    with pytest.raises(FAULTS):
        rebuilder.rebuild_if_due()
    rebuilder.build()  # its process meets the fault, and it is no reason to wait for an hour
    server.start()
    presence.write_down()
    (row,) = admin.list_terminals(hub.engine)
    assert row.last_seen_at > row.enrolled_at
    assert rebuilder.rebuild_if_due()
    with read(hub.engine) as connection:
        assert catalogue.newest(connection).built_at > row.enrolled_at


def test_the_turn_of_a_builder_ends_with_its_connection(
    server: PostgresServer, hub: HubServer
) -> None:
    with (
        pytest.raises(FAULTS),
        catalogue.turn(hub.engine, hub.hub.data_dir),
        read(hub.engine) as connection,
    ):
        server.stop()
        feed.head(connection)
    server.start()
    with catalogue.turn(hub.engine, hub.hub.data_dir):
        pass


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own with 64 MB, for the server's user."""
    folder = Path("/tmp") / f"kiosk-disk-{os.getpid()}"  # noqa: S108  that user may not enter others
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("no disk of its own can be made here: that needs root")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603  fixed
        folder.rmdir()
        pytest.skip("no disk of its own can be made here: that needs root")
    (folder / "space").mkdir()
    shutil.chown(folder / "space", "nobody", "nogroup")
    yield folder / "space"
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607  as mounted
    folder.rmdir()


def fill(server: PostgresServer, name: str) -> int:
    """Fill the disk of a database until nothing goes on it; return how many tables that took."""
    numbers = itertools.count()
    for rows in (20_000, 2_000, 200, 1):
        with pytest.raises(DiskFull):
            while True:
                table = sql.Identifier(f"filler_{next(numbers)}")
                made = "CREATE TABLE {} AS SELECT repeat('x', 500) FROM generate_series(1, {})"
                server.do(sql.SQL(made).format(table, rows), name)
    return next(numbers)


def test_full_disk_is_said_at_the_start_and_answered_while_the_hub_works(
    server: PostgresServer,
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    small_disk: Path,
    tmp_path: Path,
    until: Until,
) -> None:
    name = str(hub.engine.url.database)
    server.do(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(str(small_disk)))
    server.do("CREATE DATABASE fresh TABLESPACE small")
    hub.stop()
    hub.hub.close()
    server.do(sql.SQL("ALTER DATABASE {} SET TABLESPACE small").format(sql.Identifier(name)))
    hub.start()
    tables = fill(server, name)
    with pytest.raises(BadConfig, match="database_full"):
        open_hub(HubSettings(tmp_path / "new", database_url=server.url("fresh")))
    orders = [make_order() for _ in range(100)]
    answers = {terminal.put(order).status_code for order in orders}
    assert {503} <= answers <= {201, 503}, "what is left of the pages may take some still"
    for number in range(tables):
        filler = sql.Identifier(f"filler_{number}")
        server.do(sql.SQL("DROP TABLE IF EXISTS {}").format(filler), name)
    assert {terminal.put(order).status_code for order in orders} == {201}
    assert len(admin.list_orders(hub.engine)) == len(orders)
    until(lambda: handed_over(hub))
