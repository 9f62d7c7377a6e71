"""Reading the catalogue with the overlay on top."""

from __future__ import annotations

import json

import pytest

from kiosk.domain.catalogue import Colour, Promotion
from kiosk.domain.gtin import gtin13
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput, StoreBroken
from kiosk.wire.feed import Change, ChangesPage, PriceChange, PromotionChange, StockChange
from kiosk.wire.feed import TermsChange as NewTerms
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles

FIRST_GTIN = gtin13("460000000001").zfill(14)
DRESSES = ("DRESS-BLUE-92", "DRESS-BLUE-98", "DRESS-RED-92", "DRESS-RED-98")


def page(*changes: Change, epoch: str = "e1", after: int = 99) -> ChangesPage:
    return ChangesPage(epoch, changes, after, False, "2026-01-01T00:00:00+00:00")


def test_without_a_catalogue_everything_is_empty_and_nothing_crashes(files: CatalogueFiles) -> None:
    catalogue = LocalCatalogue(files)
    assert files.position() is None
    assert catalogue.variant("X") is None and catalogue.by_article("X") == ()
    assert catalogue.variant_by_gtin(FIRST_GTIN) is None
    assert catalogue.categories() == ()
    assert catalogue.search("jacket", 5) == ()
    assert catalogue.stock_of(["X"]) == {"X": ()}
    assert catalogue.locations() == {}
    assert catalogue.promotions() == ()
    with pytest.raises(BadInput) as refused:
        catalogue.terms()
    assert refused.value.code == "catalogue_missing"


def test_variant_is_found_by_gtin_with_everything_about_it(catalogue: LocalCatalogue) -> None:
    variant = catalogue.variant_by_gtin(FIRST_GTIN)
    assert variant is not None
    assert variant == catalogue.variant("JACKET-BLUE-92")
    assert (variant.product_id, variant.category_id, variant.size) == ("jacket", "outer", "92")
    assert variant.gtins == (FIRST_GTIN,)
    assert variant.list_price == Money(10000, "RUB")
    assert catalogue.variant_by_gtin("0" * 14) is None


@pytest.mark.parametrize("code", ["", "4600000000015", "٠" * 14, "-4600000000015", "4" * 20])
def test_what_is_no_gtin_14_finds_nothing(catalogue: LocalCatalogue, code: str) -> None:
    assert catalogue.variant_by_gtin(code) is None


def test_keys_are_found_as_they_are_written(catalogue: LocalCatalogue) -> None:
    assert catalogue.variant("jacket-blue-92") is None
    assert catalogue.product("JACKET") is None
    assert catalogue.variants_of("JACKET") == ()
    assert catalogue.stock_of(["dress-red-98"]) == {"dress-red-98": ()}


def test_a_product_comes_with_its_texts_and_a_colour_with_its_picture(
    catalogue: LocalCatalogue,
) -> None:
    product = catalogue.product("dress")
    assert product is not None
    assert (product.name["ru"], product.composition) == ("Платье", {"en": "Cotton"})
    variant = catalogue.variant("DRESS-RED-98")
    assert variant is not None
    assert variant.colour == Colour("red", {"ru": "красный", "en": "red"}, "#ff0000", "ab" * 32)
    hit = catalogue.in_category("girls", 1, 0)[0]
    assert (hit.product, hit.colour.code, hit.colour.picture) == (product, "blue", "")


def test_lists_come_in_the_shops_order(catalogue: LocalCatalogue) -> None:
    assert [c.id for c in catalogue.categories()] == ["girls", "outer"]
    assert [h.product.id for h in catalogue.in_category("girls", 10, 0)] == ["dress", "sledge"]
    assert [h.product.id for h in catalogue.in_category("girls", 10, 1)] == ["sledge"]
    sizes = [(v.colour.code, v.size) for v in catalogue.variants_of("dress")]
    assert sizes == [("blue", "92"), ("blue", "98"), ("red", "92"), ("red", "98")]


