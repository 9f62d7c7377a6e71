"""Events: who follows them hears of every order, once and in sequence."""

from __future__ import annotations

from functools import partial

from kiosk.hub.engines.port import EventPage, Events, Orders
from kiosk.tools.engine_check.kit import Bench, at_once, check, same, walk


@check(Orders, Events)
def told_in_order(bench: Bench) -> None:
    """Orders that are placed are events, each once and in their sequence."""
    cursor = walk(bench.engine.events)[-1].next
    orders = [bench.order(bench.line(bench.fresh(5))) for _ in range(4)]
    for one in orders:
        for _ in range(2):
            bench.engine.place(one)
    for size in (1, 3, 100):
        told = [
            one.order_id
            for page in walk(partial(bench.engine.events, limit=size), cursor)
            for one in page.events
        ]
        same(told, [one.id for one in orders], f"by {size}")


@check(Orders, Events)
def told_in_a_race(bench: Bench) -> None:
    """Of orders placed at once none is skipped by who follows the events."""
    cursor = walk(bench.engine.events)[-1].next
    orders = [bench.order(bench.line(bench.fresh(90))) for _ in range(24)]
    at_once([partial(bench.engine.place, one) for one in orders])
    told = {
        one.order_id
        for page in walk(partial(bench.engine.events, limit=5), cursor)
        for one in page.events
    }
    same(told, {one.id for one in orders})


@check(Events)
def all_told(bench: Bench) -> None:
    """After the last event nothing comes until something happens."""
    cursor = walk(bench.engine.events)[-1].next
    same(bench.engine.events(cursor), EventPage((), cursor, more=False))
