"""Orders: each once, with all that it means, whoever asks how often and however late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kiosk.domain.basket import OpKind, lines
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Contact
from kiosk.hub.engines.port import (
    Baskets,
    By,
    Catalogue,
    Customers,
    EngineOrder,
    Orders,
)
from kiosk.tools.engine_check.kit import (
    AT,
    Bench,
    Person,
    at_once,
    check,
    expect,
    new_id,
    op,
    same,
    there,
)

BUYERS, PIECES = 12, 5
BIG = 3_000_000_000  # does not fit into 32 bits


def points(bench: Bench, who: Person) -> int:
    """Return a customer's points."""
    return there(bench.engine.customer(By.ID, who.id), "the customer").points


def entries(bench: Bench, who: Person, order: EngineOrder) -> int:
    """Count an order's entries in a customer's history."""
    return sum(event.id == order.id for event in bench.engine.history(who.id).events)


@check(Orders)
def placed(bench: Bench) -> None:
    """An order that is placed has a reference, and is found by the shop's own id."""
    order = bench.order(bench.line(bench.fresh(5)))
    placement = bench.engine.place(order)
    expect(bool(placement.reference), "no reference")
    same(placement.backordered, ())
    same(bench.engine.status(order.id), placement)


@check(Orders)
def unknown(bench: Bench) -> None:
    """Of an order that never came there is no status."""
    for order_id in (new_id(), "", "%", "x" * 500):
        expect(bench.engine.status(order_id) is None, f"{order_id[:9]!r} has one")


@check(Orders)
def again(bench: Bench) -> None:
    """An order placed three times is one order, and the answer is the same."""
    order = bench.order(bench.line(bench.fresh(5)))
    placement = bench.engine.place(order)
    same([bench.engine.place(order) for _ in range(2)], [placement] * 2)


@check(Orders, Catalogue)
def allocated_once(bench: Bench) -> None:
    """An order placed three times allocates its pieces once."""
    sku = bench.fresh(9)
    before = bench.pieces(sku).allocated
    order = bench.order(bench.line(sku, 2))
    for _ in range(3):
        bench.engine.place(order)
    same(bench.pieces(sku).allocated, before + 2)


@check(Orders)
def first_stands(bench: Bench) -> None:
    """Another order under a known id changes nothing: the first stands."""
    order = bench.order(bench.line(bench.fresh(5)))
    placement = bench.engine.place(order)
    other = replace(order, lines=(bench.line(bench.fresh(0)),), number="KIT-OTHER")
    same(bench.engine.place(other), placement)
    same(bench.engine.status(order.id), placement)


@check(Orders)
def references(bench: Bench) -> None:
    """No two orders share a reference."""
    made = [bench.engine.place(bench.order(bench.line(bench.fresh(5)))) for _ in range(5)]
    same(len({one.reference for one in made}), 5)


@check(Orders)
def short(bench: Bench) -> None:
    """A line that there is too little of waits as a whole."""
    sku = bench.fresh(2)
    same(bench.engine.place(bench.order(bench.line(sku, 3))).backordered, (sku,))


@check(Orders, Catalogue)
def nothing_of_short(bench: Bench) -> None:
    """A line that waits allocates nothing."""
    sku = bench.fresh(2)
    before = bench.pieces(sku)
    bench.engine.place(bench.order(bench.line(sku, 3)))
    same(bench.pieces(sku), before)


@check(Orders)
def partly(bench: Bench) -> None:
    """A line that waits keeps no other from being served."""
    there_is, there_is_not = bench.fresh(5), bench.fresh(0)
    order = bench.order(bench.line(there_is), bench.line(there_is_not))
    same(bench.engine.place(order).backordered, (there_is_not,))


@check(Orders)
def waits(bench: Bench) -> None:
    """A line that the customer agreed to wait for is backordered, whatever lies there."""
    sku = bench.fresh(5)
    same(bench.engine.place(bench.order(bench.line(sku, waits=True))).backordered, (sku,))


@check(Orders)
def carried_away(bench: Bench) -> None:
    """What the customer carried away is gone, whatever stock says."""
    sku = bench.fresh(0)
    order = bench.order(bench.line(sku, kind=FulfilmentKind.TAKE_AWAY))
    same(bench.engine.place(order).backordered, ())


@check(Orders)
def every_kind(bench: Bench) -> None:
    """Delivery, collection, transfer and taking away are all taken."""
    for kind in FulfilmentKind:
        sku = bench.fresh(5)
        same(bench.engine.place(bench.order(bench.line(sku, kind=kind))).backordered, (), kind)


