"""Orders and edits of a basket that go on beside whatever happens to the hubs; all are counted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.chain import Hub
from tests.hub.calling import Terminal, calling
from tests.journey.programs import wait_until
from tests.many_hubs.shop import BASKET, ManyHubs, answered

SKU = "S2"
BUYERS = 6
_MORE = 10


@dataclass
class Traffic:
    """What was acknowledged so far."""

    shop: ManyHubs
    orders: list[str] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)
    going: list[Future[None]] = field(default_factory=list)

    def goes_on(self) -> None:
        """Wait until some more orders and edits have been acknowledged."""
        orders, edits = len(self.orders) + _MORE, len(self.edits) + _MORE

        def more() -> bool:
            for one in self.going:
                if one.done():
                    one.result()
            return len(self.orders) >= orders and len(self.edits) >= edits

        wait_until(more, "more orders and edits")

    def through(self, hub: Hub) -> None:
        """Place an order at this hub itself."""
        terminal = self.shop.terminals[BUYERS]
        order = self.shop.order(terminal, SKU)
        with calling(hub.url, terminal.enrolled.token) as http:
            direct = Terminal(http, terminal.enrolled)
            answer = answered(lambda: direct.put(order))
        assert answer.status_code == httpx.codes.CREATED, answer.text
        self.orders.append(order.id)


@contextmanager
def traffic(shop: ManyHubs) -> Iterator[Traffic]:
    """Let it go on meanwhile; at the end everything is there once, and nothing else."""
    shop.count(SKU, 100_000)
    before = shop.orders()[1]
    made, stop = Traffic(shop), threading.Event()

    def shopping(terminal: Terminal) -> None:
        while not stop.is_set():
            made.orders.append(shop.buy(terminal, SKU).order_id)

    def editing() -> None:
        while not stop.is_set():
            made.edits.append(shop.edit())

    with ThreadPoolExecutor(BUYERS + 1) as pool:
        try:
            made.going += [pool.submit(shopping, one) for one in shop.terminals[:BUYERS]]
            made.going.append(pool.submit(editing))
            made.goes_on()
            yield made
        finally:
            stop.set()
    for one in made.going:
        one.result()
    wait_until(lambda: shop.orders()[0] == 0, "the hand-over")
    assert shop.orders()[1] - before == len(made.orders) == len(set(made.orders))
    state = shop.commerce.basket(BASKET)
    assert state
    there = [op.id for op in state.log]
    assert set(made.edits) <= set(there)
    assert len(there) == len(set(there))
