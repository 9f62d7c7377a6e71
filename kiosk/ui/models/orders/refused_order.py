"""The refused order that a member of staff has opened, and what they do about it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.mending import Refusal
from kiosk.services.serving import Opened
from kiosk.ui.context import Context
from kiosk.ui.models.orders.refused_facts import RefusedFacts
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
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
class RefusedOrderModel(RefusedFacts):
    """One order at a time. What it says of the customer lives only while its page is open.

    `mending` is about the order that the session is taking anew, on whichever page.
    `settled` tells that an order was cancelled.
    """

    stepChanged = Signal()  # with `changed`
    mendingChanged = Signal()
    settled = Signal()

    def __init__(
        self,
        context: Context,
        shell: Shell,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.changed.connect(self.stepChanged)
        self._shell = shell
        self._busy = False
        self._asking = ""
        shell.pageChanged.connect(self._page_changed)
        shell.scanTaken.connect(self.back)
        context.events.sessionChanged.connect(self._session_changed)
        context.events.sessionEnded.connect(self._forget)

    @Property(bool, notify=stepChanged)
    def busy(self) -> bool:
        """Something is under way."""
        return self._busy

    @Property(str, notify=stepChanged)
    def asking(self) -> str:
        """What waits for a yes: `cancel`, `anew` (what is here is put aside) or nothing."""
        return self._asking

    @Property(str, notify=stepChanged)
    def inTheWay(self) -> str:
        """What taking it anew puts aside: `order`, `customer`, `basket` or nothing."""
        state = self._context.state
        if state.replaces:
            return "order"
        return Page.CUSTOMER if state.customer else Page.BASKET if state.lines else ""

    @Property(str, notify=mendingChanged)
    def mending(self) -> str:
        """The number of the order that is being taken anew; empty when none is."""
        replaces = self._context.state.replaces
        return replaces.number if replaces else ""

    @Slot(str)
    def open(self, order_id: str) -> None:
        """Open a refused order's page."""
        self._id = order_id
        self._shell.open(PAGE)

    @Slot()
    def takeAnew(self) -> None:
        """Put its lines into the basket; whatever is there waits for a yes first."""
        if self._busy or not self.canTakeAnew:
            return
        if self.underWay:
            self._shell.replace(Page.BASKET)
        elif self.inTheWay:
            self._ask("anew")
        else:
            self._take()

    @Slot()
    def askCancel(self) -> None:
        """Cancel only with the customer's consent: ask."""
        if not self._busy:
            self._ask("cancel")

    @Slot()
    def back(self) -> None:
        """Not after all."""
        self._ask("")

    @Slot()
    def confirm(self) -> None:
        """The answer is yes."""
        asked = self._asking
        self._ask("")
        if asked == "anew":
            self._take()
        elif asked == "cancel":
            self._cancel()

    @Slot()
    def leaveIt(self) -> None:
        """Stop taking an order anew: it stays refused."""
        self._context.terminal.serving.leave()
        self._shell.open(Page.OUTBOX)

    def _ask(self, what: str) -> None:
        self._asking = what
        self._shell.cover(QUESTION, bool(what))
        self.changed.emit()

    def _take(self) -> None:
        refusal, state, link = self._refusal, self._context.state, self._context.link
        staff, mending = state.staff, self._context.terminal.mending
        if refusal is None or refusal.order is None or staff is None:
            return
        order = refusal.order
        self._busy = True
        self.changed.emit()
        self._context.terminal.lanes.run(
            Lane.NET,
            lambda: mending.customer_of(refusal, staff, link),
            lambda found: self._begin(state.id, order, found),
            lambda error: self._failed(state.id, error),
        )

    def _begin(self, session_id: str, order: OrderBody, found: Opened | None) -> None:
        state, shell = self._context.state, self._shell
        if state.id != session_id or order.id != self._id or shell.page != PAGE:
            if found is not None:
                self._context.terminal.serving.let_go(found)
            return  # whoever began it has gone elsewhere
        self._busy = False
        if state.lines or state.customer or state.replaces:
            self._context.terminal.serving.leave()
            shell.open(Page.OUTBOX)
        if found is not None:
            self._context.terminal.serving.take(found)
        self._context.terminal.session.take_anew(order)
        if shell.page == PAGE:
            shell.replace(Page.BASKET)
        else:
            shell.open(Page.BASKET)
        if order.customer_id and found is None:
            shell.notify_("warning", "mend_without_account")

    def _cancel(self) -> None:
        order_id, staff = self._id, self._context.state.staff
        mending, session_id = self._context.terminal.mending, self._context.state.id
        if staff is None or self._refusal is None:
            return
        self._busy = True
        self.changed.emit()
        self._context.terminal.lanes.run(
            Lane.DISK,
            lambda: mending.cancel(order_id, staff),
            lambda _: self._cancelled(session_id, order_id),
            lambda error: self._failed(session_id, error),
        )

    def _cancelled(self, session_id: str, order_id: str) -> None:
        state, shell = self._context.state, self._shell
        if state.replaces is not None and state.replaces.id == order_id:
            self.leaveIt()
        if state.id == session_id:
            self._busy = False
            self.settled.emit()
            if shell.page == PAGE and self._id == order_id:
                shell.back()
            shell.notify_("good", "order_cancelled")

    def _failed(self, session_id: str, error: KioskError) -> None:
        if self._context.state.id == session_id:
            self._busy = False
            self.changed.emit()
            code = "sign_in_ended" if error.code == "grant_ended" else error.code
            self._shell.notify_("error", code, **error.args_)

    def _read(self) -> None:
        order_id, mending = self._id, self._context.terminal.mending
        self._context.terminal.lanes.run(
            Lane.DISK, lambda: mending.read(order_id), self._got, self._not_read, newest=READ
        )

    def _got(self, refusal: Refusal | None) -> None:
        if refusal is None:  # somebody has decided on it meanwhile
            self._shell.back()
            return
        self._refusal = refusal
        self._show()

    def _not_read(self, error: KioskError) -> None:
        self._error = error
        self.changed.emit()

    @Slot()
    def _page_changed(self) -> None:
        """Read it when its page opens, forget it when that closes."""
        if self._shell.page != PAGE:
            self._clear()
        elif self._refusal is None:
            self._read()

    @Slot()
    def _session_changed(self) -> None:
        self.mendingChanged.emit()
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._id = ""
        self._clear()

    def _clear(self) -> None:
        self._context.terminal.lanes.forget(READ)
        self._shown = False
        self._hide_timer.stop()
        if self._asking:
            self._ask("")
        if self._refusal is not None or self._error is not None or self._busy:
            self._refusal, self._error, self._busy = None, None, False
            self._show()
