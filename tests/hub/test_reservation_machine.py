"""Two terminals hold, renew, order and let go while stock changes and time passes.

The real storage, decisions, engine and worker run over a database in memory; beside them a
model of who holds what. After each step the book is the model's, and nobody was promised a
piece that was not there; when everything has ended nothing is held.

HYPOTHESIS_EXAMPLES sets how many stories are tried (at random; else 50, always the same).
"""

from __future__ import annotations

import os
import threading
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Row, func, insert, select, update

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Fallback, LineState
from kiosk.domain.stock import StockLevel
from kiosk.errors import HubRefused
from kiosk.hub.engines.embedded import stock_book
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.tables import engine_order
from kiosk.hub.engines.port import EngineOrder, Orders, Placement
from kiosk.hub.orders import holding
from kiosk.hub.orders.accept import accept
from kiosk.hub.storage import feed, shop, tables
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import counter, reservation, shop_order, stock
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.hub.sweeping import Sweeper
from kiosk.hub.worker import Worker
from kiosk.wire.checkouts import CheckoutLine, CheckoutRequest
from kiosk.wire.feed import StockChange
from kiosk.wire.orders import OrderAnswer
from tests.hub.memory_hub import PLACES, SKUS, START, make_body, world

EXAMPLES = os.environ.get("HYPOTHESIS_EXAMPLES")
CHECKOUTS = tuple(str(uuid.UUID(int=n)) for n in range(1, 4))
TRANSIENT = (
    *(tables.staff_task, tables.order_line, shop_order, reservation, tables.checkout),
    *(engine_order, tables.change, stock),
)
Key = tuple[str, str]  # a SKU at a location


class Killed(BaseException):
    """What a crash looks like from inside."""


@dataclass
class Held:
    """A checkout as the model knows it."""

    owner: TerminalRow
    first: datetime
    ends: datetime
    pieces: Counter[Key] = field(default_factory=Counter)


