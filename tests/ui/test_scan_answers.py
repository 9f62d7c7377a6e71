"""What the screen says to a code: beep and flash, unknown products, several readings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtQuick import QQuickItem

from kiosk.domain.scans import Scan, Symbology
from tests.assistant_steps import sign_in, tablet
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98
from tests.scan_steps import UNKNOWN, means, said, several, shopper
from tests.ui_driver import Build, Driver

# Beep and flash


@pytest.mark.parametrize(
    ("code", "heard", "sign"),
    [("product", "scanned", "check"), ("nonsense", "refused", "question_mark")],
)
def test_every_source_is_answered_by_a_sound_and_a_sign(
    build: Build, code: str, heard: str, sign: str
) -> None:
    driver = shopper(build)
    answers: list[bool] = []
    driver.ui.shell.scanHeard.connect(answers.append)
    text = driver.shop.gtin(RAIN_98) if code == "product" else code
    for source in ("camera", "wedge", "serial:1", "typed"):
        driver.ui.shell.take(Scan(text, source, 1.0, Symbology.UNKNOWN, text.encode()))
        driver.settle()
    assert driver.shop.sounds.heard == [heard] * 4
    assert answers == [heard == "scanned"] * 4
    flash = next(i for i in _all(driver) if i.objectName() == "scanFlash.sign")
    assert flash.property("name") == sign


def test_flash_is_gone_soon_and_stands_still_where_motion_is_reduced(build: Build) -> None:
    for still in (False, True):
        driver = shopper(build, reduce_motion=still)
        lights: list[float] = []
        driver.ui.shell.scan("nonsense")
        driver.wait(lambda: driver.has("scanFlash"))  # noqa: B023  # called at once
        flash = driver.find("scanFlash")
        while flash.isVisible():
            lights.append(flash.opacity())
            driver.hands.pump()
        assert (set(lights) == {1.0}) is still


@pytest.mark.parametrize("mode", ["shopper", "assistant"])
def test_sign_hides_nothing_that_is_tapped_at_the_top(build: Build, mode: str) -> None:
    if mode == "shopper":
        driver = shopper(build, reduce_motion=True)
    else:
        driver = sign_in(tablet(build, reduce_motion=True))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.ui.shell.scan("nonsense")
    driver.wait(lambda: driver.has("scanFlash.sign"))
    driver.window.grabWindow()
    sign = _place(driver.find("scanFlash.sign").parentItem())
    tapped = [item for item in driver.items() if item.activeFocusOnTab()]
    below = [item.objectName() for item in tapped if _place(item).intersects(sign)]
    assert tapped and not below


def test_gone_terminal_hears_nothing(build: Build) -> None:
    driver = shopper(build)
    driver.shop.hub.revoked = True
    driver.shop.terminal.syncing.tick()
    driver.wait(lambda: driver.ui.shell.locked)
    driver.scan("nonsense")
    assert driver.shop.sounds.heard == []


# A code that may be several products


def test_person_says_which_of_several_products_it_is(build: Build) -> None:
    driver = shopper(build)
    means(driver, several())
    driver.scan("0")
    driver.wait(lambda: driver.has("whichOne"))
    assert driver.shop.sounds.heard == ["scanned"]
    text = said(driver)
    assert "Which one is it?" in text and "Ocean blue · 98" in text and "3,490 ₽" in text
    assert "Rubber boots “Frog”" in text and "1,691.50 ₽" in text  # as it is sold today
    driver.tap(f"which.{BOOTS}")
    driver.wait_page("product")
    assert driver.product.sku == BOOTS and not driver.has("whichOne")
    driver.product.add()
    assert driver.shop.terminal.session.state.marks == ((BOOTS, "mark-1"),)


def test_none_of_several_products_leaves_everything_as_it_was(build: Build) -> None:
    driver = shopper(build)
    means(driver, several())
    for way in ("close", "escape"):
        driver.scan("0")
        driver.wait(lambda: driver.has("whichOne"))
        if way == "close":
            driver.tap("whichOne.close")
        else:
            driver.key(Qt.Key.Key_Escape)
        driver.settle()
        assert not driver.has("whichOne") and driver.ui.shell.page == "attract"


def test_card_scanned_over_a_sheet_is_taken(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    driver.scan(ANNA_CARD)
    driver.wait(lambda: driver.has("customer"))
    assert not driver.ui.shell.covered


def _place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(item.boundingRect())


def _all(driver: Driver) -> Iterator[QQuickItem]:
    """Every item, seen or not."""
    todo = [driver.window.contentItem()]
    while todo:
        item = todo.pop()
        yield item
        todo += item.childItems()
