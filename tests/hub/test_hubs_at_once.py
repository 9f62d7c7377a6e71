"""Several hubs decide at the same moment over one PostgreSQL, and none gets in another's way."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import msgspec
import pytest
from sqlalchemy import func, select, update

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.customers import Recognition
from kiosk.errors import HubRefused
from kiosk.hub import admin
from kiosk.hub.context import Hub
from kiosk.hub.engines.embedded import baskets, stock_book
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.orders import holding
from kiosk.hub.orders.accept import accept
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import (
    calls,
    database,
    feed,
    grants,
    guessing,
    handover,
    reservations,
    staff,
    tables,
    terminals,
)
from kiosk.hub.storage.database import open_database, read, write
from kiosk.hub.storage.grants import CustomerGrant
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.hub.worker import Worker
from kiosk.wire.calls import StaffCall
from kiosk.wire.checkouts import CheckoutRequest
from kiosk.wire.terminals import EnrolRequest
from tests.hub.calling import Clock, MakeOrder, Terminal, collect
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.postgres

T = TypeVar("T")
ANNA = CustomerGrant("cust-1", Recognition.RECOGNISED, "basket-1")
HUBS = 6


@pytest.fixture
def with_worker() -> bool:
    return False


@pytest.fixture
def hubs(hub: HubServer) -> Iterator[list[Hub]]:
    """The same hub as other processes have it: each with connections of its own."""
    engines = [open_database(hub.engine.url) for _ in range(HUBS)]
    yield [replace(hub.hub, engine=engine, wake=threading.Event()) for engine in engines]
    for engine in engines:
        engine.dispose()


@pytest.fixture
def row(hub: HubServer, terminal: Terminal) -> TerminalRow:
    return admin.find_terminal(hub.engine, terminal.enrolled.terminal_id)


def at_once(hubs: list[Hub], job: Callable[[Hub, int], T], times: int = 1) -> list[T]:
    """Let each hub do a job at the same moment, so many times; return what came of each."""
    jobs = len(hubs) * times
    together = threading.Barrier(jobs)

    def run(number: int) -> T:
        together.wait(PATIENCE_S)
        return job(hubs[number % len(hubs)], number)

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(run, range(jobs)))


def outcome(job: Callable[[], object]) -> str:
    """Return "" or the code of the refusal."""
    try:
        job()
    except HubRefused as refusal:
        return refusal.code
    return ""


def test_decisions_on_the_same_pieces_neither_wait_for_each_other_nor_promise_any_twice(
    hub: HubServer,
    hubs: list[Hub],
    row: TerminalRow,
    make_order: MakeOrder,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_TRIES", 1)  # two that waited for each other would be seen
    skus, places = ("S1", "S2", "S3"), ("store-a", "store-b", "warehouse")
    checkouts = [str(uuid.uuid4()) for _ in range(8)]
    made = iter([make_order(tuple((sku, 1) for sku in skus)) for _ in range(30)])
    taking = threading.Lock()

    def order(one: Hub) -> None:
        with taking:
            mine = next(made, None)
        if mine is not None:
            accept(one, row, mine.id, msgspec.json.encode(mine), mine)

    def hold(one: Hub, chance: random.Random) -> None:
        lines = [collect(sku, 1, chance.choice(places[:2])) for sku in chance.sample(skus, 3)]
        with write(one.engine) as connection:
            request = CheckoutRequest(tuple(lines))
            holding.hold(connection, row, chance.choice(checkouts), request, one.clock())

    def let_go(one: Hub, chance: random.Random) -> None:
        with write(one.engine) as connection:
            holding.let_go(connection, row, chance.choice(checkouts), one.clock())

    def count(one: Hub, chance: random.Random) -> None:
        keys = [(sku, place, 50) for sku in skus for place in places]
        with write(one.engine) as connection:
            stock_book.set_stocks(connection, chance.sample(keys, 5))

    def sweep(one: Hub) -> None:
        clock.ahead += timedelta(minutes=4)  # some have expired
        with write(one.engine) as connection, reservations.opened(connection, one.clock()):
            pass

    def work(one: Hub, number: int) -> None:
        chance = random.Random(number)  # noqa: S311  # the same steps in each run
        engine = EmbeddedEngine(one.engine)
        worker = Worker(one.engine, engine, one.clock, one.wake)
        steps: list[Callable[[], object]] = [
            lambda: order(one),
            lambda: hold(one, chance),
            lambda: hold(one, chance),
            lambda: let_go(one, chance),
            lambda: count(one, chance),
            lambda: sweep(one),
            worker.hand_over_next,
        ]
        for _ in range(40):
            chance.choice(steps)()

    at_once(hubs, work)
    with read(hub.engine) as connection:
        held = select(func.coalesce(func.sum(tables.reservation.c.quantity), 0)).where(
            tables.reservation.c.sku == tables.stock.c.sku,
            tables.reservation.c.location_id == tables.stock.c.location_id,
        )
        table = tables.stock.c
        wrong = select(table.sku).where(
            (table.reserved != held.scalar_subquery())
            | (table.reserved + table.allocated > table.on_hand)
        )
        assert connection.execute(wrong).all() == []
        told = connection.scalars(
            select(tables.change.c.sequence).order_by(tables.change.c.sequence)
        ).all()
        assert list(told) == list(range(1, feed.head(connection) + 1))
        numbered = connection.scalars(
            select(tables.shop_order.c.sequence).order_by(tables.shop_order.c.sequence)
        ).all()
        assert list(numbered) == list(range(1, len(numbered) + 1))


def test_an_order_that_comes_to_all_hubs_at_once_is_one_order(
    hub: HubServer, hubs: list[Hub], row: TerminalRow, make_order: MakeOrder
) -> None:
    order = make_order()
    raw = msgspec.json.encode(order)
    answers = at_once(hubs, lambda one, _: accept(one, row, order.id, raw, order).answer)
    assert len(set(answers)) == 1
    assert len(admin.list_orders(hub.engine)) == 1


def test_no_two_workers_take_the_same_order(
    hub: HubServer, hubs: list[Hub], row: TerminalRow, make_order: MakeOrder
) -> None:
    for _ in range(2 * HUBS):
        order = make_order()
        accept(hub.hub, row, order.id, msgspec.json.encode(order), order)

    def take(one: Hub, _: int) -> str:
        with write(one.engine) as connection:
            claimed = handover.claim(connection, one.clock())
        return str(claimed.id) if claimed else ""

    taken = at_once(hubs, take, 2)
    assert len(set(taken)) == 2 * HUBS


def test_the_first_renewals_of_a_checkout_at_all_hubs_hold_its_pieces_once(
    hub: HubServer, hubs: list[Hub], row: TerminalRow
) -> None:
    checkout = str(uuid.uuid4())

    def hold(one: Hub, _: int) -> bool:
        with write(one.engine) as connection:
            request = CheckoutRequest((collect("S2", 2), collect("S1", 3)))
            answer = holding.hold(connection, row, checkout, request, one.clock())
        return all(line.held for line in answer.lines)

    assert all(at_once(hubs, hold, 2))
    with read(hub.engine) as connection:
        held = connection.execute(select(tables.reservation.c.quantity)).scalars()
        assert sorted(held) == [2, 3]


def test_guessing_cards_in_parallel_gains_nothing(hubs: list[Hub], row: TerminalRow) -> None:
    def guess(one: Hub) -> None:
        with write(one.engine) as connection:
            guessing.begin(connection, row.id, one.clock())

    came = Counter(at_once(hubs, lambda one, _: outcome(lambda: guess(one)), 4))
    assert came == {"": guessing.UNKNOWN_ALLOWED, "card_locked": 4 * HUBS - 10}


def test_guessing_a_pin_in_parallel_gains_nothing(hubs: list[Hub]) -> None:
    def guess(one: Hub, _: int) -> str:
        return outcome(lambda: staff.check_pin(one.engine, "17", "0000", one.clock()))

    came = Counter(at_once(hubs, guess, 2))
    allowed = staff.FAILURES_ALLOWED
    assert came == {"sign_in_failed": allowed, "sign_in_locked": 2 * HUBS - allowed}


def test_what_several_channels_put_into_a_basket_is_all_in_it_in_one_order(
    hub: HubServer, hubs: list[Hub]
) -> None:
    def put(one: Hub, number: int) -> None:
        ops = [
            BasketOp(f"{number}-{n}", OpKind.ADD, "S1", 1, "web", "2025-03-01T10:00:00+00:00")
            for n in range(3)
        ]
        with write(one.engine) as connection:
            baskets.append(connection, "basket-2", [*ops, replace(ops[0], id="shared")], "web")

    at_once(hubs, put, 2)
    with read(hub.engine) as connection:
        state = baskets.state(connection, "basket-2")
    assert state
    assert [op.sequence for op in state.log] == list(range(1, 6 * HUBS + 2))
    assert state.version == 6 * HUBS + 1


def test_a_code_makes_one_terminal_and_a_new_one_voids_the_others(
    hub: HubServer, hubs: list[Hub], clock: Clock
) -> None:
    codes = at_once(
        hubs, lambda one, _: admin.new_enrolment_code(one.engine, "shopper", "store-a", "Z1")
    )
    assert len(admin.waiting_codes(hub.engine)) == 1

    def enrol(one: Hub, number: int) -> None:
        with write(one.engine) as connection:
            code = codes[number % len(codes)]
            terminals.enrol(connection, EnrolRequest(code, "test", "1"), one.clock())

    came = Counter(at_once(hubs, lambda one, n: outcome(lambda: enrol(one, n)), 2))
    assert came == {"": 1, "enrolment_code_unknown": 2 * HUBS - 1}


def test_what_a_backup_holds_never_moves_back_and_one_hub_begins_a_new_history(
    hub: HubServer, hubs: list[Hub]
) -> None:
    with read(hub.engine) as connection:
        epoch, head = database.epoch(connection), feed.head(connection)

    def note(one: Hub, number: int) -> None:
        with write(one.engine) as connection:
            database.set_durable_through(connection, epoch, number)

    def begin(one: Hub, _: int) -> bool:
        with write(one.engine) as connection:
            return feed.begin_again(connection, head + 1, epoch)

    at_once(hubs, note, 2)
    with read(hub.engine) as connection:
        assert database.durable_through(connection) == 2 * HUBS - 1
    assert sorted(at_once(hubs, begin)) == [False] * (HUBS - 1) + [True]


def test_who_tidies_up_waits_for_nobody(
    hub: HubServer, hubs: list[Hub], row: TerminalRow, clock: Clock
) -> None:
    with write(hub.engine) as connection:
        for _ in range(50):
            grants.grant_customer(connection, row.id, ANNA, clock())
    clock.ahead += timedelta(hours=1)

    def grant(one: Hub, _: int) -> None:
        with write(one.engine) as connection:
            grants.grant_customer(connection, row.id, ANNA, one.clock())

    def call(one: Hub, _: int) -> None:
        with write(one.engine) as connection:
            calls.add(connection, StaffCall(str(uuid.uuid4()), ""), row, one.clock())

    at_once(hubs, grant, 2)
    at_once(hubs, call, 2)
    with read(hub.engine) as connection:
        left = connection.scalar(select(func.count()).select_from(tables.customer_grant))
        assert left == 2 * HUBS
        assert len(calls.open_at(connection, "store-a", clock())) == calls.AT_ONCE


def test_who_reads_sees_one_state_and_writes_nothing(hub: HubServer) -> None:
    with read(hub.engine) as connection:
        before = feed.head(connection)
        admin.set_price(hub.engine, "S1", 5)
        assert feed.head(connection) == before
        refused = update(tables.setting).values(value="")
        with pytest.raises(database.FAULTS, match="read-only"):
            connection.execute(refused)
