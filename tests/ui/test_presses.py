"""No press that was meant for one thing reaches what comes after it."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from kiosk.ui.models.press_guard import COMMITS_S, TAKES_S
from tests.fakes import BOOTS, RAIN_98
from tests.press_scenes import SCENES, STEPS, Scene, Step, checkout, product, product_after_product
from tests.pressing import (
    GAPS_MS,
    POINTERS,
    after,
    clicked,
    guarded,
    press_everything,
    ready,
    seen,
    spot,
    tap_again,
    too_early,
)
from tests.ui_driver import Build


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_nothing_on_the_glass_takes_a_press_before_it_can_have_been_seen(
    build: Build, scene: Scene
) -> None:
    driver = scene(build)
    seen(driver)
    page, texts, passed = driver.ui.shell.page, driver.texts(), 0
    for gap in GAPS_MS:
        after(driver, gap - passed)
        passed = gap
        found = too_early(driver, gap)
        assert not any(one.item.property("armed") for one in found)
        press_everything(driver, found)
        driver.settle()
        assert clicked(found) == [] and driver.ui.shell.page == page
    assert driver.texts() == texts and driver.presses.commits


@pytest.mark.parametrize(("gap", "pointer"), [(150, "mouse"), (500, "touch")])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.scene.__name__}-{step.name}")
def test_taps_at_one_spot_place_no_order_that_nobody_read(
    build: Build, step: Step, gap: int, pointer: str
) -> None:
    driver = step.scene(build)
    ready(driver)
    pieces = driver.basket.pieces
    placed = tap_again(driver, step.name, gap, pointer)
    assert placed == (step.name == "place")
    assert driver.ui.shell.page == step.leads_to, "the taps went on"
    if step.name == "add" and gap < 350:
        assert driver.basket.pieces <= pieces + 2, "the last tap came late enough to be meant"


def test_press_that_began_on_one_page_does_not_end_on_the_next(build: Build) -> None:
    driver = product_after_product(build)
    ready(driver)
    at, left = spot(driver, "add"), Qt.MouseButton.LeftButton
    QTest.mousePress(driver.window, left, pos=at)
    driver.scan(driver.shop.gtin(RAIN_98))
    ready(driver)
    QTest.mouseRelease(driver.window, left, pos=at)
    driver.settle()
    assert not driver.product.added
    POINTERS["mouse"](driver, at)
    assert driver.product.added


def test_key_that_is_held_down_is_one_press(build: Build) -> None:
    driver = product(build)
    ready(driver)
    driver.find("toBasket").forceActiveFocus()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QGuiApplication.sendEvent(driver.window, held)
    assert driver.ui.shell.page == "product"


def test_scan_waits_for_nothing(build: Build) -> None:
    driver = product_after_product(build)
    driver.wait(lambda: driver.product.sku == BOOTS)
    assert not driver.presses.takes  # seen for no time at all


def test_other_sum_is_to_be_seen_before_it_is_agreed_to(build: Build) -> None:
    driver = checkout(build)
    ready(driver)
    driver.shop.terminal.session.add(BOOTS)  # from another channel, say
    seen(driver)
    assert driver.presses.takes and not driver.presses.commits
    assert driver.find("place").property("coming")
    assert tap_again(driver, "place", 150, "mouse", taps=2) == 0


@pytest.mark.parametrize("still", [False, True])
def test_button_that_commits_is_seen_to_be_coming(build: Build, still: bool) -> None:
    driver = build(language="en", reduce_motion=still)
    driver.shop.terminal.session.add(RAIN_98)
    driver.settle()
    driver.checkout.open()
    driver.wait_page("checkout")
    guarded(driver)
    at = spot(driver, "place") + QPoint(0, -20)  # the ground beside the words
    coming = driver.window.grabWindow().pixelColor(at).name()
    after(driver, 701)
    driver.wait(lambda: driver.window.grabWindow().pixelColor(at).name() == "#0e6655")
    assert coming == "#dcede8"


def test_true_time_is_counted_from_the_frame_and_never_shorter(build: Build) -> None:
    """On a loaded machine it may be longer; what is asserted holds on any."""
    driver = checkout(build)
    driver.presses._monotonic = time.monotonic
    driver.presses.renew()
    asked = time.monotonic()
    driver.wait(lambda: driver.presses.takes)
    assert time.monotonic() - asked >= TAKES_S
    driver.wait(lambda: driver.presses.commits)
    assert time.monotonic() - asked >= COMMITS_S
    POINTERS["touch"](driver, spot(driver, "place"))
    driver.wait_page("done")
