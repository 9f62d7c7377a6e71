"""The backup of docs/two-set-ups.md, followed to the letter: back to a moment, and nothing lost."""

from __future__ import annotations

import getpass
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from kiosk.hub import admin
from kiosk.hub.engines.embedded.tables import engine_order
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.storage.database import read
from tests.hub.calling import handed_over
from tests.journey import pages
from tests.journey.conftest import Shop, running_shop, seed_hub
from tests.journey.pages import exactly_once
from tests.journey.test_leaving import order
from tests.postgres import PostgresServer, programs

PAGE, SECTION = "two-set-ups.md", "Backup, and back to a moment"
PLACE = "/mnt/copies"
OWNER = "nobody" if os.geteuid() == 0 else getpass.getuser()  # of the server, as tests start it

pytestmark = pytest.mark.postgres


@pytest.fixture
def copies() -> Iterator[Path]:
    """A folder that the server's user reaches as well."""
    with tempfile.TemporaryDirectory(prefix="kiosk-copies-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def server(copies: Path) -> Iterator[PostgresServer]:
    """A server that archives as the page says."""
    (config,) = pages.blocks(PAGE, "ini", SECTION)
    assert PLACE in config
    made = PostgresServer(config.replace(PLACE, str(copies)))
    made.start()
    yield made
    made.throw_away()


def moment(server: PostgresServer) -> str:
    with psycopg.connect(server.conninfo("postgres")) as connection:
        (now,) = connection.execute("SELECT now()::text").fetchone() or ("",)
    return str(now)


def known(shop: Shop) -> list[str]:
    return sorted(one.id for one in admin.list_orders(shop.server.engine))


def settled_order(shop: Shop) -> str:
    """Take an order that the hub confirms and the engine gets."""
    before = len(shop.settled)
    placed = order(shop)
    shop.main.until(lambda: len(shop.settled) > before, "the confirmation")
    shop.main.until(lambda: handed_over(shop.server), "the hand-over")
    return placed.id


def test_the_page_brings_the_database_back_to_a_moment(
    server: PostgresServer, copies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:{os.environ['PATH']}")
    places, once, nightly, restore, begin = pages.blocks(PAGE, "sh", SECTION)
    name = server.create()
    where: dict[str, object] = {
        "HUB": tmp_path / "hub",
        "SERVER": server.conninfo(name),
        "PGDATA": server.data,
        "COPIES": copies,
    }
    assert pages.names_set(places) == where.keys()
    pages.run(exactly_once(once, "-o postgres", f"-o {OWNER}"), where, tmp_path)
    settings = HubSettings(tmp_path / "hub", port=0, database_url=server.url(name))
    seed_hub(settings)
    with running_shop(settings, monkeypatch) as shop:
        shop.online()
        kept = [settled_order(shop)]
        assert "up to the 1." in pages.run(nightly, where, tmp_path)
        kept.append(settled_order(shop))
        where["MOMENT"] = moment(server)
        later = [settled_order(shop), settled_order(shop)]

        shop.server.stop()
        shop.server.hub.close()
        shop.main.until(lambda: not shop.terminal.syncing.link.online, "being offline")
        server.stop()
        pages.run(
            exactly_once(restore, "chown -R postgres:", f"chown -R {OWNER}:"), where, tmp_path
        )
        server.start()
        assert "new history has begun" in pages.run(begin, where, tmp_path)

        shop.server.hub = open_hub(settings)
        assert known(shop) == sorted(kept)
        waiting = order(shop)
        shop.server.start()
        everything = sorted([*kept, *later, waiting.id])
        shop.main.until(lambda: known(shop) == everything, "the orders that came later")
        shop.main.until(lambda: handed_over(shop.server), "the hand-over")
        with read(shop.server.engine) as connection:
            assert sorted(connection.scalars(select(engine_order.c.order_id))) == everything
