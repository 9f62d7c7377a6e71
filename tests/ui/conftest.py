"""Window tests; a QML warning or a bug in a lane fails a test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.ui.options import Options
from tests.ui_driver import Build, Driver


@pytest.fixture
def build(
    app: QGuiApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[Build]:
    """Build windows over the fake shop; they are closed after the test."""
    drivers: list[Driver] = []

    def make(
        online: bool = True, catalogue: bool = True, printer: bool = True, **options: object
    ) -> Driver:
        driver = Driver(tmp_path, Options(**options), online, catalogue, printer)  # type: ignore[arg-type]  # by name
        drivers.append(driver)
        return driver

    yield make
    for driver in drivers:
        driver.close()
    records = [r for phase in ("setup", "call", "teardown") for r in caplog.get_records(phase)]
    complaints = [r.getMessage() for r in records if r.levelno >= logging.WARNING]
    assert not complaints, complaints
