"""What must happen once, through two hubs and a proxy. Run by `make postgres`."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import msgspec
import pytest

from kiosk.domain.orders import LineState
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.keys import app_code_for
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.tools.engine_check.kit import at_once
from kiosk.wire.orders import OrderAnswer
from kiosk.wire.snapshot import SignedManifest, verify
from tests.chain import Hub
from tests.hub.calling import Terminal, calling, collect, enrolled_at, level
from tests.journey.programs import wait_until
from tests.many_hubs.shop import BASKET, HERE, SOURCE, ManyHubs, many_hubs
from tests.many_hubs.traffic import traffic
from tests.patience import PATIENCE_S
from tests.some_pictures import jpeg

ROUNDS, EDITS = 10, 100
PIECES = 5


@pytest.fixture(scope="module")
def shop() -> Iterator[ManyHubs]:
    with many_hubs() as found:
        yield found


def sold_in_a_round(shop: ManyHubs) -> int:
    """Let twelve buyers order five pieces at once; return how many were promised one."""
    shop.count("S1", PIECES)
    made = at_once([partial(shop.buy, one, "S1") for one in shop.terminals])
    states = Counter(one.lines[0].state for one in made)
    assert set(states) <= {LineState.CONFIRMED, LineState.LEFT_OUT}
    return states[LineState.CONFIRMED]


def edited(shop: ManyHubs, edits: int) -> tuple[int, int]:
    """Edit one basket so often at once; return how many were acknowledged and are there."""
    acknowledged = at_once([shop.edit] * edits, 24)
    state = shop.commerce.basket(BASKET)
    assert state
    numbers = [op.sequence for op in state.log]
    assert numbers == list(range(1, len(numbers) + 1))
    there = {op.id for op in state.log}
    return len(set(acknowledged)), len(there.intersection(acknowledged))


def test_both_hubs_are_asked(shop: ManyHubs) -> None:
    boots = {
        terminal.ask("GET", "/changes?since=0").json()["boot"]
        for terminal in shop.terminals
        for _ in range(2)
    }
    assert len(boots) == len(shop.hubs)


def test_twelve_buyers_of_five_pieces(shop: ManyHubs) -> None:
    assert [sold_in_a_round(shop) for _ in range(ROUNDS)] == [PIECES] * ROUNDS
    wait_until(lambda: shop.orders()[0] == 0, "the hand-over")
    at = level(shop.engine, "S1", SOURCE)
    assert (at.available, at.reserved) == (0, 0)


def test_edits_of_one_basket(shop: ManyHubs) -> None:
    assert edited(shop, EDITS) == (EDITS, EDITS)


def test_an_order_sent_to_both_hubs_at_once_is_one(shop: ManyHubs) -> None:
    terminal = shop.terminals[0]
    shop.count("S3", 90)
    before = level(shop.engine, "S3", SOURCE).allocated
    for _ in range(5):
        order = shop.order(terminal, "S3")
        answers = at_once([partial(terminal.put, order)] * 8)
        assert {answer.content for answer in answers} == {answers[0].content}
    wait_until(lambda: shop.orders()[0] == 0, "the hand-over")
    assert level(shop.engine, "S3", SOURCE).allocated == before + 5


def test_every_order_is_handed_over_once_by_whichever_worker(shop: ManyHubs) -> None:
    shop.count("S2", 500)
    before = shop.orders()[1]
    at_once([partial(shop.buy, one, "S2") for one in shop.terminals * 5])
    wait_until(lambda: shop.orders()[0] == 0, "the hand-over")
    assert shop.orders()[1] == before + 60


def test_a_code_is_good_once(shop: ManyHubs) -> None:
    code = admin.new_enrolment_code(shop.engine, "shopper", HERE, "ZZ")
    request = {"code": code, "device": "test", "app_version": "1"}
    with calling(shop.proxy.url) as http:
        ask = partial(http.post, "/v1/terminals/enrol", json=request)
        statuses = Counter(answer.status_code for answer in at_once([ask] * 8))
    assert statuses[201] == 1, statuses


def test_a_hold_at_one_hub_counts_at_the_other(shop: ManyHubs) -> None:
    shop.count("S3", 1)
    first, second = shop.terminals[:2]
    order = shop.order(second, "S3")
    checkout = "0199a7c2-0000-7000-8000-000000000001"
    assert first.hold(checkout, collect("S3", 1, SOURCE)).lines[0].held == 1
    answer = msgspec.json.decode(second.put(order).content, type=OrderAnswer)
    assert answer.lines[0].state is LineState.LEFT_OUT


def test_news_of_one_hub_reach_who_listens_at_the_other(shop: ManyHubs) -> None:
    heard: list[list[int]] = [[], []]
    opened = threading.Barrier(3)

    def listen(at: int) -> None:
        token = shop.terminals[at].enrolled.token
        with (
            calling(shop.hubs[at].url, token) as http,
            http.stream("GET", "/v1/changes/stream") as stream,
        ):
            first = True
            for text in stream.iter_lines():
                if text.startswith("data: "):
                    heard[at].append(int(text.removeprefix("data: ")))
                    if first:
                        opened.wait(PATIENCE_S)
                        first = False
                    elif len(heard[at]) > 1 and heard[at][-1] > heard[at][0]:
                        return

    listeners = [threading.Thread(target=listen, args=(at,), daemon=True) for at in range(2)]
    for one in listeners:
        one.start()
    opened.wait(PATIENCE_S)
    shop.count("S1", 7)
    for one in listeners:
        one.join(PATIENCE_S)
        assert not one.is_alive()


def fetched(hub: Hub, terminal: Terminal, path: str) -> bytes:
    """Return what a terminal gets from this very hub."""
    with calling(hub.url, terminal.enrolled.token) as http:
        answer = http.get(f"/v1{path}")
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.content


def test_files_are_fetched_from_a_hub_that_did_not_make_them_also_with_an_emptied_folder(
    shop: ManyHubs,
) -> None:
    first, second = shop.hubs
    terminal, one = shop.terminals[0], next(iter(shop.seed.variants))
    data = jpeg()
    look = (one.product_id, one.colour.code)
    picture = f"/pictures/{admin.add_picture(shop.engine, first.data_dir, *look, data)}"
    made = admin.rebuild_catalogue(shop.engine, first.data_dir)
    file = f"/catalogue/{made.file_name}"
    packed = fetched(first, terminal, file)
    assert hashlib.sha256(packed).hexdigest() == made.packed_sha256
    assert fetched(second, terminal, file) == packed
    assert fetched(second, terminal, picture) == data
    for again in (first, second):
        again.kill()
        shutil.rmtree(again.data_dir)
        again.start()
        assert fetched(again, terminal, file) == packed
        shutil.rmtree(again.data_dir)
        assert fetched(again, terminal, picture) == data


def test_hubs_that_start_at_once_on_an_empty_database_have_the_same_keys(
    shop: ManyHubs, tmp_path: Path
) -> None:
    url = shop.server.url(shop.server.create())
    hubs = [Hub(tmp_path / f"hub{n}", url, tmp_path / f"hub{n}.log") for n in range(2)]
    clients: list[httpx.Client] = []
    try:
        at_once([one.start for one in hubs])
        with closing(open_hub(HubSettings(hubs[0].data_dir, database_url=url))) as opened:
            load_seed(opened.engine, shop.seed)
            admin.rebuild_catalogue(opened.engine, hubs[0].data_dir)
            now = datetime.now(UTC)
            code = app_code_for(opened.commerce, opened.keys, "cust-1", now)
            terminal, other = (
                enrolled_at(one.url, opened.engine, prefix, HERE)
                for one, prefix in zip(hubs, ("A", "B"), strict=True)
            )
            clients += [terminal.http, other.http]
        for one in (terminal, other):
            assert one.enrolled.app_code_keys == terminal.enrolled.app_code_keys
            assert one.enrolled.recovery_key == terminal.enrolled.recovery_key
            proven = one.ask("POST", "/customers/prove", {"app_code": code})
            assert proven.status_code == httpx.codes.OK, proven.text
            said = one.ask("GET", "/catalogue/manifest").content
            verify(
                msgspec.json.decode(said, type=SignedManifest), other.enrolled.app_code_keys, now
            )
    finally:
        for client in clients:
            client.close()
        for hub in hubs:
            hub.stop()


def test_a_hub_killed_in_the_middle_loses_nothing(shop: ManyHubs) -> None:
    with traffic(shop) as going:
        for turn in range(4):
            hub = shop.hubs[turn % 2]
            hub.kill()
            going.goes_on()
            hub.start()
            going.goes_on()


def test_a_grant_of_one_hub_is_good_at_the_other(shop: ManyHubs) -> None:
    terminal = shop.terminals[0]
    for _ in range(4):
        granted = terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"})
        grant = granted.json()["grant"]
        for _ in range(4):
            read = terminal.ask("GET", f"/baskets/{BASKET}", Kiosk_Grant=grant)
            assert read.status_code == httpx.codes.OK


def test_the_database_gone_for_a_moment_is_survived(shop: ManyHubs) -> None:
    terminal = shop.terminals[0]
    shop.count("S3", 90)
    order = shop.order(terminal, "S3")
    shop.server.stop()
    assert terminal.put(order).status_code >= 500
    shop.server.start()
    shop.engine.dispose()
    wait_until(lambda: terminal.put(order).status_code == httpx.codes.CREATED, "the order")
    wait_until(lambda: shop.orders()[0] == 0, "the hand-over")
