"""A restored hub decides an order that it forgot as it was decided the first time."""

from __future__ import annotations

import hashlib
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlalchemy import select

from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.orders import Contact, Fallback, LineState
from kiosk.hub import admin
from kiosk.hub.orders.sealing import seal
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.hub.storage.database import DATABASE, read
from kiosk.hub.storage.tables import order_line
from kiosk.wire.orders import (
    FIRST_ANSWER_HEADER,
    FIRST_ANSWER_LIMIT,
    Evidence,
    LineDifference,
    LineOutcome,
    OrderAnswer,
    OrderBody,
)
from kiosk.wire.staff import StaffTask
from tests.hub.calling import MakeOrder, Terminal, level
from tests.hub.small_shop import money

CONFIRMED, BACKORDER = LineState.CONFIRMED, LineState.BACKORDER
MOVED, LEFT_OUT = LineState.MOVED, LineState.LEFT_OUT
HUBS: list[HubServer] = []
NEWER = "01a200fd-fa56-7a41-8dd3-89ae785723f5"
LATER = Promise("2025-06-09", 12)
CARD = Evidence("card", card_number="2990000000018")


@pytest.fixture
def with_worker() -> bool:
    return False


def pack(first: OrderAnswer | bytes) -> str:
    raw = msgspec.json.encode(first) if isinstance(first, OrderAnswer) else first
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture(autouse=True)
def seals(hub: HubServer) -> Iterator[None]:
    """Let `resend` seal answers as this hub does."""
    HUBS.append(hub)
    yield
    HUBS.clear()


def resend(terminal: Terminal, order: OrderBody, first: OrderAnswer | str) -> httpx.Response:
    """Send an order again with what was answered; an answer that has no seal gets ours."""
    if isinstance(first, OrderAnswer):
        sha256 = hashlib.sha256(msgspec.json.encode(order)).hexdigest()
        first = pack(first if first.seal else seal(HUBS[0].keys.signing, sha256, first))
    return terminal.ask("PUT", f"/orders/{order.id}", order, **{FIRST_ANSWER_HEADER: first})


def decided(answer: httpx.Response) -> OrderAnswer:
    assert answer.status_code == 201, answer.text
    return msgspec.json.decode(answer.content, type=OrderAnswer)


def first_answer(order: OrderBody, *lines: LineOutcome, **changed: object) -> OrderAnswer:
    """What a hub answered that has forgotten it; lines that are not given were confirmed."""
    given = {line.sku: line for line in lines}
    outcomes = tuple(
        given.get(line.sku)
        or LineOutcome(line.sku, CONFIRMED, line.location_id, line.source_id, line.promise)
        for line in order.lines
    )
    first = OrderAnswer(
        order.id, order.number, "confirmed", order.to_pay, order.points, lines=outcomes
    )
    return msgspec.structs.replace(first, **changed)


def gone(sku: str, state: LineState, at: str = "store-b") -> LineOutcome:
    return LineOutcome(sku, state, at, "store-b")


def sold(hub: HubServer, sku: str) -> None:
    for place in ("store-a", "store-b", "warehouse"):
        admin.set_stock(hub.engine, sku, place, 0)


def tasks(terminal: Terminal) -> list[tuple[str, str]]:
    staff = terminal.sign_in()["grant"]
    answer = terminal.ask("GET", "/staff/tasks", Kiosk_Staff=staff)
    found = msgspec.json.decode(answer.content, type=list[StaffTask])
    return sorted((task.kind, task.sku) for task in found)


def rows(hub: HubServer, order: OrderBody) -> list[tuple[str, str, str, int, str]]:
    """The lines that the engine is given: SKU, kind, source, what is charged, state."""
    found = select(
        order_line.c.sku,
        order_line.c.kind,
        order_line.c.source_id,
        order_line.c.charged_minor,
        order_line.c.state,
    ).where(order_line.c.order_id == order.id)
    with read(hub.engine) as database:
        return [tuple(row) for row in database.execute(found.order_by(order_line.c.sku))]


