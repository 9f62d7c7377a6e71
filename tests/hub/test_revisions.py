"""Revisions lead from the tables of any release to those of this one, whole or not at all."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

import kiosk.hub.engines.embedded.tables  # noqa: F401  its tables are the hub's, too
from kiosk.domain.orders import Contact
from kiosk.errors import BadConfig
from kiosk.hub.storage import migration
from kiosk.hub.storage.database import DATABASE, open_database, read, write
from kiosk.hub.storage.migration import HEAD, SERVES, revision
from kiosk.hub.storage.tables import METADATA, setting, shop_order
from tests.patience import PATIENCE_S

DUMP = Path(__file__).with_name("release_2.sql")

pytestmark = pytest.mark.sqlite  # files of before are carried over


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The file of the last release without revisions."""
    path = tmp_path / DATABASE
    tmp_path.chmod(0o700)
    with closing(dbapi2.connect(str(path))) as raw:
        raw.executescript(DUMP.read_text("utf-8"))
    return path


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    engine = open_database(path)
    with read(engine) as connection:
        yield connection
    engine.dispose()


def content(path: Path) -> list[tuple[object, ...]]:
    """The tables, and the rows of those that a revision changes."""
    with closing(dbapi2.connect(str(path))) as raw:
        tables = raw.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        rows = raw.execute("SELECT * FROM shop_order ORDER BY id").fetchall()
    return [*tables, *rows]


def test_revisions_lead_to_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    with opened(tmp_path / DATABASE) as connection:
        assert revision(connection) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_newest_revision_and_the_oldest_that_goes_with_it_are_named() -> None:
    folder = Path(migration.__file__).with_name("migrations")
    known = ScriptDirectory(str(folder))
    assert known.get_heads() == [HEAD]
    names = [one.revision for one in known.walk_revisions()]
    assert names == sorted(names, reverse=True), "a hub compares them"
    assert SERVES in names


def test_file_of_before_revisions_is_carried_over(before: Path) -> None:
    with opened(before) as connection:
        assert revision(connection) == HEAD
        orders = connection.execute(select(shop_order).order_by(shop_order.c.number)).all()
        whom = [one.customer and msgspec.json.decode(one.customer, type=Contact) for one in orders]
        assert whom == [None, Contact("+79001112201", "Анна Ёлкина")]
        (key,) = inspect(connection).get_foreign_keys("customer_grant")
        assert key["referred_table"] == "terminal"
        kept = "SELECT customer_id, recognition FROM customer_grant"
        assert connection.exec_driver_sql(kept).all() == [("cust-1", "recognised")]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert compare_types_apart(connection) == []


def compare_types_apart(connection: Connection) -> list[object]:
    """What a file of before has otherwise; SQLite keeps 64 bits under any name of an integer."""
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    found = compare_metadata(context, METADATA)
    # It can make a column unique by an index only.
    return [one for one in found if not str(one).count("unique_")]


def test_upgrade_that_fails_half_way_leaves_the_file_as_it_was(before: Path) -> None:
    with closing(dbapi2.connect(str(before))) as raw:
        raw.execute(
            "CREATE TRIGGER fault BEFORE UPDATE ON shop_order BEGIN SELECT RAISE(ABORT, ''); END"
        )
    was = content(before)
    with pytest.raises(IntegrityError):
        open_database(before)
    assert content(before) == was
    with closing(dbapi2.connect(str(before))) as raw:
        raw.execute("DROP TRIGGER fault")
    with opened(before) as connection:
        assert revision(connection) == HEAD


def open_and_close(path: Path) -> None:
    open_database(path).dispose()


def test_of_hubs_that_start_at_once_one_migrates_and_the_others_wait(before: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    hubs = [spawning.Process(target=open_and_close, args=(before,)) for _ in range(3)]
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join(PATIENCE_S)
    assert [hub.exitcode for hub in hubs] == [0, 0, 0]
    with opened(before) as connection:
        assert revision(connection) == HEAD


def test_hub_works_with_newer_tables_only_where_they_say_that_it_may(tmp_path: Path) -> None:
    path = tmp_path / DATABASE
    engine = open_database(path)
    with write(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    open_database(path).dispose()
    with write(engine) as connection:
        connection.execute(
            update(setting).where(setting.c.name == "schema_serves").values(value="9000")
        )
    engine.dispose()
    with pytest.raises(BadConfig, match="hub_schema_newer"):
        open_database(path)
