"""One application for all window tests; a QML warning or a bug in a lane fails a test."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.ui.options import Options
from kiosk.ui.runtime import load_fonts
from tests.ui_driver import Build, Driver

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def app(qapp: QGuiApplication) -> QGuiApplication:
    load_fonts()
    return qapp


@pytest.fixture
def build(
    app: QGuiApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[Build]:
    """Build windows over the fake shop; they are closed after the test."""
    drivers: list[Driver] = []

    def make(online: bool = True, catalogue: bool = True, **options: object) -> Driver:
        driver = Driver(tmp_path, Options(**options), online, catalogue)  # type: ignore[arg-type]  # by name
        drivers.append(driver)
        return driver

    yield make
    for driver in drivers:
        driver.close()
    complaints = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert not complaints, complaints
