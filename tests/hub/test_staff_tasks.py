"""What needs a person reaches the people of the right store, until one of them closes it."""

from __future__ import annotations

from datetime import timedelta

import httpx
import msgspec
import pytest
from sqlalchemy import select

from kiosk.domain.orders import Contact, Fallback
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tables import staff_task
from kiosk.wire.orders import Evidence
from kiosk.wire.staff import StaffTask
from tests.hub.calling import Clock, Enrol, MakeOrder, Terminal


@pytest.fixture
def with_worker() -> bool:
    return False


def _open(terminal: Terminal, grant: str) -> list[StaffTask]:
    answer = terminal.ask("GET", "/staff/tasks", Kiosk_Staff=grant)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=list[StaffTask])


@pytest.fixture
def vera(hub: HubServer, terminal: Terminal) -> str:
    """An assistant of store A is signed in, and S1 is sold in store B."""
    admin.set_stock(hub.engine, "S1", "store-b", 0)
    return terminal.sign_in()["grant"]


def test_a_task_says_which_order_which_line_and_whom_to_call(
    terminal: Terminal, vera: str, make_order: MakeOrder
) -> None:
    guest = make_order(contact=Contact("+79005550011", "Мария"), fallback=Fallback.ELSEWHERE)
    known = make_order(evidence=Evidence("card", card_number="2990000000018"), contact=Contact())
    terminal.put(guest)
    terminal.put(known)
    first, second = _open(terminal, vera)
    assert (first.kind, first.order_id, first.number) == ("moved", guest.id, guest.number)
    assert (first.sku, first.name) == ("S1", "Dress")
    assert (bool(first.location_id), second.location_id) == (True, "")
    assert (first.customer, first.phone) == ("Мария", "+79005550011")
    assert (second.kind, second.customer, second.phone) == (
        "backorder",
        "Анна Ёлкина",
        "•• •• 22 01",
    )


def test_tasks_are_for_the_store_where_the_order_was_taken(
    terminal: Terminal, enrol: Enrol, vera: str, make_order: MakeOrder
) -> None:
    there = enrol("T2", "store-b")
    terminal.put(make_order())
    there.put(make_order(location_id="store-b", number=there.next_number()))
    oleg = terminal.sign_in("18", "4712")["grant"]
    at_a, at_b = _open(terminal, vera), _open(terminal, oleg)
    assert (len(at_a), len(at_b)) == (1, 1)
    assert at_a[0].order_id != at_b[0].order_id
    foreign = terminal.ask("POST", f"/staff/tasks/{at_b[0].id}/done", Kiosk_Staff=vera)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
    assert len(_open(terminal, oleg)) == 1


def test_the_oldest_task_comes_first_and_a_closed_one_no_more(
    hub: HubServer, terminal: Terminal, vera: str, make_order: MakeOrder, clock: Clock
) -> None:
    orders = [make_order() for _ in range(3)]
    for minute, order in enumerate(orders):
        clock.ahead = timedelta(minutes=minute)
        terminal.put(order)
    found = _open(terminal, vera)
    assert [task.order_id for task in found] == [order.id for order in orders]
    path = f"/staff/tasks/{found[1].id}/done"
    answers = [terminal.ask("POST", path, Kiosk_Staff=vera) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert [task.id for task in _open(terminal, vera)] == [found[0].id, found[2].id]
    with read(hub.engine) as database:
        done = select(staff_task.c.done_by).where(staff_task.c.id == found[1].id)
        assert database.scalar(done) == "s1"


def test_nobody_sees_or_closes_tasks_without_being_signed_in(
    terminal: Terminal, vera: str, make_order: MakeOrder, enrol: Enrol, web: httpx.Client
) -> None:
    terminal.put(make_order())
    path = f"/staff/tasks/{_open(terminal, vera)[0].id}/done"
    other = enrol("T2")
    refusals = [
        terminal.ask("GET", "/staff/tasks"),
        terminal.ask("POST", path),
        other.ask("GET", "/staff/tasks", Kiosk_Staff=vera),
        other.ask("POST", path, Kiosk_Staff=vera),
    ]
    assert {(r.status_code, r.json()["code"]) for r in refusals} == {(403, "grant_ended")}
    assert web.get("/staff/tasks").status_code == 403
    assert len(_open(terminal, vera)) == 1
