"""Pieces are held for the customer, and a basket that moved on is seen before it is ordered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.stock import StockLevel
from kiosk.errors import HubUnreachable
from kiosk.services.holding import Hold, Holding
from kiosk.services.identifying import Identifying
from kiosk.services.link import Link, Reach
from kiosk.services.session import Choice, HeldPieces
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, FakeShop, build_fake_shop, raise_bug

ONLINE = Link(Reach.ONLINE)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[FakeShop]:
    shop = build_fake_shop(tmp_path, lambda run: run(), raise_bug)
    yield shop
    shop.terminal.lanes.close()


def hold(shop: FakeShop) -> Hold:
    state = shop.terminal.session.state
    return Holding(shop.hub).hold(state, shop.terminal.baskets.view(state))


def anna(shop: FakeShop) -> None:
    shop.terminal.session.identify(Identifying(shop.hub, shop.clock, {}).by_card(ANNA_CARD, ONLINE))


def test_a_guests_pieces_are_held_under_the_session(shop: FakeShop) -> None:
    session = shop.terminal.session
    session.add(RAIN_98, 2)
    session.choose(RAIN_98, Choice(FulfilmentKind.DELIVERY))
    found = hold(shop)
    request = shop.hub.held[session.state.id]
    assert [(line.sku, line.quantity) for line in request.lines] == [(RAIN_98, 2)]
    assert found == Hold((HeldPieces(RAIN_98, request.lines[0].source_id, 2),))


def test_what_is_held_for_us_is_not_missing_for_us(shop: FakeShop) -> None:
    session, baskets = shop.terminal.session, shop.terminal.baskets
    session.add(RAIN_98)
    session.choose(RAIN_98, Choice(FulfilmentKind.DELIVERY))
    source = baskets.view(session.state).lines[0].way
    assert source is not None
    last = StockLevel(RAIN_98, source.source_id, on_hand=1, reserved=1)  # ours, says the feed
    shop.catalogue.stock[RAIN_98] = (last,)
    assert baskets.view(session.state).lines[0].way is None
    session.hold((HeldPieces(RAIN_98, source.source_id, 1),))
    held = baskets.view(session.state).lines[0]
    assert held.way is not None
    assert not held.short


def test_a_line_that_has_just_gone_comes_with_its_alternatives(shop: FakeShop) -> None:
    session = shop.terminal.session
    session.add(RAIN_98)
    session.choose(RAIN_98, Choice(FulfilmentKind.DELIVERY))
    way = shop.terminal.baskets.view(session.state).lines[0].ways[-1]
    shop.hub.sold, shop.hub.alternatives = {RAIN_98}, {RAIN_98: (way,)}
    found = hold(shop)
    assert found.pieces == ()
    assert [(line.sku, line.alternatives) for line in found.short] == [(RAIN_98, (way,))]


def test_a_basket_written_on_the_web_is_shown_before_it_is_ordered(shop: FakeShop) -> None:
    anna(shop)
    assert hold(shop).changed is None
    shop.hub.add_on_web(BOOTS, 3)
    found = hold(shop)
    assert (found.changed, found.pieces) == (shop.hub.log, ())
    shop.terminal.session.adopt(shop.hub.log)
    assert hold(shop).changed is None


def test_a_basket_written_in_the_very_moment_is_refused_by_its_version(
    shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna(shop)
    read = shop.hub.basket

    def then_the_web(grant: str, basket_id: str) -> object:
        seen = read(grant, basket_id)
        if len(shop.hub.log) == 2:
            shop.hub.add_on_web(BOOTS)
        return seen

    monkeypatch.setattr(shop.hub, "basket", then_the_web)
    found = hold(shop)
    assert found.changed == shop.hub.log
    assert len(shop.hub.log) == 3
    assert shop.hub.held == {}


def test_what_was_changed_here_is_sent_first_and_is_no_change_of_others(shop: FakeShop) -> None:
    anna(shop)
    shop.terminal.session.add(RAIN_98)
    assert hold(shop).changed is None
    assert [op.sku for op in shop.hub.log].count(RAIN_98) == 1


def test_out_of_reach_is_told_and_holds_nothing(shop: FakeShop) -> None:
    shop.terminal.session.add(RAIN_98)
    shop.hub.reachable = False
    with pytest.raises(HubUnreachable):
        hold(shop)
    Holding(shop.hub).let_go(shop.terminal.session.state)  # held nothing: asks nobody


def test_what_the_hub_was_asked_to_hold_is_let_go_though_no_answer_came(shop: FakeShop) -> None:
    session = shop.terminal.session
    session.add(RAIN_98)
    session.ask_to_hold()
    hold(shop)  # the answer is lost
    assert session.state.id in shop.hub.held and not session.state.held
    Holding(shop.hub).let_go(session.state)
    assert shop.hub.held == {}


def test_what_has_become_an_orders_is_not_let_go(shop: FakeShop) -> None:
    session = shop.terminal.session
    session.add(RAIN_98)
    session.hold(hold(shop).pieces)
    session.ordered()
    Holding(shop.hub).let_go(session.state)
    assert session.state.id in shop.hub.held
