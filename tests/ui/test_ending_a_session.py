"""Ending a session can be taken back for some seconds, behind a screen that shows nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.fakes import ANNA_CARD, RAIN_98, TEE, VARIANTS
from tests.ui_driver import Build, Driver


def with_a_basket(build: Build, **options: object) -> Driver:
    driver = build(**{"language": "en"} | options)
    driver.wait_page("attract")
    driver.scan(ANNA_CARD)
    driver.wait(lambda: driver.customer.known)
    driver.shop.terminal.session.add(RAIN_98)
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    return driver


def let_pass(driver: Driver, seconds: float) -> None:
    driver.shop.clock.advance(seconds)
    driver.ui.shell.idle.tick()
    driver.settle()


def stands(driver: Driver) -> tuple[object, ...]:
    """What is in the basket, and how far it is scrolled."""
    lines = [(row.sku, row.quantity) for row in driver.basket.lines.rows]
    return driver.ui.shell.page, lines, driver.find("basketScroll").property("contentY")


def ended(driver: Driver) -> bool:
    state = driver.shop.terminal.session.state
    return driver.ui.shell.page == "attract" and not state.lines and state.customer is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {"Ending in 5 s", "Stay", "End now"}),
        ("ru", {"Завершаем через 5 с", "Остаться", "Завершить сейчас"}),
    ],
)
def test_end_of_a_session_counts_down_behind_a_covered_screen(
    build: Build, language: str, said: set[str]
) -> None:
    driver = with_a_basket(build, language=language)
    driver.tap("endSession")
    driver.settle()
    texts = driver.texts()
    assert said <= set(texts) and len(texts) == len(said) + 1, texts  # and one sentence
    assert driver.find("stillThere").property("background").alpha() == 255
    let_pass(driver, 4.9)
    assert not ended(driver)
    let_pass(driver, 0.2)
    assert ended(driver) and not driver.has("stillThere")


def test_who_stays_finds_everything_as_it_was(build: Build) -> None:
    driver = with_a_basket(build)
    for sku in VARIANTS:
        driver.shop.terminal.session.add(sku)
    driver.settle()
    driver.find("basketScroll").setProperty("contentY", 400.0)
    driver.settle()
    before = stands(driver)
    driver.tap("endSession")
    driver.tap("stillThere.here")
    driver.settle()
    assert stands(driver) == before
    let_pass(driver, 10)
    assert driver.ui.shell.page == "basket" and driver.basket.pieces
    assert driver.window.activeFocusItem() is not None


def test_escape_stays(build: Build) -> None:
    driver = with_a_basket(build)
    driver.tap("endSession")
    driver.key(Qt.Key.Key_Escape)
    driver.settle()
    assert not driver.has("stillThere") and driver.ui.shell.page == "basket"


def test_touching_the_covered_screen_or_typing_does_not_stop_the_end(build: Build) -> None:
    driver = with_a_basket(build)
    driver.tap("endSession")
    driver.tap("stillThere.title")
    driver.type("x")
    driver.settle()
    assert driver.has("stillThere")
    let_pass(driver, 5.1)
    assert ended(driver)


def test_end_now_ends_at_once(build: Build) -> None:
    driver = with_a_basket(build)
    driver.tap("endSession")
    driver.tap("stillThere.end")
    driver.settle()
    assert ended(driver)


def test_scan_ends_the_session_that_is_ending_and_begins_the_next(build: Build) -> None:
    """Who scans may be the next shopper, and must not see what the last one chose."""
    driver = with_a_basket(build)
    driver.tap("endSession")
    driver.scan(driver.shop.gtin(TEE))
    driver.wait_page("product")
    state = driver.shop.terminal.session.state
    assert state.customer is None and not state.lines and not driver.has("stillThere")
    let_pass(driver, 5.1)
    assert driver.ui.shell.page == "product"  # that session goes on


def test_still_there_can_be_answered_by_ending_at_once(build: Build) -> None:
    driver = with_a_basket(build)
    let_pass(driver, 61)
    driver.tap("stillThere.end")
    driver.settle()
    assert ended(driver)


def test_touch_beside_still_there_answers_it_and_does_nothing_else(build: Build) -> None:
    driver = with_a_basket(build)
    let_pass(driver, 61)
    driver.tap("endSession")  # beneath the scrim
    driver.settle()
    assert not driver.has("stillThere") and driver.ui.shell.page == "basket"
    assert driver.basket.pieces
