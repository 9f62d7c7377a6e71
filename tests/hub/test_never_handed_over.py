"""An order that the engine does not take: staff hear of it, and it is tried on and on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import Connection, event, select

from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import handover
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import shop_order, staff_task
from kiosk.hub.worker import Worker
from kiosk.wire.staff import StaffTask
from tests.hub.calling import Clock, MakeOrder, Terminal, handed_over, level, worker_of


@pytest.fixture
def with_worker() -> bool:
    return False


@dataclass
class Refusing:
    """An engine that takes nothing."""

    fault: Exception = field(default_factory=lambda: EngineUnavailable("engine_unavailable"))

    def place(self, order: EngineOrder) -> Placement:
        raise self.fault

    def status(self, order_id: str) -> Placement | None:
        return None


def _open(terminal: Terminal) -> list[StaffTask]:
    answer = terminal.ask("GET", "/staff/tasks", Kiosk_Staff=terminal.sign_in()["grant"])
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=list[StaffTask])


def _try(worker: Worker, clock: Clock, times: int) -> None:
    for _ in range(times):
        with suppress(RuntimeError, msgspec.ValidationError):
            worker.hand_over_next()
        clock.ahead += timedelta(minutes=6)


def _tasks(hub: HubServer) -> list[tuple[str, str]]:
    with read(hub.engine) as database:
        rows = database.execute(select(staff_task.c.kind, staff_task.c.sku)).all()
    return [(row.kind, row.sku) for row in rows]


@pytest.fixture
def waiting(hub: HubServer, terminal: Terminal, make_order: MakeOrder) -> HubServer:
    """A hub with an accepted order of two pieces that nobody has handed over."""
    assert terminal.put(make_order((("S1", 2),))).status_code == 201
    return hub


@pytest.mark.parametrize("attempts", [0, 9])
def test_a_clock_that_is_set_back_keeps_no_order_waiting(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock, attempts: int
) -> None:
    clock.ahead = timedelta(days=1)
    terminal.put(make_order())
    away = worker_of(hub, clock, Refusing())
    for _ in range(attempts):
        assert away.hand_over_next()
        clock.ahead += timedelta(minutes=6)
    clock.ahead = timedelta()
    assert worker_of(hub, clock).hand_over_next()
    assert handed_over(hub)


@pytest.mark.parametrize("fault", [RuntimeError("never"), EngineUnavailable("engine_unavailable")])
def test_an_order_the_engine_never_takes_is_laid_before_staff_once_until_it_does(
    waiting: HubServer, terminal: Terminal, clock: Clock, fault: Exception
) -> None:
    work = worker_of(waiting, clock, Refusing(fault))
    _try(work, clock, handover.TRIES_UNTOLD)
    assert _open(terminal) == []
    _try(work, clock, 3)
    (task,) = _open(terminal)
    assert (task.kind, task.sku, task.phone) == ("not_handed_over", "", "+79005550011")
    assert worker_of(waiting, clock).hand_over_next(), "it is tried on and on"
    assert (_open(terminal), _tasks(waiting)) == ([], [])
    assert (handed_over(waiting), level(waiting.engine).allocated) == (True, 2)


def test_an_order_staff_were_told_of_is_not_laid_before_them_again(
    waiting: HubServer, terminal: Terminal, clock: Clock
) -> None:
    work = worker_of(waiting, clock, Refusing())
    _try(work, clock, handover.TRIES_UNTOLD + 1)
    (task,) = _open(terminal)
    grant = terminal.sign_in()["grant"]
    terminal.ask("POST", f"/staff/tasks/{task.id}/done", Kiosk_Staff=grant)
    _try(work, clock, 3)
    assert worker_of(waiting, clock).hand_over_next()
    assert (_open(terminal), _tasks(waiting)) == ([], [("not_handed_over", "")])


def test_an_order_that_cannot_be_read_is_told_to_staff_by_its_number(
    waiting: HubServer, terminal: Terminal, clock: Clock
) -> None:
    with waiting.engine.begin() as database:
        database.execute(shop_order.update().values(body=b"{}"))
    _try(worker_of(waiting, clock), clock, handover.TRIES_UNTOLD + 1)
    (task,) = _open(terminal)
    assert task.number and (task.kind, task.customer) == ("not_handed_over", "")


@pytest.mark.sqlite
def test_looking_for_due_orders_reads_none_that_was_handed_over(
    waiting: HubServer, clock: Clock
) -> None:
    asked: list[tuple[str, object]] = []

    def note(_: Connection, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    with write(waiting.engine) as database:
        event.listen(database, "before_cursor_execute", note)
        handover.claim(database, clock())
        statement, parameters = asked[0]
        assert isinstance(parameters, tuple)
        plan = database.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert [row.detail for row in plan] == ["SCAN shop_order USING INDEX shop_order_to_hand_over"]
