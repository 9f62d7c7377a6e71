"""What one hub keeps, every hub of its database finds: whole, or not at all."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from kiosk.hub import admin
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.hub.storage import catalogue, shared_files, shop
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.shared_files import Wanted
from kiosk.hub.storage.tables import shared_file
from kiosk.tools.engine_check.kit import at_once
from kiosk.wire.snapshot import Manifest
from tests.hub.calling import Terminal, calling, lose_catalogue
from tests.some_pictures import jpeg

KIND = "catalogue"
DATA = bytes(range(256)) * 9
WANTED = Wanted("one.zst", hashlib.sha256(DATA).hexdigest(), len(DATA))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_files, "PART", 1000)


@pytest.fixture
def other(
    hub: HubServer, settings: HubSettings, tmp_path: Path, stopping: Callable[[HubServer], None]
) -> Iterator[HubServer]:
    """A second hub of the same database, with an empty folder."""
    made = HubServer(replace(settings, data_dir=tmp_path / "other"), hub.hub.clock)
    made.start()
    yield made
    stopping(made)


def files_of(hub: HubServer) -> shared_files.SharedFiles:
    return shared_files.shared_files(hub.engine, hub.hub.data_dir, KIND)


def folder_of(hub: HubServer) -> Path:
    return hub.hub.data_dir / KIND


def share(hub: HubServer, name: str = WANTED.name, data: bytes = DATA) -> None:
    """Add a file as its builder does."""
    partial = folder_of(hub) / "built.partial"
    partial.write_bytes(data)
    with write(hub.engine) as connection:
        files_of(hub).add(connection, name, partial)


def found(hub: HubServer, wanted: Wanted = WANTED) -> bytes | None:
    path = files_of(hub).path(hub.engine, wanted)
    return path.read_bytes() if path else None


def size(hub: HubServer, name: str = WANTED.name) -> int | None:
    with read(hub.engine) as connection:
        return files_of(hub).size(connection, name)


def newest(hub: HubServer) -> Manifest:
    with read(hub.engine) as connection:
        return catalogue.manifest(connection, hub.hub.clock())


def ask(hub: HubServer, terminal: Terminal, path: str, **headers: str) -> httpx.Response:
    with calling(f"{hub.url}/v1", terminal.enrolled.token) as http:
        return http.get(path, headers={name.replace("_", "-"): v for name, v in headers.items()})


def test_file_is_found_until_it_is_dropped(hub: HubServer) -> None:
    assert (size(hub), found(hub)) == (None, None)
    share(hub)
    share(hub, "two.zst", b"2")
    assert (size(hub), found(hub)) == (len(DATA), DATA)
    files_of(hub).keep_only(hub.engine, {"two.zst"})
    assert (size(hub), found(hub)) == (None, None)
    assert size(hub, "two.zst") == 1
    assert [path.name for path in folder_of(hub).iterdir()] == ["two.zst"]


def test_file_that_was_packed_otherwise_takes_the_place_of_its_like(hub: HubServer) -> None:
    share(hub)
    share(hub, data=DATA[:-1])
    assert size(hub) == len(DATA) - 1


def test_catalogue_that_is_lost_everywhere_is_missing(hub: HubServer) -> None:
    lose_catalogue(hub)
    with read(hub.engine) as connection:
        assert catalogue.is_missing(connection, hub.hub.data_dir)


@pytest.mark.postgres
def test_catalogue_that_one_folder_lost_is_not_missing(hub: HubServer) -> None:
    shutil.rmtree(folder_of(hub))
    with read(hub.engine) as connection:
        assert not catalogue.is_missing(connection, hub.hub.data_dir)


@pytest.mark.postgres
def test_another_hub_takes_a_file_whole_and_again_where_it_was_cut(
    hub: HubServer, other: HubServer
) -> None:
    share(hub)
    assert found(other) == DATA
    path = folder_of(other) / WANTED.name
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(DATA[:100])
    assert found(other) == DATA
    shutil.rmtree(other.hub.data_dir)
    assert found(other) == DATA


@pytest.mark.postgres
def test_file_of_a_builder_that_failed_is_nobodys(hub: HubServer, other: HubServer) -> None:
    partial = folder_of(hub) / "built.partial"
    partial.write_bytes(DATA)
    with pytest.raises(RuntimeError), write(hub.engine) as connection:
        files_of(hub).add(connection, WANTED.name, partial)
        assert size(other) is None
        raise RuntimeError
    assert (size(other), found(other)) == (None, None)


@pytest.mark.postgres
def test_takers_at_once_all_get_it(hub: HubServer, other: HubServer) -> None:
    share(hub)
    assert at_once([lambda: found(other)] * 8) == [DATA] * 8
    assert [path.name for path in folder_of(other).iterdir()] == [WANTED.name]


@pytest.mark.postgres
def test_file_that_is_damaged_in_the_database_is_not_taken(
    hub: HubServer, other: HubServer, caplog: pytest.LogCaptureFixture
) -> None:
    share(hub)
    with write(hub.engine) as connection:
        first = (shared_file.c.name == WANTED.name) & (shared_file.c.part == 0)
        connection.execute(update(shared_file).where(first).values(data=bytes(1000)))
    with caplog.at_level(logging.ERROR, "kiosk.hub.storage.shared_files"):
        assert found(other) is None
    assert [record.message for record in caplog.records] == [
        "catalogue one.zst in the database is damaged"
    ]
    assert found(hub) == DATA, "the builder has its own"


@pytest.mark.postgres
def test_taker_drops_what_the_builder_has_dropped_and_no_file_being_built(
    hub: HubServer, other: HubServer
) -> None:
    share(hub)
    assert found(other) == DATA
    files_of(hub).keep_only(hub.engine, ())
    share(hub, "two.zst", b"2")
    (folder_of(other) / "17.db.partial-journal").write_bytes(b"")
    assert found(other, Wanted("two.zst", hashlib.sha256(b"2").hexdigest(), 1)) == b"2"
    assert {path.name for path in folder_of(other).iterdir()} == {
        *("two.zst", "17.db.partial-journal")
    }


@pytest.mark.postgres
def test_terminals_fetch_from_whichever_hub(
    hub: HubServer, other: HubServer, terminal: Terminal
) -> None:
    made = newest(hub)
    path = f"/catalogue/{made.file_name}"
    whole = ask(hub, terminal, path)
    same = ask(other, terminal, path)
    assert (same.status_code, same.content) == (200, whole.content)
    assert same.headers["etag"] == whole.headers["etag"]
    rest = ask(other, terminal, path, Range="bytes=100-", If_Range=same.headers["etag"])
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    admin.set_price(other.engine, "S1", 1)
    newer = admin.rebuild_catalogue(other.engine, other.hub.data_dir)
    assert len(ask(hub, terminal, f"/catalogue/{newer.file_name}").content) == newer.packed_size
    assert {one.name for one in folder_of(hub).iterdir()} == {made.file_name, newer.file_name}


@pytest.mark.postgres
def test_picture_is_shown_by_whichever_hub(
    hub: HubServer, other: HubServer, terminal: Terminal
) -> None:
    data = jpeg(bytes(2500))
    with read(hub.engine) as connection:
        one = shop.variants(connection, ["S1"])["S1"]
    look = (one.product_id, one.colour.code)
    name = admin.add_picture(hub.engine, hub.hub.data_dir, *look, data)
    for _ in range(2):  # out of the database, and then out of the cache
        assert ask(other, terminal, f"/pictures/{name}").content == data
    assert ask(other, terminal, f"/pictures/{'0' * 64}").status_code == 404
    assert admin.add_picture(other.engine, other.hub.data_dir, *look, data) == name
