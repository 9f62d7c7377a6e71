"""What is said of an order that the hub refused; on the shop floor, what hides the customer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.services.mending import Refusal
from kiosk.ui.context import Context
from kiosk.ui.models.orders.outbox_rows import OrderWords, why_refused
from kiosk.ui.models.orders.refused_rows import RefusalWords, RefusedLine, masked, spaced
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.orders import OrderBody

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

PAGE = "order"
READ = "refused-order"  # key of the lanes' newest job
QUESTION = "order-ask"  # the name of what lies over the page
SHOWN_MS = 15_000  # how long a customer's details stay on the shop floor's large screen


@QmlElement
@QmlUncreatable("made by the runtime")
class RefusedFacts(QObject):
    """Empty words while none is open; `RefusedOrderModel` opens one and settles it."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = RefusalWords(context)
        self._order_words = OrderWords(context, self)
        self._lines = Rows(RefusedLine, self)
        self._id = ""
        self._refusal: Refusal | None = None
        self._error: KioskError | None = None
        self._shown = False
        self._hide_timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._hide_timer.timeout.connect(self.hide)
        context.speech.changed.connect(self._show)
        context.events.shopChanged.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """It was read, or cannot be."""
        return self._refusal is not None or self._error is not None

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why it cannot be read, in words."""
        return self._context.sentence(self._error.code, self._error.args_) if self._error else ""

    @Property(str, notify=changed)
    def number(self) -> str:
        """The order's number."""
        return self._refusal.number if self._refusal else ""

    @Property(str, notify=changed)
    def when(self) -> str:
        """When it was taken."""
        return self._order_words.ago(self._refusal.created_at) if self._refusal else ""

    @Property(str, notify=changed)
    def why(self) -> str:
        """Why the hub refused it and what to do."""
        return why_refused(self._refusal.reason) if self._refusal else ""

    @Property(bool, notify=changed)
    def readable(self) -> bool:
        """What was ordered is known."""
        return self._order is not None

    @Property(bool, notify=changed)
    def canTakeAnew(self) -> bool:
        """Something of it can be ordered again."""
        return self._refusal is not None and self._refusal.can_be_taken_anew

    @Property(bool, notify=changed)
    def underWay(self) -> bool:
        """It is being taken anew already."""
        replaces = self._context.state.replaces
        return bool(self._id and replaces and replaces.id == self._id)

    @Property(Rows, constant=True)
    def lines(self) -> Rows:
        """What was ordered."""
        return self._lines

    @Property(str, notify=changed)
    def delivery(self) -> str:
        """What delivery was to cost; empty where nothing is delivered."""
        return self._words.delivery(self._order) if self._order else ""

    @Property(str, notify=changed)
    def total(self) -> str:
        """What was to be paid."""
        return self._context.formats.money(self._order.to_pay) if self._order else ""

    @Property(str, notify=changed)
    def who(self) -> str:
        """The customer: a name where the order has one, else what is known of them."""
        return self._words.who(self._order) if self._order else ""

    @Property(str, notify=changed)
    def phone(self) -> str:
        """A guest's phone number: staff have to call. On the shop floor in full when asked."""
        phone = spaced(self._order.contact.phone) if self._order else ""
        return masked(phone) if self._masked else phone

    @Property(str, notify=changed)
    def reachHint(self) -> str:
        """How to reach a customer whose number is not in the order."""
        return self._words.reach_hint(self._order) if self._order else ""

    @Property(str, notify=changed)
    def address(self) -> str:
        """Where it was to be delivered; on the shop floor in full when asked."""
        return self._words.address(self._order, self._masked) if self._order else ""

    @Property(bool, notify=changed)
    def canReveal(self) -> bool:
        """Something about the customer is hidden from whoever else looks at the screen."""
        order = self._order
        return bool(self._masked and order and (order.contact.phone or order.address.street))

    @Property(str, notify=changed)
    def goneText(self) -> str:
        """What of it is no longer sold while the rest is; empty when there is nothing."""
        refusal = self._refusal
        if refusal is None or refusal.order is None or not refusal.can_be_taken_anew:
            return ""
        names = ", ".join(line.name for line in refusal.order.lines if line.sku in refusal.gone)
        text = self.tr("No longer sold: {names}. Leave it out when you order again.")
        return text.format(names=names) if names else ""

    @Slot()
    def reveal(self) -> None:
        """Show for a while what is hidden of the customer."""
        self._shown = True
        self._hide_timer.start()
        self.changed.emit()

    @Slot()
    def hide(self) -> None:
        """Hide it again."""
        self._shown = False
        self._hide_timer.stop()
        self.changed.emit()

    @property
    def _order(self) -> OrderBody | None:
        return self._refusal.order if self._refusal else None

    @property
    def _masked(self) -> bool:
        return not self._shown and self._context.options.mode == "shopper"

    @Slot()
    def _show(self) -> None:
        self._lines.replace(self._words.lines(self._refusal) if self._refusal else ())
        self.changed.emit()