@pytest.mark.sqlite
def test_what_was_decided_before_the_restore_is_decided_again(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, tmp_path: Path
) -> None:
    copy = admin.back_up(hub.engine, tmp_path / "copy.db").path
    sold(hub, "S1")
    order = make_order((("S1", 1), ("S2", 2)), fallback=Fallback.LEAVE_OUT)
    first = decided(terminal.put(order))
    assert [line.state for line in first.lines] == [LEFT_OUT, CONFIRMED]
    hub.stop()
    shutil.copyfile(copy, hub.hub.data_dir / DATABASE)
    hub.hub = open_hub(HubSettings(hub.hub.data_dir), hub.hub.clock)
    hub.start()
    sold(hub, "S2")  # and S1 is there, as it was when the copy was made
    answer = resend(terminal, order, first)
    again = decided(answer)
    assert (again.lines, again.to_pay, again.status) == (first.lines, first.to_pay, "partly")
    assert (level(hub.engine).reserved, level(hub.engine, "S2").reserved) == (0, 2)
    assert tasks(terminal) == [("left_out", "S1"), ("miscounted", "S2")]
    for header in ("", pack(first_answer(order)), "?"):
        assert resend(terminal, order, header).content == answer.content, "a replay is the same"
    assert level(hub.engine, "S2").reserved == 2


@pytest.mark.parametrize(
    ("kind", "fallback", "outcome", "row", "task", "status"),
    [
        (
            FulfilmentKind.COLLECT,
            Fallback.WAIT,
            gone("S1", BACKORDER),
            ("S1", "collect", "store-b", 100_000, "backorder"),
            [("backorder", "S1")],
            "backorder",
        ),
        (
            FulfilmentKind.COLLECT,
            Fallback.ELSEWHERE,
            LineOutcome("S1", MOVED, "store-a", "store-a", LATER),
            ("S1", "collect", "store-a", 100_000, "open"),
            [("moved", "S1")],
            "partly",
        ),
        (
            FulfilmentKind.TRANSFER,
            Fallback.WAIT,
            LineOutcome("S1", CONFIRMED, "store-b", "store-a", LATER),
            ("S1", "transfer", "store-a", 100_000, "open"),
            [],
            "confirmed",
        ),
        (
            FulfilmentKind.TRANSFER,  # it lay where it was to be brought
            Fallback.WAIT,
            LineOutcome("S1", CONFIRMED, "store-b", "store-b", LATER),
            ("S1", "collect", "store-b", 100_000, "open"),
            [],
            "confirmed",
        ),
        (
            FulfilmentKind.DELIVERY,
            Fallback.LEAVE_OUT,
            LineOutcome("S1", CONFIRMED, "", "store-a", LATER),
            ("S1", "delivery", "store-a", 100_000, "open"),
            [],
            "confirmed",
        ),
    ],
)
def test_a_line_goes_the_way_it_was_told(
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    kind: FulfilmentKind,
    fallback: Fallback,
    outcome: LineOutcome,
    row: tuple[str, str, str, int, str],
    task: list[tuple[str, str]],
    status: str,
) -> None:
    source = "warehouse" if kind is FulfilmentKind.TRANSFER else "store-b"
    order = make_order((("S1", 2),), kind, source_id=source, fallback=fallback)
    order = msgspec.structs.replace(order, to_pay=order.goods + order.delivery_fee)
    answer = decided(resend(terminal, order, first_answer(order, outcome)))
    assert (answer.lines, answer.status) == ((outcome,), status)
    assert rows(hub, order) == [(*row[:3], order.goods.minor, row[4])]
    assert tasks(terminal) == task
    held = {at: level(hub.engine, at=at).reserved for at in ("store-a", "store-b", "warehouse")}
    assert held == dict.fromkeys(held, 0) | ({row[2]: 2} if row[4] == "open" else {})