@check(Orders)
def many_lines(bench: Bench) -> None:
    """An order of many lines is taken whole."""
    order = bench.order(*(bench.line(sku) for sku in {bench.fresh(5) for _ in bench.skus}))
    same(bench.engine.place(order).backordered, ())


@check(Orders, Customers)
def guests(bench: Bench) -> None:
    """A guest's order is in nobody's history."""
    order = bench.order(bench.line(bench.fresh(5)))
    bench.engine.place(order)
    same(sum(entries(bench, who, order) for who in bench.people), 0)


@check(Orders, Customers)
def history(bench: Bench) -> None:
    """A customer's order is in their history once, with number, place, time and amount."""
    who = bench.people[0]
    order = bench.order(bench.line(bench.fresh(5), minor=123_456), who=who)
    for _ in range(2):
        bench.engine.place(order)
    same(entries(bench, who, order), 1)
    event = next(one for one in bench.engine.history(who.id).events if one.id == order.id)
    told = (event.title, event.location_id, event.at, event.amount, event.channel, event.kind)
    same(told, (order.number, bench.store_id, AT, bench.money(123_456), "store", "order"))


@check(Orders, Customers)
def nothing_left(bench: Bench) -> None:
    """An order of which nothing is left is in the history all the same."""
    who = bench.people[0]
    order = bench.order(who=who)
    for _ in range(2):
        same(bench.engine.place(order).backordered, ())
    same(entries(bench, who, order), 1)


@check(Orders, Customers)
def only_theirs(bench: Bench) -> None:
    """A customer's order changes nobody else's account."""
    who, other = bench.people[:2]
    before = bench.engine.customer(By.ID, other.id), bench.engine.history(other.id)
    bench.engine.place(bench.order(bench.line(bench.fresh(5)), who=who, points=10))
    same((bench.engine.customer(By.ID, other.id), bench.engine.history(other.id)), before)


@check(Orders, Customers)
def credited(bench: Bench) -> None:
    """An order's points are credited once."""
    who = bench.people[0]
    before = points(bench, who)
    order = bench.order(bench.line(bench.fresh(5)), who=who, points=25)
    for _ in range(3):
        bench.engine.place(order)
    same(points(bench, who), before + 25)


@check(Orders, Customers)
def big_numbers(bench: Bench) -> None:
    """Amounts and points beyond 32 bits are kept whole."""
    who = bench.people[0]
    before = points(bench, who)
    order = bench.order(bench.line(bench.fresh(5), minor=BIG), who=who, points=BIG)
    bench.engine.place(order)
    same(points(bench, who), before + BIG)
    event = next(one for one in bench.engine.history(who.id).events if one.id == order.id)
    same(event.amount, bench.money(BIG))


@check(Orders, Baskets)
def emptied(bench: Bench) -> None:
    """An order takes what it is made of out of the basket, and nothing that came later."""
    who, sku, later = bench.people[0], bench.fresh(5), bench.fresh(5)
    bench.emptied(who)
    once = op(OpKind.ADD, sku)
    bench.change(who, once)
    bench.change(who, op(OpKind.ADD, later), op(OpKind.ADD, sku, 2))
    bench.engine.place(out_of_basket(bench, who, sku, once.id))
    left = {one.sku: one.quantity for one in lines(bench.basket(who).log)}
    same(left, {later: 1, sku: 2})


@check(Orders, Baskets)
def ordered_before(bench: Bench) -> None:
    """Who orders what another order took out of the basket already is served, and it is said."""
    who, sku = bench.people[0], bench.fresh(5)
    bench.emptied(who)
    once = op(OpKind.ADD, sku)
    bench.change(who, once)
    first = bench.engine.place(out_of_basket(bench, who, sku, once.id))
    second = bench.engine.place(out_of_basket(bench, who, sku, once.id))
    same((first.ordered_before, second.ordered_before), (False, True))


@check(Orders, Baskets)
def taken_out_by_hand(bench: Bench) -> None:
    """What the customer took out of the basket by hand was not ordered before."""
    who, sku = bench.people[0], bench.fresh(5)
    bench.emptied(who)
    once = op(OpKind.ADD, sku)
    bench.change(who, once)
    bench.emptied(who)
    same(bench.engine.place(out_of_basket(bench, who, sku, once.id)).ordered_before, False)


