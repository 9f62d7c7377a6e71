"""The live basket: every channel writes it, and nothing acknowledged is lost."""

from __future__ import annotations

from functools import partial

from kiosk.domain.basket import OpKind, lines
from kiosk.hub.engines.port import Baskets, Customers
from kiosk.tools.engine_check.kit import Bench, at_once, check, expect, new_id, op, same

ADD, SET, REMOVE = OpKind.ADD, OpKind.SET, OpKind.REMOVE


@check(Baskets)
def unknown(bench: Bench) -> None:
    """An unknown basket is none, and writing to it makes none."""
    basket_id = new_id()
    expect(bench.engine.basket(basket_id) is None, "there is one")
    expect(bench.engine.change_basket(basket_id, [op(ADD, bench.skus[0])], "web") is None, "made")
    expect(bench.engine.basket(basket_id) is None, "there is one now")


@check(Baskets, Customers)
def the_customers(bench: Bench) -> None:
    """The basket that a customer names is there, and says its own id."""
    for who in bench.people:
        same(bench.basket(who).basket_id, who.basket_id)


@check(Baskets)
def steady(bench: Bench) -> None:
    """Reading changes nothing, not even the version."""
    for who in bench.people:
        same(bench.basket(who), bench.basket(who))


@check(Baskets)
def added(bench: Bench) -> None:
    """What is added is there, in the answer and when it is read."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    state = bench.change(who, op(ADD, sku, 2))
    same([(one.sku, one.quantity) for one in lines(state.log)], [(sku, 2)])
    same(bench.basket(who), state)


@check(Baskets)
def grows(bench: Bench) -> None:
    """Every change makes the version greater."""
    who = bench.people[0]
    versions = [bench.change(who, op(ADD, bench.skus[0])).version for _ in range(3)]
    same(versions, sorted(set(versions)), "versions")


@check(Baskets)
def twice(bench: Bench) -> None:
    """The same operation sent twice counts once."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    once = op(ADD, sku)
    state = bench.change(who, once)
    same(bench.change(who, once), state)
    same(bench.change(who, once, once), state)


@check(Baskets)
def first_stands(bench: Bench) -> None:
    """Of two operations with one id the first stands."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    one_id = new_id()
    bench.change(who, op(ADD, sku, 1, op_id=one_id))
    bench.change(who, op(ADD, sku, 5, op_id=one_id))
    same(bench.quantity(who, sku), 1)


@check(Baskets)
def half_known(bench: Bench) -> None:
    """Of several operations those that are known count once, and the others are taken."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    known = op(ADD, sku)
    bench.change(who, known)
    bench.change(who, known, op(ADD, sku), op(ADD, sku))
    same(bench.quantity(who, sku), 3)


@check(Baskets)
def nothing(bench: Bench) -> None:
    """No operations change nothing."""
    who = bench.people[0]
    state = bench.basket(who)
    same(bench.change(who), state)


@check(Baskets)
def set_to(bench: Bench) -> None:
    """A quantity that is set replaces what it has seen."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    bench.change(who, op(ADD, sku, 4))
    seen = bench.seen(who, sku)
    bench.change(who, op(SET, sku, 2, seen))
    same(bench.quantity(who, sku), 2)


@check(Baskets)
def removed(bench: Bench) -> None:
    """A line that is taken out is gone."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    bench.change(who, op(ADD, sku, 4))
    seen = bench.seen(who, sku)
    bench.change(who, op(REMOVE, sku, 0, seen))
    expect(bench.line_of(who, sku) is None, "it is still there")


@check(Baskets)
def added_meanwhile(bench: Bench) -> None:
    """Taking a line out leaves what another channel added meanwhile."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    bench.change(who, op(ADD, sku, 1))
    seen = bench.seen(who, sku)
    bench.change(who, op(ADD, sku, 3), channel="app")
    bench.change(who, op(REMOVE, sku, 0, seen))
    same(bench.quantity(who, sku), 3)


@check(Baskets)
def set_meanwhile(bench: Bench) -> None:
    """Setting a quantity leaves what another channel added meanwhile."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    bench.change(who, op(ADD, sku, 1))
    seen = bench.seen(who, sku)
    bench.change(who, op(ADD, sku, 2), channel="app")
    bench.change(who, op(SET, sku, 4, seen))
    same(bench.quantity(who, sku), 6)


@check(Baskets)
def channel(bench: Bench) -> None:
    """A line says the channel it came by, whatever the operation says."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    bench.change(who, op(ADD, sku), channel="messenger")
    line = bench.line_of(who, sku)
    same(line.channel if line else "", "messenger")


@check(Baskets)
def numbered(bench: Bench) -> None:
    """The log is in the order of its numbers, each one given once."""
    for who in bench.people:
        numbers = [one.sequence for one in bench.basket(who).log]
        same(numbers, sorted(set(numbers)), "numbers")
        expect(0 not in numbers, "an operation without a number")


@check(Baskets)
def apart(bench: Bench) -> None:
    """What one customer adds is in nobody else's basket."""
    one, other = bench.people[:2]
    before = bench.basket(other)
    bench.change(one, op(ADD, bench.fresh(9)))
    same(bench.basket(other), before)


@check(Baskets)
def race(bench: Bench) -> None:
    """Sixty additions by twelve callers at once are all there."""
    who, sku = bench.people[0], bench.fresh(90)
    bench.emptied(who)
    at_once([partial(bench.change, who, op(ADD, sku)) for _ in range(60)])
    same(bench.quantity(who, sku), 60)


@check(Baskets)
def each_sees_its_own(bench: Bench) -> None:
    """Whoever adds in a race finds it in the answer."""
    who, sku = bench.people[0], bench.fresh(90)
    bench.emptied(who)
    mine = [op(ADD, sku) for _ in range(24)]
    states = at_once([partial(bench.change, who, one) for one in mine])
    for one, state in zip(mine, states, strict=True):
        expect(one.id in {known.id for known in state.log}, "an answer lacks what it acknowledges")


@check(Baskets)
def race_of_one(bench: Bench) -> None:
    """One operation that twelve callers send at once counts once: late answers do no harm."""
    who, sku = bench.people[0], bench.fresh(9)
    bench.emptied(who)
    once = op(ADD, sku)
    at_once([partial(bench.change, who, once)] * 12)
    same(bench.quantity(who, sku), 1)


@check(Baskets)
def race_of_two(bench: Bench) -> None:
    """Two baskets written at once do not mix."""
    people, sku = bench.people[:2], bench.fresh(90)
    for who in people:
        bench.emptied(who)
    at_once([partial(bench.change, who, op(ADD, sku)) for who in people * 12])
    for who in people:
        same(bench.quantity(who, sku), 12)


@check(Baskets)
def no_version_twice(bench: Bench) -> None:
    """No two changes of a basket end in the same version."""
    who = bench.people[0]
    calls = [partial(bench.change, who, op(ADD, bench.skus[0])) for _ in range(24)]
    versions = [state.version for state in at_once(calls)]
    same(len(set(versions)), len(versions), "versions")
    bench.emptied(who)
