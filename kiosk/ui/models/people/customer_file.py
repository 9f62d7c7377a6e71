"""The customer an assistant serves: who they are and what has been over all channels."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import Account
from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane
from kiosk.services.clienteling import CustomerFile
from kiosk.services.draining import Settled
from kiosk.services.session import Identified
from kiosk.ui.context import Context
from kiosk.ui.models.people.customers import initials
from kiosk.ui.models.people.timeline import FILTERS, Timeline, TimelineItem
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.counted import Counted
from kiosk.ui.words.moments import Moments, month
from kiosk.wire.customers import Profile
from kiosk.wire.staff import SignedIn

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

Opened = CustomerFile | Identified


@QmlElement
@QmlUncreatable("made by the runtime")
class CustomerFileModel(QObject):
    """One customer at a time, the session's. What is shown of them lives and ends with it.

    A customer is `open` with their file, or `partial` when only the scanned code speaks for
    them: the hub is out of reach, and the file follows when it is back.
    """

    changed = Signal()
    filterChanged = Signal()
    opened = Signal()
    refused = Signal(str)  # message code

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._counted = Counted(self)
        self._moments = Moments(self)
        self._timeline = Timeline(context, self)
        self._rows = Rows(TimelineItem, self)
        self._profile: Profile | None = None
        self._wanted = "everything"
        self._busy = False
        self._turn = 0  # counts what was begun: only the newest is shown
        self._tried = ""  # the grant whose file was asked for
        events = context.events
        events.sessionEnded.connect(self._forget)
        events.sessionChanged.connect(self._session_changed)
        events.linkChanged.connect(self._link_changed)
        events.orderSettled.connect(self._settled)
        events.shopChanged.connect(self._show)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def timeline(self) -> Rows:
        """What has been, newest first."""
        return self._rows

    @Property(str, notify=changed)
    def state(self) -> str:
        """`none`, `opening`, `open` or `partial`."""
        if self._busy:
            return "opening"
        if self._profile is not None:
            return "open"
        return "partial" if self._context.state.customer else "none"

    @Property(bool, notify=changed)
    def serving(self) -> bool:
        """A customer is being served."""
        return self._context.state.customer is not None

    @Property(bool, notify=changed)
    def cardOnly(self) -> bool:
        """Only a card's number is known: name and points come when the hub is back."""
        account = self._account
        return account is not None and not account.customer_id

    @Property(str, notify=changed)
    def customerId(self) -> str:
        """Whose file it is; empty while only a card speaks for them."""
        account = self._account
        return account.customer_id if account else ""

    @Property(str, notify=changed)
    def name(self) -> str:
        """First and last name, as far as known."""
        account = self._account
        first = account.first_name if account else ""
        return f"{first} {self._profile.last_name}".strip() if self._profile else first

    @Property(str, notify=changed)
    def initials(self) -> str:
        """For the round picture."""
        return initials(str(self.name))

    @Property(str, notify=changed)
    def phone(self) -> str:
        """The masked phone number."""
        return self._profile.phone if self._profile else ""

    @Property(str, notify=changed)
    def since(self) -> str:
        """Since when they are a customer."""
        if self._profile is None or not self._profile.since:
            return ""
        when = month(self._profile.since, self._context.speech.language)
        return self.tr("customer since {month}").format(month=when)

    @Property(str, notify=changed)
    def tier(self) -> str:
        """The loyalty tier's name."""
        shop, account = self._context.shop, self._account
        tier = shop.terms.tier(account.tier_id) if shop and account else None
        return self._context.pick(tier.name) if tier else ""

    @Property(str, notify=changed)
    def points(self) -> str:
        """The points."""
        account = self._account
        if account is None or not account.customer_id:
            return ""
        return self._counted.points(account.points, self._context.formats.number(account.points))

    @Property(str, notify=changed)
    def pointsAge(self) -> str:
        """As of when the points are, where only a code said so; empty while they are current."""
        account, shop = self._account, self._context.shop
        if self._profile or account is None or not account.points_as_of or shop is None:
            return ""
        now, zone = self._context.terminal.clock.now(), shop.terms.time_zone
        language = self._context.speech.language
        when = self._moments.when(account.points_as_of, now, zone, language)
        return self.tr("points as of {when}").format(when=when)

    @Property("QStringList", notify=changed)
    def consents(self) -> list[str]:
        """The channels they agreed to be reached by."""
        codes = self._profile.consents if self._profile else ()
        return [self._timeline.channel(code) for code in codes]

    @Property("QStringList", notify=changed)
    def sizes(self) -> list[str]:
        """What they wear."""
        return list(self._profile.sizes) if self._profile else []

    @Property("QStringList", notify=changed)
    def addresses(self) -> list[str]:
        """Known addresses, masked."""
        account = self._account
        return [address.label for address in account.addresses] if account else []

    def _get_filter(self) -> str:
        return self._wanted

    def _set_filter(self, wanted: str) -> None:
        if wanted in FILTERS and wanted != self._wanted:
            self._wanted = wanted
            self._show()
            self.filterChanged.emit()

    filter = Property(str, _get_filter, _set_filter, notify=filterChanged)

    @Slot(str)
    def open(self, customer_id: str) -> None:
        """Open a customer found by the search."""
        customer, staff = self._context.state.customer, self._context.state.staff
        if staff is None:
            return
        if customer is not None and customer.account.customer_id == customer_id:
            self.opened.emit()
            return
        clienteling = self._context.terminal.clienteling
        self._begin(lambda: clienteling.open(staff, customer_id))

    @Slot()
    def leave(self) -> None:
        """Be done with the customer: forgotten here, and their grant ended at the hub."""
        self._context.terminal.session.leave_customer()

    def scanned_card(self, number: str) -> None:
        """Open whose loyalty card was scanned (main thread)."""
        identifying, link = self._context.terminal.identifying, self._context.link
        self._scanned(lambda: identifying.by_card(number, link))

    def scanned_app_code(self, text: str) -> None:
        """Open whose app code was scanned (main thread); that works offline as well."""
        identifying, link = self._context.terminal.identifying, self._context.link
        self._scanned(lambda: identifying.by_app_code(text, link))

    def _scanned(self, identify: Callable[[], Identified]) -> None:
        staff = self._context.state.staff
        if staff is not None:
            self._begin(lambda: self._read(staff, identify()))

    def _read(self, staff: SignedIn, found: Identified) -> Opened:
        """Add the file to who was scanned, if the hub is in reach (lane `net`)."""
        if not found.grant:
            return found
        terminal = self._context.terminal
        try:
            file = terminal.clienteling.read(staff, found)
            if file.identified.grant != found.grant:
                terminal.identifying.forget(found)
        except HubUnreachable:
            return found  # the cable went this very moment: go on as offline
        return file

    def _begin(self, job: Callable[[], Opened], show: bool = True) -> None:
        """Run `job` in lane `net`; with `show` its customer's page is opened."""
        self._busy = True
        self._turn += 1
        turn = self._turn
        self.changed.emit()
        self._context.terminal.lanes.run(
            Lane.NET,
            job,
            lambda found: self._took(turn, found, show),
            lambda error: self._failed(turn, error),
        )

    def _took(self, turn: int, found: Opened, show: bool) -> None:
        before = self._context.state.customer
        if turn != self._turn:  # overtaken, or the session ended: it is of no use any more
            if before is None or before.grant != _identified(found).grant:
                self.let_go(found)
            return
        self.take(found)
        if show:
            self.opened.emit()

    def take(self, found: Opened) -> None:
        """Serve a customer from now on (main thread); what is under way for another is late."""
        identified = _identified(found)
        session, before = self._context.terminal.session, self._context.state.customer
        self._turn += 1
        if before is not None and before.account.customer_id != identified.account.customer_id:
            self.leave()
        elif before is not None and before.grant != identified.grant:
            self._context.terminal.leaving.give_back(before)
        self._busy = False
        self._tried = identified.grant
        self._profile = found.profile if isinstance(found, CustomerFile) else None
        session.identify(identified)
        self._show()

    def let_go(self, found: Opened) -> None:
        """A customer who was opened is not served after all: end their grant."""
        self._context.terminal.leaving.give_back(_identified(found))

    def _failed(self, turn: int, error: KioskError) -> None:
        if turn != self._turn:
            return
        self._busy = False
        self.changed.emit()
        self.refused.emit("sign_in_ended" if error.code == "grant_ended" else error.code)

    @Slot()
    def _session_changed(self) -> None:
        """Who was scanned without the hub got a grant meanwhile: read their file."""
        self.changed.emit()
        customer, staff = self._context.state.customer, self._context.state.staff
        if customer is None or staff is None or self._profile is not None or self._busy:
            return
        if not customer.grant or customer.grant == self._tried:
            return
        self._tried = customer.grant
        clienteling = self._context.terminal.clienteling
        # Nobody asked for the file now: it is read without leaving the page.
        self._begin(lambda: clienteling.read(staff, customer), show=False)

    @Slot()
    def _link_changed(self) -> None:
        """Give a file that could not be read one more try."""
        if self._context.link.online and self._profile is None and not self._busy:
            self._tried = ""
            self._session_changed()

    @Slot(object)
    def _settled(self, _: Settled) -> None:
        """An order of theirs may have been confirmed: read points and history anew."""
        customer, staff = self._context.state.customer, self._context.state.staff
        if customer is not None and staff is not None and self._profile is not None:
            clienteling = self._context.terminal.clienteling
            self._context.terminal.lanes.run(
                Lane.NET,
                lambda: clienteling.read(staff, customer).profile,
                lambda profile: self._refreshed(customer.grant, profile),
                lambda _: None,
            )

    def _refreshed(self, grant: str, profile: Profile) -> None:
        customer = self._context.state.customer
        if customer is not None and customer.grant == grant:
            self._profile = profile
            self._show()

    @Slot()
    def _forget(self) -> None:
        self._turn += 1
        self._profile, self._busy, self._wanted = None, False, "everything"
        self._tried = ""
        self._show()
        self.filterChanged.emit()

    @Slot()
    def _show(self) -> None:
        history = self._profile.history if self._profile else ()
        self._rows.replace(self._timeline.rows(history, self._wanted))
        self.changed.emit()

    @property
    def _account(self) -> Account | None:
        if self._profile is not None:
            return self._profile.account
        customer = self._context.state.customer
        return customer.account if customer else None


def _identified(found: Opened) -> Identified:
    return found.identified if isinstance(found, CustomerFile) else found
