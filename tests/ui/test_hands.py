"""The hands that drive the tests and the tour leave nothing behind that later looks would meet."""

from __future__ import annotations

from PySide6.QtCore import QMetaObject
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
