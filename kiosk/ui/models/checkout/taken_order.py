"""What is said of an order that was taken: its number, what comes when, and what to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Localised
from kiosk.domain.money import Money
from kiosk.domain.orders import LineState, Payment
from kiosk.later import Later
from kiosk.ui.context import Context
from kiosk.ui.models.checkout.done_lines import ComingRow, LineWords, OutcomeRow, waiting_total
from kiosk.ui.models.rows import Rows
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.orders import OrderAnswer, OrderBody
from kiosk.words.receipts import track_address

if TYPE_CHECKING:
    import segno
else:
    segno = Later("segno")

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class TakenOrder(QObject):
    """Empty words while there is none; `DoneModel` brings it and what the hub decided.

    `state`: `sending`, `waiting` (no network), `confirmed`, `partly` or `backorder` (see
    `outcomes`), or `rejected`.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Wording(context)
        self._order: OrderBody | None = None
        self._qr = ("", "")  # the last address and what stands for it
        self._state = ""
        self._reason = ""
        self._names: dict[str, Localised] = {}
        self._points_before: int | None = None
        self._answer: OrderAnswer | None = None
        self._receipt = "none"  # see `DoneModel`
        self._printer_failed = False
        self._revision = 0
        self._coming = Rows(ComingRow, self)
        self._outcomes = Rows(OutcomeRow, self)
        context.events.linkChanged.connect(self.changed)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """There is an order to show."""
        return self._order is not None

    @Property(int, notify=changed)
    def revision(self) -> int:
        """Grows when the order's state or its receipt changes."""
        return self._revision

    @Property(str, notify=changed)
    def number(self) -> str:
        """The order's number."""
        return self._order.number if self._order else ""

    @Property(str, notify=changed)
    def state(self) -> str:
        """How the hub stands to the order."""
        return self._state

    @Property(str, notify=changed)
    def stateText(self) -> str:
        """The same, in a sentence."""
        if self._state == "waiting" and self._context.for_staff:
            return QCoreApplication.translate(
                "Done", "The order is safe. We will confirm it when the network is back."
            )
        if self._state == "waiting":
            return QCoreApplication.translate(
                "Done", "Your order is safe. We will confirm it when the network is back."
            )
        if self._state == "rejected":
            return self._context.sentence(self._reason)
        if self._state == "confirmed":
            return QCoreApplication.translate("Done", "Confirmed by the shop.")
        if self._state in ("partly", "backorder"):
            return ""  # the outcomes say it, line by line
        return QCoreApplication.translate("Done", "Confirming…") if self._state else ""

    @Property(str, notify=changed)
    def differences(self) -> str:
        """Where the hub decided on another price, line by line."""
        money = self._context.formats.money
        text = QCoreApplication.translate("Done", "{name}: {decided} instead of {quoted}")
        left_out = (
            {o.sku for o in self._answer.lines if o.state is LineState.LEFT_OUT}
            if self._answer
            else set()
        )
        return "\n".join(
            text.format(name=self._name(d.sku), decided=money(d.decided), quoted=money(d.quoted))
            for d in (self._answer.differences if self._answer else ())
            if d.sku not in left_out
        )

    @Property(Rows, constant=True)
    def outcomes(self) -> Rows:
        """The lines that come otherwise than ordered, or not at all."""
        return self._outcomes

    @Property(str, notify=changed)
    def outcomeTitle(self) -> str:
        """What the outcomes are about."""
        if self._state == "backorder":
            if self._context.for_staff:
                return QCoreApplication.translate(
                    "Done",
                    "Everything sold out meanwhile. The customer is to be called: see “Tasks”.",
                )
            return QCoreApplication.translate(
                "Done", "Everything sold out meanwhile. We will call you about it."
            )
        if self._state == "partly":
            return QCoreApplication.translate("Done", "Confirmed, with changes")
        return ""

    @Property(str, notify=changed)
    def newTotal(self) -> str:
        """That less is to be paid than was said, or later; empty while all is as it was."""
        order, answer, money = self._order, self._answer, self._context.formats.money
        if order is None or answer is None:
            return ""
        said: list[str] = []
        if answer.to_pay != order.to_pay:
            text = QCoreApplication.translate("Done", "New total: {now} instead of {before}")
            said.append(text.format(now=money(answer.to_pay), before=money(order.to_pay)))
        if self._state == "partly" and (later := waiting_total(order, answer)).minor:
            text = QCoreApplication.translate("Done", "Now {now}, {later} when it arrives")
            said.append(text.format(now=self.amount, later=money(later)))
        return "\n".join(said)

    @Property(Rows, constant=True)
    def coming(self) -> Rows:
        """What comes when and where."""
        return self._coming

    @Property(str, notify=changed)
    def toPay(self) -> str:
        """Where it is to be paid."""
        if self._order is None:
            return ""
        if self._state == "backorder":
            return QCoreApplication.translate("Done", "Nothing to pay yet")
        if self._context.for_staff:
            texts = {
                Payment.AT_TILL: QCoreApplication.translate(
                    "Done", "The customer pays at the till"
                ),
                Payment.ON_DELIVERY: QCoreApplication.translate(
                    "Done", "The customer pays the courier"
                ),
                Payment.ON_COLLECTION: QCoreApplication.translate(
                    "Done", "The customer pays on collection"
                ),
            }
        else:
            texts = {
                Payment.AT_TILL: QCoreApplication.translate("Done", "Pay at the till"),
                Payment.ON_DELIVERY: QCoreApplication.translate("Done", "You pay the courier"),
                Payment.ON_COLLECTION: QCoreApplication.translate(
                    "Done", "You pay when you collect"
                ),
            }
        return texts[self._order.payment]

    @Property(bool, notify=changed)
    def paysNow(self) -> bool:
        """Paying is what is left to do before leaving the shop."""
        order = self._order
        return (
            order is not None
            and order.payment is Payment.AT_TILL
            and self._state != "backorder"  # there is nothing to hand over yet
        )

    @Property(str, notify=changed)
    def amount(self) -> str:
        """What is to be paid; of a part that waits for stock nothing yet."""
        order, answer = self._order, self._answer
        if order is None:
            return ""
        amount: Money = answer.to_pay if answer else order.to_pay
        if answer and self._state == "partly":
            amount = amount - waiting_total(order, answer)
        return self._context.formats.money(amount)

    @Property(str, notify=changed)
    def payHint(self) -> str:
        """What to show at the till: without a receipt the order's number will do."""
        number_alone = self._receipt in ("none", "failed")
        if self._context.for_staff:
            if number_alone:
                return QCoreApplication.translate("Done", "With the order’s number")
            return QCoreApplication.translate("Done", "With the code on the receipt")
        if number_alone:
            return QCoreApplication.translate("Done", "Say the order’s number there")
        return QCoreApplication.translate("Done", "Show the code on the receipt")

    @Property(str, notify=changed)
    def points(self) -> str:
        """The points that will be added; empty without an account, or for a refused order."""
        if self._state == "rejected":
            return ""
        points = self._answer.points if self._answer else self._order.points if self._order else 0
        if not points:
            return ""
        number = self._context.formats.number
        added = self._words.counted.points(points, number(points))
        if self._points_before is None:
            return QCoreApplication.translate("Done", "We will add {added}").format(added=added)
        text = QCoreApplication.translate("Done", "We will add {added}: {total} in all")
        return text.format(added=added, total=number(self._points_before + points))

    @Property(str, notify=changed)
    def qr(self) -> str:
        """The address to follow the order as rows of 0 and 1; a refused order has none."""
        shop = self._context.shop
        if self._order is None or shop is None or not shop.terms.track_url:
            return ""
        if self._state == "rejected":
            return ""
        address = track_address(shop.terms, self._order.number)
        if self._qr[0] != address:  # the page asks again whenever anything has changed
            code = segno.make(address, error="m")
            rows = "/".join("".join(str(int(cell)) for cell in row) for row in code.matrix)
            self._qr = (address, rows)
        return self._qr[1]

    @property
    def prints(self) -> bool:
        """There is a printer, and the last receipt came out of it."""
        return self._context.terminal.receipts is not None and not self._printer_failed

    @Slot()
    def _show(self) -> None:
        order, answer = self._order, self._answer
        lines = LineWords(self._context, self._words, self._name)
        comes = lines.coming(order, answer) if order and self._state != "rejected" else []
        self._coming.replace(comes)
        self._outcomes.replace(lines.outcomes(order, answer) if order and answer else [])
        self.changed.emit()

    def _name(self, sku: str) -> str:
        """The product's name in the language on the screen; the order's own keeps its own."""
        return self._context.pick(self._names[sku]) if sku in self._names else sku
