"""A basket changed offline reaches its other channels after the shopper has gone."""

from __future__ import annotations

import pytest

from kiosk.domain.basket import lines
from kiosk.errors import HubRefused, NotAuthorised
from kiosk.lanes import Lane
from kiosk.ports.orders import LeftBasket
from kiosk.services.link import Link
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
    shop.terminal.leaving.left_behind.send()
    main.run_next()  # read
    main.run_next()  # sent, or not
    written(shop, main)


def leave_something(shop: FakeShop, main: MainThread) -> None:
    shop.hub.reachable = False
    session, identifying = shop.terminal.session, shop.terminal.identifying
    session.identify(identifying.by_card(ANNA_CARD, OFFLINE))
    session.add(RAIN_98, 2)
    session.end()
    written(shop, main)
    assert shop.left.kept


def test_it_is_sent_once_and_forgotten(shop: FakeShop, main: MainThread) -> None:
    leave_something(shop, main)
    shop.hub.reachable = True
    send(shop, main)
    assert not shop.left.kept
    quantities = {line.sku: line.quantity for line in lines(shop.hub.log)}
    assert quantities == {BOOTS: 1, TEE: 2, RAIN_98: 2}
    assert shop.hub.forgotten == ["grant-card"]
    log = shop.hub.log
    shop.terminal.leaving.left_behind.send()
    assert (main.waiting.empty(), shop.hub.log) == (True, log)


def test_a_cable_cut_while_sending_loses_nothing(shop: FakeShop, main: MainThread) -> None:
    leave_something(shop, main)
    send(shop, main)
    assert shop.left.kept
    shop.hub.reachable = True
    send(shop, main)
    assert not shop.left.kept
    assert [op.sku for op in shop.hub.log] == [BOOTS, TEE, RAIN_98]


def test_a_card_that_is_no_longer_taken_is_given_up(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(shop, main)
    shop.hub.reachable = True

    def refuse(_: str) -> None:
        raise HubRefused("card_unknown", 404)

    monkeypatch.setattr(shop.hub, "recognise", refuse)
    send(shop, main)
    assert not shop.left.kept
    assert main.bugs == []


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
    assert shop.left.kept
    send(shop, main)
    assert not shop.left.kept
    assert [op.sku for op in shop.hub.log] == [BOOTS, TEE, RAIN_98]


def test_locked_cards_hold_no_other_basket_back(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_something(shop, main)
    shop.left.keep(LeftBasket("by-app", Evidence("app_code", app_code="signed"), ()), 0)
    shop.hub.reachable = True

    def locked(_: str) -> None:
        raise HubRefused("card_locked", 423)

    monkeypatch.setattr(shop.hub, "recognise", locked)
    send(shop, main)
    assert [left.evidence.kind for left in shop.left.kept.values()] == ["card"]


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
    leave_something(shop, main)
    shop.hub.reachable = True
    send(shop, main)
    assert not shop.left.kept


def test_a_guest_and_an_ordered_basket_leave_nothing(shop: FakeShop, main: MainThread) -> None:
    session = shop.terminal.session
    session.add(RAIN_98)
    session.end()
    session.identify(shop.terminal.identifying.by_card(ANNA_CARD, OFFLINE))
    session.add(RAIN_98)
    session.ordered()
    session.end()
    assert main.waiting.empty()
