"""The orders taken on this device and how far each has come."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ports.orders import Damage, OutboxCounts
from kiosk.ui.context import Context
from kiosk.ui.models.orders.outbox_rows import OrderWords, OutboxItem, Sheet, read_sheet, words_of
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.words.formats import unbroken

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHEET, COUNT = "outbox-sheet", "outbox-count"  # keys of the lanes' newest jobs
NOTHING = OutboxCounts(0, 0)


@QmlElement
@QmlUncreatable("made by the runtime")
class OutboxModel(QObject):
    """The sheet "Orders on this device": what needs a person first, then what waits.

    The rows are read while the sheet is open; the numbers whenever an order moves.
    """

    changed = Signal()
    pointedTo = Signal(int)  # row of the order that was asked for

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = OrderWords(context, self)
        self._rows = Rows(OutboxItem, self)
        self._sheet: Sheet | None = None
        self._counts = NOTHING
        self._open = False
        self._pointed = ""
        self._error: KioskError | None = None
        context.events.orderSettled.connect(self._settled)
        context.events.sessionChanged.connect(self._session_changed)
        context.terminal.actions.refused.add(lambda _: self._session_changed())
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """The orders."""
        return self._rows

    @Property(str, notify=changed)
    def pointed(self) -> str:
        """Number of the order that was asked for; empty without one."""
        return self._pointed

    @Property(bool, notify=changed)
    def loading(self) -> bool:
        """The sheet is being read for the first time."""
        return self._sheet is None and self._error is None

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the sheet cannot be read, in words."""
        return self._context.sentence(self._error.code, self._error.args_) if self._error else ""

    @Property(int, notify=changed)
    def waiting(self) -> int:
        """How many orders the hub has not confirmed yet."""
        return self._counts.unsent

    @Property(int, notify=changed)
    def refused(self) -> int:
        """How many refused orders wait for staff."""
        return self._counts.refused

    @Property(str, notify=changed)
    def summary(self) -> str:
        """The sheet in one line."""
        refused, sent = self._counts.refused, self._sheet.sent if self._sheet else 0
        unsent = self._counts.unsent - sent
        parts = (
            self.tr("%n not accepted", "", refused) if refused else "",
            self.tr("%n waiting for an answer", "", sent) if sent else "",
            self.tr("%n not sent", "", unsent) if unsent > 0 else "",
        )
        said = " · ".join(part for part in parts if part)
        if said or self._sheet is None or not self._sheet.entries:
            return said
        return self.tr("All have been sent")

    @Property(str, notify=changed)
    def damageTitle(self) -> str:
        """When the store was damaged; empty while there is nothing to take note of."""
        damages = self._sheet.damages if self._sheet else ()
        if not damages:
            return ""
        text = (
            self.tr("Storage failed: {when}")
            if any(damage.file for damage in damages)
            else self.tr("This device stopped in the middle of an order: {when}")
        )
        return text.format(when=self._words.when(damages[-1].at))

    @Property(str, notify=changed)
    def damageText(self) -> str:
        """What was saved, what is missing and what to do."""
        return "\n".join(map(self._damage, self._sheet.damages if self._sheet else ()))

    @Property(str, notify=changed)
    def damageFiles(self) -> str:
        """Where IT finds what was damaged."""
        damages = self._sheet.damages if self._sheet else ()
        files = ", ".join(damage.file for damage in damages if damage.file)
        return self.tr("File for IT: {file}").format(file=files) if files else ""

    @Property(str, notify=changed)
    def notTakenTitle(self) -> str:
        """That the shop refused something besides orders; empty while it has not."""
        refused = self._sheet.not_taken if self._sheet else ()
        return (
            self.tr("Not taken by the shop: {count}").format(count=len(refused)) if refused else ""
        )

    @Property(str, notify=changed)
    def notTakenText(self) -> str:
        """What it was and what to do."""
        refused = self._sheet.not_taken if self._sheet else ()
        return "\n".join(dict.fromkeys(map(words_of, refused)))

    @Slot()
    def open(self) -> None:
        """The sheet is on the screen."""
        self._open = True
        self.refresh()

    @Slot()
    def close(self) -> None:
        """It is not any more."""
        self._open, self._pointed = False, ""

    def point_to(self, number: str) -> None:
        """Show where an order is, now or when the sheet opens (main thread)."""
        self._pointed = number
        if self._open:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the sheet anew."""
        orders = self._context.terminal.orders
        self._context.terminal.lanes.run(
            Lane.DISK, lambda: read_sheet(orders), self._took, self._failed, newest=SHEET
        )

    @Slot()
    def recount(self) -> None:
        """Something has moved."""
        if self._open:
            self.refresh()
            return
        counts = self._context.terminal.orders.counts
        self._context.terminal.lanes.run(
            Lane.DISK, counts, self._counted, self._failed, newest=COUNT
        )

    @Slot()
    def noteDamages(self) -> None:
        """Whoever is signed in has read what happened to the store."""
        staff, orders = self._context.state.staff, self._context.terminal.orders
        if staff is not None:
            self._context.terminal.lanes.run(
                Lane.DISK,
                lambda: orders.note_damages(staff),
                lambda _: self.refresh(),
                self._failed,
            )

    @Slot()
    def noteNotTaken(self) -> None:
        """Whoever is signed in has read what the shop refused."""
        if self._context.state.staff is not None:
            orders = self._context.terminal.orders
            self._context.terminal.lanes.run(
                Lane.DISK, orders.note_not_taken, lambda _: self.refresh(), self._failed
            )

    def _took(self, sheet: Sheet) -> None:
        self._sheet, self._counts, self._error = sheet, sheet.counts, None
        self._show()
        numbers = [row.number for row in self._rows.rows]
        if self._pointed in numbers:
            self.pointedTo.emit(numbers.index(self._pointed))

    def _counted(self, counts: OutboxCounts) -> None:
        self._counts, self._error = counts, None
        self.changed.emit()

    def _failed(self, error: KioskError) -> None:
        self._error = error
        self.changed.emit()

    @Slot()
    def _session_changed(self) -> None:
        """An order may have been placed; nothing is counted while nobody works here."""
        if self._context.state.staff is not None:
            self.recount()
        elif self._sheet is not None or self._counts != NOTHING:
            for key in (SHEET, COUNT):
                self._context.terminal.lanes.forget(key)
            self._sheet, self._counts, self._error, self._open = None, NOTHING, None, False
            self._show()

    @Slot(object)
    def _settled(self, _: object) -> None:
        self._session_changed()

    @Slot()
    def _show(self) -> None:
        sheet, words = self._sheet, self._words
        replaced_by = sheet.replaced_by if sheet else {}
        self._rows.replace([words.item(e, replaced_by) for e in sheet.entries] if sheet else ())
        self.changed.emit()

    def _damage(self, damage: Damage) -> str:
        lost = ", ".join(map(unbroken, damage.lost))
        if not damage.file:
            text = self.tr(
                "No order has the number {numbers}: if anybody names one of them, call IT."
            )
            return text.format(numbers=lost)
        saved = self.tr("%n order(s) recovered.", "", damage.saved)
        if not damage.lost:
            return f"{saved} {self.tr('Tell IT now.')}"
        missing = self.tr("%n lost: {numbers}.", "", len(damage.lost)).format(numbers=lost)
        todo = self.tr("Tell IT now. If those customers come, ask for the receipt, or what it was.")
        return f"{saved} {missing} {todo}"
