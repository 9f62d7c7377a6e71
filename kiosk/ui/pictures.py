"""Product pictures for QML: names go in, the addresses of our own files come out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QImageReader
from PySide6.QtQml import QmlElement

from kiosk.domain.ids import is_sha256
from kiosk.ui.context import Context
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

REMEMBERED = 200
LARGEST_MB = 64  # unpacked; more than that stays a drawing
# WORKAROUND(pyside-6.11): Qt's image thread would call our message handler, which waits for
# the interpreter, which the main thread may hold while it waits for the image thread.
QUIET = "qt.gui.imageio*.warning=false"


@QmlElement
@QmlUncreatable("made by the runtime")
class Pictures(QObject):
    """Who shows a picture looks at it, is told when it came, and leaves it when it goes.

    An address is made of a file that the picture store named, never of text from outside.
    """

    arrived = Signal(str, QUrl)
    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = context.terminal.pictures
        self._looking: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._files: dict[str, QUrl] = {}
        self._context = context
        QImageReader.setAllocationLimit(LARGEST_MB)
        QLoggingCategory.setFilterRules(QUIET)
        context.events.linkChanged.connect(self._ask_again)

    @Property(bool, notify=changed)
    def coming(self) -> bool:
        """Somebody looks at a picture that is still on its way."""
        return bool(self._asked)

    @Slot(str, result=QUrl)
    def look(self, picture: str) -> QUrl:
        """Show a picture from now on: its address if it is known, else `arrived` tells it."""
        if self._pictures is None or not is_sha256(picture):
            return QUrl()
        self._looking[picture] += 1
        self._ask(picture)
        return self._files.get(picture, QUrl())

    @Slot(str)
    def leave(self, picture: str) -> None:
        """Show it no longer."""
        if self._pictures is None or picture not in self._looking:
            return
        self._looking[picture] -= 1
        if not self._looking[picture]:
            del self._looking[picture]
            self._pictures.drop(picture)
            self._answered(picture)

    def _ask(self, picture: str) -> None:
        if self._pictures is not None and picture not in self._asked:
            self._asked.add(picture)
            self.changed.emit()
            self._pictures.want(picture, lambda path: self._came(picture, path))

    def _came(self, picture: str, path: Path | None) -> None:
        self._answered(picture)
        if path is None:
            return
        known = self._files.pop(picture, None)
        address = QUrl.fromLocalFile(str(path))
        self._files[picture] = address
        if len(self._files) > REMEMBERED:
            del self._files[next(iter(self._files))]
        if known != address:
            self.arrived.emit(picture, address)

    def _answered(self, picture: str) -> None:
        if picture in self._asked:
            self._asked.discard(picture)
            self.changed.emit()

    @Slot()
    def _ask_again(self) -> None:
        """The hub answers: what could not come before may come now."""
        if self._context.link.online:
            for picture in self._looking.keys() - self._files.keys():
                self._ask(picture)
