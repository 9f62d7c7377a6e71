"""An order of this device as a row: how far it has come, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QCoreApplication, QObject

from kiosk.domain.money import Money
from kiosk.domain.orders import LineState, OutboxState
from kiosk.ports.orders import ActionKind, Damage, OutboxCounts, OutboxRow
from kiosk.services.orders_here import NotTaken, OrdersHere
from kiosk.ui.context import Context
from kiosk.ui.words.moments import Moments
from kiosk.wire.orders import STATUSES, LineOutcome, OrderAnswer
from kiosk.words.formats import unbroken

NAMES = {
    OutboxState.REJECTED: "refused",
    OutboxState.PENDING: "waiting",
    OutboxState.SENT: "sent",
    OutboxState.ACCEPTED: "confirmed",
}


class _Shown(msgspec.Struct):
    """The part of an order's body that the sheet needs."""

    to_pay: Money
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as read in the lane, without its bytes.

    `to_pay` is None once the body was let go, `status` what the hub answered, `outcomes`
    what became of the lines.
    """

    row: OutboxRow
    to_pay: Money | None
    replaces: str = ""
    status: str = ""
    outcomes: tuple[LineOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the outbox holds; `replaced_by` names the new number by the old order's id."""

    entries: Sequence[Entry]
    counts: OutboxCounts
    damages: Sequence[Damage]
    not_taken: Sequence[NotTaken] = ()

    @property
    def replaced_by(self) -> Mapping[str, str]:
        """New numbers by the ids of the orders they replace."""
        return {e.replaces: e.row.number for e in self.entries if e.replaces}

    @property
    def sent(self) -> int:
        """How many were sent and have no answer yet."""
        return sum(entry.row.state is OutboxState.SENT for entry in self.entries)


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One order on the sheet.

    `status`: `refused`, `waiting`, `sent`, `confirmed`, `partly`, `backorder`, `replaced`,
    `cancelled` or `exported` (the machine was unenrolled).
    """

    orderId: str
    number: str
    status: str
    stateText: str
    detail: str
    amount: str
    age: str


def read_sheet(orders: OrdersHere) -> Sheet:
    """Read the sheet (lane `disk`): bodies hold addresses and phones, none is kept."""
    entries = [_entry(row) for row in orders.rows()]
    return Sheet(entries, orders.counts(), orders.damages(), orders.not_taken())


def words_of(not_taken: NotTaken) -> str:
    """Say what the hub did not take, and what a member of staff can do now."""
    if not_taken.kind is ActionKind.TASK_FINISHED:
        text = QCoreApplication.translate(
            "NotTaken", "Order {number}: its task is still open. Close it once more."
        )
        return text.format(number=unbroken(not_taken.about))
    if not_taken.kind is ActionKind.LEFT_BASKET:
        return QCoreApplication.translate(
            "NotTaken",
            "What a customer changed in their basket without a network is not in their web basket.",
        )
    return QCoreApplication.translate("NotTaken", "A shopper’s call for help did not go out.")


def why_refused(reason: str) -> str:
    """Say why the hub refused an order, and what a member of staff can do now."""
    known = {
        "price_refused": QCoreApplication.translate(
            "Refusal", "A price has changed since. Place the order again."
        ),
        "proof_missing": QCoreApplication.translate(
            "Refusal",
            "The customer could not be verified. Scan their card and place the order again.",
        ),
        "card_unknown": QCoreApplication.translate(
            "Refusal",
            "The shop does not know the customer’s card. Place the order again without it.",
        ),
        "order_invalid": QCoreApplication.translate(
            "Refusal", "Something in the order was wrong. Place it again."
        ),
        "basket_unknown": QCoreApplication.translate(
            "Refusal", "The web basket is gone. Place the order again."
        ),
    }
    otherwise = QCoreApplication.translate(
        "Refusal", "Something in the order was wrong. Place it again. ({code})"
    )
    return known.get(reason, otherwise).format(code=reason)


class OrderWords(QObject):
    """Words for the sheet; a QObject because lupdate sees plurals only in `self.tr`."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._moments = Moments(self)

    def item(self, entry: Entry, replaced_by: Mapping[str, str]) -> OutboxItem:
        """Say how far an order has come."""
        row = entry.row
        status = row.resolution or entry.status or NAMES[row.state]
        return OutboxItem(
            orderId=row.order_id,
            number=row.number,
            status=status,
            stateText=self._state(status, replaced_by.get(row.order_id, "")),
            detail=self._detail(status, entry),
            amount=self._context.formats.money(entry.to_pay) if entry.to_pay else "",
            age=self.ago(row.created_at),
        )

    def ago(self, iso_utc: str) -> str:
        """Say how long ago something was."""
        zone, language = self._zone(), self._context.speech.language
        return self._moments.ago(iso_utc, self._context.terminal.clock.now(), zone, language)

    def when(self, iso_utc: str) -> str:
        """Say when something was."""
        zone, language = self._zone(), self._context.speech.language
        return self._moments.when(iso_utc, self._context.terminal.clock.now(), zone, language)

    def _zone(self) -> str:
        return self._context.shop.terms.time_zone if self._context.shop else "UTC"

    def _state(self, status: str, replaced_by: str) -> str:
        if status == "replaced" and replaced_by:
            return self.tr("Replaced by {number}").format(number=replaced_by)
        return {
            "refused": self.tr("Not accepted"),
            "confirmed": self.tr("Confirmed"),
            "partly": self.tr("Confirmed in part"),
            "backorder": self.tr("Waits for goods"),
            "sent": self.tr("Sent, waiting for the answer"),
            "waiting": self.tr("Not sent yet")
            if self._context.link.online
            else self.tr("Waiting for the network"),
            "replaced": self.tr("Replaced by a new order"),
            "cancelled": self.tr("Cancelled"),
            "exported": self.tr("Handed over in a file by IT"),
        }[status]

    def _detail(self, status: str, entry: Entry) -> str:
        row = entry.row
        if status == "refused":
            return why_refused(row.reason)
        if status == "cancelled":
            return self.tr("The customer agreed. It is not carried out.")
        if status == "sent":
            return self.tr("Nothing to do; the answer will come.")
        if status == "waiting":
            if not row.attempts:
                return self.tr("Saved on this device. It will be sent automatically.")
            return self.tr(
                "Saved on this device. Tried %n time(s); it will be sent automatically.",
                "",
                row.attempts,
            )
        return self._outcomes(entry.outcomes) if status != "replaced" else ""

    def _outcomes(self, outcomes: Sequence[LineOutcome]) -> str:
        n = Counter(outcome.state for outcome in outcomes)
        waits, moved, left = (
            n[state] for state in (LineState.BACKORDER, LineState.MOVED, LineState.LEFT_OUT)
        )
        parts = (
            self.tr("%n item(s) wait for goods", "", waits) if waits else "",
            self.tr("%n item(s) to be collected at another store", "", moved) if moved else "",
            self.tr("%n item(s) left out", "", left) if left else "",
        )
        return " · ".join(part for part in parts if part)


def _entry(row: OutboxRow) -> Entry:
    bare = replace(row, body=b"", answer=None)
    try:
        shown = msgspec.json.decode(row.body, type=_Shown)
        to_pay, replaces = shown.to_pay, shown.replaces
    except msgspec.DecodeError:  # it was let go
        to_pay, replaces = None, ""
    if row.state is not OutboxState.ACCEPTED or not row.answer:
        return Entry(bare, to_pay, replaces)
    try:
        answer = msgspec.json.decode(row.answer, type=OrderAnswer)
    except msgspec.DecodeError:  # of a release with other answers: accepted it is
        return Entry(bare, to_pay, replaces)
    status = answer.status if answer.status in STATUSES else ""
    return Entry(bare, answer.to_pay, replaces, status, answer.lines)
