"""Search as you type; a typed code counts as a scan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.codes import UnknownCode, classify
from kiosk.errors import KioskError
from kiosk.ports import ProductHit
from kiosk.ui.context import Context
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell import Shell
from kiosk.ui.models.shelves import HitRow, hit_row
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SLOW_MS = 300
LEAST_DIGITS = 8


@QmlElement
@QmlUncreatable("made by the runtime")
class SearchModel(QObject):
    """`state`: `idle`, `loading` (only shown when slow), `results`, `none` or `failed`."""

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._text = ""
        self._state = "idle"
        self._revision = 0
        self._hits: Sequence[ProductHit] = ()
        self._results = Rows(HitRow, self)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._is_slow)
        context.events.sessionEnded.connect(self._clear)
        context.speech.changed.connect(self._show)

    @Property(str, notify=changed)
    def text(self) -> str:
        """What was typed."""
        return self._text

    @Property(str, notify=changed)
    def state(self) -> str:
        """What there is to show."""
        return self._state

    @Property(int, notify=changed)
    def revision(self) -> int:
        """Grows with every answer."""
        return self._revision

    @Property(Rows, constant=True)
    def results(self) -> Rows:
        """What was found, best first."""
        return self._results

    @Slot(str)
    def type(self, text: str) -> None:
        """Search for what has been typed so far; an older search is dropped."""
        self._text = text
        if not text.strip():
            self._context.terminal.lanes.forget("search")
            self._slow.stop()
            self._state, self._hits = "idle", ()
            self._show()
            return
        self._slow.start()
        search = self._context.terminal.browsing.search
        self._context.terminal.lanes.run(
            "read", lambda: search(text), self._found, self._failed, newest="search"
        )
        self.changed.emit()

    @Slot()
    def submit(self) -> None:
        """Enter was pressed: a code that was typed off a label is resolved like a scan."""
        text = self._text.replace(" ", "")
        if len(text) >= LEAST_DIGITS and not isinstance(classify(text), UnknownCode):
            self._shell.scan(text)

    def _found(self, hits: Sequence[ProductHit]) -> None:
        self._slow.stop()
        self._hits = hits
        self._state = "results" if hits else "none"
        self._revision += 1
        self._show()

    def _failed(self, _: KioskError) -> None:
        self._slow.stop()
        self._state, self._hits = "failed", ()
        self._show()

    @Slot()
    def _is_slow(self) -> None:
        self._state = "loading"
        self.changed.emit()

    @Slot()
    def _clear(self) -> None:
        self.type("")

    @Slot()
    def _show(self) -> None:
        self._results.replace([hit_row(hit, self._context) for hit in self._hits])
        self.changed.emit()
