"""A catalogue file on its way: how far it is, and why the last one was not taken."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import SnapshotRefused, StoreFull
from kiosk.ui.context import Context
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN_AFTER_S = 2.0  # what takes less needs no bar
MEGABYTE = 1_000_000
SMALL_MB = 10


@QmlElement
@QmlUncreatable("made by the runtime")
class CatalogueComing(QObject):
    """Follows `Snapshots`. Nothing is said that is not known yet."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._began: float | None = None
        context.events.snapshotChanged.connect(self._look)
        context.speech.changed.connect(self.changed)

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """A file comes, of a known size, and takes long enough to be told of."""
        coming = self._context.terminal.snapshots.coming
        if coming is None or not coming.size or self._began is None:
            return False
        return self._context.terminal.clock.monotonic() - self._began >= SHOWN_AFTER_S

    @Property(float, notify=changed)
    def share(self) -> float:
        """How much of it is here, 0 to 1."""
        coming = self._context.terminal.snapshots.coming
        return min(1.0, coming.received / coming.size) if coming and coming.size else 0.0

    @Property(bool, notify=changed)
    def checking(self) -> bool:
        """All of it is here; it is being checked."""
        coming = self._context.terminal.snapshots.coming
        return bool(coming and self.known and coming.received >= coming.size)

    @Property(str, notify=changed)
    def amount(self) -> str:
        """How much of it is here, in words; empty while that is not known."""
        coming = self._context.terminal.snapshots.coming
        if coming is None or not self.known:
            return ""
        if self.checking:
            return QCoreApplication.translate("Catalogue", "It is here and being checked…")
        text = QCoreApplication.translate("Catalogue", "{received} of {size} MB · {percent}")
        return text.format(
            received=self._megabytes(coming.received, coming.size),
            size=self._megabytes(coming.size, coming.size),
            percent=self._context.formats.percent(100 * (100 * coming.received // coming.size)),
        )

    @Property(str, notify=changed)
    def fault(self) -> str:
        """Why the last one was not taken and what happens now; empty where it was or may be."""
        fault = self._context.terminal.snapshots.fault
        if isinstance(fault, StoreFull):
            return QCoreApplication.translate(
                "Catalogue", "There is no room for it: this device’s disk is full. Tell IT."
            )
        return (
            self._context.sentence(fault.code, fault.args_)
            if isinstance(fault, SnapshotRefused)
            else ""
        )

    def _megabytes(self, count: int, of: int) -> str:
        megabytes, formats = count / MEGABYTE, self._context.formats
        if of < SMALL_MB * MEGABYTE:
            return formats.decimal(megabytes)
        return formats.number(round(megabytes))

    @Slot()
    def _look(self) -> None:
        if self._context.terminal.snapshots.coming is None:
            self._began = None
        elif self._began is None:
            self._began = self._context.terminal.clock.monotonic()
        self.changed.emit()
