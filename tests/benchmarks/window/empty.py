"""The yardstick of start-up: an empty QML window, and when its first frame was shown.

python -m tests.benchmarks.window.empty
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

QML = b"import QtQuick\nWindow { visible: true; width: 1080; height: 1920 }\n"


def main() -> None:
    """Show the window; print the monotonic time at which it was there."""
    app = QGuiApplication(sys.argv)
    engine = QQmlApplicationEngine()
    engine.loadData(QML)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)  # as written above

    def shown() -> None:
        print(time.monotonic(), flush=True)  # the answer
        QTimer.singleShot(0, app.quit)

    window.frameSwapped.connect(shown, Qt.ConnectionType.DirectConnection)
    app.exec()
    del engine


if __name__ == "__main__":
    main()
