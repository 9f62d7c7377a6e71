"""The feed in, the outbox out: neither holds the other up, and no fault ends the rounds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubRefused, HubUnreachable, KioskError, NotAuthorised, StoreFull
from kiosk.ports import FeedPosition, OutboxRow
from kiosk.services.link import Reach
from kiosk.services.syncing import Syncing
from kiosk.wire.feed import ChangesPage
from kiosk.wire.orders import OrderAnswer
from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop, build_fake_shop, rub

ROW = OutboxRow("o1", "T7-00001-X", OutboxState.PENDING, "2026-11-21T12:00:00+00:00", 0, "", b"{}")


@pytest.fixture
def main() -> MainThread:
    return MainThread()


@pytest.fixture
def shop(tmp_path: Path, main: MainThread) -> Iterator[FakeShop]:
    shop = build_fake_shop(tmp_path, main.waiting.put, main.bugs.append)
    yield shop
    shop.terminal.lanes.close()


@pytest.fixture
def sent(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The orders that reached the hub, one row of the outbox being due."""
    arrived: list[str] = []

    def put_order(order_id: str, _: bytes) -> OrderAnswer:
        arrived.append(order_id)
        return OrderAnswer(order_id, ROW.number, "accepted", rub(1), 0)

    monkeypatch.setattr(shop.hub, "put_order", put_order)
    shop.outbox.put(ROW)
    return arrived


def fail(error: BaseException) -> Callable[..., None]:
    def broken(*_: object) -> None:
        raise error

    return broken


@pytest.mark.parametrize("fault", [StoreFull("store_full"), HubUnreachable("hub_too_new")])
def test_a_catalogue_that_cannot_be_kept_holds_no_order_back(
    shop: FakeShop,
    main: MainThread,
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
    fault: KioskError,
) -> None:
    monkeypatch.setattr(shop.terminal.store, "apply_page", fail(fault))
    syncing = shop.terminal.syncing
    syncing.tick()
    main.run_next()
    assert (syncing.link.reach, syncing.link.reason) == (Reach.OFFLINE, fault.code)
    for _ in range(3):  # leased, sent, settled
        main.run_next()
    assert sent == ["o1"]
    assert shop.outbox.rows()[0].state is OutboxState.ACCEPTED


def test_a_hub_out_of_reach_is_not_asked_to_take_orders(
    shop: FakeShop, main: MainThread, sent: list[str]
) -> None:
    shop.cut_cable()
    main.run_next()
    assert shop.terminal.syncing.link.reach is Reach.OFFLINE
    assert (main.waiting.empty(), sent) == (True, [])


def test_orders_go_out_while_a_long_download_comes_in(
    shop: FakeShop, main: MainThread, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing = shop.terminal.syncing
    shop.outbox.accept("o1", b"")
    online(syncing, main)
    main.run_next()  # nothing is due
    page, complete = shop.hub.changes(7, 500), threading.Event()

    def changes(*_: object) -> ChangesPage:
        complete.wait()
        return page

    monkeypatch.setattr(shop.hub, "changes", changes)
    syncing.tick()
    main.run_next()  # nothing is due
    shop.outbox.put(ROW)
    try:
        syncing.tick()
        while not sent:
            main.run_next()
    finally:
        complete.set()


def test_a_bug_in_one_round_does_not_end_the_rounds(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing, store = shop.terminal.syncing, shop.terminal.store
    with monkeypatch.context() as broken:
        broken.setattr(store, "position", fail(OverflowError()))
        syncing.tick()
        main.run_next()
    assert [type(bug) for bug in main.bugs] == [OverflowError]
    online(syncing, main)


def test_a_bug_in_the_outbox_does_not_end_its_leases(
    shop: FakeShop, main: MainThread, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing = shop.terminal.syncing
    with monkeypatch.context() as broken:
        broken.setattr(shop.outbox, "lease", fail(OverflowError()))
        online(syncing, main)
        main.run_next()
    assert [type(bug) for bug in main.bugs] == [OverflowError]
    syncing.drain()
    while not sent:
        main.run_next()


@pytest.mark.parametrize("now", ["yesterday", "2026-11-21T12:00:00"])
def test_a_page_without_a_time_is_nonsense_and_no_bug(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    page = shop.hub.changes(7, 500)
    monkeypatch.setattr(shop.hub, "changes", lambda *_: type(page)(page.epoch, (), 7, False, now))
    shop.terminal.syncing.tick()
    main.run_next()
    assert main.bugs == []
    assert shop.terminal.syncing.link.reason == "hub_nonsense"
    assert shop.terminal.store.position() == FeedPosition("epoch-1", 7, "0" * 64)


def online(syncing: Syncing, main: MainThread) -> None:
    """Let one round go well."""
    syncing.tick()
    while not syncing.link.online:
        main.run_next()


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (HubRefused("order_invalid", 422), OutboxState.REJECTED),
        (HubRefused("bad_request", 400), OutboxState.REJECTED),
        (HubRefused("not_found", 404), OutboxState.PENDING),
        (NotAuthorised("terminal_revoked", 401), OutboxState.PENDING),
    ],
)
def test_only_a_judgement_of_the_order_itself_rejects_it(
    shop: FakeShop,
    main: MainThread,
    monkeypatch: pytest.MonkeyPatch,
    refusal: HubRefused,
    state: OutboxState,
) -> None:
    monkeypatch.setattr(shop.hub, "put_order", fail(refusal))
    shop.outbox.put(ROW)
    online(shop.terminal.syncing, main)
    for _ in range(2):  # leased, answered
        main.run_next()
    if state is OutboxState.REJECTED:
        main.run_next()  # written
    shop.terminal.lanes.close()
    found = shop.outbox.rows()[0].state
    assert found is state or (found is OutboxState.SENT and state is OutboxState.PENDING)
