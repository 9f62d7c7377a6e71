"""What waits until the window has been painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtQuick import QQuickWindow

QUIET_MS = 250  # for whoever scans at once: what waits takes the processor for a while
PATIENCE_MS = 5_000  # a window that nobody can see is never painted


class FirstFrame(QObject):
    """Acts once, on the main thread, soon after a window's first frame or for want of one."""

    def __init__(self, window: QQuickWindow, action: Callable[[], None]) -> None:
        super().__init__(window)
        self._action = action
        self._painted = False
        self._timer = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._timer.timeout.connect(self._act)
        self._timer.start()
        window.frameSwapped.connect(self._swapped, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _swapped(self) -> None:
        if not self._painted:
            self._painted = True
            self._timer.start(QUIET_MS)

    @Slot()
    def _act(self) -> None:
        self.deleteLater()
        self._action()
