"""What the shop changed in the price of an open basket, and what the shopper did themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.catalogue import Promotion, Variant
from kiosk.services.basket import BasketView, PriceMove, price_moves
from kiosk.services.identifying import Identifying
from kiosk.services.link import Link, Reach
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, TEE, VARIANTS, FakeShop, rub

SALE = Promotion("sale", "percent_off", {"en": "Sale"}, percent_bp=5000, products=("p-boots",))

WAS = rub(3383)  # two pairs at 1990, and 15 % off everything


def view(shop: FakeShop) -> BasketView:
    return shop.terminal.baskets.view(shop.terminal.session.state)


def change_price(monkeypatch: pytest.MonkeyPatch, sku: str, roubles: float) -> Variant:
    changed = replace(VARIANTS[sku], list_price=rub(roubles))
    monkeypatch.setitem(VARIANTS, sku, changed)
    return changed


@pytest.fixture
def before(shop: FakeShop) -> BasketView:
    for sku in (RAIN_98, BOOTS, TEE):
        shop.terminal.session.add(sku)
    shop.terminal.session.set_quantity(BOOTS, 2)
    return view(shop)


def test_a_changed_list_price_is_told_as_the_lines_sum(
    shop: FakeShop, before: BasketView, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_price(monkeypatch, BOOTS, 1500)
    assert price_moves(before, view(shop)) == (PriceMove(BOOTS, 2, WAS, rub(2550)),)
    assert price_moves(before, before) == ()


def test_a_promotion_that_begins_is_a_change_of_its_lines(
    shop: FakeShop, before: BasketView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop.catalogue, "promotions", lambda: (SALE,))
    moved = [move for move in price_moves(before, view(shop)) if move.sku == BOOTS]
    assert moved == [PriceMove(BOOTS, 2, WAS, rub(1990))]


def test_what_the_shopper_does_is_no_change_of_the_shop(shop: FakeShop, before: BasketView) -> None:
    shop.terminal.session.set_quantity(BOOTS, 3)
    shop.terminal.session.remove(TEE)
    assert price_moves(before, view(shop)) == ()


def test_a_loyalty_tier_is_no_change_of_the_shop(shop: FakeShop, before: BasketView) -> None:
    customer = Identifying(shop.hub, shop.clock, {}).by_card(ANNA_CARD, Link(Reach.ONLINE))
    shop.terminal.session.identify(customer)
    shop.terminal.session.keep_apart()
    after = view(shop)
    assert after.tier_id == "gold"
    assert after.priced.goods < before.priced.goods
    assert price_moves(before, after) == ()


def test_a_list_price_that_changes_while_the_shopper_does_is_told_all_the_same(
    shop: FakeShop, before: BasketView, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_price(monkeypatch, BOOTS, 1500)
    shop.terminal.session.set_quantity(BOOTS, 3)
    assert price_moves(before, view(shop)) == (PriceMove(BOOTS, 3, rub(5970), rub(4500)),)


def test_a_basket_is_read_of_one_state_of_the_catalogue(
    shop: FakeShop, before: BasketView, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []

    class Once:
        def __enter__(self) -> None:
            inside.append(True)

        def __exit__(self, *_: object) -> None:
            inside.pop()

    seen: list[bool] = []
    catalogue = shop.catalogue
    for name in ("variant", "product", "promotions", "terms", "stock_of", "locations"):
        real = getattr(catalogue, name)

        def note(*args: object, real: object = real) -> object:
            seen.append(bool(inside))
            assert callable(real)
            return real(*args)

        monkeypatch.setattr(catalogue, name, note)
    monkeypatch.setattr(catalogue, "at_once", Once)
    view(shop)
    shop.terminal.browsing.open_variant(BOOTS, "")
    shop.terminal.browsing.open_product("p-boots", "", "")
    assert seen
    assert all(seen)
