"""The example in the search field finds something in the shop at hand, typed as it is shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.domain.catalogue import Category
from kiosk.ports.catalogue import Catalogue, ProductHit
from kiosk.services.search_example import search_example
from tests.journey.conftest import Shop

ALL = 10_000


class OneProduct:
    """The shop as if a single product stood on its shelves."""

    def __init__(self, catalogue: Catalogue, shelf: Category, hit: ProductHit) -> None:
        self._shelf, self._hit = shelf, hit
        self.variants_of = catalogue.variants_of

    def categories(self) -> Sequence[Category]:
        return (self._shelf,)

    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]:
        return (self._hit,)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_example_finds_something_in_the_demo_shop(shop: Shop, language: str) -> None:
    shop.online()
    browsing = shop.terminal.browsing
    example = browsing.search_example(language)
    assert example.count(",") == 2, "a name, a colour and a size"
    assert browsing.search(f"{example}…"), example


@pytest.mark.parametrize("language", ["ru", "en"])
def test_whatever_product_the_example_is_made_of_it_finds_that(shop: Shop, language: str) -> None:
    shop.online()
    catalogue, made = shop.core.ports.catalogue, 0
    for shelf in catalogue.categories():
        for hit in catalogue.in_category(shelf.id, ALL, 0):
            example = search_example(OneProduct(catalogue, shelf, hit), language)  # type: ignore[arg-type]  # what it asks
            made += bool(example)
            found = {one.product.id for one in catalogue.search(f"{example}…", ALL)}
            assert not example or hit.product.id in found, example
    assert made > 100
