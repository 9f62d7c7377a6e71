"""The change feed, and how a catalogue file is offered and fetched."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import partial

import httpx
import msgspec
import pytest
import zstandard
from sqlalchemy import delete, update

from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput, SnapshotRefused
from kiosk.hub import admin
from kiosk.hub.engines.embedded import stock_book
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import feed
from kiosk.hub.storage.database import epoch, read, write
from kiosk.hub.storage.tables import catalogue, change, stock
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.feed import Change, ChangesPage, PriceChange, StockChange
from kiosk.wire.snapshot import LIFE, MEDIA_TYPE, Manifest, SignedManifest, verify
from tests.hub.calling import Clock, Terminal, level
from tests.hub.small_shop import money


def _page(terminal: Terminal, since: int, limit: int = 500) -> ChangesPage:
    answer = terminal.ask("GET", f"/changes?since={since}&limit={limit}")
    return msgspec.json.decode(answer.content, type=ChangesPage)


def _levels(page: ChangesPage) -> list[StockLevel]:
    return [one.level for one in page.changes if isinstance(one, StockChange)]


def _manifest(terminal: Terminal, now: datetime) -> Manifest:
    """Take the manifest as a terminal does, with the keys from its enrolment."""
    answer = terminal.ask("GET", "/catalogue/manifest")
    signed = msgspec.json.decode(answer.content, type=SignedManifest)
    return verify(signed, terminal.enrolled.app_code_keys, now)


def _file(terminal: Terminal, name: str, **headers: str) -> httpx.Response:
    return terminal.ask("GET", f"/catalogue/{name}", **headers)


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
    with write(hub.engine) as database:
        for step in range(501):
            stock_book.set_stocks(database, [("S1", "store-a", step)])
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
    with pytest.raises(BadInput, match="sku_unknown"):
        admin.set_prices(hub.engine, {"S1": 1, "S9": 1})
    with pytest.raises(BadInput, match="location_unknown"):
        admin.set_stocks(hub.engine, [("S1", "store-a", 1), ("S1", "moon", 1)])
    assert _page(terminal, 0).changes == ()
    assert level(hub.engine, "S1", "store-a").on_hand == 2


def test_changes_that_were_made_at_once_are_whole_only_with_the_last_of_them(
    hub: HubServer, terminal: Terminal
) -> None:
    admin.set_price(hub.engine, "S1", 1)
    admin.set_prices(hub.engine, {"S1": 2, "S2": 2, "S3": 2})
    counted = [("S2", "store-a", 8), ("S1", "store-b", 9), ("S2", "store-a", 7)]
    admin.set_stocks(hub.engine, counted)
    assert [_page(terminal, 0, limit=n).complete for n in range(1, 7)] == [1, 1, 1, 4, 4, 6]
    assert [_page(terminal, 2, limit=n).complete for n in (1, 2)] == [0, 4]
    assert (_page(terminal, 6).complete, _page(terminal, 6).changes) == (6, ())
    told = _levels(_page(terminal, 4))
    assert [(one.sku, one.location_id, one.on_hand) for one in told] == [
        ("S1", "store-b", 9),
        ("S2", "store-a", 7),
    ]


def test_a_batch_is_cut_by_no_page_also_after_old_changes_are_gone(
    hub: HubServer, terminal: Terminal
) -> None:
    admin.set_prices(hub.engine, {"S1": 1, "S2": 1})
    for _ in range(2):
        admin.rebuild_catalogue(hub.engine, hub.hub.data_dir)
    admin.set_prices(hub.engine, {"S1": 2, "S2": 2})
    assert [_page(terminal, 2, limit=n).complete for n in (1, 2)] == [2, 4]


@pytest.mark.sqlite
def test_a_page_deep_in_a_batch_costs_what_the_first_one_does(hub: HubServer, clock: Clock) -> None:
    with write(hub.engine) as database:
        feed.append(database, [partial(PriceChange, sku="S1", price=money(1))] * 20_000)

    def steps(since: int) -> int:
        taken = 0

        def step() -> None:
            nonlocal taken
            taken += 1

        with read(hub.engine) as database:
            raw = database.connection.driver_connection
            assert raw is not None
            raw.set_progress_handler(step, 100)
            found = feed.page(database, since, 100, clock())
            raw.set_progress_handler(None, 0)
        assert (found.complete, found.next) == (0, since + 100)
        return taken

    assert steps(19_000) < steps(0) + 50


def test_changes_of_the_release_before_are_whole_each(hub: HubServer, terminal: Terminal) -> None:
    admin.set_prices(hub.engine, {"S1": 1, "S2": 1})
    with write(hub.engine) as database:
        database.execute(update(change).values(batch=0))
    assert _page(terminal, 0, limit=1).complete == 1


def test_what_was_never_anywhere_is_counted_for_the_first_time(
    hub: HubServer, terminal: Terminal
) -> None:
    with write(hub.engine) as database:
        database.execute(delete(stock).where(stock.c.sku == "S1"))
    admin.set_stocks(hub.engine, [("S1", "store-a", 4), ("S2", "store-a", 5)])
    assert [level(hub.engine, sku, "store-a").on_hand for sku in ("S1", "S2")] == [4, 5]
    assert [one.on_hand for one in _levels(_page(terminal, 0))] == [4, 5]


def test_a_page_names_the_newest_catalogue(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    first = _page(terminal, 0).catalogue
    admin.set_price(hub.engine, "S1", 1)
    made = admin.rebuild_catalogue(hub.engine, hub.hub.data_dir)
    assert first != _page(terminal, 0).catalogue == made.sha256
    assert _manifest(terminal, clock()).sha256 == made.sha256


def test_a_manifest_is_signed_with_the_key_of_the_enrolment(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    found = _manifest(terminal, clock())
    packed = _file(terminal, found.file_name)
    whole = zstandard.ZstdDecompressor().decompress(packed.content)
    assert (packed.status_code, packed.headers["content-type"]) == (200, MEDIA_TYPE)
    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["etag"] == f'"{found.packed_sha256}"'
    assert (found.packed_size, found.size) == (len(packed.content), len(whole))
    assert found.packed_sha256 == hashlib.sha256(packed.content).hexdigest()
    assert found.sha256 == hashlib.sha256(whole).hexdigest()
    with read(hub.engine) as database:
        assert (found.epoch, found.schema, found.sequence) == (epoch(database), VERSION, 0)
    with pytest.raises(SnapshotRefused, match="snapshot_expired"):
        _manifest(terminal, clock() + LIFE)


def test_a_manifest_stays_the_same_for_an_hour(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    now = clock()
    clock.ahead = now.replace(minute=5) - now  # not at an hour's end
    first = terminal.ask("GET", "/catalogue/manifest")
    clock.ahead += timedelta(minutes=50)
    same = terminal.ask("GET", "/catalogue/manifest", If_None_Match=first.headers["etag"])
    assert (same.status_code, same.content) == (304, b"")
    clock.ahead += timedelta(minutes=10)
    later = terminal.ask("GET", "/catalogue/manifest", If_None_Match=first.headers["etag"])
    assert (later.status_code, later.headers["etag"] != first.headers["etag"]) == (200, True)


def test_a_broken_download_goes_on_where_it_ended(terminal: Terminal, clock: Clock) -> None:
    found = _manifest(terminal, clock())
    whole = _file(terminal, found.file_name).content
    size = len(whole)
    rest = _file(terminal, found.file_name, Range="bytes=1000-", If_Range=_tag(found))
    assert (rest.status_code, rest.content) == (206, whole[1000:])
    assert rest.headers["content-range"] == f"bytes 1000-{size - 1}/{size}"
    part = _file(terminal, found.file_name, Range="bytes=10-19")
    assert (part.status_code, part.content) == (206, whole[10:20])
    last = _file(terminal, found.file_name, Range=f"bytes={size - 1}-{size + 9}")
    assert (last.status_code, last.content) == (206, whole[-1:])
    beyond = _file(terminal, found.file_name, Range=f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert beyond.json()["code"] == "bad_request"
    assert beyond.headers["cache-control"] == "no-store"


def test_a_range_of_another_file_or_of_another_kind_gets_the_whole(
    terminal: Terminal, clock: Clock
) -> None:
    found = _manifest(terminal, clock())
    whole = _file(terminal, found.file_name).content
    other = _file(terminal, found.file_name, Range="bytes=1000-", If_Range='"another"')
    assert (other.status_code, other.content) == (200, whole)
    for wanted in ("bytes=9-5", "bytes=-5", "bytes=0-1,4-5", "lines=1-", "bytes=x-"):
        answer = _file(terminal, found.file_name, Range=wanted)
        assert (answer.status_code, answer.content == whole) == (200, True), wanted


def test_the_last_two_catalogue_files_are_kept(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    place = hub.hub.data_dir / "catalogue"
    (place / f"{'a' * 64}.db").write_bytes(b"what a hub of the release before kept")
    made = [_manifest(terminal, clock()).file_name]
    for price in (1, 2):
        admin.set_price(hub.engine, "S1", price)
        made.append(admin.rebuild_catalogue(hub.engine, hub.hub.data_dir).file_name)
    assert [_file(terminal, name).status_code for name in made] == [404, 200, 200]
    assert {path.name for path in place.iterdir()} == set(made[1:])


def test_nothing_but_a_catalogue_is_served(terminal: Terminal) -> None:
    unknown = f"catalogue-{'0' * 64}.db.zst"
    for name in ("..%2Fhub.db", "hub.db", "%2e%2e%2fapp-codes.key", "x" * 64, unknown):
        answer = _file(terminal, name)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), name


@pytest.mark.parametrize("spoiled", ["missing", "cut", "older_format"])
def test_a_hub_without_a_catalogue_to_give_builds_one_when_it_starts(
    hub: HubServer, terminal: Terminal, clock: Clock, spoiled: str
) -> None:
    found = _manifest(terminal, clock())
    path = hub.hub.data_dir / "catalogue" / found.file_name
    hub.stop()
    if spoiled == "missing":
        path.unlink()
    elif spoiled == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        with write(hub.engine) as database:
            database.execute(update(catalogue).values(schema=VERSION - 1))
    hub.start()
    assert _manifest(terminal, clock()) == found
    assert len(_file(terminal, found.file_name).content) == found.packed_size


def _tag(found: Manifest) -> str:
    return f'"{found.packed_sha256}"'


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