@check(Orders, Catalogue, Customers)
def lost_answer(bench: Bench) -> None:
    """An order whose answer was lost is found, and placing it anew changes nothing."""
    who, sku = bench.people[0], bench.fresh(9)
    order = bench.order(bench.line(sku, 2), who=who, points=7)
    bench.engine.place(order)  # and nobody hears of it
    before = bench.pieces(sku), points(bench, who)
    placement = there(bench.engine.status(order.id), "the order")
    same(bench.engine.place(order), placement)
    same((bench.pieces(sku), points(bench, who)), before)


@check(Orders, Catalogue, Customers)
def late_answers(bench: Bench) -> None:
    """An order that twelve callers place at once, the first still waiting, is one order."""
    who, sku = bench.people[0], bench.fresh(50)
    before = bench.pieces(sku).allocated, points(bench, who)
    order = bench.order(bench.line(sku, 2), who=who, points=9)
    made = at_once([partial(bench.engine.place, order)] * 12)
    same(set(made), {made[0]}, "answers")
    same((bench.pieces(sku).allocated, points(bench, who)), (before[0] + 2, before[1] + 9))
    same(entries(bench, who, order), 1)


@check(Orders)
def asked_meanwhile(bench: Bench) -> None:
    """Who asks for an order while it is being placed hears nothing, or all of it."""
    order = bench.order(bench.line(bench.fresh(5)))
    place: Callable[[], object] = partial(bench.engine.place, order)
    ask: Callable[[], object] = partial(bench.engine.status, order.id)
    first, *heard = at_once([place, *[ask] * 11])
    expect(set(heard) <= {None, first}, "something else")


@check(Orders, Catalogue)
def last_pieces(bench: Bench) -> None:
    """Twelve buyers of five pieces: exactly five are served."""
    for _ in range(3):
        sku = bench.fresh(PIECES)
        before = bench.pieces(sku).allocated
        buyers = [bench.order(bench.line(sku)) for _ in range(BUYERS)]
        made = at_once([partial(bench.engine.place, one) for one in buyers])
        same(sum(not one.backordered for one in made), PIECES)
        same(bench.pieces(sku).allocated, before + PIECES)


@check(Orders)
def last_pairs(bench: Bench) -> None:
    """Twelve buyers of two out of five pieces: exactly two are served."""
    sku = bench.fresh(PIECES)
    buyers = [bench.order(bench.line(sku, 2)) for _ in range(BUYERS)]
    made = at_once([partial(bench.engine.place, one) for one in buyers])
    same(sum(not one.backordered for one in made), 2)


@check(Orders)
def crossed(bench: Bench) -> None:
    """Orders of the same articles in other sequences do not stop each other."""
    some = [bench.fresh(90) for _ in range(4)]
    orders = [
        bench.order(*(bench.line(sku) for sku in (some[turn % 4 :] + some[: turn % 4])))
        for turn in range(24)
    ]
    made = at_once([partial(bench.engine.place, one) for one in orders])
    same([one.backordered for one in made], [()] * 24)


@check(Orders, Customers)
def points_in_a_race(bench: Bench) -> None:
    """Twelve orders of one customer at once are all credited."""
    who, sku = bench.people[0], bench.fresh(90)
    before = points(bench, who)
    orders = [bench.order(bench.line(sku), who=who, points=3) for _ in range(12)]
    at_once([partial(bench.engine.place, one) for one in orders])
    same(points(bench, who), before + 36)


@check(Orders, Baskets)
def basket_in_a_race(bench: Bench) -> None:
    """What is added while an order takes its lines out stays."""
    who, sku = bench.people[0], bench.fresh(90)
    bench.emptied(who)
    once = op(OpKind.ADD, sku)
    bench.change(who, once)
    place: Callable[[], object] = partial(
        bench.engine.place, out_of_basket(bench, who, sku, once.id)
    )
    adds: list[Callable[[], object]] = [
        partial(bench.change, who, op(OpKind.ADD, sku)) for _ in range(11)
    ]
    at_once([place, *adds])
    same(bench.quantity(who, sku), 11)


@check(Orders)
def any_text(bench: Bench) -> None:
    """Names and addresses are text, in any script, and never anything else."""
    name = "Ольга'; DROP TABLE orders; -- \u202e שלום 🧸 " + "я" * 300
    order = replace(bench.order(bench.line(bench.fresh(5))), contact=Contact("+79005550011", name))
    same(bench.engine.place(order), bench.engine.status(order.id))


def out_of_basket(bench: Bench, who: Person, sku: str, *op_ids: str) -> EngineOrder:
    """Return a customer's order of a line of their basket."""
    order = bench.order(bench.line(sku), who=who)
    return replace(order, basket_id=who.basket_id, basket_op_ids=op_ids)
