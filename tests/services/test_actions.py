"""Other actions than orders reach the hub once it is back, each by its sender; orders go first."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.domain.basket import lines
from kiosk.errors import HubRefused, NotAuthorised
from kiosk.lanes import Lane
from kiosk.ports.orders import ActionKind
from kiosk.services.identifying import Identifying
from kiosk.services.link import Link
from kiosk.services.senders import LeftBasket
from kiosk.wire.orders import Evidence
from tests.core.test_lanes import MainThread
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, TEE, FakeShop

OFFLINE = Link()


def written(shop: FakeShop, main: MainThread) -> None:
    """Wait until all that lane `disk` was given is done."""
    done: list[None] = []
    shop.terminal.lanes.run(Lane.DISK, lambda: None, done.append)
    main.until(lambda: done)


def send(shop: FakeShop, main: MainThread) -> None:
    """Let all that is due be tried, as when the hub is in reach."""
    shop.clock.advance(120.0)
    actions = shop.terminal.actions
    actions.go()
    main.until(lambda: not actions._steps.busy)
    written(shop, main)


def leave_something(shop: FakeShop, main: MainThread) -> None:
    shop.hub.reachable = False
    session = shop.terminal.session
    session.identify(Identifying(shop.hub, shop.clock, {}).by_card(ANNA_CARD, OFFLINE))
    session.add(RAIN_98, 2)
    session.end()
    written(shop, main)
    assert shop.actions.kept


def test_it_is_sent_once_and_forgotten(shop: FakeShop, main: MainThread) -> None:
    leave_something(shop, main)
    shop.hub.reachable = True
    send(shop, main)
    assert not shop.actions.kept
    quantities = {line.sku: line.quantity for line in lines(shop.hub.log)}
    assert quantities == {BOOTS: 1, TEE: 2, RAIN_98: 2}
    assert shop.hub.forgotten == ["grant-card"]
    log = shop.hub.log
    send(shop, main)
    assert shop.hub.log == log


def test_a_cable_cut_while_sending_loses_nothing(shop: FakeShop, main: MainThread) -> None:
    leave_something(shop, main)
    send(shop, main)
    assert shop.actions.kept
    shop.hub.reachable = True
    send(shop, main)
    assert not shop.actions.kept
    assert [op.sku for op in shop.hub.log] == [BOOTS, TEE, RAIN_98]


def test_a_card_that_is_no_longer_taken_is_in_front_of_staff(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(shop, main)
    shop.hub.reachable = True

    def refuse(_: str) -> None:
        raise HubRefused("card_unknown", 404)

    told: list[str] = []
    shop.terminal.actions.refused.add(lambda action: told.append(action.reason))
    monkeypatch.setattr(shop.hub, "recognise", refuse)
    send(shop, main)
    (not_taken,) = shop.terminal.orders.not_taken()
    assert not_taken.kind is ActionKind.LEFT_BASKET
    assert (told, main.bugs) == (["card_unknown"], [])
    shop.terminal.orders.note_not_taken()
    assert not shop.actions.kept


@pytest.mark.parametrize(
    "refusal", [HubRefused("card_locked", 423), NotAuthorised("terminal_revoked", 401)]
)
def test_a_refusal_that_passes_gives_nothing_up(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch, refusal: HubRefused
) -> None:
    leave_something(shop, main)
    shop.hub.reachable = True

    def refuse(_: str) -> None:
        raise refusal

    with monkeypatch.context() as locked:
        locked.setattr(shop.hub, "recognise", refuse)
        send(shop, main)
    assert shop.actions.kept
    send(shop, main)
    assert not shop.actions.kept
    assert [op.sku for op in shop.hub.log] == [BOOTS, TEE, RAIN_98]


def test_locked_cards_hold_no_other_basket_back(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(shop, main)
    other = LeftBasket("by-app", Evidence("app_code", app_code="signed"), ())
    shop.terminal.actions.commit("by-app", ActionKind.LEFT_BASKET, msgspec.json.encode(other))
    written(shop, main)
    shop.hub.reachable = True

    def locked(_: str) -> None:
        raise HubRefused("card_locked", 423)

    monkeypatch.setattr(shop.hub, "recognise", locked)
    send(shop, main)
    assert "by-app" not in shop.actions.kept and len(shop.actions.kept) == 1


def test_a_bug_while_sending_does_not_end_the_sending(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(_: str) -> None:
        raise OverflowError

    leave_something(shop, main)
    shop.hub.reachable = True
    with monkeypatch.context() as broken:
        broken.setattr(shop.hub, "recognise", bug)
        send(shop, main)
    assert main.bugs
    main.bugs.clear()
    send(shop, main)
    assert not shop.actions.kept


def test_a_guest_and_an_ordered_basket_leave_nothing(shop: FakeShop, main: MainThread) -> None:
    session = shop.terminal.session
    session.add(RAIN_98)
    session.end()
    session.identify(Identifying(shop.hub, shop.clock, {}).by_card(ANNA_CARD, OFFLINE))
    session.add(RAIN_98)
    session.ordered()
    session.end()
    assert main.waiting.empty()
