"""The feed in, the outbox out: neither holds the other up, and no fault ends the rounds."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import msgspec
import pytest

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubRefused, HubUnreachable, NotAuthorised, StoreFull
from kiosk.lanes import Lane
from kiosk.ports.catalogue import FeedPosition
from kiosk.ports.hub import Answered
from kiosk.ports.orders import OutboxRow
from kiosk.services.draining import BATCH
from kiosk.services.link import Reach
from kiosk.services.syncing import Syncing
from kiosk.wire.feed import ChangesPage
from kiosk.wire.orders import OrderAnswer
from tests.core.test_lanes import MainThread
from tests.fake_hub import MANIFEST
from tests.fakes import FakeShop, rub
from tests.patience import PATIENCE_S

ROW = OutboxRow("o1", "T7-00001-X", OutboxState.PENDING, "2026-11-21T12:00:00+00:00", 0, "", b"{}")


@pytest.fixture
def sent(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The orders that reached the hub, one row of the outbox being due."""
    arrived: list[str] = []

    def put_order(order_id: str, _: bytes, __: bytes = b"") -> Answered:
        arrived.append(order_id)
        return Answered(OrderAnswer(order_id, ROW.number, "confirmed", rub(1), 0), "epoch-1")

    monkeypatch.setattr(shop.hub, "put_order", put_order)
    shop.outbox.put(ROW)
    return arrived


def fail(error: BaseException) -> Callable[..., None]:
    def broken(*_: object) -> None:
        raise error

    return broken