class ReservationMachine(RuleBasedStateMachine):
    """The model: live checkouts, and what accepted orders hold until the engine has them."""

    def __init__(self) -> None:
        super().__init__()
        self.world = world()
        self.engine = self.world.hub.engine
        self.checkouts: dict[str, Held] = {}
        self.orders: dict[str, Counter[Key]] = {}
        self.told = {(x.sku, x.location_id): x for x in self.world.levels}
        self.since = 0
        self.least: Counter[Key] = Counter()  # below zero only by a recount, or pieces carried out

    @initialize()
    def open_the_shop(self) -> None:
        self.world.time[0] = START
        with write(self.engine) as database:
            for table in TRANSIENT:
                database.execute(table.delete())
            database.execute(update(counter).values(value=0))
            database.execute(insert(stock), [msgspec.to_builtins(x) for x in self.world.levels])

    @rule(
        terminal=st.integers(0, 1),
        checkout=st.sampled_from(CHECKOUTS),
        wanted=st.dictionaries(
            st.sampled_from(SKUS), st.tuples(st.sampled_from(PLACES), st.integers(1, 3))
        ),
    )
    def hold(self, terminal: int, checkout: str, wanted: dict[str, tuple[str, int]]) -> None:
        lines = tuple(
            CheckoutLine(sku, pieces, FulfilmentKind.COLLECT, place, place)
            for sku, (place, pieces) in wanted.items()
        )
        self._hold(self.world.terminals[terminal], checkout, lines)

    @precondition(lambda self: self.checkouts)
    @rule(which=st.integers(0, 2), minutes=st.integers(8, 14))
    def renew(self, which: int, minutes: int) -> None:
        """A customer takes their time."""
        checkout = sorted(self.checkouts)[which % len(self.checkouts)]
        held = self.checkouts[checkout]
        self.world.time[0] += timedelta(minutes=minutes)
        lines = tuple(
            CheckoutLine(sku, pieces, FulfilmentKind.COLLECT, place, place)
            for (sku, place), pieces in held.pieces.items()
        )
        self._hold(held.owner, checkout, lines)

    @rule(terminal=st.integers(0, 1), checkout=st.sampled_from(CHECKOUTS))
    def let_go(self, terminal: int, checkout: str) -> None:
        owner, now = self.world.terminals[terminal], self.world.time[0]
        known = self._live(checkout)
        if known is not None and known.owner != owner:
            with pytest.raises(HubRefused), write(self.engine) as database:
                holding.let_go(database, owner, checkout, now)
            return  # and what has ended is still in the book
        self._expire()
        with write(self.engine) as database:
            holding.let_go(database, owner, checkout, now)
        self.checkouts.pop(checkout, None)

    @rule(
        terminal=st.integers(0, 1),
        checkout=st.sampled_from(("", *CHECKOUTS)),
        fallback=st.sampled_from(Fallback),
        wanted=st.dictionaries(
            st.sampled_from(SKUS),
            st.tuples(st.sampled_from(FulfilmentKind), st.sampled_from(PLACES), st.integers(1, 3)),
            min_size=1,
        ),
    )
    def order(
        self,
        terminal: int,
        checkout: str,
        fallback: Fallback,
        wanted: dict[str, tuple[FulfilmentKind, str, int]],
    ) -> None:
        row = self.world.terminals[terminal]
        body = make_body(self.world, row, checkout, fallback, wanted)
        raw = msgspec.json.encode(body)
        stored = accept(self.world.hub, row, body.id, raw, body)
        assert accept(self.world.hub, row, body.id, raw, body) == stored
        assert stored.answer_status == 201, stored.answer
        answer = msgspec.json.decode(stored.answer, type=OrderAnswer)
        self._expire()
        if checkout in self.checkouts and self.checkouts[checkout].owner == row:
            del self.checkouts[checkout]
        self.orders[body.id] = mine = Counter[Key]()
        for line, outcome in zip(body.lines, answer.lines, strict=True):
            key = (line.sku, outcome.source_id)
            free = self._free((line.sku, line.source_id))
            if line.kind is FulfilmentKind.TAKE_AWAY:
                assert outcome.state is LineState.CONFIRMED
                mine[key] += line.quantity
                self.least[key] = min(self.least[key], self._free(key))
            elif outcome.state in (LineState.CONFIRMED, LineState.MOVED):
                assert self._free(key) >= line.quantity
                stayed = outcome.source_id == line.source_id
                assert stayed == (free >= line.quantity)
                mine[key] += line.quantity
            else:
                assert free < line.quantity
                assert (outcome.state is LineState.LEFT_OUT) == (fallback is Fallback.LEAVE_OUT)

    @rule()
    def hand_over(self) -> None:
        self._work(EmbeddedEngine(self.engine))

    @rule()
    def hand_over_and_die(self) -> None:
        real = EmbeddedEngine(self.engine)

        class Dying:
            def place(self, order: EngineOrder) -> Placement:
                real.place(order)
                raise Killed

            def status(self, order_id: str) -> Placement | None:
                return real.status(order_id)

        with suppress(Killed):
            self._work(Dying())

    @rule(sku=st.sampled_from(SKUS), place=st.sampled_from(PLACES), on_hand=st.integers(0, 4))
    def recount(self, sku: str, place: str, on_hand: int) -> None:
        with write(self.engine) as database:
            stock_book.set_stocks(database, [(sku, place, on_hand)])
        key = (sku, place)
        self.least[key] = min(0, self._free(key))

    @rule(minutes=st.integers(1, 16), sweep=st.booleans())
    def time_passes(self, minutes: int, sweep: bool) -> None:
        self.world.time[0] += timedelta(minutes=minutes)
        if sweep:
            Sweeper(self.engine, self.world.hub.clock).sweep()
            self._expire()
            with read(self.engine) as database:
                there = database.scalar(select(func.count()).select_from(tables.checkout))
            assert there == len(self.checkouts)

    @invariant()
    def the_column_is_the_sum_of_the_rows(self) -> None:
        held = Counter[Key]()
        for row in self._rows():
            held[row.sku, row.location_id] += row.quantity
        assert {key: level.reserved for key, level in self._levels().items() if level.reserved} == (
            held
        )

    @invariant()
    def everybody_holds_what_they_were_told(self) -> None:
        now, found = self.world.time[0], dict[str, Counter[Key]]()
        for row in self._rows():
            found.setdefault(row.holder, Counter())[row.sku, row.location_id] += row.quantity
        live = {key: held.pieces for key, held in self.checkouts.items() if held.ends > now}
        over = {key for key, held in self.checkouts.items() if held.ends <= now}
        expected = {key: pieces for key, pieces in (live | self.orders).items() if pieces.total()}
        assert {key: found[key] for key in found if key not in over} == expected

    @invariant()
    def nothing_is_promised_that_is_not_there(self) -> None:
        for key, level in self._levels().items():
            taken = level.allocated + self._promised(key)
            assert level.on_hand - level.buffer - taken >= self.least[key], key

    @invariant()
    def the_feed_says_what_the_book_says(self) -> None:
        with read(self.engine) as database:
            page = feed.page(database, self.since, 500, self.world.time[0])
        for change in page.changes:
            assert isinstance(change, StockChange)
            self.told[change.level.sku, change.level.location_id] = change.level
        self.since = page.next
        assert self.told == self._levels()

    def teardown(self) -> None:
        """End everything: all is in the engine, nothing is held."""
        for _ in range(len(self.orders) + 1):
            self.world.time[0] += timedelta(minutes=10)
            while self._work(EmbeddedEngine(self.engine)):
                pass
        self.world.time[0] += timedelta(hours=1)
        Sweeper(self.engine, self.world.hub.clock).sweep()
        with read(self.engine) as database:
            waiting = select(shop_order.c.id).where(shop_order.c.handed_over_at.is_(None))
            assert database.scalars(waiting).all() == []
            for table in (reservation, tables.checkout):
                assert database.scalar(select(func.count()).select_from(table)) == 0
        self.the_feed_says_what_the_book_says()
        assert {level.reserved for level in self.told.values()} == {0}

    def _hold(self, owner: TerminalRow, checkout: str, lines: tuple[CheckoutLine, ...]) -> None:
        request, now = CheckoutRequest(lines), self.world.time[0]
        known = self._live(checkout)
        if known is not None and known.owner != owner:
            with pytest.raises(HubRefused), write(self.engine) as database:
                holding.hold(database, owner, checkout, request, now)
            return
        self._expire()
        with write(self.engine) as database:
            answer = holding.hold(database, owner, checkout, request, now)
        mine = known or Held(owner, now, now)
        mine.pieces.clear()
        self.checkouts[checkout] = mine
        mine.ends = min(now + timedelta(minutes=15), mine.first + timedelta(minutes=30))
        assert datetime.fromisoformat(answer.expires_at) == mine.ends
        for line, told in zip(lines, answer.lines, strict=True):
            key = (line.sku, line.source_id)
            free = self._free(key)
            assert (told.held, told.available) == (free >= line.quantity, max(0, free))
            if told.held:
                mine.pieces[key] += line.quantity
                there = self._level(key)
                assert self._promised(key) <= there.on_hand - there.allocated - there.buffer
            for way in told.alternatives:
                assert self._free((line.sku, way.source_id)) >= line.quantity

    def _work(self, engine: Orders) -> bool:
        """Hand one order over; the model hears of it by what the hub and the engine noted."""
        worker = Worker(self.engine, engine, self.world.hub.clock, threading.Event())
        try:
            return worker.hand_over_next()
        finally:
            with read(self.engine) as database:
                known = set(database.scalars(select(engine_order.c.order_id)))
            self.orders = {key: pieces for key, pieces in self.orders.items() if key not in known}

    def _live(self, checkout: str) -> Held | None:
        known = self.checkouts.get(checkout)
        return known if known is not None and known.ends > self.world.time[0] else None

    def _expire(self) -> None:
        now = self.world.time[0]
        self.checkouts = {key: held for key, held in self.checkouts.items() if held.ends > now}

    def _promised(self, key: Key) -> int:
        now = self.world.time[0]
        live = [held.pieces for held in self.checkouts.values() if held.ends > now]
        return sum(pieces[key] for pieces in (*live, *self.orders.values()))

    def _free(self, key: Key) -> int:
        there = self._level(key)
        return there.on_hand - there.allocated - there.buffer - self._promised(key)

    def _level(self, key: Key) -> StockLevel:
        return self._levels()[key]

    def _levels(self) -> dict[Key, StockLevel]:
        with read(self.engine) as database:
            rows = database.execute(select(stock)).all()
        return {(row.sku, row.location_id): shop.to_level(row) for row in rows}

    def _rows(self) -> Sequence[Row[*tuple[Any, ...]]]:
        with read(self.engine) as database:
            return database.execute(select(reservation)).all()


ReservationMachine.TestCase.settings = settings(
    max_examples=int(EXAMPLES or 50),
    stateful_step_count=30,
)
TestNobodyIsPromisedAPieceThatIsNotThere = ReservationMachine.TestCase
