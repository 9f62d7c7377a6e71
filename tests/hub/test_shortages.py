"""A line that turned out sold: the customer's choice, never a silent drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import update

from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.orders import Fallback
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import write
from kiosk.hub.storage.tables import setting
from kiosk.wire.orders import Evidence, LineOutcome, OrderAnswer, OrderBody
from kiosk.wire.staff import StaffTask
from tests.hub.calling import Clock, MakeOrder, Terminal, level, worker_of
from tests.hub.small_shop import money

CONFIRMED, BACKORDER, MOVED, LEFT_OUT = "confirmed", "backorder", "moved", "left_out"


@pytest.fixture
def with_worker() -> bool:
    return False


def _put(terminal: Terminal, order: OrderBody) -> OrderAnswer:
    answer = terminal.put(order)
    assert answer.status_code == 201, answer.text
    assert terminal.put(order).content == answer.content, "a replay is the same, byte for byte"
    return msgspec.json.decode(answer.content, type=OrderAnswer)


def _tasks(terminal: Terminal) -> list[tuple[str, str]]:
    staff = terminal.sign_in()["grant"]
    answer = terminal.ask("GET", "/staff/tasks", Kiosk_Staff=staff)
    found = msgspec.json.decode(answer.content, type=list[StaffTask])
    return [(task.kind, task.sku) for task in found]


def _sold(hub: HubServer, sku: str, *places: str) -> None:
    for place in places or ("store-a", "store-b", "warehouse"):
        admin.set_stock(hub.engine, sku, place, 0)


def _states(answer: OrderAnswer) -> dict[str, str]:
    return {line.sku: line.state.value for line in answer.lines}


def test_an_order_with_everything_there_is_confirmed_as_it_was_agreed(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order((("S1", 2), ("S2", 1)))
    answer = _put(terminal, order)
    assert answer.status == CONFIRMED
    assert answer.lines == tuple(
        LineOutcome(line.sku, answer.lines[0].state, "store-b", "store-b", line.promise)
        for line in order.lines
    )
    assert _tasks(terminal) == []


def test_orders_are_numbered_as_they_came_also_the_refused_ones(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    first = _put(terminal, make_order())
    assert terminal.put(make_order(number="nonsense")).status_code == 422
    assert (first.sequence, _put(terminal, make_order()).sequence) == (1, 3)


def test_who_waits_keeps_the_order_and_staff_hear_of_it(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1")
    answer = _put(terminal, make_order((("S1", 1), ("S2", 1)), fallback=Fallback.WAIT))
    assert (answer.status, answer.to_pay) == ("partly", money(300_000))
    assert _states(answer) == {"S1": BACKORDER, "S2": CONFIRMED}
    assert answer.lines[0].promise is None
    assert _tasks(terminal) == [(BACKORDER, "S1")]
    assert (level(hub.engine).reserved, level(hub.engine, "S2").reserved) == (0, 1)


def test_an_order_of_which_nothing_is_there_is_a_backorder(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1")
    assert _put(terminal, make_order()).status == BACKORDER


def test_a_line_is_served_whole_or_not_at_all(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    answer = _put(terminal, make_order((("S1", 6),)))
    assert (answer.status, level(hub.engine).reserved) == (BACKORDER, 0)


def test_who_collects_elsewhere_is_sent_to_the_nearest_store_that_has_all(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1", "store-b")
    order = make_order((("S1", 2), ("S2", 1)), fallback=Fallback.ELSEWHERE)
    answer = _put(terminal, order)
    moved = answer.lines[0]
    assert (answer.status, answer.to_pay) == ("partly", order.to_pay)
    assert (moved.state, moved.location_id, moved.source_id) == (MOVED, "store-a", "store-a")
    assert moved.promise is not None
    assert _tasks(terminal) == [(MOVED, "S1")]
    assert level(hub.engine, at="store-a").reserved == 2


def test_who_collects_elsewhere_waits_where_no_store_has_all(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1", "store-b")
    answer = _put(terminal, make_order((("S1", 3),), fallback=Fallback.ELSEWHERE))
    assert (answer.status, _states(answer)) == (BACKORDER, {"S1": BACKORDER})
    assert _tasks(terminal) == [(BACKORDER, "S1")]


def test_what_is_left_out_costs_nothing_and_the_rest_keeps_its_price(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(  # three for two: one of the S3 is free
        (("S1", 1), ("S2", 1), ("S3", 2)),
        tier_id="gold",
        evidence=Evidence("card", card_number="2990000000018"),
        fallback=Fallback.LEAVE_OUT,
    )
    _sold(hub, "S1", "store-b")
    answer = _put(terminal, order)
    kept = order.lines[1].total + order.lines[2].total
    assert (answer.status, answer.to_pay, answer.differences) == ("partly", kept, ())
    assert answer.points == kept.minor // 2_000
    assert _states(answer) == {"S1": LEFT_OUT, "S2": CONFIRMED, "S3": CONFIRMED}
    assert _tasks(terminal) == [(LEFT_OUT, "S1")]


def test_an_order_without_anything_left_needs_no_engine(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1")
    order = make_order(kind=FulfilmentKind.DELIVERY, fallback=Fallback.LEAVE_OUT)
    assert order.delivery_fee == money(30_000)
    answer = _put(terminal, order)
    assert (answer.status, answer.to_pay, answer.points) == (BACKORDER, money(0), 0)
    assert [(d.sku, d.decided) for d in answer.differences] == [("", money(0))]
    record = admin.list_orders(hub.engine)[0]
    assert (record.line_states, bool(record.handed_over_at)) == ((("S1", LEFT_OUT),), True)


def test_delivery_of_the_rest_costs_no_more_than_was_said(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(
        (("S1", 1), ("S2", 1)), kind=FulfilmentKind.DELIVERY, fallback=Fallback.LEAVE_OUT
    )
    assert order.delivery_fee == money(0)  # 3,000 or more
    _sold(hub, "S1")
    assert _put(terminal, order).to_pay == money(200_000)


@pytest.mark.parametrize("kind", [FulfilmentKind.DELIVERY, FulfilmentKind.TRANSFER])
def test_what_comes_by_van_comes_from_another_source_and_the_order_stands(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, kind: FulfilmentKind
) -> None:
    _sold(hub, "S1", "store-a")
    order = make_order((("S1", 3),), kind, source_id="store-a", fallback=Fallback.LEAVE_OUT)
    answer = _put(terminal, order)
    line = answer.lines[0]
    assert (answer.status, line.source_id) == (CONFIRMED, "warehouse")
    assert (line.location_id, line.promise) == (
        order.lines[0].location_id,
        order.lines[0].promise,
    )
    assert _tasks(terminal) == []
    assert level(hub.engine, at="warehouse").reserved == 3


def test_a_source_with_too_few_is_passed_over(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1", "store-a")
    admin.set_stock(hub.engine, "S1", "warehouse", 2)
    order = make_order((("S1", 3),), FulfilmentKind.DELIVERY, source_id="store-a")
    answer = _put(terminal, order)
    assert (answer.status, answer.lines[0].source_id) == (CONFIRMED, "store-b")


def test_what_was_to_be_brought_may_be_there_already(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    _sold(hub, "S1", "store-a", "warehouse")
    order = make_order(kind=FulfilmentKind.TRANSFER, source_id="warehouse")
    line = _put(terminal, order).lines[0]
    assert (line.state, line.location_id, line.source_id) == (CONFIRMED, "store-b", "store-b")


def test_what_the_customer_carries_away_is_never_short_but_recounted(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(
        (("S1", 3), ("S2", 2)),
        FulfilmentKind.TAKE_AWAY,
        source_id="store-a",
        fallback=Fallback.LEAVE_OUT,
    )
    answer = _put(terminal, order)
    assert (answer.status, answer.to_pay) == (CONFIRMED, order.to_pay)
    assert _tasks(terminal) == [("miscounted", "S1")]
    assert level(hub.engine, at="store-a").available == 0


def test_what_is_carried_away_from_where_stock_never_was_is_taken_too(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    with hub.engine.begin() as database:
        database.exec_driver_sql("DELETE FROM stock WHERE sku = 'S3' AND location_id = 'store-a'")
    order = make_order((("S3", 1),), FulfilmentKind.TAKE_AWAY, source_id="store-a")
    assert _put(terminal, order).status == CONFIRMED
    assert level(hub.engine, "S3", "store-a").reserved == 1


def test_of_two_offline_orders_for_the_last_piece_the_second_waits(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    admin.set_stock(hub.engine, "S1", "store-b", 1)
    orders = [make_order(offline=True) for _ in range(2)]
    assert [_put(terminal, order).status for order in orders] == [CONFIRMED, BACKORDER]


def test_a_promise_that_lay_in_the_outbox_too_long_is_renewed(
    terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    day = clock().date().isoformat()
    late = make_order(kind=FulfilmentKind.DELIVERY)
    evening = tuple(replace(line, promise=Promise(day, 18, 22)) for line in late.lines)
    late = msgspec.structs.replace(late, lines=evening)
    soon = make_order(kind=FulfilmentKind.DELIVERY)
    kept = _put(terminal, soon).lines[0].promise
    clock.ahead = timedelta(days=3)
    renewed = _put(terminal, late).lines[0].promise
    assert kept == soon.lines[0].promise
    assert renewed is not None
    assert renewed.day > clock().date().isoformat()
    assert (renewed.from_hour, renewed.to_hour) == (18, 22)


def test_a_shop_that_delivers_at_no_hours_takes_orders_and_keeps_what_it_promised(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    with write(hub.engine) as database:
        terms = replace(shop.terms(database), delivery_slots=())
        text = msgspec.json.encode(terms).decode()
        database.execute(update(setting).where(setting.c.name == "terms").values(value=text))
    delivered = make_order(kind=FulfilmentKind.DELIVERY)
    clock.ahead = timedelta(days=2)
    assert _put(terminal, make_order()).status == CONFIRMED
    (line,) = _put(terminal, delivered).lines
    assert (line.state, line.promise) == (CONFIRMED, delivered.lines[0].promise)


def test_a_wrong_clock_costs_no_order_but_a_task(
    terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    now = clock()
    wrong = (now + timedelta(days=1), now + timedelta(minutes=5), now - timedelta(days=46))
    right = (now + timedelta(minutes=1), now - timedelta(days=1), now - timedelta(days=44))
    for moment in right:
        _put(terminal, make_order(created_at=moment.isoformat()))
    assert _tasks(terminal) == []
    for text in (*(moment.isoformat() for moment in wrong), "yesterday", "2025-06-01T10:00:00"):
        _put(terminal, make_order((("S3", 1),), created_at=text, source_id="warehouse"))
    assert _tasks(terminal) == [("clock", "")] * 5


def test_an_assistants_word_holds_with_a_clock_that_jumped(
    terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    grant_id = terminal.sign_in()["grant_id"]
    for jump in (timedelta(days=1), timedelta(days=-1)):
        order = make_order(
            customer_id="cust-1",
            evidence=Evidence("staff", staff_grant_id=grant_id),
            created_at=(clock() + jump).isoformat(),
        )
        assert terminal.put(order).status_code == 201


def test_a_basket_that_two_terminals_ordered_is_laid_before_staff(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    def of_basket() -> OrderBody:
        return make_order(
            evidence=Evidence("card", card_number="2990000000018"),
            basket_id="basket-1",
            basket_op_ids=("op-1",),
        )

    first, second = of_basket(), of_basket()
    work = worker_of(hub, clock)
    _put(terminal, first)
    assert work.hand_over_next()
    assert _tasks(terminal) == []
    assert _put(terminal, second).status == CONFIRMED
    assert work.hand_over_next()
    assert _tasks(terminal) == [("ordered_twice", "")]
