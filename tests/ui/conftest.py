"""Window tests; a QML warning or a bug in a lane fails a test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.ui.options import Options
from kiosk.ui.runtime import make_engine
from tests.ui_driver import Build, Driver


@pytest.fixture(scope="module")
def engines(app: QGuiApplication) -> Iterator[list[QQmlApplicationEngine]]:
    """The engine that no window uses now, if there is one; a journey brings an engine of its own.

    Of the types of a file Qt remembers one for all engines: while two live, `instanceof` fails
    in one of them sooner or later.
    """
    idle: list[QQmlApplicationEngine] = []
    yield idle
    for engine in idle:
        shiboken6.delete(engine)


@pytest.fixture
def build(
    engines: list[QQmlApplicationEngine], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[Build]:
    """Build windows over the fake shop; they are closed after the test."""
    drivers: list[Driver] = []
    lent: list[QQmlApplicationEngine] = []

    def make(
        online: bool = True, catalogue: bool = True, printer: bool = True, **options: object
    ) -> Driver:
        engine = engines.pop() if engines else make_engine()
        lent.append(engine)
        driver = Driver(tmp_path, Options(**options), online, catalogue, printer, engine)  # type: ignore[arg-type]  # by name
        drivers.append(driver)
        return driver

    yield make
    for driver in drivers:
        driver.close()
    if len(lent) == 1:
        engines += lent
    else:
        for engine in lent:
            shiboken6.delete(engine)
    records = [r for phase in ("setup", "call", "teardown") for r in caplog.get_records(phase)]
    complaints = [r.getMessage() for r in records if r.levelno >= logging.WARNING]
    assert not complaints, complaints
