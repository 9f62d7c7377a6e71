"""Accepted, and not yet in the engine: nobody sees the gap, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert

from kiosk.domain.orders import Fallback
from kiosk.hub import admin
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.tables import history
from kiosk.hub.engines.port import By, Customer, EngineOrder, EngineUnavailable, Placement
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.hub.storage.database import write
from kiosk.wire.customers import Granted, Profile
from kiosk.wire.orders import Evidence, OrderBody
from tests.hub.calling import Clock, Enrol, MakeOrder, Terminal, handed_over, worker_of

CARD = "2990000000018"
BEGAN = 100  # points


class Restless(EmbeddedEngine):
    """The embedded engine (labelled): it may be away, or die when it has placed an order."""

    away = False
    dies = False
    looks: Callable[[], None] = staticmethod(lambda: None)

    def customer(self, by: By, value: str) -> Customer | None:
        if self.away:
            raise EngineUnavailable("engine_unavailable")
        found = super().customer(by, value)
        self.looks()
        return found

    def place(self, order: EngineOrder) -> Placement:
        if self.away:
            raise EngineUnavailable("engine_unavailable")
        placement = super().place(order)
        if self.dies:
            raise KeyboardInterrupt
        return placement


@pytest.fixture
def hub(
    settings: HubSettings, clock: Clock, stopping: Callable[[HubServer], None]
) -> Iterator[HubServer]:
    server = HubServer(settings, clock, worker=False)
    server.hub = replace(server.hub, commerce=Restless(server.engine, clock))
    server.start()
    yield server
    stopping(server)


@pytest.fixture
def engine(hub: HubServer) -> Restless:
    assert isinstance(hub.commerce, Restless)
    return hub.commerce


def of_anna(make_order: MakeOrder) -> OrderBody:
    return make_order(
        tier_id="gold",
        customer_id="cust-1",
        evidence=Evidence("card", card_number=CARD),
        basket_id="basket-1",
        basket_op_ids=("op-1",),
    )


def recognised(terminal: Terminal) -> Granted:
    answer = terminal.ask("POST", "/customers/recognise", {"card_number": CARD})
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Granted)


def seen(terminal: Terminal) -> tuple[int, int, list[str], int]:
    """Points by card, points and orders as staff see them, and how many lines the basket has."""
    staff = terminal.sign_in()["grant"]
    granted = terminal.ask("POST", "/customers/cust-1/open", Kiosk_Staff=staff).json()["grant"]
    answer = terminal.ask("GET", "/customers/me", Kiosk_Grant=granted)
    profile = msgspec.json.decode(answer.content, type=Profile)
    state = terminal.ask("GET", "/baskets/basket-1", Kiosk_Grant=granted).json()
    gone = {seen for op in state["log"] if op["kind"] == "remove" for seen in op["seen"]}
    lines = [op for op in state["log"] if op["kind"] == "add" and op["id"] not in gone]
    assert state["version"] == len({op["id"] for op in state["log"]})
    titles = [event.title for event in profile.history if event.channel == "store"]
    return recognised(terminal).account.points, profile.account.points, titles, len(lines)


def test_what_an_order_means_is_seen_before_the_engine_has_it(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    assert seen(terminal) == (BEGAN, BEGAN, [], 1)
    order = of_anna(make_order)
    points = BEGAN + terminal.put(order).json()["points"]
    assert points > BEGAN
    assert not handed_over(hub)
    assert seen(terminal) == (points, points, [order.number], 0)
    assert worker_of(hub, clock).hand_over_next()
    assert seen(terminal) == (points, points, [order.number], 0)


def test_a_death_between_the_two_steps_is_seen_by_nobody_and_doubles_nothing(
    hub: HubServer, engine: Restless, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    order = of_anna(make_order)
    points = BEGAN + terminal.put(order).json()["points"]
    engine.dies = True
    with suppress(KeyboardInterrupt):
        worker_of(hub, clock, engine).hand_over_next()
    engine.dies = False
    assert not handed_over(hub), "the engine has it, and the hub does not know"
    assert seen(terminal) == (points, points, [order.number], 0)
    clock.ahead = timedelta(minutes=10)
    assert worker_of(hub, clock, engine).hand_over_next()
    assert handed_over(hub)
    assert seen(terminal) == (points, points, [order.number], 0)


def test_an_order_that_comes_in_between_two_looks_counts_once(
    hub: HubServer, engine: Restless, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    points = BEGAN + terminal.put(of_anna(make_order)).json()["points"]
    waiting = [worker_of(hub, clock).hand_over_next]
    engine.looks = lambda: waiting and waiting.pop()()  # type: ignore[assignment]  # a play
    assert recognised(terminal).account.points == points
    assert handed_over(hub)


def test_without_the_engine_guests_order_and_the_others_later(
    hub: HubServer, engine: Restless, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    engine.away = True
    assert terminal.put(make_order()).status_code == 201
    order = of_anna(make_order)
    for _ in range(2):
        refused = terminal.put(order)
        assert (refused.status_code, refused.json()["code"]) == (503, "server_error")
        assert int(refused.headers["Retry-After"]) > 0
    asked = terminal.ask("POST", "/customers/recognise", {"card_number": CARD})
    assert asked.status_code == 503
    engine.away = False
    assert terminal.put(order).status_code == 201


def test_cards_that_nobody_could_look_up_lock_no_terminal(
    engine: Restless, terminal: Terminal
) -> None:
    engine.away = True
    for _ in range(20):
        asked = terminal.ask("POST", "/customers/recognise", {"card_number": CARD})
        assert asked.status_code == 503
    engine.away = False
    assert recognised(terminal).account.points == BEGAN


def test_an_order_of_which_nothing_is_left_leaves_the_basket_and_is_in_the_history(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    for place in ("store-a", "store-b", "warehouse"):
        admin.set_stock(hub.engine, "S1", place, 0)
    order = msgspec.structs.replace(of_anna(make_order), fallback=Fallback.LEAVE_OUT)
    assert terminal.put(order).json()["status"] == "backorder"
    for _ in range(2):
        assert seen(terminal) == (BEGAN, BEGAN, [order.number], 0)
        worker_of(hub, clock).hand_over_next()
    assert handed_over(hub)


def test_an_order_that_the_release_before_entered_is_not_entered_again(
    hub: HubServer, engine: Restless, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    """It credited points and wrote the history when it accepted the order."""
    order = of_anna(make_order)
    terminal.put(order)
    with write(hub.engine) as database:
        row = {"id": order.id, "customer_id": "cust-1", "at": "2025-06-01", "body": "{}"}
        database.execute(insert(history).values(row))
    assert worker_of(hub, clock).hand_over_next()
    anna = engine.customer(By.ID, "cust-1")
    assert anna
    assert anna.points == BEGAN


def test_a_terminal_of_another_customer_sees_none_of_it(
    terminal: Terminal, enrol: Enrol, make_order: MakeOrder
) -> None:
    order = of_anna(make_order)
    terminal.put(order)
    other = enrol("T9")
    granted = other.ask("POST", "/customers/recognise", {"card_number": CARD}).json()["grant"]
    assert other.ask("GET", "/customers/me", Kiosk_Grant=granted).status_code == 403
    assert other.ask("GET", "/baskets/basket-2", Kiosk_Grant=granted).status_code == 403
