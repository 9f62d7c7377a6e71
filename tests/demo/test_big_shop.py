"""The generated shop: of any size, the same every time, with the demo's kind of codes."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.demo.shop import big
from kiosk.demo.shop.big import build_big_shop
from kiosk.domain.code_kinds import ProductCode
from kiosk.domain.codes import classify

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize("count", [1, 2_500])
def test_there_are_exactly_as_many_variants_as_asked_for(count: int) -> None:
    shop = build_big_shop(count, TODAY)
    variants = list(shop.variants)
    assert len(variants) == len({v.sku for v in variants}) == len({v.gtins for v in variants})
    assert len(variants) == count
    assert {v.product_id for v in variants} == {p.id for p in shop.products}
    assert {level.sku for level in shop.stock} == {v.sku for v in variants}
    assert {level.location_id for level in shop.stock} <= {place.id for place in shop.locations}


def test_every_gtin_is_one_that_a_scanner_takes() -> None:
    for variant in build_big_shop(500, TODAY).variants:
        assert classify(variant.gtins[0]) == ProductCode(variant.gtins[0])


def test_reading_it_again_gives_the_same_and_another_seed_another_shop() -> None:
    shop, twin = build_big_shop(300, TODAY), build_big_shop(300, TODAY)
    assert list(shop.variants) == list(shop.variants) == list(twin.variants)
    assert list(shop.products) == list(twin.products)
    assert list(shop.stock) == list(twin.stock)
    assert list(shop.products) != list(build_big_shop(300, TODAY, seed=8).products)


def test_a_smaller_shop_is_the_beginning_of_a_larger_one() -> None:
    assert list(build_big_shop(2_500, TODAY).variants)[:100] == list(
        build_big_shop(100, TODAY).variants
    )


def test_new_words_come_up_ever_more_rarely() -> None:
    def words(count: int) -> int:
        products = build_big_shop(count, TODAY).products
        return len({word for product in products for word in product.name["ru"].split()})

    few, many = words(1_000), words(10_000)
    assert few < many < 10 * few


def test_a_shop_larger_than_its_article_numbers_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(big, "_LAST_ARTICLE", 10_009)
    with pytest.raises(ValueError, match="no article numbers"):
        sum(1 for _ in build_big_shop(1_000, TODAY).products)