def test_pieces_that_stock_no_longer_knows_are_promised_all_the_same_and_counted(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    sold(hub, "S1")
    moved = LineOutcome("S1", MOVED, "store-a", "store-a", LATER)
    order = make_order((("S1", 1),), fallback=Fallback.ELSEWHERE)
    assert decided(resend(terminal, order, first_answer(order, moved))).status == "partly"
    assert level(hub.engine, at="store-a").reserved == 1
    assert tasks(terminal) == [("miscounted", "S1"), ("moved", "S1")]


def test_a_delivery_of_which_all_was_left_out_costs_nothing(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(kind=FulfilmentKind.DELIVERY, fallback=Fallback.LEAVE_OUT)
    fee = LineDifference("", order.delivery_fee, money(0))
    first = first_answer(
        order, gone("S1", LEFT_OUT, at=""), to_pay=money(0), points=0, differences=(fee,)
    )
    answer = decided(resend(terminal, order, first))
    assert (answer.to_pay, answer.differences, answer.status) == (money(0), (fee,), "backorder")


@pytest.mark.parametrize("now", [50_000, 85_000, 100_000, 300_000])
def test_the_money_stays_as_it_was_told_whatever_prices_are_now(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, now: int
) -> None:
    order = make_order(tier_id="gold", evidence=CARD)
    (line,) = order.lines
    lower = LineDifference("S1", line.total, money(85_500))
    first = first_answer(order, to_pay=lower.decided, points=42, differences=(lower,))
    admin.set_price(hub.engine, "S1", now)
    answer = decided(resend(terminal, order, first))
    assert (answer.to_pay, answer.points, answer.differences) == (lower.decided, 42, (lower,))
    assert [row[3] for row in rows(hub, order)] == [85_500]


def test_what_the_copy_no_longer_knows_turns_no_promise_into_a_refusal(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    """A sign-in of today, a refused order of today, both newer than the copy."""
    by_staff = make_order(
        evidence=Evidence("staff", staff_grant_id="of-today"), customer_id="anna", replaces=NEWER
    )
    assert resend(terminal, by_staff, "").status_code == 422
    again = make_order(
        evidence=Evidence("staff", staff_grant_id="of-today"), customer_id="anna", replaces=NEWER
    )
    assert decided(resend(terminal, again, first_answer(again))).status == "confirmed"


def test_what_is_wrong_with_an_order_is_wrong_whatever_was_answered(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(number="ZZ-00001-0")
    assert resend(terminal, order, first_answer(order)).json()["detail"] == "number"


Spoil = Callable[[OrderAnswer], OrderAnswer | bytes]


def other(**changed: object) -> Spoil:
    return lambda first: msgspec.structs.replace(first, **changed)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"\xff",
        lambda _: b"{}",
        lambda _: b"[" * 5_000,
        lambda first: msgspec.json.encode(first)[:-1],
        lambda first: msgspec.json.encode(first) + b" " * FIRST_ANSWER_LIMIT,
        other(seal=""),
        other(seal="AAAA"),
        other(order_id="another"),
        other(number="T1-00099-0"),
        other(to_pay=money(1)),
        other(points=10_000),
        other(lines=()),
        other(differences=(LineDifference("S1", money(100_000), money(1)),)),
        lambda first: msgspec.structs.replace(first, lines=first.lines[::-1]),
        lambda first: msgspec.structs.replace(first, lines=(gone("S1", LEFT_OUT), first.lines[1])),
    ],
)
def test_an_answer_that_was_tampered_with_is_as_good_as_none(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, spoil: Spoil
) -> None:
    order = make_order((("S1", 1), ("S2", 1)))
    sha256 = hashlib.sha256(msgspec.json.encode(order)).hexdigest()
    honest = seal(hub.keys.signing, sha256, first_answer(order, gone("S2", BACKORDER)))
    answer = decided(resend(terminal, order, pack(spoil(honest))))
    assert [line.state for line in answer.lines] == [CONFIRMED, CONFIRMED]
    assert (answer.to_pay, answer.differences) == (order.to_pay, ())


def test_a_seal_is_for_one_orders_bytes_alone(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    told = seal(hub.keys.signing, "0" * 64, first_answer(order, gone("S1", BACKORDER)))
    assert decided(resend(terminal, order, told)).status == "confirmed"


def test_a_place_that_the_copy_does_not_have_is_decided_afresh(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    elsewhere = LineOutcome("S1", CONFIRMED, "store-b", "opened-today", LATER)
    answer = decided(resend(terminal, order, first_answer(order, elsewhere)))
    assert answer.lines[0].source_id == "store-b"


def test_a_header_that_is_no_text_of_ours_refuses_nothing(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    for header in ("%%%", "a", "====", "ä" * 10):
        order = make_order((("S3", 1),))
        answer = terminal.http.put(
            f"/v1/orders/{order.id}",
            content=msgspec.json.encode(order),
            headers={FIRST_ANSWER_HEADER.encode(): header.encode()},
        )
        assert decided(answer).status == "confirmed"


def test_a_phone_number_that_was_taken_before_the_rule_stands(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(contact=Contact("+74512345678"))
    answer = resend(terminal, order, first_answer(order))
    assert decided(answer).status == "confirmed"
