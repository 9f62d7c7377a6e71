"""A hub opens what the release before it left: `release_1.sql` is a dump of that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import UniqueConstraint, inspect
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.hub import admin
from kiosk.hub.keys import load_keys
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.hub.storage.database import DATABASE, epoch, open_database, read
from kiosk.hub.storage.tables import METADATA
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.orders import EPOCH_HEADER
from tests.hub.calling import calling

DUMP = Path(__file__).with_name("release_1.sql")
TOKEN = "Z10reWmYoGCkpCN1i1AzjrKEq7Y1toTvRx4VP3HbJ1k"  # of the terminal R1 in it

pytestmark = pytest.mark.sqlite  # there was no other before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load_keys(tmp_path)
    with closing(dbapi2.connect(str(tmp_path / DATABASE))) as raw:
        raw.executescript(DUMP.read_text("utf-8"))
    return tmp_path


@pytest.fixture
def upgraded(folder: Path) -> Iterator[HubServer]:
    server = HubServer(HubSettings(folder, port=0))
    server.start()
    yield server
    server.stop()


def test_what_is_new_in_a_table_fits_the_rows_that_are_there(folder: Path) -> None:
    with closing(dbapi2.connect(str(folder / DATABASE))) as raw:
        for table in METADATA.sorted_tables:
            known = {row[1] for row in raw.execute(f"PRAGMA table_info({table.name})")}
            for column in table.columns if known else ():
                assert (
                    column.name in known or column.nullable or (column.server_default is not None)
                ), (
                    f"{table.name}.{column.name} is new and NOT NULL: rows of the release before "
                    "have no value for it. Make it nullable or give it a server_default."
                )


def test_everything_that_is_missing_is_made_and_making_it_again_changes_nothing(
    folder: Path,
) -> None:
    open_database(folder / DATABASE).dispose()
    engine = open_database(folder / DATABASE)
    with read(engine) as connection:
        inspector = inspect(connection)
        for table in METADATA.sorted_tables:
            columns = {column["name"] for column in inspector.get_columns(table.name)}
            indexes = {index["name"] for index in inspector.get_indexes(table.name)}
            unique = [
                set(one["column_names"])
                for one in inspector.get_unique_constraints(table.name)
                + [index for index in inspector.get_indexes(table.name) if index["unique"]]
            ]
            assert columns >= set(table.columns.keys())
            assert indexes >= {index.name for index in table.indexes}
            for constraint in table.constraints:
                if isinstance(constraint, UniqueConstraint):
                    assert unique.count(set(constraint.columns.keys())) == 1, constraint
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert epoch(connection) in DUMP.read_text("utf-8")
    engine.dispose()


def test_orders_of_the_release_before_are_answered_as_they_were(upgraded: HubServer) -> None:
    assert [one.status for one in admin.list_orders(upgraded.engine)] == ["accepted", "accepted"]
    with read(upgraded.engine) as database, calling(upgraded.url, TOKEN) as http:
        rows = database.exec_driver_sql("SELECT id, body, answer FROM shop_order").all()
        for order_id, body, answer in rows:
            replayed = http.put(f"/v1/orders/{order_id}", content=body)
            assert (replayed.status_code, replayed.content) == (201, answer)
            assert replayed.headers[EPOCH_HEADER] == epoch(database)
        page = http.get("/v1/changes?since=0").json()
        manifest = http.get("/v1/catalogue/manifest").json()["manifest"]
        signed_in = http.post("/v1/staff/sign-in", json={"number": "17", "pin": "4711"}).json()
        staff = {"Kiosk-Staff": signed_in["grant"]}
        (task,) = http.get("/v1/staff/tasks", headers=staff).json()
    assert (task["kind"], task["number"]) == ("backorder", "R1-00002-S")
    assert (page["durable_through"], page["next"] > 0) == (0, True)
    assert (page["complete"], page["catalogue"]) == (page["next"], manifest["sha256"])
    assert manifest["schema"] == VERSION
