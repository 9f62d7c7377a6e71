"""The order is taken: its number, what comes when, the receipt, and a clean screen soon."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import segno
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Localised
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.orders import OrderLine, Payment
from kiosk.errors import KioskError
from kiosk.services.basket import BasketView
from kiosk.services.receipts import track_address
from kiosk.services.syncing import Settled
from kiosk.ui.context import Context
from kiosk.ui.messages import sentence
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.wording import ICONS, Wording
from kiosk.wire.orders import LineDifference, OrderBody

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS = 250


@dataclass(frozen=True, slots=True)
class ComingRow:
    """What comes when and where."""

    key: str
    icon: str
    title: str
    detail: str


@QmlElement
@QmlUncreatable("made by the runtime")
class DoneModel(QObject):
    """`finished`: the shopper is done, or the countdown is over.

    `state`: `sending`, `waiting` (no network), `confirmed` or `rejected`. `receipt`: `none`
    (no printer), `printing`, `printed` or `failed`.
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
        self._state = ""
        self._reason = ""
        self._names: dict[str, Localised] = {}
        self._points_before: int | None = None
        self._differences: tuple[LineDifference, ...] = ()
        self._receipt = "none"
        self._fault = ""
        self._until = 0.0
        self._left = 0
        self._revision = 0
        self._coming = Rows(ComingRow, self)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.countDown)
        context.events.orderSettled.connect(self._settled)
        context.events.sessionEnded.connect(self._clear)
        context.events.activity.connect(self._restart)
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
        if self._state == "waiting" and self._context.options.tablet:
            return QCoreApplication.translate(
                "Done", "The order is safe. We will confirm it when the network is back."
            )
        if self._state == "waiting":
            return QCoreApplication.translate(
                "Done", "Your order is safe. We will confirm it when the network is back."
            )
        if self._state == "rejected":
            return sentence(self._reason)
        if self._state == "confirmed":
            return QCoreApplication.translate("Done", "Confirmed by the shop.")
        return QCoreApplication.translate("Done", "Confirming…") if self._state else ""

    @Property(str, notify=changed)
    def differences(self) -> str:
        """Where the hub decided on another price, line by line."""
        money = self._context.formats.money
        text = QCoreApplication.translate("Done", "{name}: {decided} instead of {quoted}")
        return "\n".join(
            text.format(name=self._name(d.sku), decided=money(d.decided), quoted=money(d.quoted))
            for d in self._differences
        )

    @Property(Rows, constant=True)
    def coming(self) -> Rows:
        """What comes when and where."""
        return self._coming

    @Property(str, notify=changed)
    def toPay(self) -> str:
        """Where it is to be paid."""
        if self._order is None:
            return ""
        if self._context.options.mode == "assistant":
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
        return self._order is not None and self._order.payment is Payment.AT_TILL

    @Property(str, notify=changed)
    def amount(self) -> str:
        """What is to be paid."""
        return self._context.formats.money(self._order.to_pay) if self._order else ""

    @Property(str, notify=changed)
    def payHint(self) -> str:
        """What to show at the till: without a receipt the order's number will do."""
        if self._receipt in ("none", "failed"):
            return QCoreApplication.translate("Done", "Say the order’s number there")
        if self._context.options.mode == "assistant":
            return QCoreApplication.translate("Done", "With the code on the receipt")
        return QCoreApplication.translate("Done", "Show the code on the receipt")

    @Property(str, notify=changed)
    def points(self) -> str:
        """The points that will be added; empty without an account."""
        if self._order is None or not self._order.points:
            return ""
        number, order = self._context.formats.number, self._order
        added = self._words.counted.points(order.points, number(order.points))
        if self._points_before is None:
            return QCoreApplication.translate("Done", "We will add {added}").format(added=added)
        text = QCoreApplication.translate("Done", "We will add {added}: {total} in all")
        return text.format(added=added, total=number(self._points_before + order.points))

    @Property(str, notify=changed)
    def qr(self) -> str:
        """The address to follow the order as rows of 0 and 1; empty without one."""
        shop = self._context.shop
        if self._order is None or shop is None or not shop.terms.track_url:
            return ""
        code = segno.make(track_address(shop.terms, self._order.number), error="m")
        return "/".join("".join(str(int(cell)) for cell in row) for row in code.matrix)

    @Property(str, notify=changed)
    def receipt(self) -> str:
        """How the receipt stands."""
        return self._receipt

    @Property(str, notify=changed)
    def receiptText(self) -> str:
        """The same, in a sentence."""
        texts = {
            "printing": QCoreApplication.translate("Done", "The receipt is being printed…"),
            "printed": QCoreApplication.translate("Done", "Please take your receipt."),
            "failed": sentence(self._fault) if self._fault else "",
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
        self._reason, self._differences = "", ()
        self._print()
        self._show()
        self._shell.open("done")
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
        self._until = self._context.terminal.clock.monotonic() + self._context.options.done_s

    def _print(self) -> None:
        receipts, order = self._context.terminal.receipts, self._order
        if receipts is None or order is None or self._receipt == "printing":
            return
        self._set_receipt("printing", "")
        self._context.terminal.lanes.run(
            "printer",
            lambda: receipts.print(order),
            lambda _: self._printed(order.id, "printed", ""),
            lambda error: self._not_printed(order.id, error),
        )

    def _printed(self, order_id: str, receipt: str, fault: str) -> None:
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
        self._state = "confirmed" if settled.answer else "rejected"
        self._reason = settled.reason
        if settled.answer:
            self._differences = settled.answer.differences
        self._revision += 1
        self.changed.emit()

    @Slot()
    def _clear(self) -> None:
        self._timer.stop()
        self._order, self._state, self._reason, self._differences = None, "", "", ()
        self._receipt, self._fault, self._left, self._names = "none", "", 0, {}
        self._points_before = None
        self._show()

    @Slot()
    def _show(self) -> None:
        order = self._order
        groups: dict[tuple[FulfilmentKind, str, Promise], list[OrderLine]] = {}
        for line in order.lines if order else ():
            groups.setdefault((line.kind, line.location_id, line.promise), []).append(line)
        self._coming.replace(
            [
                ComingRow(
                    f"{kind}:{place}:{promise.day}",
                    ICONS[kind],
                    self._title(kind, place, promise),
                    "\n".join(self._line(line) for line in lines),
                )
                for (kind, place, promise), lines in groups.items()
            ]
        )
        self.changed.emit()

    def _title(self, kind: FulfilmentKind, place_id: str, promise: Promise) -> str:
        when = self._words.promise(promise)
        if kind is FulfilmentKind.TAKE_AWAY:
            if self._context.options.tablet:
                return QCoreApplication.translate("Done", "Handed over")
            return QCoreApplication.translate("Done", "You have it with you")
        if kind is FulfilmentKind.DELIVERY:
            address = self._order.address if self._order else None
            typed = f"{address.street}, {address.house}" if address else ""
            where = address.label if address and address.label else typed
            text = QCoreApplication.translate("Done", "Home, {where}: {when}")
            return text.format(where=where, when=when)
        place = self._context.place_name(place_id)
        if kind is FulfilmentKind.COLLECT:
            text = QCoreApplication.translate("Done", "Collect at {place}: {when}")
        else:
            text = QCoreApplication.translate("Done", "Brought to {place}: {when}")
        return text.format(place=place, when=when)

    def _line(self, line: OrderLine) -> str:
        parts = [f"{self._name(line.sku)}, {line.size}"]
        if line.quantity > 1:
            parts.append(self._words.counted.copies(line.quantity))
        return " · ".join(parts)

    def _name(self, sku: str) -> str:
        """The product's name in the language on the glass; the order's own keeps its own."""
        return self._context.pick(self._names[sku]) if sku in self._names else sku
