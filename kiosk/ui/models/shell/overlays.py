"""What lies over the page: a message for a while, and sheets."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.context import Context
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

NOTICE_MS = 7_000


@QmlElement
@QmlUncreatable("made by the runtime")
class Overlays(QObject):
    """One message at a time, and the names of the sheets that lie over the page."""

    noticeChanged = Signal()
    coveredChanged = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._notice: tuple[str, str, dict[str, object]] = ("", "", {})
        self._covers: frozenset[str] = frozenset()
        self._notice_timer = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._notice_timer.timeout.connect(self.dismissNotice)

    @Property(str, notify=noticeChanged)
    def noticeText(self) -> str:
        """A message for the person in front of the screen, or empty."""
        _, code, args = self._notice
        return self._context.sentence(code, args) if code else ""

    @Property(str, notify=noticeChanged)
    def noticeKind(self) -> str:
        """`info`, `good`, `warning` or `error`."""
        return self._notice[0]

    @Property(str, notify=noticeChanged)
    def noticeCode(self) -> str:
        """The message's code."""
        return self._notice[1]

    @Slot()
    def dismissNotice(self) -> None:
        """Take the message away."""
        self._set_notice("", "", {})

    def notify_(self, kind: str, code: str, /, **args: object) -> None:
        """Show a message for a while."""
        self._set_notice(kind, code, args)
        self._notice_timer.start()

    @Property(bool, notify=coveredChanged)
    def covered(self) -> bool:
        """A sheet lies over the page: it ends with the session, and the page rests."""
        return bool(self._covers)

    def cover(self, name: str, lies: bool) -> None:
        """Lay a sheet over the page, or take it away."""
        covers = self._covers | {name} if lies else self._covers - {name}
        if covers != self._covers:
            self._covers = covers
            self.coveredChanged.emit()

    def _set_notice(self, kind: str, code: str, args: dict[str, object]) -> None:
        self._notice = (kind, code, args)
        self._notice_timer.stop()
        self.noticeChanged.emit()
