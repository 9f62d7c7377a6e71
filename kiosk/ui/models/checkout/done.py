"""The order is taken: its number, what comes when, the receipt, and a clean screen soon."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Localised
from kiosk.domain.money import Money
from kiosk.domain.orders import LineState, Payment
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.later import Later
from kiosk.services.basket import BasketView
from kiosk.services.draining import Settled
from kiosk.ui.context import Context
from kiosk.ui.models.checkout.done_lines import ComingRow, LineWords, OutcomeRow, waiting_total
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
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

TICK_MS = 250
READ_S = 90.0  # there is more to read where something comes otherwise than ordered


@QmlElement
@QmlUncreatable("made by the runtime")
class DoneModel(QObject):
    """`finished`: the shopper is done, or the countdown is over.

    `state`: `sending`, `waiting` (no network), `confirmed`, `partly` or `backorder` (see
    `outcomes`), or `rejected`. `receipt`: `none` (no printer), `printing`, `printed` or `failed`.
    """

    changed = Signal()
    tick = Signal()
    finished = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._words = Wording(context)
        self._order: OrderBody | None = None
        self._qr = ("", "")  # the last address and what stands for it
        self._state = ""
        self._reason = ""
        self._names: dict[str, Localised] = {}
        self._points_before: int | None = None
        self._answer: OrderAnswer | None = None
        self._receipt = "none"
        self._fault = ""
        self._printer_failed = False
        self._until = 0.0
        self._left = 0
        self._revision = 0
        self._coming = Rows(ComingRow, self)
        self._outcomes = Rows(OutcomeRow, self)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.countDown)
        context.events.orderSettled.connect(self._settled)
        context.events.sessionEnded.connect(self._clear)
        context.events.activity.connect(self._restart)
        context.events.touched.connect(self._restart)
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

    @Property(str, notify=changed)
    def receipt(self) -> str:
        """How the receipt stands; of a refused order none is missed."""
        refused = self._state == "rejected" and self._receipt == "failed"
        return "none" if refused else self._receipt

    @property
    def prints(self) -> bool:
        """There is a printer, and the last receipt came out of it."""
        return self._context.terminal.receipts is not None and not self._printer_failed

    @Property(str, notify=changed)
    def receiptText(self) -> str:
        """The same, in a sentence."""
        texts = {
            "printing": QCoreApplication.translate("Done", "The receipt is being printed…"),
            "printed": QCoreApplication.translate("Done", "Take your receipt"),
            "failed": self._context.sentence(self._fault) if self._fault else "",
        }
        return texts.get(self._receipt, "")

    @Property(int, notify=tick)
    def left(self) -> int:
        """Seconds until the screen is cleared; 0 when it is not counted."""
        return self._left

    @Slot()
    def printAgain(self) -> None:
        """Try the receipt once more."""
        self._print()

    @Slot()
    def finish(self) -> None:
        """The shopper is done."""
        self.finished.emit()

    def show_order(self, order: OrderBody, basket: BasketView) -> None:
        """Show a committed order and print its receipt; `basket` has its names in all languages."""
        customer = self._context.state.customer
        account = customer.account if customer and customer.account.customer_id else None
        # Taken now: the account may be read anew, with this order's points in it.
        self._points_before = account.points if account else None
        self._names = {line.variant.sku: line.name for line in basket.lines}
        self._order, self._state = order, "waiting" if order.offline else "sending"
        self._reason, self._answer = "", None
        self._print()
        self._show()
        self._shell.open(Page.DONE)
        if self._context.options.mode == "shopper":
            self._restart()
            self._timer.start()
            self.countDown()

    @Slot()
    def countDown(self) -> None:
        """Look at the clock (monotonic)."""
        left = self._until - self._context.terminal.clock.monotonic()
        if max(0, ceil(left)) != self._left:
            self._left = max(0, ceil(left))
            self.tick.emit()
        if left <= 0 and self._timer.isActive():
            self._timer.stop()
            self.finished.emit()

    @Slot()
    def _restart(self) -> None:
        shown_s = self._context.options.done_s
        if self._outcomes.rows or self.differences:
            shown_s = max(shown_s, READ_S)
        self._until = self._context.terminal.clock.monotonic() + shown_s

    def _print(self) -> None:
        receipts, order = self._context.terminal.receipts, self._order
        if receipts is None or order is None or self._receipt == "printing":
            return
        self._set_receipt("printing", "")
        self._context.terminal.lanes.run(
            Lane.PRINTER,
            lambda: receipts.print(order),
            lambda _: self._printed(order.id, "printed", ""),
            lambda error: self._not_printed(order.id, error),
        )

    def _printed(self, order_id: str, receipt: str, fault: str) -> None:
        self._printer_failed = bool(fault)
        if self._order is not None and self._order.id == order_id:
            self._set_receipt(receipt, fault)

    def _not_printed(self, order_id: str, error: KioskError) -> None:
        self._printed(order_id, "failed", error.code)

    def _set_receipt(self, receipt: str, fault: str) -> None:
        self._receipt, self._fault = receipt, fault
        self._revision += 1
        self.changed.emit()

    @Slot(object)
    def _settled(self, settled: Settled) -> None:
        if self._order is None or settled.row.order_id != self._order.id:
            return
        self._state = settled.answer.status if settled.answer else "rejected"
        self._reason, self._answer = settled.reason, settled.answer
        self._revision += 1
        self._show()
        if self._timer.isActive():  # what is new has to be read as well
            self._restart()
            self.countDown()

    @Slot()
    def _clear(self) -> None:
        self._timer.stop()
        self._order, self._state, self._reason, self._answer = None, "", "", None
        self._qr = ("", "")
        self._receipt, self._fault, self._left, self._names = "none", "", 0, {}
        self._points_before = None
        self._show()

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
