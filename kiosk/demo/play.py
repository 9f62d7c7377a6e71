"""The demo: a terminal on a demo shop, and a panel that plays the outside world."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QUrl
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.app import Kiosk, watch_for_bugs
from kiosk.config import Settings
from kiosk.demo.panel import Panel
from kiosk.demo.wishes import Wishes, wishes
from kiosk.demo.world import World
from kiosk.ending import Ending, leave
from kiosk.ui.delivery import MainThread
from kiosk.ui.runtime import make_app

PANEL = Path(__file__).parent / "Panel.qml"


def play(mode: str) -> int:
    """Open the demo and stay until the terminal's window is closed."""
    logging.basicConfig(level=logging.WARNING)
    asked = wishes(os.environ, QLocale.system().uiLanguages())
    app = make_app(sys.argv)
    deliver = MainThread()
    with Ending(lambda _: deliver(app.quit)) as ending:
        with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
            print(asked.on_language)  # noqa: T201
            print("Starting the demo shop's hub …")  # noqa: T201  # the only thing to see so far
            world = World(Path(folder), ending.check)
            try:
                world.start()
                done = _play(app, ending, world, mode, asked)
            finally:
                world.stop()
        if not done:
            leave(0)
    return 0


def _play(app: QGuiApplication, ending: Ending, world: World, mode: str, asked: Wishes) -> bool:
    """Play until the window is closed or told to end; return what `Kiosk.close` does."""
    settings, secrets = world.terminal(mode, "T7")
    kiosk = Kiosk(terminal_settings(settings, asked), secrets, watch_for_bugs(lambda: kiosk))
    panel = Panel(world, kiosk.camera.show)
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"panel": panel})
    engine.load(QUrl.fromLocalFile(str(PANEL)))
    _beside(kiosk.ui.window, engine.rootObjects()[0])
    app.setQuitOnLastWindowClosed(False)
    kiosk.ui.window.visibleChanged.connect(app.quit)
    if not ending.told:  # before it runs, the loop cannot be quit
        app.exec()
    del engine
    return kiosk.close()


def terminal_settings(settings: Settings, asked: Wishes) -> Settings:
    """Return a terminal's settings with the language and camera asked for, and with sounds."""
    return replace(settings, sounds=True, language=asked.language, camera=asked.camera)


def _beside(terminal: QWindow, panel: QObject) -> None:
    """Put the panel to the right of the terminal's window."""
    terminal.setPosition(0, 0)
    if isinstance(panel, QWindow):
        panel.setPosition(terminal.width(), 0)
        panel.setHeight(terminal.height())