def test_newer_price_is_laid_over_the_file_and_shown_on_tiles(
    files: CatalogueFiles, catalogue: LocalCatalogue
) -> None:
    files.apply_page(page(PriceChange(20, "DRESS-RED-98", Money(7000, "RUB"))))
    variant = catalogue.variant("DRESS-RED-98")
    assert variant is not None and variant.list_price.minor == 7000
    assert catalogue.in_category("girls", 1, 0)[0].price == Money(7000, "RUB")
    assert catalogue.in_category("girls", 1, 1)[0].price == Money(10000, "RUB")
    files.apply_page(
        page(*(PriceChange(21 + n, sku, Money(20000, "RUB")) for n, sku in enumerate(DRESSES)))
    )
    assert catalogue.in_category("girls", 1, 0)[0].price == Money(20000, "RUB")


def test_newer_stock_replaces_a_level_and_adds_a_location(
    files: CatalogueFiles, catalogue: LocalCatalogue
) -> None:
    sku = "DRESS-RED-98"
    levels = (StockLevel(sku, "s1", 1), StockLevel(sku, "w1", 40, 2, 3, 4))
    files.apply_page(page(*(StockChange(11 + i, level) for i, level in enumerate(levels))))
    found = catalogue.stock_of([sku, "DRESS-RED-92", "NONE"])
    assert tuple(found[sku]) == levels
    assert found["DRESS-RED-92"] == (StockLevel("DRESS-RED-92", "s1", 5, 1, 0, 1),)
    assert found["NONE"] == ()


def test_an_older_change_never_replaces_a_newer_one(
    files: CatalogueFiles, catalogue: LocalCatalogue
) -> None:
    newer = PriceChange(30, "DRESS-RED-98", Money(3000, "RUB"))
    files.apply_page(page(newer, after=30))
    files.apply_page(page(PriceChange(20, "DRESS-RED-98", Money(2000, "RUB")), after=20))
    variant = catalogue.variant("DRESS-RED-98")
    position = files.position()
    assert variant is not None and variant.list_price.minor == 3000
    assert position is not None and position.sequence == 30


def test_promotions_and_terms_follow_the_feed(
    files: CatalogueFiles, catalogue: LocalCatalogue
) -> None:
    ended = Promotion("p1", "percent_off", {"en": "Sale"}, percent_bp=1000, ends="2020-01-01")
    added = Promotion("p0", "n_for_m", {"en": "3 for 2"}, buy=3, pay=2)
    terms = catalogue.terms()
    changed = type(terms)(**{f: getattr(terms, f) for f in terms.__slots__} | {"transfer_days": 9})
    files.apply_page(
        page(PromotionChange(18, ended), PromotionChange(19, added), NewTerms(20, changed))
    )
    assert catalogue.promotions() == (added, ended)
    assert catalogue.terms() == changed


def test_a_page_of_another_epoch_is_refused_and_changes_nothing(
    files: CatalogueFiles, catalogue: LocalCatalogue
) -> None:
    before = files.position()
    with pytest.raises(StoreBroken) as refused:
        files.apply_page(page(PriceChange(20, "DRESS-RED-98", Money(1, "RUB")), epoch="e2"))
    assert refused.value.code == "catalogue_missing"
    assert files.position() == before
    variant = catalogue.variant("DRESS-RED-98")
    assert variant is not None and variant.list_price.minor != 1


def test_ids_from_outside_are_data(catalogue: LocalCatalogue) -> None:
    hostile = "x'); DROP TABLE variant; --"
    assert catalogue.variant(hostile) is None
    assert catalogue.product(hostile) is None
    assert catalogue.stock_of([hostile, json.dumps(["DRESS-RED-98"])])[hostile] == ()
    assert catalogue.in_category(hostile, 5, 0) == ()
    assert catalogue.variant("DRESS-RED-98") is not None


def test_an_article_number_is_found_folded_as_the_search_folds_it(
    catalogue: LocalCatalogue,
) -> None:
    one = catalogue.variant("JACKET-BLUE-92")
    assert one is not None
    for text in ("JACKET-BLUE-92", "jacket-blue-92", " Jacket Blue 92 ", "JACKET-BLUE92"):
        assert catalogue.by_article(text) == (one,)
    article = one.product_id
    for text in (article, article.upper(), article.lower()):
        assert catalogue.by_article(text) == tuple(catalogue.variants_of(article))
    for text in ("", "JACKET-BLUE-9", "JACKET-BLUE-92 JACKET", "%", "' OR 1=1 --", "x" * 5_000):
        assert catalogue.by_article(text) == ()
