"""A toy engine in memory: the `Orders`, `Events` and `Baskets` parts of the port, and no more.

kiosk engine-check docs/engines/toy.py:bench
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import cast

from kiosk.domain.basket import BasketOp, ordered
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money
from kiosk.hub.engines.port import (
    PAGE,
    CommerceEngine,
    CursorGone,
    EngineLine,
    EngineOrder,
    EventPage,
    OrderEvent,
    Placement,
)
from kiosk.tools.engine_check.kit import Bench, Person
from kiosk.wire.baskets import BasketState


class ToyEngine:
    """One lock makes every step whole; a real engine has transactions."""

    def __init__(self, baskets: Sequence[str]) -> None:
        self._lock = Lock()
        self._logs: dict[str, list[BasketOp]] = {name: [] for name in baskets}
        self._placed: dict[str, Placement] = {}
        self._events: list[OrderEvent] = []
        self.free: dict[tuple[str, str], int] = {}  # pieces by SKU and location

    # --- Baskets
    def basket(self, basket_id: str) -> BasketState | None:
        """Return a basket."""
        with self._lock:
            return self._state(basket_id)

    def change_basket(
        self, basket_id: str, ops: Sequence[BasketOp], channel: str
    ) -> BasketState | None:
        """Apply operations, each id once."""
        with self._lock:
            for op in ops if basket_id in self._logs else ():
                self._append(basket_id, replace(op, channel=channel))
            return self._state(basket_id)

    # --- Orders
    def place(self, order: EngineOrder) -> Placement:
        """Take an order, once."""
        with self._lock:
            if (known := self._placed.get(order.id)) is not None:
                return known
            short = tuple(line.sku for line in order.lines if not self._serve(line))
            before = self._take_out(order)
            placement = Placement(f"TOY-{len(self._placed) + 1}", short, before)
            self._placed[order.id] = placement
            self._events.append(OrderEvent(order.id, "placed", order.made_at))
            return placement

    def status(self, order_id: str) -> Placement | None:
        """Return what became of an order."""
        return self._placed.get(order_id)

    # --- Events
    def events(self, cursor: str, limit: int = PAGE) -> EventPage:
        """Return what happened to orders; the cursor counts them."""
        if cursor and not cursor.isdecimal():
            raise CursorGone("changes_gone")
        begin = int(cursor or 0)
        shown = tuple(self._events[begin : begin + limit])
        end = begin + len(shown)
        return EventPage(shown, str(end), end < len(self._events))

    def _state(self, basket_id: str) -> BasketState | None:
        log = self._logs.get(basket_id)
        return None if log is None else BasketState(basket_id, len(log), tuple(log))

    def _append(self, basket_id: str, op: BasketOp) -> None:
        log = self._logs[basket_id]
        if op.id not in {known.id for known in log}:
            log.append(replace(op, sequence=len(log) + 1))

    def _serve(self, line: EngineLine) -> bool:
        key = (line.sku, line.source_id)
        if line.kind is FulfilmentKind.TAKE_AWAY:
            return True
        if line.waits or self.free.get(key, 0) < line.quantity:
            return False
        self.free[key] -= line.quantity
        return True

    def _take_out(self, order: EngineOrder) -> bool:
        if not order.basket_op_ids:
            return False
        log = self._logs[order.basket_id]
        gone = set(order.basket_op_ids)
        before = any(op.id in self._placed and gone.intersection(op.seen) for op in log)
        taken = ordered(log, order.id, order.made_at, order.basket_op_ids)
        self._append(order.basket_id, taken)
        return before


class ToyHands:
    """The toy shop's back office."""

    def __init__(self, engine: ToyEngine) -> None:
        self._engine = engine

    def set_free(self, sku: str, location_id: str, pieces: int) -> None:
        """Count."""
        self._engine.free[sku, location_id] = pieces

    def set_price(self, sku: str, price: Money) -> None:
        """Nothing here has a price."""


@contextmanager
def bench() -> Iterator[Bench]:
    """Put the toy on the bench. It lacks parts, which the kit leaves out."""
    people = tuple(
        Person(f"c{n}", f"card{n}", f"+7900555000{n}", f"c{n}@toy.example", "Anna", "Toy", f"b{n}")
        for n in (1, 2)
    )
    engine = ToyEngine([one.basket_id for one in people])
    skus = tuple(f"TOY-{n}" for n in range(24))
    yield Bench(
        engine=cast(CommerceEngine, engine),
        hands=ToyHands(engine),
        people=people,
        skus=skus,
        spare_sku="TOY-SPARE",
        store_id="S1",
        source_id="W1",
        currency="RUB",
        tier_id="",
        today="2026-11-28",
    )
