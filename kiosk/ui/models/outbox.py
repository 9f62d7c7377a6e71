"""The orders taken on this device and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.money import Money
from kiosk.domain.orders import OutboxState
from kiosk.errors import KioskError
from kiosk.ports import OutboxRow
from kiosk.ui.context import Context
from kiosk.ui.messages import sentence
from kiosk.ui.models.rows import Rows
from kiosk.ui.moments import Moments
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHEET = "outbox-sheet"  # key of the lanes' newest job
STEPS = {  # what needs a person comes first
    OutboxState.REJECTED: 0,
    OutboxState.PENDING: 1,
    OutboxState.SENT: 1,
    OutboxState.ACCEPTED: 2,
}
NAMES = {
    OutboxState.REJECTED: "refused",
    OutboxState.PENDING: "waiting",
    OutboxState.SENT: "sent",
    OutboxState.ACCEPTED: "confirmed",
}


class _Amount(msgspec.Struct):
    """The part of an order's body that the sheet shows."""

    to_pay: Money


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row as read in the lane; `to_pay` is None once the body was let go."""

    row: OutboxRow
    to_pay: Money | None


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One order on the sheet. `status`: `refused`, `waiting`, `sent` or `confirmed`."""

    orderId: str
    number: str
    status: str
    stateText: str
    detail: str
    amount: str
    age: str


@QmlElement
@QmlUncreatable("made by the runtime")
class OutboxModel(QObject):
    """The sheet "Orders on this device": refused ones first, then waiting, then confirmed."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._moments = Moments(self)
        self._rows = Rows(OutboxItem, self)
        self._entries: Sequence[_Entry] = ()
        self._loaded = False
        self._error: KioskError | None = None
        context.events.orderSettled.connect(self._settled)
        context.events.sessionChanged.connect(self._session_changed)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """The orders."""
        return self._rows

    @Property(bool, notify=changed)
    def loading(self) -> bool:
        """The sheet is being read for the first time."""
        return not self._loaded and self._error is None

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the sheet cannot be read, in words."""
        return sentence(self._error.code, self._error.args_) if self._error else ""

    @Property(int, notify=changed)
    def waiting(self) -> int:
        """How many orders the hub has not confirmed yet."""
        return self._count(OutboxState.PENDING, OutboxState.SENT)

    @Property(int, notify=changed)
    def refused(self) -> int:
        """How many orders the hub refused."""
        return self._count(OutboxState.REJECTED)

    @Property(str, notify=changed)
    def summary(self) -> str:
        """The sheet in one line."""
        refused = self._count(OutboxState.REJECTED)
        waiting = self._count(OutboxState.PENDING, OutboxState.SENT)
        confirmed = self._count(OutboxState.ACCEPTED)
        parts = (
            self.tr("%n refused", "", refused) if refused else "",
            self.tr("%n waiting", "", waiting) if waiting else "",
            self.tr("%n confirmed", "", confirmed) if confirmed else "",
        )
        return " · ".join(part for part in parts if part)

    @Slot()
    def refresh(self) -> None:
        """Read the sheet anew."""
        self._context.terminal.lanes.run("disk", self._read, self._took, self._failed, newest=SHEET)

    def _read(self) -> Sequence[_Entry]:
        # Bodies hold addresses and phone numbers: none stays in memory beyond this.
        found = [
            _Entry(replace(row, body=b""), _to_pay(row.body))
            for row in self._context.terminal.outbox.rows()
        ]
        return sorted(found, key=lambda entry: STEPS[entry.row.state])

    def _took(self, entries: Sequence[_Entry]) -> None:
        self._entries, self._loaded, self._error = entries, True, None
        self._show()

    def _failed(self, error: KioskError) -> None:
        self._error = error
        self.changed.emit()

    @Slot()
    def _session_changed(self) -> None:
        """An order may have been placed; nothing is counted while nobody works here."""
        if self._context.state.staff is not None:
            self.refresh()

    @Slot(object)
    def _settled(self, _: object) -> None:
        self._session_changed()

    @Slot()
    def _show(self) -> None:
        self._rows.replace([self._item(entry) for entry in self._entries])
        self.changed.emit()

    def _item(self, entry: _Entry) -> OutboxItem:
        row, context = entry.row, self._context
        zone = context.shop.terms.time_zone if context.shop else "UTC"
        now = context.terminal.clock.now()
        return OutboxItem(
            orderId=row.order_id,
            number=row.number,
            status=NAMES[row.state],
            stateText=self._state_text(row.state),
            detail=self._detail(row),
            amount=context.formats.money(entry.to_pay) if entry.to_pay else "",
            age=self._moments.ago(row.created_at, now, zone, context.speech.language),
        )

    def _state_text(self, state: OutboxState) -> str:
        return {
            OutboxState.REJECTED: self.tr("Refused"),
            OutboxState.ACCEPTED: self.tr("Confirmed"),
            OutboxState.SENT: self.tr("Sent, waiting for the answer"),
            OutboxState.PENDING: self.tr("Waiting for the network"),
        }[state]

    def _detail(self, row: OutboxRow) -> str:
        if row.state is OutboxState.REJECTED:
            return self._refusal(row.reason)
        if row.state is OutboxState.ACCEPTED:
            return ""
        if not row.attempts:
            return self.tr("Safe on this device. It will be sent by itself.")
        return self.tr(
            "Safe on this device. Tried %n time(s); it will be sent by itself.", "", row.attempts
        )

    def _refusal(self, reason: str) -> str:
        """Say why, and what a member of staff can do now."""
        known = {
            "price_refused": self.tr("A price has changed since. Take the order anew."),
            "proof_missing": self.tr(
                "The shop did not accept who the customer is. Take the order anew, with their card."
            ),
            "order_invalid": self.tr("The shop cannot carry it out as it is. Take it anew."),
            "basket_unknown": self.tr("The web basket is gone. Take the order anew."),
        }
        why = known.get(reason, self.tr("The shop refused it ({code}). Take the order anew."))
        return why.format(code=reason)

    def _count(self, *states: OutboxState) -> int:
        return sum(entry.row.state in states for entry in self._entries)


def _to_pay(body: bytes) -> Money | None:
    """Read an order's total; the body is empty once it was let go."""
    try:
        return msgspec.json.decode(body, type=_Amount).to_pay
    except msgspec.DecodeError:
        return None
