"""The order is taken: the receipt, what the hub decides, and a clean screen soon."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.basket import BasketView
from kiosk.services.draining import Settled
from kiosk.ui.context import Context
from kiosk.ui.models.checkout.taken_order import TakenOrder
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.orders import OrderBody

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS = 250
READ_S = 90.0  # there is more to read where something comes otherwise than ordered


@QmlElement
@QmlUncreatable("made by the runtime")
class DoneModel(TakenOrder):
    """`finished`: the shopper is done, or the countdown is over.

    `receipt`: `none` (no printer), `printing`, `printed` or `failed`.
    """

    receiptChanged = Signal()  # with `changed`
    tick = Signal()
    finished = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self.changed.connect(self.receiptChanged)
        self._shell = shell
        self._fault = ""
        self._until = 0.0
        self._left = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.countDown)
        context.events.orderSettled.connect(self._settled)
        context.events.sessionEnded.connect(self._clear)
        context.events.activity.connect(self._restart)
        context.events.touched.connect(self._restart)

    @Property(str, notify=receiptChanged)
    def receipt(self) -> str:
        """How the receipt stands; of a refused order none is missed."""
        refused = self._state == "rejected" and self._receipt == "failed"
        return "none" if refused else self._receipt

    @Property(str, notify=receiptChanged)
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
