"""The customer an assistant serves: who they are and what has been over all channels."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import Account
from kiosk.errors import KioskError
from kiosk.ui.context import Context
from kiosk.ui.models.people.customers import initials
from kiosk.ui.models.people.timeline import FILTERS, Timeline, TimelineItem
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.counted import Counted
from kiosk.ui.words.moments import Moments, month
from kiosk.wire.customers import Profile

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


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
        self._wanted = "everything"
        self._serving = serving = context.terminal.serving
        serving.changed.add(self._show)
        serving.opened.add(self.opened.emit)
        serving.refused.add(self._refused)
        events = context.events
        events.sessionEnded.connect(self._session_ended)
        events.sessionChanged.connect(self.changed)
        events.shopChanged.connect(self._show)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def timeline(self) -> Rows:
        """What has been, newest first."""
        return self._rows

    @Property(str, notify=changed)
    def state(self) -> str:
        """`none`, `opening`, `open` or `partial`."""
        if self._serving.busy:
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
        self._serving.open(customer_id)

    @Slot()
    def leave(self) -> None:
        """Be done with the customer."""
        self._serving.leave()

    def _refused(self, error: KioskError) -> None:
        self.refused.emit("sign_in_ended" if error.code == "grant_ended" else error.code)

    @Slot()
    def _session_ended(self) -> None:
        self._wanted = "everything"
        self._show()
        self.filterChanged.emit()

    @Slot()
    def _show(self) -> None:
        history = self._profile.history if self._profile else ()
        self._rows.replace(self._timeline.rows(history, self._wanted))
        self.changed.emit()

    @property
    def _profile(self) -> Profile | None:
        return self._serving.profile

    @property
    def _account(self) -> Account | None:
        if self._profile is not None:
            return self._profile.account
        customer = self._context.state.customer
        return customer.account if customer else None
