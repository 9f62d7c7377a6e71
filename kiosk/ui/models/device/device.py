"""This device for staff and IT: what works, what waits, what needs somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk import __version__
from kiosk.domain.stock import Freshness
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ports.catalogue import FeedPosition, Refusal
from kiosk.services.link import Reach
from kiosk.ui.context import Context
from kiosk.ui.link_words import LinkWords
from kiosk.ui.models.device.catalogue_coming import CatalogueComing
from kiosk.ui.models.orders.outbox import OutboxModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

READING = "device"  # key of the lane's newest job
MENDS_ITSELF = {"snapshot_damaged", "snapshot_expired", "snapshot_older"}
ID_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact with its state: `tone` is `good`, `waiting` or `error`; `share` -1 without a bar."""

    key: str
    icon: str
    tone: str
    label: str
    value: str
    detail: str
    share: float = -1.0


@dataclass(frozen=True, slots=True)
class AboutRow:
    """Something that IT asks for on the telephone."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What the catalogue's store says."""

    position: FeedPosition | None = None
    refusal: Refusal | None = None


@QmlElement
@QmlUncreatable("made by the runtime")
class DeviceModel(QObject):
    """The page "This device". The store is read while staff are signed in."""

    changed = Signal()

    def __init__(
        self,
        context: Context,
        shell: Shell,
        outbox: OutboxModel,
        coming: CatalogueComing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._outbox = outbox
        self._coming = coming
        self._link_words = LinkWords(context)
        self._read_: _Read | None = None
        self._facts = Rows(FactRow, self)
        self._about = Rows(AboutRow, self)
        coming.changed.connect(self._read)
        context.events.sessionChanged.connect(self._read)
        shell.linkChanged.connect(self._show)  # also when the data have grown older
        shell.scannerChanged.connect(self._show)
        outbox.changed.connect(self._show)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The store was read."""
        return self._read_ is not None

    @Property(Rows, constant=True)
    def facts(self) -> Rows:
        """How things stand."""
        return self._facts

    @Property(Rows, constant=True)
    def about(self) -> Rows:
        """Which device this is."""
        return self._about

    @Property(str, notify=changed)
    def state(self) -> str:
        """The worst of all facts: `good`, `waiting` or `error`."""
        tones = {row.tone for row in self._facts.rows}
        return next((tone for tone in ("error", "waiting") if tone in tones), "good")

    @Property(str, notify=changed)
    def reasons(self) -> str:
        """Which facts are not good, the worst first."""
        rows = self._facts.rows
        return " · ".join(row.label for t in ("error", "waiting") for row in rows if row.tone == t)

    @Property(bool, notify=changed)
    def downloading(self) -> bool:
        """A new catalogue comes while another is in use."""
        read = self._read_
        return read is not None and read.position is not None and bool(self._coming.known)

    @Property(bool, notify=changed)
    def trouble(self) -> bool:
        """Something beside the orders, which are counted elsewhere, needs somebody."""
        return any(row.tone == "error" and row.key != "orders" for row in self._facts.rows)

    @Slot()
    def open(self) -> None:
        """The page is on the screen."""
        self._outbox.recount()
        self._read()

    @Slot()
    def _read(self) -> None:
        lanes, snapshots = self._context.terminal.lanes, self._context.terminal.snapshots
        if self._context.state.staff is None:
            if self._read_ is not None:
                lanes.forget(READING)
                self._read_ = None
                self._show()
            return
        self._show()
        lanes.run(
            Lane.READ,
            lambda: _Read(*snapshots.in_use()),
            self._got,
            self._failed,
            newest=READING,
        )

    def _got(self, read: _Read) -> None:
        self._read_ = read
        self._show()

    def _failed(self, _: KioskError) -> None:
        """A damaged store mends itself; until then it says that there is no catalogue."""
        self._got(_Read())

    @Slot()
    def _show(self) -> None:
        read = self._read_
        if read is None:
            self._facts.clear()
            self._about.clear()
        else:
            facts = (
                self._connection(),
                self._prices(),
                self._catalogue(read),
                self._new_one(read),
                self._clock(),
                self._orders(),
            )
            self._facts.replace([row for row in facts if row is not None])
            self._about.replace(self._about_rows(read))
        self.changed.emit()

    def _connection(self) -> FactRow:
        link = self._context.link
        icon, tone, value = {
            Reach.WAITING: ("sync", "waiting", self.tr("Connecting…")),
            Reach.ONLINE: ("wifi", "good", self.tr("Connected")),
            Reach.OFFLINE: ("wifi_off", "waiting", self.tr("No network")),
            Reach.REFUSED: ("block", "error", self.tr("Not in service")),
        }[link.reach]
        detail = ""
        if not link.online:
            seen = self._when(link.current_wall) if link.current_wall else ""
            said = self.tr("Last contact: {when}.").format(when=seen) if seen else ""
            trying = self.tr("We keep trying; please check this device’s network.")
            why = (
                trying
                if link.reason in ("", "hub_unreachable")
                else self._context.sentence(link.reason)
            )
            detail = f"{said} {why}".strip()
        return FactRow("connection", icon, tone, self.tr("Server connection"), value, detail)

    def _prices(self) -> FactRow:
        wall, fresh = self._context.link.current_wall, self._context.freshness
        exact = fresh is Freshness.EXACT
        value = (
            self.tr("As of {when}").format(when=self._when(wall))
            if wall
            else self.tr("As in the catalogue")
        )
        detail = "" if exact else self.tr("They are brought up to date when the network is back.")
        tone = "good" if exact else "waiting"
        return FactRow("prices", "sell", tone, self.tr("Prices and stock"), value, detail)

    def _catalogue(self, read: _Read) -> FactRow:
        label, position = self.tr("Catalogue"), read.position
        if position is None:
            detail = self.tr("Nothing can be sold here before it comes.")
            return FactRow("catalogue", "menu_book", "error", label, self.tr("None yet"), detail)
        value = self.tr("In use")
        if position.taken_at:
            since = self._when(datetime.fromisoformat(position.taken_at))
            value = self.tr("In use since {when}").format(when=since)
        return FactRow("catalogue", "menu_book", "good", label, value, "")

    def _new_one(self, read: _Read) -> FactRow | None:
        """A file on its way, or why the last one was not taken."""
        label, coming = self.tr("New catalogue"), self._coming
        stays = self.tr("The current catalogue stays in use meanwhile.") if read.position else ""
        if coming.known:
            share = float(coming.share)
            tone = "good" if read.position else "waiting"
            return FactRow("new", "downloading", tone, label, coming.amount, stays, share)
        refusal = read.refusal
        if refusal is not None:
            tone = "waiting" if refusal.code in MENDS_ITSELF else "error"
            when = self._when(datetime.fromisoformat(refusal.at))
            value = self.tr("Not installed · {when}").format(when=when)
            detail = f"{self._context.sentence(refusal.code)} {stays}".strip()
            return FactRow("new", "gpp_bad", tone, label, value, detail)
        if coming.fault:
            detail = f"{coming.fault} {stays}".strip()
            return FactRow("new", "disc_full", "error", label, self.tr("No room"), detail)
        return None

    def _clock(self) -> FactRow | None:
        detail = self._link_words.clock()
        if not detail:
            return None
        value = self.tr("Wrong")
        return FactRow("clock", "schedule", "error", self.tr("This device’s clock"), value, detail)

    def _orders(self) -> FactRow:
        outbox = self._outbox
        value = outbox.summary or QCoreApplication.translate("OutboxModel", "All have been sent")
        tone = "error" if outbox.refused else "waiting" if outbox.waiting else "good"
        detail = (
            self.tr("One order needs your decision: open “Orders”.")
            if outbox.refused == 1
            else self.tr("%n orders need your decision: open “Orders”.", "", outbox.refused)
            if outbox.refused
            else self.tr("Saved on this device; they are sent when the network is back.")
            if outbox.waiting
            else ""
        )
        return FactRow("orders", "receipt_long", tone, self.tr("Orders"), value, detail)

    def _about_rows(self, read: _Read) -> list[AboutRow]:
        terminal = self._context.terminal
        scanner = {
            "camera": self.tr("camera"),
            "typed": self.tr("codes are typed in"),
        }.get(str(self._shell.scanner), self.tr("hand scanner"))
        printer = self.tr("set up") if terminal.receipts else self.tr("none")
        rows = [
            AboutRow("place", self.tr("Store"), str(self._shell.placeName)),
            AboutRow("prefix", self.tr("Order numbers begin with"), terminal.checkout.prefix),
            AboutRow("scanner", self.tr("Scanner"), scanner),
            AboutRow("printer", self.tr("Receipt printer"), printer),
            AboutRow("version", self.tr("Program version"), __version__),
        ]
        position = read.position
        if position is not None:
            updates = self.tr("{file} · %n updates", "", position.sequence - position.base)
            text = updates.format(file=position.sha256[:ID_CHARACTERS])
            rows.append(AboutRow("file", self.tr("Catalogue version"), text))
        return [row for row in rows if row.value]

    def _when(self, moment: datetime) -> str:
        """Write a time with its day, today's without a date."""
        shop = self._context.shop
        zone = ZoneInfo(shop.terms.time_zone) if shop else UTC
        there, today = moment.astimezone(zone), self._context.terminal.clock.now().astimezone(zone)
        if there.date() == today.date():
            return self.tr("today, {time}").format(time=f"{there:%H:%M}")
        return f"{self._context.formats.day(there.date().isoformat())}, {there:%H:%M}"
