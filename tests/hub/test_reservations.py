"""A checkout holds pieces for minutes of the hub's time; an order until the engine has it."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import msgspec
import pytest

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.hub import admin
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.database import read
from kiosk.hub.sweeping import Sweeper
from kiosk.hub.worker import Worker
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutLine, CheckoutRequest, HeldLine
from kiosk.wire.feed import ChangesPage, StockChange
from tests.hub.calling import Clock, Enrol, MakeOrder, Terminal, collect, level

MINUTES_15 = timedelta(minutes=15)
MINUTES_30 = timedelta(minutes=30)


@pytest.fixture
def with_worker() -> bool:
    return False


def _id() -> str:
    return str(uuid.uuid4())


def _told(terminal: Terminal) -> list[tuple[str, str, int]]:
    """What the feed told of stock: SKU, location and available pieces."""
    answer = terminal.ask("GET", "/changes?since=0")
    changes = msgspec.json.decode(answer.content, type=ChangesPage).changes
    levels = [change.level for change in changes if isinstance(change, StockChange)]
    return [(one.sku, one.location_id, one.available) for one in levels]


def _end(answer: CheckoutAnswer) -> datetime:
    return datetime.fromisoformat(answer.expires_at)


def test_what_a_checkout_holds_nobody_else_is_promised(
    hub: HubServer, terminal: Terminal, enrol: Enrol
) -> None:
    answer = terminal.hold(_id(), collect(pieces=4), collect("S2", 5))
    other = enrol("T2").hold(_id(), collect(pieces=2), collect("S2", 1, "store-a"))
    assert answer.lines == (HeldLine("S1", True, 5), HeldLine("S2", True, 5))
    assert [(line.held, line.available) for line in other.lines] == [(False, 1), (True, 2)]
    assert level(hub.engine).available == 1
    assert _told(terminal)[:2] == [("S1", "store-b", 1), ("S2", "store-b", 0)]


def test_of_two_terminals_racing_for_the_last_piece_one_gets_it(
    hub: HubServer, terminal: Terminal, enrol: Enrol
) -> None:
    admin.set_stock(hub.engine, "S1", "store-b", 1)
    rivals = [terminal, *(enrol(f"R{n}") for n in range(5))]
    together = threading.Barrier(len(rivals))

    def hold(one: Terminal) -> HeldLine:
        together.wait()
        return one.hold(_id(), collect()).lines[0]

    with ThreadPoolExecutor(len(rivals)) as pool:
        lines = list(pool.map(hold, rivals))
    assert sorted(line.held for line in lines) == [False] * 5 + [True]
    assert {line.available for line in lines if not line.held} == {0}
    assert level(hub.engine).reserved == 1


def test_who_comes_too_late_is_offered_what_serves_the_whole_line_nearest_first(
    hub: HubServer, terminal: Terminal
) -> None:
    admin.set_stock(hub.engine, "S1", "store-b", 1)
    three = terminal.hold(_id(), collect(pieces=3)).lines[0]
    two = terminal.hold(_id(), collect(pieces=2)).lines[0]
    from_warehouse = (FulfilmentKind.DELIVERY, "warehouse")
    assert (three.held, three.available) == (False, 1)
    assert [(way.kind, way.source_id) for way in three.alternatives] == [
        from_warehouse,
        (FulfilmentKind.TRANSFER, "warehouse"),
    ]
    assert [(way.kind, way.source_id) for way in two.alternatives] == [
        (FulfilmentKind.TAKE_AWAY, "store-a"),
        from_warehouse,
        (FulfilmentKind.COLLECT, "store-a"),
        (FulfilmentKind.TRANSFER, "warehouse"),
    ]


def test_a_renewal_slides_the_end_but_never_beyond_half_an_hour(
    hub: HubServer, terminal: Terminal, clock: Clock, enrol: Enrol
) -> None:
    checkout, other, ends = _id(), enrol("T2"), []
    for minute in (0, 10, 20, 29):
        clock.ahead = timedelta(minutes=minute)
        ends.append(_end(terminal.hold(checkout, collect(pieces=5))))
    first = ends[0] - MINUTES_15
    assert MINUTES_15 <= ends[1] - first < MINUTES_30
    assert ends[2:] == [first + MINUTES_30] * 2
    assert not other.hold(_id(), collect()).lines[0].held
    clock.ahead = timedelta(minutes=31)
    assert other.hold(_id(), collect()).lines[0].held
    assert level(hub.engine).reserved == 1


def test_a_checkout_that_nobody_renews_ends_and_the_feed_says_so(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    terminal.hold(_id(), collect(pieces=2))
    sweeper = Sweeper(hub.engine, clock)
    clock.ahead = timedelta(minutes=14, seconds=50)
    sweeper.sweep()
    assert level(hub.engine).reserved == 2
    clock.ahead = timedelta(minutes=15, seconds=1)
    sweeper.sweep()
    assert level(hub.engine).reserved == 0
    assert _told(terminal) == [("S1", "store-b", 3), ("S1", "store-b", 5)]


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(days=1)])
def test_a_clock_that_is_set_back_ends_what_began_in_the_future(
    hub: HubServer, terminal: Terminal, clock: Clock, back: timedelta
) -> None:
    terminal.hold(_id(), collect(pieces=5))
    clock.ahead = -back
    Sweeper(hub.engine, clock).sweep()
    assert level(hub.engine).reserved == 0


def test_a_clock_that_is_set_right_by_seconds_ends_nothing(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    terminal.hold(_id(), collect(pieces=5))
    clock.ahead = -timedelta(seconds=30)
    Sweeper(hub.engine, clock).sweep()
    assert level(hub.engine).reserved == 5


def test_a_checkout_holds_what_it_said_last_and_nothing_once_let_go(
    hub: HubServer, terminal: Terminal, enrol: Enrol
) -> None:
    checkout = _id()
    terminal.hold(checkout, collect(pieces=2), collect("S2"))
    terminal.hold(checkout, collect(pieces=5))
    assert (level(hub.engine).reserved, level(hub.engine, "S2").reserved) == (5, 0)
    other = enrol("T2")
    assert other.ask("DELETE", f"/checkouts/{checkout}").json()["code"] == "forbidden"
    stolen = other.ask("PUT", f"/checkouts/{checkout}", CheckoutRequest((collect("S3"),)))
    assert (stolen.status_code, stolen.json()["code"]) == (403, "forbidden")
    assert (level(hub.engine).reserved, level(hub.engine, "S3").reserved) == (5, 0)
    answers = [terminal.ask("DELETE", f"/checkouts/{checkout}") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert level(hub.engine).reserved == 0


def test_a_renewal_that_changes_nothing_tells_nothing(terminal: Terminal) -> None:
    checkout = _id()
    for _ in range(3):
        terminal.hold(checkout, collect(pieces=2))
    assert _told(terminal) == [("S1", "store-b", 3)]


def test_a_renewal_says_when_the_pieces_are_gone(hub: HubServer, terminal: Terminal) -> None:
    checkout = _id()
    terminal.hold(checkout, collect(pieces=2))
    admin.set_stock(hub.engine, "S1", "store-b", 1)
    line = terminal.hold(checkout, collect(pieces=2)).lines[0]
    assert (line.held, line.available) == (False, 1)
    assert level(hub.engine).reserved == 0


def test_what_is_carried_away_is_not_held(hub: HubServer, terminal: Terminal) -> None:
    carried = CheckoutLine("S1", 9, FulfilmentKind.TAKE_AWAY, "store-a", "store-a")
    assert terminal.hold(_id(), carried).lines == (HeldLine("S1", True, 2),)
    assert level(hub.engine, at="store-a").reserved == 0


def test_pieces_of_no_known_place_or_kind_are_not_held(terminal: Terminal) -> None:
    lines = (collect("S9"), collect("S1", at="moon"))
    answer = terminal.hold(_id(), *lines)
    assert [(line.held, line.available) for line in answer.lines] == [(False, 0)] * 2


def test_a_checkout_that_makes_no_sense_is_refused(terminal: Terminal) -> None:
    wrong: list[tuple[str, object]] = [
        (_id(), CheckoutRequest((collect(), collect()))),
        (_id(), CheckoutRequest((collect(pieces=0),))),
        (_id(), CheckoutRequest((collect(pieces=21),))),
        (_id(), CheckoutRequest((collect(),) * 201)),
        (_id(), {"lines": [{"sku": "S1"}]}),
        (_id(), CheckoutRequest((collect(),), basket_id="basket-1")),
        ("1", CheckoutRequest(())),
        (_id().upper(), CheckoutRequest(())),
    ]
    codes = {
        (answer.status_code, answer.json()["code"])
        for checkout, request in wrong
        for answer in [terminal.ask("PUT", f"/checkouts/{checkout}", request, Kiosk_Grant="no")]
    }
    assert codes == {(400, "bad_request"), (403, "grant_ended")}
    assert terminal.ask("DELETE", "/checkouts/1").status_code == 400


def test_a_basket_that_another_channel_wrote_meanwhile_is_not_held_unseen(
    hub: HubServer, terminal: Terminal, web: httpx.Client
) -> None:
    card = {"card_number": "2990000000018"}
    grant = terminal.ask("POST", "/customers/recognise", card).json()["grant"]
    request, path = CheckoutRequest((collect(),), basket_id="basket-1"), f"/checkouts/{_id()}"
    missing = terminal.ask("PUT", path, request, Kiosk_Grant=grant)
    held = terminal.ask("PUT", path, request, Kiosk_Grant=grant, If_Match='"1"')
    op = {"id": "web-2", "kind": "add", "sku": "S1", "quantity": 1, "channel": "web"}
    ops = {"ops": [op | {"made_at": "2025-06-01T10:00:00+00:00"}]}
    assert web.post("/baskets/basket-1/ops", json=ops).status_code == 200
    more = CheckoutRequest((collect(pieces=3),), basket_id="basket-1")
    lost = terminal.ask("PUT", path, more, Kiosk_Grant=grant, If_Match='"1"')
    foreign = terminal.ask(
        "PUT", path, CheckoutRequest((), "basket-2"), Kiosk_Grant=grant, If_Match='"0"'
    )
    assert (missing.status_code, missing.json()["detail"]) == (400, "If-Match")
    assert held.status_code == 200
    assert (lost.status_code, lost.json()["code"]) == (412, "basket_changed")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "forbidden")
    assert level(hub.engine).reserved == 1


def test_another_channel_holds_pieces_for_its_customers(
    hub: HubServer, web: httpx.Client, terminal: Terminal
) -> None:
    checkout = _id()
    body = msgspec.json.encode(CheckoutRequest((collect(pieces=5),), basket_id="basket-1"))
    answer = web.put(f"/checkouts/{checkout}", content=body, headers={"If-Match": '"1"'})
    assert answer.json()["lines"][0]["held"]
    assert not terminal.hold(_id(), collect()).lines[0].held
    assert terminal.ask("DELETE", f"/checkouts/{checkout}").status_code == 403


def test_an_order_takes_over_what_its_checkout_held_when_nothing_else_is_left(
    hub: HubServer, terminal: Terminal, enrol: Enrol, make_order: MakeOrder
) -> None:
    checkout = _id()
    terminal.hold(checkout, collect(pieces=5), collect("S2", 2))
    enrol("T2").hold(_id(), collect("S3", 5))
    stranger = terminal.put(make_order((("S1", 1),))).json()
    owner = terminal.put(make_order((("S1", 5),), checkout_id=checkout)).json()
    assert (stranger["status"], owner["status"]) == ("backorder", "confirmed")
    assert (level(hub.engine).reserved, level(hub.engine, "S2").reserved) == (5, 0)
    assert terminal.hold(checkout, collect("S2", 5)).lines[0].held  # it ended and begins anew
    assert _told(terminal)[-2:] == [("S2", "store-b", 5), ("S2", "store-b", 0)]


def test_an_order_that_names_the_checkout_of_another_terminal_takes_nothing_from_it(
    hub: HubServer, terminal: Terminal, enrol: Enrol, make_order: MakeOrder
) -> None:
    checkout = _id()
    enrol("T2").hold(checkout, collect(pieces=5))
    answer = terminal.put(make_order((("S1", 1),), checkout_id=checkout)).json()
    assert (answer["status"], level(hub.engine).reserved) == ("backorder", 5)


def test_an_order_of_a_checkout_that_ended_is_served_if_the_pieces_are_still_there(
    terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    checkout = _id()
    terminal.hold(checkout, collect(pieces=5))
    clock.ahead = timedelta(hours=1)
    answer = terminal.put(make_order((("S1", 5),), checkout_id=checkout))
    assert answer.json()["status"] == "confirmed"


def test_a_refused_order_leaves_its_checkout_alone(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    checkout = _id()
    terminal.hold(checkout, collect(pieces=2))
    refused = terminal.put(make_order((("S1", 2),), checkout_id=checkout, number="nonsense"))
    assert (refused.status_code, level(hub.engine).reserved) == (422, 2)


def test_no_checkout_frees_what_an_order_holds_even_under_the_orders_id(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    order = make_order((("S1", 2),))
    terminal.put(order)
    terminal.hold(order.id)
    terminal.ask("DELETE", f"/checkouts/{order.id}")
    clock.ahead = timedelta(days=30)
    Sweeper(hub.engine, clock).sweep()
    assert level(hub.engine).reserved == 2


def test_an_order_holds_its_pieces_until_the_engine_has_it(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    order = make_order((("S1", 5),))
    terminal.put(order)
    assert (level(hub.engine).reserved, level(hub.engine).available) == (5, 0)
    worker = Worker(hub.engine, EmbeddedEngine(hub.engine), clock, threading.Event())
    assert worker.hand_over_next()
    assert (level(hub.engine).reserved, level(hub.engine).allocated) == (0, 5)
    assert {available for _, _, available in _told(terminal)} == {0}
    with read(hub.engine) as database:
        count = database.exec_driver_sql("SELECT count(*) FROM reservation").scalar_one()
    assert count == 0
    assert dict(admin.list_orders(hub.engine)[0].line_states) == {"S1": "allocated"}