def test_a_page_that_cannot_be_kept_holds_no_order_back(
    shop: FakeShop, main: MainThread, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = StoreFull("store_full")
    monkeypatch.setattr(shop.store, "apply_page", fail(fault))
    syncing = shop.terminal.syncing
    syncing.tick()
    main.run_next()
    assert (syncing.link.reach, syncing.link.reason) == (Reach.OFFLINE, fault.code)
    for _ in range(3):  # leased, sent, settled
        main.run_next()
    assert sent == ["o1"]
    assert shop.outbox.rows()[0].state is OutboxState.ACCEPTED


@pytest.fixture
def leased(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many orders were asked for, each time."""
    limits: list[int] = []
    lease = shop.outbox.lease
    shop.outbox.lends = True

    def note(now_ms: int, limit: int) -> Sequence[OutboxRow]:
        limits.append(limit)
        return lease(now_ms, limit)

    monkeypatch.setattr(shop.outbox, "lease", note)
    return limits


def queue_rows(shop: FakeShop, count: int) -> None:
    for n in range(count):
        shop.outbox.put(replace(ROW, order_id=f"o{n}"))


def test_a_hub_out_of_reach_is_offered_one_order_a_round(
    shop: FakeShop, main: MainThread, leased: list[int]
) -> None:
    queue_rows(shop, BATCH)
    shop.hub.reachable = False
    syncing = shop.terminal.syncing
    for rounds in (1, 2, 3):
        syncing.tick()
        main.until(lambda rounds=rounds: len(shop.outbox.retries) == rounds)  # type: ignore[misc]  # bound per turn
        assert syncing.link.reach is Reach.OFFLINE
    assert leased == [1, 1, 1]
    at_once = int(shop.clock.monotonic() * 1000)
    assert shop.outbox.retries == [at_once] * 3  # the rounds are pause enough


def test_a_hub_that_hangs_is_not_offered_a_second_order_meanwhile(
    shop: FakeShop, main: MainThread, leased: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    released, hangs = threading.Event(), threading.Event()

    def put_order(*_: object) -> Answered:
        hangs.set()
        released.wait(PATIENCE_S)
        raise HubUnreachable("hub_unreachable")

    monkeypatch.setattr(shop.hub, "changes", fail(HubUnreachable("hub_unreachable")))
    monkeypatch.setattr(shop.hub, "put_order", put_order)
    queue_rows(shop, BATCH)
    syncing = shop.terminal.syncing
    syncing.tick()
    main.until(hangs.is_set)
    try:
        syncing.tick()
        main.until(lambda: not syncing._following)
        written: list[None] = []
        shop.terminal.lanes.run(Lane.DISK, lambda: None, written.append)
        main.until(lambda: written)  # and whatever was asked of the disk before
        assert leased == [1]
    finally:
        released.set()


def test_a_feed_that_fails_holds_no_order_back(
    shop: FakeShop, main: MainThread, leased: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_order(order_id: str, *_: bytes) -> Answered:
        return Answered(OrderAnswer(order_id, ROW.number, "confirmed", rub(1), 0), "epoch-1")

    monkeypatch.setattr(shop.hub, "put_order", put_order)
    monkeypatch.setattr(shop.hub, "changes", fail(HubUnreachable("hub_nonsense")))
    queue_rows(shop, 2 * BATCH)
    shop.terminal.syncing.tick()
    main.until(lambda: shop.outbox.counts().unsent == 0)
    assert shop.terminal.syncing.link.reason == "hub_nonsense"
    assert (leased[0], set(leased[1:])) == (1, {BATCH})


def test_a_terminal_that_was_revoked_offers_no_order(
    shop: FakeShop, main: MainThread, leased: list[int]
) -> None:
    queue_rows(shop, 1)
    shop.hub.revoked = True
    shop.terminal.syncing.tick()
    main.run_next()
    assert shop.terminal.syncing.link.reach is Reach.REFUSED
    assert (main.waiting.empty(), leased) == (True, [])


def test_orders_go_out_while_a_long_download_comes_in(
    shop: FakeShop, main: MainThread, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing = shop.terminal.syncing
    shop.outbox.accept("o1", b"", "epoch-1", 1)
    online(syncing, main)
    main.until(lambda: shop.outbox.leases)
    page, complete = shop.hub.changes(7, 500), threading.Event()

    def changes(*_: object) -> ChangesPage:
        complete.wait()
        return page

    monkeypatch.setattr(shop.hub, "changes", changes)
    syncing.tick()
    shop.outbox.put(ROW)
    try:
        syncing.tick()
        main.until(lambda: sent)
    finally:
        complete.set()


def test_a_bug_in_one_round_does_not_end_the_rounds(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing, store = shop.terminal.syncing, shop.store
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
        main.until(lambda: main.bugs)
    assert {type(bug) for bug in main.bugs} == {OverflowError}
    syncing.drain()
    main.until(lambda: sent)


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
    assert shop.store.position() == FeedPosition("epoch-1", 7, "0" * 64, 7)


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
    retried = state is OutboxState.PENDING
    main.until(lambda: shop.outbox.retries if retried else shop.outbox.rows()[0].reason)
    assert shop.outbox.rows()[0].state is state


class Stream:
    """The hub's stream as a test plays it."""

    def __init__(self) -> None:
        self.opened = 0
        self.events: queue.Queue[int | None] = queue.Queue()

    def listen(self, heard: Callable[[int], None]) -> None:
        self.opened += 1
        while (event := self.events.get(timeout=PATIENCE_S)) is not None:
            heard(event)
        raise HubUnreachable("hub_unreachable")


@pytest.fixture
def stream(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stream]:
    stream = Stream()
    monkeypatch.setattr(shop.hub, "listen", stream.listen)
    yield stream
    stream.events.put(None)


@pytest.fixture
def rounds(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time the feed was asked."""
    asked: list[int] = []
    changes = shop.hub.changes

    def count(since: int, limit: int, epoch: str = "") -> ChangesPage:
        asked.append(since)
        return changes(since, limit, epoch)

    monkeypatch.setattr(shop.hub, "changes", count)
    return asked


def test_the_stream_says_when_there_is_something_new(
    shop: FakeShop, main: MainThread, stream: Stream, rounds: list[int]
) -> None:
    online(shop.terminal.syncing, main)
    assert len(rounds) == 1
    stream.events.put(8)
    main.until(lambda: len(rounds) == 2)
    assert stream.opened == 1


def test_a_stream_that_breaks_is_noticed_at_once_and_opened_again_later(
    shop: FakeShop, main: MainThread, stream: Stream, rounds: list[int]
) -> None:
    online(shop.terminal.syncing, main)
    stream.events.put(None)
    main.until(lambda: len(rounds) == 2)
    main.until(main.waiting.empty)
    assert stream.opened == 1
    shop.clock.advance(31)  # the longest wait
    shop.terminal.syncing.tick()
    main.until(lambda: stream.opened == 2)


def test_the_feed_is_asked_at_intervals_only_while_the_stream_is_silent(
    shop: FakeShop, main: MainThread, stream: Stream, rounds: list[int]
) -> None:
    syncing = shop.terminal.syncing
    syncing.start(3600, 15)
    main.until(lambda: len(rounds) == 1)
    stream.events.put(7)
    main.until(lambda: len(rounds) == 2)
    main.until(lambda: syncing.link.online)
    beat = syncing._beat  # what the timer calls
    shop.clock.advance(10)
    beat()
    assert len(rounds) == 2
    shop.clock.advance(10)
    beat()
    main.until(lambda: len(rounds) == 3)


def test_a_restored_hub_is_sent_again_what_it_forgot_in_every_run(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.services.snapshots.SPREAD_ANEW_S", 0.0)
    syncing, page = shop.terminal.syncing, shop.hub.changes(7, 500)
    online(syncing, main)
    main.until(lambda: shop.outbox.released)
    assert shop.outbox.epochs == ["epoch-1"]  # a crash may have come before the last resend
    restored = msgspec.structs.replace(page, epoch="epoch-2", durable_through=5)
    status = shop.hub.status()
    monkeypatch.setattr(shop.hub, "changes", lambda *_: restored)
    monkeypatch.setattr(
        shop.hub, "status", lambda: msgspec.structs.replace(status, epoch="epoch-2")
    )
    shop.hub.newest = msgspec.structs.replace(MANIFEST, epoch="epoch-2", sha256="2" * 64)
    syncing.tick()
    main.until(lambda: len(shop.outbox.released) == 2)
    assert shop.outbox.epochs == ["epoch-1", "epoch-2"]
    assert shop.outbox.released == [("epoch-1", 0), ("epoch-2", 5)]
    assert shop.store.position() == FeedPosition("epoch-2", 7, "2" * 64, 7)


def test_a_bug_while_resending_leaves_it_to_the_next_round(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing = shop.terminal.syncing
    with monkeypatch.context() as broken:
        broken.setattr(shop.outbox, "resend", fail(OverflowError()))
        online(syncing, main)
        main.until(lambda: main.bugs)
    syncing.tick()
    main.until(lambda: shop.outbox.epochs)


def test_other_threads_get_the_processor_between_two_pages(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    apply_page = shop.store.apply_page

    def changes(since: int, _: int, epoch: str = "") -> ChangesPage:
        now = shop.clock.now().isoformat()
        return ChangesPage(epoch, (), since + 1, since < 12, now)

    def apply(page: ChangesPage, after: int = 0) -> None:
        done.append("page")
        apply_page(page, after)

    monkeypatch.setattr(shop.hub, "changes", changes)
    monkeypatch.setattr(shop.store, "apply_page", apply)
    monkeypatch.setattr(shop.terminal.lanes, "rest", lambda _: done.append("rest"))
    position = shop.store.position()
    assert position is not None and position.sequence < 12
    shop.terminal.syncing.tick()
    main.run_next()
    pages = 13 - position.sequence
    assert done == ["page", "rest"] * (pages - 1) + ["page"]
