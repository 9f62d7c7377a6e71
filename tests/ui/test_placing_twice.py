"""One tap is one order, however slow the disk or the hub is and whoever leaves the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.errors import HubUnreachable, StoreBroken, StoreFull
from kiosk.lanes import Lane
from kiosk.wire.checkouts import CheckoutAnswer
from tests.fakes import RAIN_98
from tests.gates import Gate
from tests.ui_driver import Build, Driver


@pytest.fixture
def gate() -> Iterator[Gate]:
    """What is held up until told; never beyond the test."""
    gate = Gate()
    yield gate
    gate.set()


def test_order_withdrawn_before_it_is_written_is_placed_once_when_pressed_again(
    build: Build, gate: Gate
) -> None:
    d = _at_checkout(build(online=False))
    d.shop.terminal.lanes.run(Lane.DISK, gate.wait)  # another's slow fsync
    d.checkout.place()
    d.ui.shell.back()
    d.checkout.open()
    d.checkout.fill("street", "Садовая")
    d.checkout.place()
    gate.set()
    d.wait_page("done")
    (row,) = d.shop.outbox.rows()
    assert row.body and "Садовая" in row.body.decode()


def test_order_withdrawn_before_it_is_written_is_not_placed(build: Build, gate: Gate) -> None:
    d = _at_checkout(build(online=False))
    d.shop.terminal.lanes.run(Lane.DISK, gate.wait)
    d.checkout.place()
    d.ui.shell.back()
    gate.set()
    d.settle()
    assert not d.shop.outbox.rows() and d.ui.shell.page == "basket"
    assert [line.sku for line in d.shop.terminal.session.state.lines] == [RAIN_98]


def test_order_that_is_being_written_is_not_placed_a_second_time(
    build: Build, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = _at_checkout(build(online=False))
    writing = _slow_commit(d, gate, monkeypatch)
    d.checkout.place()
    d.wait(writing.is_set)
    d.ui.shell.back()
    d.checkout.open()
    d.checkout.place()
    gate.set()
    d.wait_page("done")
    d.settle()
    assert len(d.shop.outbox.rows()) == 1
    assert not d.shop.terminal.session.state.lines


def test_next_shoppers_screen_hears_nothing_of_an_order_that_was_being_written(
    build: Build, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = _at_checkout(build(online=False))
    writing = _slow_commit(d, gate, monkeypatch)
    d.checkout.place()
    d.wait(writing.is_set)
    d.ui.shell.endSession()
    gate.set()
    d.settle()
    assert len(d.shop.outbox.rows()) == 1 and d.ui.shell.page == "attract"
    _at_checkout(d)
    d.checkout.place()
    d.wait_page("done")
    assert len(d.shop.outbox.rows()) == 2


@pytest.mark.parametrize("error", [StoreFull("store_full"), ZeroDivisionError("a bug")])
def test_order_that_could_not_be_written_can_be_placed_by_another_tap(
    build: Build, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    d = _at_checkout(build())
    with monkeypatch.context() as broken:
        tried = Event()

        def commit(*_: object) -> None:
            tried.set()
            raise error

        broken.setattr(d.shop.outbox, "commit", commit)
        d.checkout.place()
        _until(d, lambda: tried.is_set() and not d.checkout._placing.under_way)
        assert not d.checkout.busy
    d.bugs.clear()
    d.shop.terminal.session.add(RAIN_98)
    d.settle()
    d.settle()
    assert d.shop.terminal.session.state.held[0].quantity == 2  # held as before
    d.checkout.place()
    d.wait_page("done")


@pytest.mark.parametrize("fault", [StoreFull("store_full"), StoreBroken("store_unreadable")])
def test_an_order_is_placed_without_knowing_how_far_the_feed_was_read(
    build: Build, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    d = _at_checkout(build(online=False))

    def unknown() -> None:
        raise fault

    monkeypatch.setattr(d.shop.store, "position", unknown)
    d.checkout.place()
    d.wait_page("done")
    (row,) = d.shop.outbox.rows()
    assert b'"feed_sequence":0' in row.body


def test_half_an_emoji_in_the_name_is_no_obstacle(build: Build) -> None:
    d = _at_checkout(build())
    for entry in ("name", "street", "city", "house", "flat"):
        d.checkout.fill(entry, "Анна \ud83d")
    d.checkout.place()
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert {order.contact.name, order.address.street, order.address.flat} == {"Анна ?"}


def test_order_right_behind_a_let_go_waits_for_it_and_is_held(
    build: Build, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = _at_checkout(build())
    let_go = d.shop.hub.let_go

    def late(checkout_id: str) -> None:
        gate.wait()
        let_go(checkout_id)

    monkeypatch.setattr(d.shop.hub, "let_go", late)
    d.ui.shell.back()
    d.checkout.open()
    d.wait(lambda: d.ui.shell.page == "checkout")
    d.checkout.place()
    gate.set()
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert not order.offline and order.checkout_id in d.shop.hub.held


def test_nothing_is_held_anew_for_an_order_that_no_longer_waits(
    build: Build, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = _at_checkout(build())
    asked: list[str] = []
    d.checkout._holds._answer, d.checkout._holds._for_order = None, True  # it is being written
    monkeypatch.setattr(d.shop.hub, "hold", lambda checkout_id, *_: asked.append(checkout_id))
    d.checkout._holds._under_way += 1
    d.checkout._holds._gone()
    d.settle()
    assert not asked


@pytest.mark.parametrize("leave", ["back", "endSession"])
def test_pieces_whose_holding_was_never_confirmed_are_let_go(
    build: Build, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    d = build()
    _lose_the_answer(d, monkeypatch)
    _at_checkout(d)
    assert d.shop.hub.held and not d.shop.terminal.session.state.held
    d.shop.hub.reachable = True
    getattr(d.ui.shell, leave)()
    d.wait(lambda: not d.shop.hub.held)


def test_order_whose_holding_was_never_confirmed_takes_the_pieces_all_the_same(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = build()
    _lose_the_answer(d, monkeypatch)
    _at_checkout(d)
    session_id = d.shop.terminal.session.state.id
    d.checkout.place()
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert (order.checkout_id, order.offline) == (session_id, True)
    d.ui.shell.endSession()
    d.settle()
    assert session_id in d.shop.hub.held  # the order's now: nobody lets it go


def test_let_go_never_overtakes_the_holding_it_ends(
    build: Build, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = _at_checkout(build())
    said: list[str] = []
    hold, let_go = d.shop.hub.hold, d.shop.hub.let_go

    def late(checkout_id: str, *rest: object) -> CheckoutAnswer:
        gate.wait()
        said.append("hold")
        answer: Callable[..., CheckoutAnswer] = hold
        return answer(checkout_id, *rest)

    def told(checkout_id: str) -> None:
        said.append("let go")
        let_go(checkout_id)

    monkeypatch.setattr(d.shop.hub, "hold", late)
    monkeypatch.setattr(d.shop.hub, "let_go", told)
    d.checkout._holds.ask()
    d.ui.shell.back()
    QGuiApplication.processEvents()
    gate.set()
    d.wait(lambda: not d.shop.hub.held)
    assert said == ["hold", "let go"]


def _at_checkout(d: Driver) -> Driver:
    """Open the checkout with the rain jacket, to be delivered to a guest."""
    d.shop.terminal.session.add(RAIN_98)
    d.settle()
    d.ui.shell.open("basket")
    d.wait_page("basket")
    d.checkout.open()
    d.wait_page("checkout")
    d.settle()
    for entry, text in {"street": "Лесная", "house": "5", "phone": "89161234567"}.items():
        d.checkout.fill(entry, text)
    return d


def _slow_commit(d: Driver, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let the outbox write only when told; return what says that it has begun."""
    begun, commit = Event(), d.shop.outbox.commit

    def slow(*order: str | bytes) -> None:
        begun.set()
        gate.wait()
        write: Callable[..., None] = commit
        write(*order)

    monkeypatch.setattr(d.shop.outbox, "commit", slow)
    return begun


def _lose_the_answer(d: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub holds what it is asked for, but nobody here hears of it."""
    hold = d.shop.hub.hold

    def lost(*request: object) -> CheckoutAnswer:
        asked: Callable[..., CheckoutAnswer] = hold
        asked(*request)
        raise HubUnreachable("hub_unreachable")

    monkeypatch.setattr(d.shop.hub, "hold", lost)


def _until(d: Driver, condition: Callable[[], object]) -> None:
    """Let events run until something is so, whatever bugs there are."""
    for _ in range(5_000):
        if condition():
            return
        QTest.qWait(1)
    raise AssertionError(f"it never came; {d.bugs}")
