"""The change feed and the catalogue file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import BadInput
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.wire.feed import Change, ChangesPage, PriceChange, StockChange
from tests.hub.calling import Terminal


def _page(terminal: Terminal, since: int, limit: int = 500) -> ChangesPage:
    answer = terminal.ask("GET", f"/changes?since={since}&limit={limit}")
    return msgspec.json.decode(answer.content, type=ChangesPage)


def _download(terminal: Terminal) -> bytes:
    sha256 = terminal.ask("GET", "/catalogue/manifest").json()["sha256"]
    answer = terminal.ask("GET", f"/catalogue/{sha256}.db")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert "immutable" in answer.headers["cache-control"]
    return bytes(answer.content)


def test_the_feed_is_read_in_pages_without_a_gap(hub: HubServer, terminal: Terminal) -> None:
    for step in range(7):
        admin.set_stock(hub.engine, "S1", "store-a", step)
    admin.set_price(hub.engine, "S2", 190_000)
    seen: list[Change] = []
    since, more = 0, True
    while more:
        page = _page(terminal, since, limit=3)
        seen += page.changes
        since, more = page.next, page.more
    assert [change.sequence for change in seen] == list(range(1, 9))
    assert isinstance(seen[6], StockChange)
    assert seen[6].level.on_hand == 6
    assert isinstance(seen[7], PriceChange)
    assert seen[7].price.minor == 190_000
    assert _page(terminal, since).changes == ()


def test_a_page_holds_500_changes_at_most(hub: HubServer, terminal: Terminal) -> None:
    for step in range(501):
        admin.set_stock(hub.engine, "S1", "store-a", step)
    page = _page(terminal, 0, limit=10_000)
    assert (len(page.changes), page.next, page.more) == (500, 500, True)


def test_a_terminal_ahead_of_the_hub_or_too_far_behind_takes_a_new_catalogue(
    hub: HubServer, terminal: Terminal
) -> None:
    for price in (1, 2, 3):
        admin.set_price(hub.engine, "S1", price)
        admin.rebuild_catalogue(hub.engine, hub.hub.data_dir)
    statuses = {since: terminal.ask("GET", f"/changes?since={since}") for since in range(5)}
    assert [answer.status_code for answer in statuses.values()] == [410, 410, 200, 200, 410]
    assert statuses[4].json()["code"] == "changes_gone"


def test_an_impossible_change_is_told_to_nobody(hub: HubServer, terminal: Terminal) -> None:
    with pytest.raises(BadInput, match="sku_unknown"):
        admin.set_price(hub.engine, "S9", 1)
    with pytest.raises(BadInput, match="location_unknown"):
        admin.set_stock(hub.engine, "S1", "moon", 1)
    assert _page(terminal, 0).changes == ()


def test_a_catalogue_file_holds_the_shop_in_its_present_state(
    hub: HubServer, terminal: Terminal, tmp_path: Path
) -> None:
    admin.set_price(hub.engine, "S1", 77_700)
    manifest = admin.rebuild_catalogue(hub.engine, hub.hub.data_dir)
    file = tmp_path / "catalogue.db"
    file.write_bytes(_download(terminal))
    database = dbapi2.connect(str(file))
    try:
        price = database.execute("SELECT price_minor FROM variant WHERE sku = 'S1'").fetchone()
        meta = dict(database.execute("SELECT name, value FROM meta"))
        stock = database.execute("SELECT count(*) FROM stock").fetchone()
    finally:
        database.close()
    assert (price, stock) == ((77_700,), (9,))
    assert meta["sequence"] == str(manifest.sequence) == "1"


def test_a_product_is_found_by_what_people_type_in_either_language(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.db"
    file.write_bytes(_download(terminal))
    typed = ("плать*", "dress", "красн*", "red", "теплые", "malysh*", "98", "s1", "детям", "kids")
    database = dbapi2.connect(str(file))
    try:
        search = "SELECT count(*) FROM search WHERE search MATCH ?"
        found = {text: database.execute(search, [text]).fetchone()[0] for text in typed}
        nothing = database.execute(search, ["самолет*"]).fetchone()[0]
    finally:
        database.close()
    assert found == dict.fromkeys(typed, 3) | {"плать*": 1, "dress": 1, "теплые": 1, "s1": 1}
    assert nothing == 0


def test_an_unchanged_manifest_is_not_sent_again(terminal: Terminal) -> None:
    first = terminal.ask("GET", "/catalogue/manifest")
    same = terminal.ask("GET", "/catalogue/manifest", If_None_Match=first.headers["etag"])
    assert (same.status_code, same.content) == (304, b"")


def test_the_last_two_catalogue_files_are_kept(hub: HubServer, terminal: Terminal) -> None:
    made = [terminal.ask("GET", "/catalogue/manifest").json()["sha256"]]
    for price in (1, 2):
        admin.set_price(hub.engine, "S1", price)
        made.append(admin.rebuild_catalogue(hub.engine, hub.hub.data_dir).sha256)
    statuses = [terminal.ask("GET", f"/catalogue/{name}.db").status_code for name in made]
    assert statuses == [404, 200, 200]
    assert len(list((hub.hub.data_dir / "catalogue").iterdir())) == 2


def test_nothing_but_a_catalogue_is_served(terminal: Terminal) -> None:
    for name in ("..%2Fhub.db", "hub.db", "%2e%2e%2fapp-codes.key", "x" * 64, f"{'0' * 64}.db"):
        answer = terminal.ask("GET", f"/catalogue/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), name


def test_availability_and_ways_are_answered_to_every_channel(
    terminal: Terminal, web: httpx.Client
) -> None:
    ours = terminal.ask("GET", "/variants/S1/availability").json()["locations"]
    ways = web.get("/variants/S1/ways", params={"location": "store-b"}).json()["ways"]
    nowhere = web.get("/variants/S1/ways")
    unknown = web.get("/variants/S9/ways", params={"location": "store-b"})
    assert [(at["location_id"], at["available"]) for at in ours] == [
        ("store-a", 2),
        ("store-b", 5),
        ("warehouse", 10),
    ]
    assert {way["kind"] for way in ways} == {"take_away", "delivery", "collect", "transfer"}
    assert (nowhere.status_code, unknown.status_code) == (400, 404)
