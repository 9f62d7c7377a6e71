"""Who stands at the screen: identification by scan, and the shared basket kept current."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import Recognition
from kiosk.errors import HubRefused, KioskError
from kiosk.lanes import Lane
from kiosk.services.session import Identified
from kiosk.ui.context import Context
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page, row_of
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.counted import Counted

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class CustomerModel(QObject):
    """The account's chip. `identified` tells that a customer was recognised or proven."""

    changed = Signal()
    identified = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._counted = Counted(self)
        self._busy = False
        self._given_up = False
        self._turn = 0
        self._leaving = context.terminal.leaving
        context.events.sessionChanged.connect(self.changed)
        context.events.sessionEnded.connect(self._session_ended)
        context.events.linkChanged.connect(self._complete)
        context.speech.changed.connect(self.changed)
        shell.pageChanged.connect(self._page_changed)

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Somebody has been identified, if only by a card that was read offline."""
        return self._context.state.customer is not None

    @Property(bool, notify=changed)
    def proven(self) -> bool:
        """Their account is open, addresses included."""
        return self._context.state.recognition is Recognition.PROVEN

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The hub is being asked."""
        return self._busy

    @Property(str, notify=changed)
    def chip(self) -> str:
        """First name and points, or that the card was read."""
        customer = self._context.state.customer
        if customer is None:
            return ""
        if not customer.account.customer_id:
            return QCoreApplication.translate("Customer", "Card read")
        account = customer.account
        shown = self._context.formats.number(account.points)
        return f"{account.first_name} · {self._counted.points(account.points, shown)}"

    @Property(str, notify=changed)
    def tier(self) -> str:
        """The tier's name."""
        shop = self._context.shop
        tier = shop.terms.tier(self._context.state.tier_id) if shop else None
        return self._context.pick(tier.name) if tier else ""

    @Slot(str)
    def card_scanned(self, number: str) -> None:
        """A loyalty card was read."""
        customer = self._context.state.customer
        if customer and customer.evidence.card_number == number:
            return
        link, identifying = self._context.link, self._context.terminal.identifying
        self._identify(lambda: identifying.by_card(number, link))

    @Slot(str)
    def app_code_scanned(self, text: str) -> None:
        """A signed code was read."""
        link, identifying = self._context.link, self._context.terminal.identifying
        self._identify(lambda: identifying.by_app_code(text, link))

    def _identify(self, job: Callable[[], Identified]) -> None:
        self._turn += 1
        turn, self._busy = self._turn, True
        self.changed.emit()
        # Not a `newest` job: the grant of an answer that comes too late has to be ended.
        self._context.terminal.lanes.run(
            Lane.NET,
            job,
            lambda found: self._identified(turn, found),
            lambda error: self._not_identified(turn, error),
        )

    def _identified(self, turn: int, found: Identified) -> None:
        state = self._context.state
        if turn != self._turn:
            self._leaving.give_back(found)
            return
        self._busy, self._given_up = False, False
        if state.customer and not _same(state.customer, found):
            self._leaving.give_back(found)
            self._shell.notify_("warning", "customer_other")
            self.changed.emit()
            return
        if state.customer and state.customer.grant and state.customer.grant != found.grant:
            self._leaving.give_back(state.customer)
        proven = bool(self.proven)
        self._context.terminal.session.identify(found)
        self.identified.emit()
        if self.proven and not proven and self._context.options.mode == "shopper":
            code = "signed_in_address" if found.account.addresses else "signed_in"
            self._shell.notify_("good", code, name=found.account.first_name)
        elif not found.account.customer_id:
            self._shell.notify_("info", "card_kept")
        elif self._context.state.adopted_lines and self._greets():
            self._shell.notify_("good", "basket_here")

    def _greets(self) -> bool:
        """The basket says it itself, an assistant's page too; after the order it would be late."""
        return self._context.options.mode == "shopper" and self._shell.page not in (
            Page.BASKET,
            Page.DONE,
        )

    def _not_identified(self, turn: int, error: KioskError) -> None:
        if turn != self._turn:
            return
        self._busy = False
        self.changed.emit()
        if self._context.state.customer is None:
            self._shell.notify_("warning", error.code, **error.args_)
        # A code that has expired meanwhile will not get better: the order still carries it.
        self._given_up = isinstance(error, HubRefused)

    @Slot()
    def _complete(self) -> None:
        """The link is back: turn an offline identification into a granted one."""
        customer = self._context.state.customer
        if customer is None or customer.grant or not self._context.link.online:
            return
        if self._busy or self._given_up or customer.evidence.kind not in ("card", "app_code"):
            return
        identifying = self._context.terminal.identifying
        self._identify(lambda: identifying.complete(customer))

    @Slot()
    def _page_changed(self) -> None:
        self._context.terminal.shared_basket.watch(row_of(self._shell.page).shows_basket)

    @Slot()
    def _session_ended(self) -> None:
        self._turn += 1
        self._busy, self._given_up = False, False
        self.changed.emit()


def _same(known: Identified, found: Identified) -> bool:
    if known.account.customer_id and found.account.customer_id:
        return known.account.customer_id == found.account.customer_id
    return bool(known.evidence.card_number) and (
        known.evidence.card_number == found.evidence.card_number
    )
