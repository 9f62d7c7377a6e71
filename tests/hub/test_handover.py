"""Accepted orders reach the engine once, and nothing is dropped."""

from __future__ import annotations

import threading
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from kiosk.hub import admin
from kiosk.hub.engines.embedded import EmbeddedEngine
from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tables import engine_order, shop_order, staff_task, stock
from kiosk.hub.worker import Worker
from kiosk.wire.feed import ChangesPage, StockChange
from tests.hub.calling import Clock, MakeOrder, Terminal, Until


def _allocated(hub: HubServer, sku: str, location: str) -> int:
    here = (stock.c.sku == sku) & (stock.c.location_id == location)
    with read(hub.engine) as database:
        allocated: int = database.execute(select(stock.c.allocated).where(here)).scalar_one()
    return allocated


def _handed_over(hub: HubServer) -> bool:
    return all(row.handed_over_at for row in admin.list_orders(hub.engine))


def test_stock_goes_down_once_and_the_feed_says_so(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, until: Until
) -> None:
    order = make_order((("S1", 2),))
    for _ in range(3):
        terminal.put(order)
    until(lambda: _handed_over(hub))
    answer = terminal.ask("GET", "/changes?since=0")
    changes = msgspec.json.decode(answer.content, type=ChangesPage).changes
    assert _allocated(hub, "S1", "store-b") == 2
    assert [c.level.available for c in changes if isinstance(c, StockChange)] == [3]
    assert dict(admin.list_orders(hub.engine)[0].line_states) == {"S1": "allocated"}


def test_a_line_without_stock_is_backordered_before_staff_and_the_rest_goes_on(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, until: Until
) -> None:
    terminal.put(make_order((("S1", 6), ("S2", 1))))
    until(lambda: _handed_over(hub))
    with read(hub.engine) as database:
        tasks = database.execute(select(staff_task.c.kind, staff_task.c.sku)).all()
    assert dict(admin.list_orders(hub.engine)[0].line_states) == {
        "S1": "backorder",
        "S2": "allocated",
    }
    assert [tuple(task) for task in tasks] == [("backorder", "S1")]
    assert _allocated(hub, "S1", "store-b") == 0


class Stubborn:
    """An engine that takes the first order and dies before it answers."""

    def __init__(self, real: EmbeddedEngine) -> None:
        self.real = real
        self.placed = 0

    def place(self, order: EngineOrder) -> Placement:
        self.placed += 1
        placement = self.real.place(order)
        if self.placed == 1:
            raise EngineUnavailable("engine_unavailable")
        return placement

    def find(self, order_id: str) -> Placement | None:
        return self.real.find(order_id)


@pytest.fixture
def idle(hub: HubServer, terminal: Terminal, make_order: MakeOrder) -> HubServer:
    """A hub with an accepted order and nobody who hands it over."""
    order = make_order((("S1", 2),))
    terminal.put(order)
    hub.stop()
    with hub.engine.begin() as database:
        database.execute(engine_order.delete())
        database.execute(stock.update().values(allocated=0))
        database.execute(shop_order.update().values(handed_over_at=None, attempts=0))
    return hub


def test_an_order_the_engine_took_without_an_answer_is_not_placed_again(
    idle: HubServer, clock: Clock
) -> None:
    engine = Stubborn(EmbeddedEngine(idle.engine))
    clock.ahead = timedelta(minutes=10)
    worker = Worker(idle.engine, engine, clock, threading.Event())
    assert worker.hand_over_next()
    assert not _handed_over(idle)
    assert not worker.hand_over_next()  # not due yet
    clock.ahead = timedelta(minutes=20)
    assert worker.hand_over_next()
    assert _handed_over(idle)
    assert engine.placed == 1
    assert _allocated(idle, "S1", "store-b") == 2


def test_an_order_placed_twice_is_in_the_engine_once(idle: HubServer) -> None:
    engine = EmbeddedEngine(idle.engine)
    placed: list[EngineOrder] = []

    class Recorder(Stubborn):
        def place(self, order: EngineOrder) -> Placement:
            placed.append(order)
            return engine.place(order)

    clock = idle.hub.clock
    worker = Worker(
        idle.engine, Recorder(engine), lambda: clock() + timedelta(hours=1), threading.Event()
    )
    assert worker.hand_over_next()
    assert engine.place(placed[0]) == engine.find(placed[0].id)
    assert _allocated(idle, "S1", "store-b") == 2


def test_an_order_accepted_before_a_crash_is_handed_over_after_it(
    idle: HubServer, clock: Clock, until: Until
) -> None:
    clock.ahead = timedelta(minutes=10)
    idle.start()
    until(lambda: _handed_over(idle))
    assert _allocated(idle, "S1", "store-b") == 2


def test_an_engine_away_for_a_week_leaves_its_orders_due(idle: HubServer, clock: Clock) -> None:
    with idle.engine.begin() as database:
        database.execute(shop_order.update().values(attempts=2_000))
    clock.ahead = timedelta(minutes=10)
    worker = Worker(idle.engine, EmbeddedEngine(idle.engine), clock, threading.Event())
    assert worker.hand_over_next()
    assert _handed_over(idle)


def test_an_order_that_cannot_be_read_lets_the_others_go_on(
    idle: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    with idle.engine.begin() as database:
        database.execute(shop_order.update().values(body=b"{}"))
    clock.ahead = timedelta(minutes=10)
    worker = Worker(idle.engine, EmbeddedEngine(idle.engine), clock, threading.Event())
    with pytest.raises(msgspec.ValidationError):
        worker.hand_over_next()
    assert not worker.hand_over_next()  # it waits its turn
