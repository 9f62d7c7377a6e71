"""One Qt application for the whole run, drawn into memory, with the bundled fonts."""

from __future__ import annotations

import os

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.ui.runtime import load_fonts

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def app(qapp: QGuiApplication) -> QGuiApplication:
    load_fonts()
    return qapp
