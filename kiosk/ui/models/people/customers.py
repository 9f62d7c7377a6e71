"""Finding a customer by name, phone or card number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane
from kiosk.ui.context import Context
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.counted import Counted
from kiosk.wire.customers import FEWEST_PHONE_DIGITS, CustomerSummary

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SEARCH = "customers"  # key of the lanes' newest job
LEAST = 2
LIMIT = 64
PAUSE_MS = 250


@dataclass(frozen=True, slots=True)
class CustomerItem:
    """One customer found; `phone` is masked by the hub, `card` here."""

    customerId: str
    name: str
    initials: str
    phone: str
    tier: str
    points: str
    card: str
    basket: str


def initials(name: str) -> str:
    """Return the first letters of the first two words."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@QmlElement
@QmlUncreatable("made by the runtime")
class CustomersModel(QObject):
    """The search for customers; it needs the hub."""

    changed = Signal()
    queryChanged = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._counted = Counted(self)
        self._rows = Rows(CustomerItem, self)
        self._found: Sequence[CustomerSummary] | None = None
        self._query = ""
        self._error: KioskError | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.search)
        context.events.sessionEnded.connect(self.clear)
        context.events.linkChanged.connect(self._link_changed)
        context.events.shopChanged.connect(self._show)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """Who was found."""
        return self._rows

    def _get_query(self) -> str:
        return self._query

    def _set_query(self, text: str) -> None:
        text = text[:LIMIT]
        if text == self._query:
            return
        self._query = text
        self._found, self._error = None, None
        self._context.terminal.lanes.forget(SEARCH)
        self._pause.start()
        self.queryChanged.emit()
        self._show()

    query = Property(str, _get_query, _set_query, notify=queryChanged)

    @Property(str, notify=changed)
    def state(self) -> str:
        """`start`, `short`, `searching`, `found`, `none`, `offline` or `problem`.

        `short`: fewer digits than the hub looks for.
        """
        if isinstance(self._error, HubUnreachable):
            return "offline"
        if self._error is not None:
            return "problem"
        if self._few_digits and self._context.link.online:
            return "short"
        if not self._long_enough:
            return "start" if self._context.link.online else "offline"
        if self._found is None:
            return "searching"
        return "found" if self._found else "none"

    @Property(bool, notify=changed)
    def canSearch(self) -> bool:
        """The hub can be asked now."""
        return self._context.link.online

    @Property(str, notify=changed)
    def problem(self) -> str:
        """What went wrong, in words."""
        if self._error is None:
            return ""
        code = "sign_in_ended" if self._error.code == "grant_ended" else self._error.code
        return self._context.sentence(code, self._error.args_)

    @Property(str, notify=changed)
    def summary(self) -> str:
        """How many were found."""
        return self.tr("%n customer(s)", "", len(self._found)) if self._found else ""

    @Slot()
    def search(self) -> None:
        """Search now for what is typed."""
        self._pause.stop()
        staff = self._context.state.staff
        text = self._query.strip()
        if staff is None or not self._long_enough:
            return
        clienteling = self._context.terminal.clienteling
        self._context.terminal.lanes.run(
            Lane.NET, lambda: clienteling.find(staff, text), self._took, self._failed, newest=SEARCH
        )

    @Slot()
    def clear(self) -> None:
        """Forget what was typed and who was found."""
        self._pause.stop()
        self._context.terminal.lanes.forget(SEARCH)
        self._query, self._found, self._error = "", None, None
        self.queryChanged.emit()
        self._show()

    @property
    def _long_enough(self) -> bool:
        return len(self._query.strip()) >= LEAST and not self._few_digits

    @property
    def _few_digits(self) -> bool:
        digits = sum(sign.isdecimal() for sign in self._query)
        words = any(sign.isalpha() for sign in self._query)
        return 0 < digits < FEWEST_PHONE_DIGITS and not words

    @Slot()
    def _link_changed(self) -> None:
        if self._context.link.online and isinstance(self._error, HubUnreachable):
            self._error = None
            self.search()
        self.changed.emit()

    def _took(self, found: Sequence[CustomerSummary]) -> None:
        self._found, self._error = found, None
        self._show()

    def _failed(self, error: KioskError) -> None:
        self._found, self._error = None, error
        self._show()

    @Slot()
    def _show(self) -> None:
        self._rows.replace([self._item(one) for one in self._found or ()])
        self.changed.emit()

    def _item(self, one: CustomerSummary) -> CustomerItem:
        context = self._context
        tier = context.shop.terms.tier(one.tier_id) if context.shop else None
        lines = one.basket_lines
        return CustomerItem(
            customerId=one.customer_id,
            name=one.name,
            initials=initials(one.name),
            phone=one.phone,
            tier=context.pick(tier.name) if tier else "",
            points=self._counted.points(one.points, context.formats.number(one.points)),
            card=self.tr("card •••• {last}").format(last=one.card_number[-4:]),
            basket=self._counted.articles(lines) if lines else "",
        )
