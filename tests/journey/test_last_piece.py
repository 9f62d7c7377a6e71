"""The last piece: two terminals want it, or it is sold while one of them is offline."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from kiosk.demo.shop.showcase import HERE, RAIN_JACKET, TSHIRT, guest
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address, Contact, Fallback, LineState, Payment
from kiosk.hub import admin
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tables import staff_task, stock
from kiosk.lanes import Lane
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Form, Placed
from kiosk.services.holding import Hold, Holding
from kiosk.services.session import Choice
from tests.journey.conftest import Shop

THERE = "S02"  # has the jacket


def leave(shop: Shop, sku: str, pieces: dict[str, int]) -> None:
    """Let a piece be at these locations and nowhere else."""
    with read(shop.server.engine) as database:
        places = database.scalars(select(stock.c.location_id).where(stock.c.sku == sku)).all()
    for place in places:
        admin.set_stock(shop.server.engine, sku, place, pieces.get(place, 0))


def known_everywhere(sku: str, at: str, pieces: int, *shops: Shop) -> None:
    """Wait until the terminals know of it."""
    for shop in shops:
        catalogue = shop.core.ports.catalogue

        def heard(shop: Shop = shop) -> bool:
            levels = shop.core.ports.catalogue.stock_of([sku])[sku]
            return sum(level.available for level in levels) == pieces

        shop.main.until(heard, f"{pieces} of {sku} at {at}")
        assert catalogue.variant(sku) is not None


def wants(shop: Shop, sku: str, kind: FulfilmentKind, place: str = "") -> None:
    shop.terminal.session.add(sku)
    shop.terminal.session.choose(sku, Choice(kind, place))


def looked(shop: Shop) -> BasketView:
    """What stands on a terminal's screen now; the feed may tell it of a hold at any time."""
    terminal, state = shop.terminal, shop.terminal.session.state
    return shop.run(Lane.READ, lambda: terminal.baskets.view(state))


def hold(shop: Shop, seen: BasketView | None = None) -> Hold:
    terminal, state = shop.terminal, shop.terminal.session.state
    view = seen or looked(shop)
    found = shop.run(Lane.NET, lambda: Holding(shop.core.ports.hub).hold(state, view))
    terminal.session.hold(found.pieces)
    return found


def order(shop: Shop, fallback: Fallback = Fallback.WAIT) -> Placed:
    terminal, state, who = shop.terminal, shop.terminal.session.state, guest()
    view = shop.run(Lane.READ, lambda: terminal.baskets.view(state))
    online = terminal.syncing.link.online
    form = Form(
        Payment.AT_TILL,
        Address(city=who.city, street=who.street, house=who.house),
        Contact(who.phone),
        shop.run(Lane.READ, terminal.checkout.slots)[0],
        fallback,
    )
    files = shop.core.ports.files
    placed = shop.run(
        Lane.DISK,
        lambda: terminal.checkout.place(state, view, form, files.position(), online),
    )
    terminal.session.ordered()
    terminal.syncing.drain()
    return placed


def test_two_terminals_want_the_last_piece_and_one_is_told_before_paying(
    shop: Shop, neighbour: Shop
) -> None:
    for one in (shop, neighbour):
        one.online()
    leave(shop, RAIN_JACKET.sku, {THERE: 1, "W01": 0, HERE: 0, "S05": 0})
    known_everywhere(RAIN_JACKET.sku, THERE, 1, shop, neighbour)
    for one in (shop, neighbour):
        wants(one, RAIN_JACKET.sku, FulfilmentKind.COLLECT, THERE)
    seen = looked(neighbour)
    first, second = hold(shop), hold(neighbour, seen)
    assert [piece.sku for piece in first.pieces] == [RAIN_JACKET.sku]
    assert second.pieces == ()
    assert [(line.sku, line.held, line.available) for line in second.short] == [
        (RAIN_JACKET.sku, False, 0)
    ]
    order(shop)
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    answer = shop.settled[0].answer
    assert answer is not None
    assert answer.status == "confirmed"
    shop.terminal.session.end()
    assert hold(neighbour, seen).short  # an order's piece does not come back


def test_a_piece_let_go_is_the_neighbours(shop: Shop, neighbour: Shop) -> None:
    for one in (shop, neighbour):
        one.online()
    leave(shop, RAIN_JACKET.sku, {THERE: 1, "S05": 1})
    known_everywhere(RAIN_JACKET.sku, THERE, 2, shop, neighbour)
    for one in (shop, neighbour):
        wants(one, RAIN_JACKET.sku, FulfilmentKind.COLLECT, THERE)
    seen = looked(neighbour)
    hold(shop)
    short = hold(neighbour, seen).short
    assert {way.source_id for way in short[0].alternatives} == {"S05"}
    state = shop.terminal.session.state
    shop.run(Lane.NET, lambda: Holding(shop.core.ports.hub).let_go(state))
    assert [piece.source_id for piece in hold(neighbour, seen).pieces] == [THERE]


@pytest.mark.parametrize(
    ("fallback", "became", "status"),
    [
        (Fallback.WAIT, LineState.BACKORDER, "partly"),
        (Fallback.ELSEWHERE, LineState.MOVED, "partly"),
        (Fallback.LEAVE_OUT, LineState.LEFT_OUT, "partly"),
    ],
)
def test_a_piece_sold_while_the_cable_was_cut_goes_the_way_the_customer_chose(
    shop: Shop, fallback: Fallback, became: LineState, status: str
) -> None:
    shop.online()
    shop.offline()
    wants(shop, RAIN_JACKET.sku, FulfilmentKind.COLLECT, THERE)
    wants(shop, TSHIRT.sku, FulfilmentKind.DELIVERY)
    placed = order(shop, fallback)
    leave(shop, RAIN_JACKET.sku, {"S05": 3})
    shop.cable.restore()
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    answer = shop.settled[0].answer
    assert answer is not None
    lines = {line.sku: line for line in answer.lines}
    assert (answer.status, lines[RAIN_JACKET.sku].state) == (status, became)
    assert lines[TSHIRT.sku].state is LineState.CONFIRMED
    jacket = next(line for line in placed.order.lines if line.sku == RAIN_JACKET.sku)
    left_out = jacket.total if became is LineState.LEFT_OUT else jacket.total - jacket.total
    assert answer.to_pay == placed.order.to_pay - left_out
    if became is LineState.MOVED:
        assert lines[RAIN_JACKET.sku].location_id == "S05"
    with read(shop.server.engine) as database:
        tasks = database.execute(select(staff_task.c.kind, staff_task.c.sku)).all()
    assert [tuple(task) for task in tasks] == [(str(became), RAIN_JACKET.sku)]


def test_a_change_at_the_hub_is_here_by_the_stream(shop: Shop) -> None:
    """By the stream: while it speaks, the feed is not asked at intervals."""
    shop.online()
    began = time.monotonic()
    admin.set_stock(shop.server.engine, TSHIRT.sku, HERE, 77)

    def heard() -> bool:
        levels = shop.core.ports.catalogue.stock_of([TSHIRT.sku])[TSHIRT.sku]
        return any(level.on_hand == 77 for level in levels)

    shop.main.until(heard, "the change")
    assert time.monotonic() - began < 20  # a bound against a hang; the tour tells the time
