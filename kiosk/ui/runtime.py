"""The Qt application: fonts, window, view models, and the order in which they end."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import shiboken6
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

from kiosk.services.terminal import Terminal
from kiosk.ui.assistant import build_assistant
from kiosk.ui.context import Context
from kiosk.ui.drawings import DrawingProvider
from kiosk.ui.keys.key_filter import KeyEngine, KeyFilter
from kiosk.ui.models.models import Models
from kiosk.ui.models.press_guard import PressGuard
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.options import Options
from kiosk.ui.scan_results import Scans
from kiosk.ui.shopper import build_shopper

QML = Path(__file__).parent / "qml"
FONTS = (
    ("fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    ("qtmaterialsymbols", "resources/MaterialSymbolsOutlined.ttf"),
)
_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Ui:
    """A window with everything it shows."""

    def __init__(
        self,
        context: Context,
        shell: Shell,
        models: dict[str, QObject],
        made: Models,
        engine: QQmlApplicationEngine,
        keys: KeyFilter,
        *,
        lent: bool,
    ) -> None:
        self.shell = shell
        self.models = models
        self._made = made
        self._context = context
        self._keys = keys
        self._engine: QQmlApplicationEngine | None = engine
        self._lent = lent
        root = engine.rootObjects()[0]
        if not isinstance(root, QQuickWindow):
            raise TypeError("Main.qml is not a window")
        self.window: QQuickWindow = root

    def close(self) -> None:
        """Destroy window, engine unless it was lent, then view models; twice is harmless."""
        if self._engine is None:
            return
        self.window.removeEventFilter(self._keys)
        self.window.hide()
        if self._lent:
            shiboken6.delete(self.window)
            self._engine.clearSingletons()
        else:
            shiboken6.delete(self._engine)
        self._engine = None
        for model in reversed([self.shell, *self.models.values(), self._made]):
            shiboken6.delete(model)
        self.models.clear()
        self._context.speech.close()


def make_app(argv: Sequence[str]) -> QGuiApplication:
    """Make the application with its fonts; Qt's own messages go to the log.

    On Linux without an input method, unless the environment names one: the dead keys of a
    host's layout would eat characters of a scanner's codes before anybody sees them.
    """
    if sys.platform == "linux":
        os.environ.setdefault("QT_IM_MODULE", "none")
    qInstallMessageHandler(_to_log)
    app = QGuiApplication(list(argv))
    app.setApplicationName("store-kiosk")
    load_fonts()
    return app


def load_fonts() -> None:
    """Load the bundled fonts: the same letters on every machine."""
    for package, name in FONTS:
        spec = find_spec(package)
        folders = spec.submodule_search_locations if spec else None
        if not folders or QFontDatabase.addApplicationFont(str(Path(folders[0]) / name)) < 0:
            raise RuntimeError(f"the font of {package} is missing: install the dependencies anew")
    QGuiApplication.setFont(QFont("Inter"))


def make_engine() -> QQmlApplicationEngine:
    """Make what runs the QML; its complaints go to the log."""
    engine = QQmlApplicationEngine()
    engine.setOutputWarningsToStandardError(False)
    engine.warnings.connect(_warned)
    engine.addImageProvider("drawing", DrawingProvider())
    return engine


def build_window(
    terminal: Terminal,
    options: Options,
    on_key: KeyEngine | None = None,
    engine: QQmlApplicationEngine | None = None,
) -> Ui:
    """Build the view models and show the window.

    `on_key` judges every key event (see `KeyFilter`). An `engine` that is lent outlives the
    window and has read the pages for the next: half of what a window costs. Listens to the
    terminal's session and syncing: call it before `syncing.start`.
    """
    options = _measured(options)
    context = Context(terminal, options)
    scans = Scans(context)
    shell = Shell(context, scans)
    scans.setParent(shell)
    models = build_shopper(context, shell, scans)
    models |= build_assistant(context, shell, scans, models)
    models["presses"] = presses = PressGuard(terminal.clock.monotonic)
    lent = engine is not None
    engine = engine or make_engine()
    width, height = options.pixels
    made = Models({"shell": shell, **models}, options.mode)
    engine.setInitialProperties({"models": made, "width": width, "height": height})
    engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
    if not engine.rootObjects():
        raise RuntimeError("Main.qml did not load: see the log")
    context.speech.retranslate = engine.retranslate
    events = context.events
    keys = KeyFilter(
        on_key,
        terminal.clock.monotonic,
        events.activity.emit,
        events.touched.emit,
        lambda: shell.notify_("error", "device_floods"),
    )
    ui = Ui(context, shell, models, made, engine, keys, lent=lent)
    presses.watch(ui.window)
    ui.window.installEventFilter(keys)
    shell.sessionEnded.connect(keys.reset)
    if options.fullscreen:
        ui.window.showFullScreen()
    else:
        ui.window.show()
    context.read_shop()
    return ui


def _measured(options: Options) -> Options:
    """Let a window that fills the screen be as large as that: millimetres are told from it."""
    if not options.fullscreen or options.size is not None:
        return options
    screen = QGuiApplication.primaryScreen().size()
    return replace(options, size=(screen.width(), screen.height()))


def _warned(errors: list[QQmlError]) -> None:
    for error in errors:
        _log.error("QML: %s", error.toString())


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
