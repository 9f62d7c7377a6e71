"""The outbox empties as fast as the hub takes it, and not faster."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubUnreachable
from kiosk.ports.hub import Answered
from kiosk.ports.orders import OutboxRow
from kiosk.services.draining import BATCH, delay_s
from kiosk.wire.orders import OrderAnswer
from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop, rub
from tests.patience import PATIENCE_S

QUEUED = 5 * BATCH


@pytest.fixture(autouse=True)
def lending(shop: FakeShop) -> None:
    """The outbox lends rows as the real one does."""
    shop.outbox.lends = True


def queue(shop: FakeShop, count: int = QUEUED) -> None:
    for n in range(count):
        at = "2026-11-21T12:00:00+00:00"
        shop.outbox.put(OutboxRow(f"o{n}", f"T7-{n}", OutboxState.PENDING, at, 0, "", b"{}"))


def answer(order_id: str) -> Answered:
    return Answered(OrderAnswer(order_id, order_id, "confirmed", rub(1), 0), "epoch-1")


def put_orders(
    shop: FakeShop, monkeypatch: pytest.MonkeyPatch, put: Callable[[str], Answered]
) -> None:
    monkeypatch.setattr(shop.hub, "put_order", lambda order_id, *_: put(order_id))


def accepted(shop: FakeShop) -> int:
    return sum(row.state is OutboxState.ACCEPTED for row in shop.outbox.rows())


def go_online(shop: FakeShop, main: MainThread) -> None:
    shop.terminal.syncing.tick()
    main.until(lambda: shop.terminal.syncing.link.online)


def test_one_contact_with_the_hub_empties_a_long_queue(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(shop)
    put_orders(shop, monkeypatch, answer)
    go_online(shop, main)
    main.until(lambda: accepted(shop) == QUEUED)


def test_an_order_that_is_sent_again_takes_its_first_answer_along(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: dict[str, bytes] = {}

    def put(order_id: str, _: bytes, first: bytes) -> Answered:
        sent[order_id] = first
        return answer(order_id)

    queue(shop, 2)
    row = shop.outbox.row("o1")
    assert row is not None
    shop.outbox.put(replace(row, answer=b"as it was"))
    monkeypatch.setattr(shop.hub, "put_order", put)
    go_online(shop, main)
    main.until(lambda: accepted(shop) == 2)
    assert sent == {"o0": b"", "o1": b"as it was"}


def test_one_order_that_hangs_holds_up_no_other(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def put(order_id: str) -> Answered:
        if order_id == "o0":
            released.wait(PATIENCE_S)
        return answer(order_id)

    queue(shop)
    put_orders(shop, monkeypatch, put)
    go_online(shop, main)
    try:
        main.until(lambda: accepted(shop) == QUEUED - 1)
    finally:
        released.set()
    main.until(lambda: accepted(shop) == QUEUED)


def test_a_hub_that_asks_for_a_pause_gets_it_for_all_orders(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def busy(order_id: str) -> Answered:
        tried.append(order_id)
        raise HubUnreachable("hub_unreachable", retry_after_s=30)

    queue(shop)
    put_orders(shop, monkeypatch, busy)
    go_online(shop, main)
    main.until(lambda: len(shop.outbox.retries) == BATCH)
    leases = shop.outbox.leases
    for _ in range(3):
        shop.terminal.syncing.drain()
    assert (shop.outbox.leases, len(tried)) == (leases, BATCH)
    put_orders(shop, monkeypatch, answer)
    shop.clock.advance(32)
    shop.terminal.syncing.drain()
    main.until(lambda: accepted(shop) == QUEUED)


def test_bugs_while_sending_do_not_end_the_sending(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(_: str) -> Answered:
        raise OverflowError

    queue(shop, BATCH)
    put_orders(shop, monkeypatch, bug)
    go_online(shop, main)
    main.until(lambda: len(main.bugs) == BATCH)
    for row in shop.outbox.rows():
        shop.outbox.retry_at(row.order_id, 0)  # their leases are over
    put_orders(shop, monkeypatch, answer)
    shop.terminal.syncing.drain()
    main.until(lambda: accepted(shop) == BATCH)


def test_waits_spread_and_stay_within_a_minute() -> None:
    for attempts in range(1, 200):
        waits = [delay_s(attempts, None) for _ in range(50)]
        assert all(1 <= wait <= 60 for wait in waits)
        assert len(set(waits)) > 40
    asked = [delay_s(1, 7.0) for _ in range(50)]
    assert all(7 <= wait <= 8 for wait in asked)
