"""One Qt application for the whole run, with the bundled fonts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.ui.runtime import load_fonts


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def app(qapp: QGuiApplication) -> QGuiApplication:
    load_fonts()
    return qapp
