"""Measures whatever can be pressed: 12 mm for a finger, the one thing to do 15 mm."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.demo.hands import class_of
from tests.ui_driver import Driver

TARGET_MM, PRIMARY_MM = 12, 15


@dataclass(frozen=True)
class Target:
    """What a finger may go for; `main` is the one thing to do on a page."""

    name: str
    place: tuple[int, int]
    width: float
    height: float
    main: bool


def height_of_ground(item: QQuickItem) -> float:
    """How high the ground is drawn that shows where to press; 0 for what is no such ground."""
    shown = item.isVisible() and item.inherits("QQuickRectangle")
    whole = shown and item.width() >= item.parentItem().width() - 1
    return item.height() if whole and item.property("color").alpha() else 0


def targets(driver: Driver) -> list[Target]:
    """Every target on the glass, as values: no failure's traceback keeps an item alive."""
    driver.settle()
    driver.window.grabWindow()  # lays out what is new
    found = []
    for item in driver.items():
        with class_of(item) as kind:
            has_click = kind.indexOfSignal("clicked()") >= 0
            has_ground = kind.indexOfProperty("cornerRadius") >= 0
            main = kind.className().startswith("PrimaryButton")
        if item.inherits("QQuickTextInput"):
            box, name = item.parentItem(), item.objectName()
        elif has_click and has_ground:
            if item.property("pressable") is False or item.opacity() == 0:
                continue  # a chip that only says something; the pad's empty corner
            box, name = item, item.objectName() or str(item.property("label"))
        else:
            continue
        drawn = max(map(height_of_ground, box.childItems()), default=0) or box.height()
        at = box.mapToScene(QPointF(0, 0))
        place = (round(at.x()), round(at.y()))
        found.append(Target(name, place, box.width(), min(box.height(), drawn), main))
    return found


def measure(driver: Driver) -> int:
    """Measure everything on the glass; return how many there are."""
    per_mm = float(driver.ui.shell.pxPerMm)
    found = targets(driver)
    small = [
        one
        for one in found
        if min(one.width, one.height) < (PRIMARY_MM if one.main else TARGET_MM) * per_mm
    ]
    assert not small, (driver.ui.shell.page, small)
    return len(found)
