"""Accepted orders reach the engine once, and nothing is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Fallback
from kiosk.hub import admin
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.tables import engine_order
from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import handover, tables
from kiosk.hub.storage.database import open_database, read
from kiosk.hub.storage.tables import reservation, shop_order, staff_task
from kiosk.hub.worker import Worker
from kiosk.wire.feed import ChangesPage, StockChange
from tests.hub.calling import Clock, MakeOrder, Terminal, Until, handed_over, level, worker_of


@pytest.fixture
def with_worker() -> bool:
    return False


class Killed(BaseException):
    """What a crash looks like from inside."""


@dataclass
class Watched:
    """The embedded engine; a hook sees each call and may fail it before or after it is made."""

    real: EmbeddedEngine
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    placed: list[EngineOrder] = field(default_factory=list)

    def place(self, order: EngineOrder) -> Placement:
        self.before()
        self.placed.append(order)
        placement = self.real.place(order)
        self.after()
        return placement

    def status(self, order_id: str) -> Placement | None:
        return self.real.status(order_id)


def _tasks(hub: HubServer) -> list[tuple[str, str]]:
    with read(hub.engine) as database:
        rows = database.execute(select(staff_task.c.kind, staff_task.c.sku)).all()
    return sorted((row.kind, row.sku) for row in rows)


def _told(terminal: Terminal) -> list[int]:
    answer = terminal.ask("GET", "/changes?since=0")
    changes = msgspec.json.decode(answer.content, type=ChangesPage).changes
    return [one.level.available for one in changes if isinstance(one, StockChange)]


def _is_whole(hub: HubServer, terminal: Terminal) -> None:
    """Two pieces are in the engine's book, once, and nothing is held twice."""
    with read(hub.engine) as database:
        held = database.scalar(select(func.count()).select_from(reservation))
        in_engine = database.scalar(select(func.count()).select_from(engine_order))
    stock = level(hub.engine)
    assert (stock.allocated, stock.reserved, held, in_engine) == (2, 0, 0, 1)
    assert handed_over(hub)
    told = _told(terminal)
    assert told[-1] == 3
    assert max(told) <= 3, "never too many, also in between"


@pytest.fixture
def waiting(hub: HubServer, terminal: Terminal, make_order: MakeOrder) -> HubServer:
    """A hub with an accepted order of two pieces that nobody has handed over."""
    assert terminal.put(make_order((("S1", 2),))).status_code == 201
    return hub


def test_stock_goes_down_once_and_the_feed_says_so(
    waiting: HubServer, terminal: Terminal, clock: Clock
) -> None:
    assert _told(terminal) == [3]
    assert worker_of(waiting, clock).hand_over_next()
    assert not worker_of(waiting, clock).hand_over_next()
    _is_whole(waiting, terminal)
    assert dict(admin.list_orders(waiting.engine)[0].line_states) == {"S1": "allocated"}


