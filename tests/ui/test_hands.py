"""The hands that drive the tests and the tour leave nothing behind that later looks would meet."""

from __future__ import annotations

from PySide6.QtCore import QMetaObject, QPoint, QTimer
from shiboken6 import getAllValidWrappers, getCppPointer

from tests.ui_driver import Build


def lent_classes() -> set[int]:
    """Where the classes lie that Python holds a wrapper of."""
    return {getCppPointer(one)[0] for one in getAllValidWrappers() if type(one) is QMetaObject}


def test_to_read_the_glass_holds_no_class_of_an_item(build: Build) -> None:
    driver = build()
    kept = list(driver.items())  # a wrapper of an item kept its class's
    before = lent_classes()
    assert driver.hands.texts()
    assert lent_classes() <= before
    assert kept


def test_a_tap_runs_no_events_while_python_is_locked(build: Build) -> None:
    driver = build()
    ran: list[bool] = []
    QTimer.singleShot(0, lambda: ran.append(True))
    driver.hands.press(QPoint(1, 1))
    assert not ran  # a frame among them would wait for the thread that draws, and that for Python
    driver.wait(lambda: ran)
