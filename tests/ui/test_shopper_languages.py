"""The language is switched live on every page, and nothing of the other one is left."""

from __future__ import annotations

import re

import pytest

from kiosk.ui.words.counted import Counted
from tests.fakes import ANNA_CARD, CATEGORIES, LOCATIONS, PRODUCTS, RAIN_98
from tests.ui_driver import Build, Driver

CYRILLIC = re.compile(r"[А-Яа-яЁё]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
DATA = re.compile(r"English|Русский|Nordby|Solnce|p-[a-z0-9-]+|Malyshok|src=x|img|Северное сияние")


def _walk(d: Driver, page: str) -> None:
    """Go to a page as a shopper would."""
    if page == "attract":
        return
    if page == "category":
        d.categories.open("outer")
    elif page == "search":
        d.ui.shell.open("search")
    else:
        d.scan(d.shop.gtin(RAIN_98))
        d.wait_page("product")
        if page != "product":
            d.tap("add")
            d.scan(ANNA_CARD)
            d.settle()
            d.ui.shell.open("basket")
            d.wait_page("basket")
        if page in ("checkout", "done"):
            d.scan(d.shop.hub.app_code())
            d.settle()
            d.tap("order")
            d.wait_page("checkout")
        if page == "done":
            d.tap("place")
    d.wait_page(page)


@pytest.mark.parametrize(
    "page", ["attract", "category", "search", "product", "basket", "checkout", "done"]
)
def test_switching_the_language_leaves_nothing_behind(build: Build, page: str) -> None:
    d = build(language="en")
    _walk(d, page)
    d.tap("language")
    d.settle()
    left = [text for text in d.texts() if LATIN_WORD.search(DATA.sub("", text))]
    assert not left
    d.tap("language")
    d.settle()
    anna = ("Анна", "Лип", "Мор", "РУ", "Русский")
    names = [text for text in d.texts() if CYRILLIC.search(DATA.sub("", text))]
    assert not [t for t in names if not any(word in t for word in anna) and not _keys(t)]


def _keys(text: str) -> bool:
    return len(text) == 1


def test_fake_shop_has_both_languages() -> None:
    names = [c.name for c in CATEGORIES] + [p.name for p in PRODUCTS.values()]
    for name in [*names, *(place.name for place in LOCATIONS.values())]:
        assert set(name) == {"en", "ru"}


def test_next_session_begins_in_the_home_language(build: Build) -> None:
    d = build()
    d.tap("language")
    assert d.ui.shell.language == "en"
    d.ui.shell.endSession()
    assert d.ui.shell.language == "ru"


def test_foreign_first_screen_returns_to_the_home_language_by_itself(build: Build) -> None:
    d = build()
    d.tap("language")
    d.shop.clock.advance(61)
    d.ui.shell.idle.tick()
    d.shop.clock.advance(21)
    d.ui.shell.idle.tick()
    assert d.ui.shell.language == "ru"


def test_russian_counts_in_three_forms(build: Build) -> None:
    build()
    counted = Counted()
    assert [counted.stores(n) for n in (1, 2, 5, 21)] == [
        "1 магазин",
        "2 магазина",
        "5 магазинов",
        "21 магазин",
    ]
