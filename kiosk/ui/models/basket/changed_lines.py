"""Which lines of the shared basket another channel has just changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.ui.context import Context

MARK_MS = 4_000
HERE = "store"


class ChangedLines(QObject):
    """Marks a line for a while after the hub's copy brought somebody else's operation on it.

    What the basket held when it was brought over is no change: it is said on its own.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._known: frozenset[str] | None = None
        self._marks: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=MARK_MS)
        self._timer.timeout.connect(self.forget)
        context.events.sessionChanged.connect(self._look)
        context.events.sessionEnded.connect(self._end)

    def channel_of(self, sku: str) -> str:
        """Name the channel that has just changed a line, or nothing."""
        return self._marks.get(sku, "")

    @Slot()
    def forget(self) -> None:
        """Enough: the marks go."""
        self._marks = {}
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        customer = self._context.state.customer
        adopted = customer.adopted if customer else None
        known = self._known
        if adopted is None:
            return
        self._known = frozenset(op.id for op in adopted)
        if known is None or self._context.state.apart:
            return
        fresh = {op.sku: op.channel for op in adopted if op.id not in known}
        marks = {sku: channel for sku, channel in fresh.items() if channel != HERE}
        if marks:
            self._marks |= marks
            self._timer.start()

    @Slot()
    def _end(self) -> None:
        self._timer.stop()
        self._known, self._marks = None, {}
