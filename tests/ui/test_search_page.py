"""Search: more than the first page, nothing flickers while typing, help where nothing is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QMetaObject
from PySide6.QtQuick import QQuickItem

from kiosk.ports.catalogue import ProductHit
from kiosk.services.browsing import PAGE
from kiosk.ui.models.product.search import MOST_PAGES
from tests.assistant_steps import sign_in, tablet
from tests.fakes import PRODUCTS
from tests.gates import Gate
from tests.ui_driver import Build, Driver

RAIN = PRODUCTS["p-rain"]


class Plenty:
    """A catalogue in which every known word finds `of` products; it notes what it was asked."""

    def __init__(self, driver: Driver, of: int = 60) -> None:
        self.of = of
        self.asked: list[tuple[str, int]] = []
        self.go_on = Gate()
        self.go_on.set()
        self._hit = driver.shop.catalogue._hit(RAIN)
        driver.shop.catalogue.search = self.search  # type: ignore[method-assign]  # a bigger shop

    def search(self, text: str, limit: int) -> Sequence[ProductHit]:
        assert self.go_on.wait()
        self.asked.append((text, limit))
        if "xyz" in text.split():
            return ()
        names = [f"{text}-{number}" for number in range(min(limit, self.of))]
        return [replace(self._hit, product=replace(RAIN, id=name)) for name in names]


def opened(build: Build, **options: object) -> tuple[Driver, Plenty]:
    driver = build(**{"language": "en"} | options)
    plenty = Plenty(driver)
    driver.ui.shell.open("search")
    driver.wait_page("search")
    return driver, plenty


def typed(driver: Driver, text: str) -> None:
    driver.search.type(text)
    driver.settle()


def keys(driver: Driver) -> list[str]:
    return [row.productId for row in driver.search.results.rows]


def scroll(driver: Driver, share: float) -> QQuickItem:
    """Move the results to a place, 0 at the top and 1 at the end."""
    grid = driver.find("results")
    QMetaObject.invokeMethod(grid, "forceLayout")  # counts the tiles that have just come
    grid.setProperty("contentY", share * (grid.property("contentHeight") - grid.height()))
    driver.settle()
    return grid


def test_results_go_on_beyond_the_first_page_and_keep_their_place(build: Build) -> None:
    d, plenty = opened(build)
    typed(d, "jacket")
    assert len(keys(d)) == PAGE and plenty.asked == [("jacket", PAGE)]
    first = keys(d)
    grid = scroll(d, 0.9)
    place = grid.property("contentY")
    d.wait(lambda: len(keys(d)) == 2 * PAGE)
    d.settle()
    assert keys(d)[:PAGE] == first and grid.property("contentY") == place
    scroll(d, 1)
    d.wait(lambda: len(keys(d)) == 60)
    d.settle()
    scroll(d, 0.5)
    scroll(d, 1)
    d.settle()
    assert len(plenty.asked) == 3  # the end is known


def test_only_the_tiles_in_sight_are_made(build: Build) -> None:
    d, plenty = opened(build)
    plenty.of = 1000
    typed(d, "jacket")
    while len(keys(d)) < MOST_PAGES * PAGE:
        have = len(keys(d))
        d.search.more()
        d.settle()
        assert len(keys(d)) > have
    d.search.more()
    d.settle()
    assert len(keys(d)) == MOST_PAGES * PAGE  # more than anybody looks through
    content = d.find("results").property("contentItem")
    assert 0 < len(content.childItems()) < 2 * PAGE


def test_old_results_stay_while_the_next_are_looked_for(build: Build) -> None:
    d, plenty = opened(build)
    typed(d, "jac")
    plenty.go_on.clear()
    d.search.type("jack")
    d.search._slow.timeout.emit()  # it takes long
    assert d.search.state == "results" and d.has("results") and d.has("searchBusy")
    assert all(key.startswith("jac-") for key in keys(d))
    plenty.go_on.set()
    d.wait(lambda: keys(d)[0] == "jack-0")
    d.settle()
    assert not d.has("searchBusy")


def test_answer_to_an_older_text_is_never_shown(build: Build) -> None:
    d, plenty = opened(build)
    plenty.go_on.clear()
    for text in ("j", "ja", "jac"):
        d.search.type(text)
    plenty.go_on.set()
    d.settle()
    assert keys(d)[0] == "jac-0"


def test_another_text_begins_at_the_top(build: Build) -> None:
    d, _ = opened(build)
    typed(d, "jacket")
    grid = scroll(d, 0.8)
    typed(d, "boots")
    assert grid.property("contentY") <= grid.property("originY") + 1
    assert len(keys(d)) == PAGE


def test_page_of_an_older_text_is_not_put_below_the_new_ones(build: Build) -> None:
    d, plenty = opened(build)
    typed(d, "jacket")
    plenty.go_on.clear()
    d.search.more()
    d.search.type("boots")
    plenty.go_on.set()
    d.settle()
    assert keys(d) == [f"boots-{n}" for n in range(PAGE)]


def test_nothing_found_offers_the_words_that_find_something(build: Build) -> None:
    d, _ = opened(build)
    typed(d, "jacket xyz blue")
    assert d.search.words == ["jacket", "blue"]
    assert "No results for “jacket xyz blue”. Try:" in d.texts()
    d.tap("word.jacket")
    d.wait(lambda: d.search.state == "results")
    d.settle()
    assert d.find("search").property("text") == "jacket" and keys(d)[0] == "jacket-0"


def test_nothing_at_all_found_leads_back_to_the_categories(build: Build) -> None:
    d, _ = opened(build)
    typed(d, "xyz")
    assert "Nothing found" in d.texts() and d.search.words == []
    d.tap("searchState.action")
    d.wait_page("attract")


def test_typing_the_text_that_is_there_leaves_the_cursor(build: Build) -> None:
    d, _ = opened(build)
    d.type("jaket")
    d.settle()
    field = d.find("search.input")
    field.setProperty("cursorPosition", 2)
    d.type("c")
    d.settle()
    assert field.property("text") == "jacket" and field.property("cursorPosition") == 3


def test_field_shows_an_example_of_this_shop_in_the_language_on_the_glass(build: Build) -> None:
    driver = build(language="en")
    driver.wait_page("attract")
    assert driver.search.hint == "Rain jacket, ocean blue, 98…"
    assert driver.search.hint in driver.texts()
    driver.tap("searchBox")
    driver.wait_page("search")
    assert driver.find("search").property("placeholder") == driver.search.hint
    driver.ui.shell.speak("ru")
    driver.settle()
    assert driver.search.hint == "Куртка, морской синий, 98…"
    assert driver.find("search").property("placeholder") == driver.search.hint


def test_catalogue_of_the_tablet_shows_the_same_example(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.ui.shell.open("search")
    driver.wait_page("search")
    assert driver.find("search").property("placeholder") == "Rain jacket, ocean blue, 98…"


def test_where_codes_are_typed_the_field_says_so(build: Build) -> None:
    driver = build(language="en", scanner_words="typed")
    driver.wait_page("attract")
    hint = "Rain jacket, ocean blue, 98\u00a0— or the code from the label"
    assert hint in driver.texts()


def test_shop_without_a_short_name_asks_instead_of_inventing_an_example(build: Build) -> None:
    driver = build(language="en", catalogue=False)
    assert driver.search.hint == "What are you looking for?"
    driver.shop.catalogue.missing = False
    driver.ui.models["search"]._context.events.shopChanged.emit()  # type: ignore[attr-defined]  # it has come
    driver.settle()
    assert driver.search.hint == "Rain jacket, ocean blue, 98…"