def test_the_engine_is_told_what_was_decided_not_what_was_asked(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    admin.set_stock(hub.engine, "S1", "store-b", 0)
    admin.set_stock(hub.engine, "S2", "store-b", 0)
    for fallback in (Fallback.ELSEWHERE, Fallback.WAIT):
        terminal.put(make_order((("S1", 1), ("S3", 1)), fallback=fallback))
    terminal.put(make_order((("S2", 1), ("S3", 1)), fallback=Fallback.LEAVE_OUT))
    terminal.put(make_order((("S2", 1),), FulfilmentKind.TRANSFER, source_id="store-a"))
    watched = Watched(EmbeddedEngine(hub.engine))
    work = worker_of(hub, clock, watched)
    while work.hand_over_next():
        pass
    lines = [
        [(line.sku, line.kind, line.source_id, line.waits) for line in order.lines]
        for order in sorted(watched.placed, key=lambda order: order.number)
    ]
    there = ("S3", "collect", "store-b", False)
    assert lines == [
        [("S1", "collect", "store-a", False), there],
        [("S1", "collect", "store-b", True), there],
        [there],
        [("S2", "transfer", "store-a", False)],
    ]
    assert {order.number: dict(order.line_states) for order in _records(hub)} == {
        "1": {"S1": "allocated", "S3": "allocated"},
        "2": {"S1": "backorder", "S3": "allocated"},
        "3": {"S2": "left_out", "S3": "allocated"},
        "4": {"S2": "allocated"},
    }
    assert _tasks(hub) == [("backorder", "S1"), ("left_out", "S2"), ("moved", "S1")]


@dataclass(frozen=True)
class _Record:
    number: str
    line_states: tuple[tuple[str, str], ...]


def _records(hub: HubServer) -> list[_Record]:
    return [
        _Record(str(int(one.order.number.split("-")[1])), one.line_states)
        for one in admin.list_orders(hub.engine)
    ]


def test_a_piece_that_broke_meanwhile_is_backordered_before_staff_once(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    terminal.put(make_order((("S1", 1), ("S2", 1))))
    admin.set_stock(hub.engine, "S1", "store-b", 0)
    assert worker_of(hub, clock).hand_over_next()
    assert dict(admin.list_orders(hub.engine)[0].line_states) == {
        "S1": "backorder",
        "S2": "allocated",
    }
    assert _tasks(hub) == [("backorder", "S1")]
    stock = level(hub.engine)
    assert (stock.allocated, stock.reserved) == (0, 0)


def test_where_stock_was_found_to_be_less_the_first_order_is_served(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    for _ in range(2):
        terminal.put(make_order((("S1", 1),)))
    admin.set_stock(hub.engine, "S1", "store-b", 1)
    work = worker_of(hub, clock)
    assert [work.hand_over_next() for _ in range(3)] == [True, True, False]
    states = [dict(record.line_states)["S1"] for record in _records(hub)]
    assert sorted(states) == ["allocated", "backorder"]


def test_what_was_carried_away_is_allocated_whatever_we_counted(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    terminal.put(make_order((("S1", 3),), FulfilmentKind.TAKE_AWAY, source_id="store-a"))
    assert worker_of(hub, clock).hand_over_next()
    stock = level(hub.engine, at="store-a")
    assert (stock.on_hand, stock.allocated, stock.reserved) == (2, 3, 0)
    assert _tasks(hub) == [("miscounted", "S1")]


def test_an_order_the_engine_took_without_an_answer_is_not_placed_again(
    waiting: HubServer, terminal: Terminal, clock: Clock
) -> None:
    def silent() -> None:
        raise EngineUnavailable("engine_unavailable")

    watched = Watched(EmbeddedEngine(waiting.engine), after=silent)
    work = worker_of(waiting, clock, watched)
    assert work.hand_over_next()
    assert not handed_over(waiting)
    assert level(waiting.engine).available == 3  # in one book or the other, never in both
    assert not work.hand_over_next()  # not due yet
    clock.ahead = timedelta(minutes=10)
    assert work.hand_over_next()
    assert len(watched.placed) == 1
    _is_whole(waiting, terminal)


@pytest.mark.parametrize("moment", ["claimed", "read", "placed", "noting", "noted"])
def test_a_worker_killed_at_any_moment_loses_and_doubles_nothing(
    waiting: HubServer,
    terminal: Terminal,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    def die(*_: object, **__: object) -> None:
        raise Killed

    note = handover.handed_over

    def die_noting(*args: object) -> None:
        note(*args)  # type: ignore[arg-type]  # passed on as they came
        raise Killed  # before the commit

    watched = Watched(EmbeddedEngine(waiting.engine))
    with monkeypatch.context() as patched:
        if moment == "claimed":
            patched.setattr(handover, "due", die)
        elif moment == "read":
            watched.before = die
        elif moment == "placed":
            watched.after = die
        elif moment == "noting":
            patched.setattr(handover, "handed_over", die_noting)
        if moment == "noted":
            assert worker_of(waiting, clock, watched).hand_over_next()
        else:
            with pytest.raises(Killed):
                worker_of(waiting, clock, watched).hand_over_next()
    clock.ahead = timedelta(minutes=10)
    assert worker_of(waiting, clock).hand_over_next() is (moment != "noted")
    assert not worker_of(waiting, clock).hand_over_next()
    _is_whole(waiting, terminal)


@pytest.mark.parametrize("hook", ["before", "after"])
def test_a_slow_worker_and_the_one_that_took_over_note_the_order_once(
    waiting: HubServer, terminal: Terminal, clock: Clock, hook: str
) -> None:
    noted: list[str] = []

    def overtaken() -> None:
        clock.ahead += timedelta(minutes=10)
        assert worker_of(waiting, clock).hand_over_next()
        noted.append(admin.list_orders(waiting.engine)[0].handed_over_at)
        clock.ahead += timedelta(minutes=10)

    watched = Watched(EmbeddedEngine(waiting.engine))
    setattr(watched, hook, overtaken)
    assert worker_of(waiting, clock, watched).hand_over_next()
    assert noted == [admin.list_orders(waiting.engine)[0].handed_over_at]
    _is_whole(waiting, terminal)


def test_a_worker_in_a_process_of_its_own_serves_a_hub_without_one(
    waiting: HubServer, terminal: Terminal, clock: Clock, until: Until
) -> None:
    database = open_database(waiting.engine.url)
    apart = Worker(database, EmbeddedEngine(database), clock, threading.Event())
    apart.start()
    until(lambda: handed_over(waiting))
    apart.stop()
    database.dispose()
    _is_whole(waiting, terminal)


def test_an_order_placed_twice_is_in_the_engine_once(waiting: HubServer, clock: Clock) -> None:
    engine = EmbeddedEngine(waiting.engine)
    watched = Watched(engine)
    assert worker_of(waiting, clock, watched).hand_over_next()
    assert engine.place(watched.placed[0]) == engine.status(watched.placed[0].id)
    assert level(waiting.engine).allocated == 2


def test_an_engine_away_for_a_week_leaves_its_orders_due(waiting: HubServer, clock: Clock) -> None:
    with waiting.engine.begin() as database:
        database.execute(shop_order.update().values(attempts=2_000))
    assert worker_of(waiting, clock).hand_over_next()
    assert handed_over(waiting)


def test_an_order_that_cannot_be_read_lets_the_others_go_on(
    waiting: HubServer, clock: Clock
) -> None:
    with waiting.engine.begin() as database:
        database.execute(shop_order.update().values(body=b"{}"))
    work = worker_of(waiting, clock)
    with pytest.raises(msgspec.ValidationError):
        work.hand_over_next()
    assert not work.hand_over_next()  # it waits its turn


def test_a_line_that_came_back_in_time_is_allocated_by_an_engine_that_can(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    """An engine of the shop's own may serve who waits; the embedded one leaves it to staff."""
    admin.set_stock(hub.engine, "S1", "store-b", 0)
    order = make_order()
    terminal.put(order)

    class Generous(Watched):
        def place(self, order: EngineOrder) -> Placement:
            return Placement("G-1", ())

    assert worker_of(hub, clock, Generous(EmbeddedEngine(hub.engine))).hand_over_next()
    with read(hub.engine) as database:
        states = database.scalars(select(tables.order_line.c.state)).all()
    assert states == ["allocated"]
    assert _tasks(hub) == [("backorder", "S1")]
