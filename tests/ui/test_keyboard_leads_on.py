"""The on-screen keyboard's last key leads from field to field, as Enter and Tab do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt

from tests.fakes import RAIN_98
from tests.ui_driver import Build, Driver

FIELDS = ["city", "street", "house", "flat", "phone", "guestName"]
WORDS = {"en": ("Next", "Done"), "ru": ("Далее", "Готово")}


def at_checkout(build: Build, language: str = "en") -> Driver:
    driver = build(language=language)
    driver.shop.terminal.session.add(RAIN_98)
    driver.settle()
    driver.checkout.open()
    driver.wait_page("checkout")
    driver.tap("city")
    return driver


def typing(driver: Driver) -> str:
    """The field being typed into; empty when there is no keyboard."""
    driver.settle()
    item = driver.window.activeFocusItem() if driver.has("keyboard") else None
    return item.objectName().removesuffix(".input") if item is not None else ""


@pytest.mark.parametrize("language", WORDS)
def test_key_leads_to_the_next_field_and_is_done_on_the_last(build: Build, language: str) -> None:
    driver = at_checkout(build, language)
    seen = []
    while at := typing(driver):
        seen.append((at, str(driver.find("key.enter").property("label"))))
        driver.tap("key.enter")
    on, done = WORDS[language]
    assert seen == [(name, done if name == FIELDS[-1] else on) for name in FIELDS]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_a_keyboard_does_the_same(build: Build, key: Qt.Key) -> None:
    driver = at_checkout(build)
    seen = []
    while at := typing(driver):
        seen.append(at)
        driver.key(key)
    assert seen == FIELDS


def test_foot_of_the_page_is_as_it_was_once_the_keyboard_has_gone(build: Build) -> None:
    driver = at_checkout(build)
    driver.hands.put_keyboard_away()
    driver.wait(lambda: not driver.has("keyboard"))
    driver.window.grabWindow()  # lays out what is new
    end, age = driver.find("endSession"), driver.find("age")
    assert end.mapToScene(QPointF(end.width(), 0)).x() < age.mapToScene(QPointF(0, 0)).x()
    assert age.mapToScene(QPointF(age.width(), 0)).x() < driver.window.width()


def test_tab_leads_on_through_the_address(build: Build) -> None:
    driver = at_checkout(build)
    seen = [typing(driver)]
    for _ in range(3):
        driver.key(Qt.Key.Key_Tab)
        seen.append(typing(driver))
    assert seen == FIELDS[:4]


def test_field_that_is_not_shown_is_passed_over(build: Build) -> None:
    driver = at_checkout(build)
    driver.tap("flat")
    driver.tap("key.enter")
    assert typing(driver) == "phone"
