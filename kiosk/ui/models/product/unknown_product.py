"""A code whose product our catalogue does not have: look it up, ask a person, or let it be."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ports.orders import Action
from kiosk.ui.context import Context
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.lookup import FoundProduct

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHEET = "unknown-product"  # the sheet's name
LOOK_UP = "unknown-look-up"  # key of the lanes' newest job
CALLED = ("calling", "waiting", "coming")
PRINTED = (8, 12, 13, 14)  # how many digits stand below a barcode


@QmlElement
@QmlUncreatable("made by the runtime")
class UnknownProductModel(QObject):
    """The sheet is open while it has digits; it ends with a page, a scan and the session.

    An assistant that was called for a code comes, whatever becomes of the sheet: the same
    code calls nobody twice in a session.
    """

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._gtin14 = ""
        self._asked = ""
        self._found: FoundProduct | None = None
        self._calling = ""
        self._called: frozenset[str] = frozenset()
        self._calls: dict[str, str] = {}  # id: what it is about
        self._terminal = context.terminal
        self._terminal.actions.sent.add(self._sent)
        self._terminal.actions.refused.add(self._refused)
        shell.scanTaken.connect(self.close)
        shell.scanHeard.connect(self.close)  # of scans that came at once, the newest answer stays
        shell.pageChanged.connect(self.close)
        context.events.sessionEnded.connect(self._forget)
        context.events.linkChanged.connect(self.changed)
        context.events.sessionChanged.connect(self.changed)
        context.speech.changed.connect(self.changed)

    @Property(bool, notify=changed)
    def opened(self) -> bool:
        """The sheet lies over the page."""
        return bool(self._gtin14)

    @Property(str, notify=changed)
    def digits(self) -> str:
        """The code as it stands below the bars."""
        return printed(self._gtin14) if self._gtin14 else ""

    @Property(bool, notify=changed)
    def online(self) -> bool:
        """The shop can be asked now."""
        return self._context.link.online

    @Property(bool, notify=changed)
    def forShopper(self) -> bool:
        """A shopper stands here, who may ask for an assistant."""
        return not self._context.for_staff

    @Property(str, notify=changed)
    def asked(self) -> str:
        """What the shop said: "" (not asked), `asking`, `found`, `none` or `failed`."""
        return self._asked

    @Property(str, notify=changed)
    def name(self) -> str:
        """The product that the shop knows; empty without one."""
        return self._context.pick(self._found.name) if self._found else ""

    @Property(str, notify=changed)
    def detail(self) -> str:
        """Its brand, colour and size."""
        found = self._found
        parts = (found.brand, self._context.pick(found.colour), found.size) if found else ()
        return " · ".join(part for part in parts if part)

    @Property(str, notify=changed)
    def price(self) -> str:
        """What it costs."""
        return self._context.formats.money(self._found.price) if self._found else ""

    @Property(str, notify=changed)
    def called(self) -> str:
        """How the call stands: "" (nobody was called), `calling`, `waiting`, `coming` or `failed`.

        `waiting`: it goes out as soon as there is a network.
        """
        if self._gtin14 in self._called:
            return "coming"
        waits = self._calling and self._gtin14 in self._calls.values() and not self.online
        return "waiting" if waits else self._calling

    def show(self, gtin14: str) -> None:
        """Open the sheet (main thread)."""
        self._gtin14, self._asked, self._found, self._calling = gtin14, "", None, ""
        self._shell.cover(SHEET, bool(gtin14))
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        """Take the sheet away; an answer that is still to come is not wanted."""
        if self._gtin14:
            self._context.terminal.lanes.forget(LOOK_UP)
            self.show("")

    @Slot()
    def lookUp(self) -> None:
        """Ask the shop what it is."""
        if not self._gtin14 or self._asked == "asking":
            return
        self._asked = "asking"
        self.changed.emit()
        asking, gtin14 = self._context.terminal.asking, self._gtin14
        self._context.terminal.lanes.run(
            Lane.NET,
            lambda: asking.look_up(gtin14),
            self._answered,
            self._not_answered,
            newest=LOOK_UP,
        )

    @Slot()
    def call(self) -> None:
        """Ask an assistant to come."""
        if not self._gtin14 or not self.forShopper or self.called in CALLED:
            return
        asking, session_id, gtin14 = self._terminal.asking, self._context.state.id, self._gtin14
        self._calling = "calling"
        self.changed.emit()
        asking.call(
            session_id,
            str(self.digits),
            lambda call_id: self._committed(session_id, call_id, gtin14),
            lambda _: self._nobody(session_id, gtin14),
        )

    def _answered(self, found: FoundProduct | None) -> None:
        self._found, self._asked = found, "found" if found else "none"
        self.changed.emit()

    def _not_answered(self, _: KioskError) -> None:
        self._asked = "failed"
        self.changed.emit()

    def _committed(self, session_id: str, call_id: str, gtin14: str) -> None:
        if session_id == self._context.state.id:
            self._calls[call_id] = gtin14
            self.changed.emit()

    def _sent(self, action: Action) -> None:
        if gtin14 := self._calls.pop(action.id, ""):
            self._called |= {gtin14}
            self.changed.emit()

    def _refused(self, action: Action) -> None:
        if gtin14 := self._calls.pop(action.id, ""):
            self._nobody(self._context.state.id, gtin14)

    def _nobody(self, session_id: str, gtin14: str) -> None:
        if session_id == self._context.state.id and gtin14 == self._gtin14:
            self._calling = "failed"
            self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._called = frozenset()
        self._calls.clear()
        self.close()


def printed(gtin14: str) -> str:
    """Leave out the zeros that fill a GTIN up to fourteen digits."""
    bare = gtin14.lstrip("0")
    return bare.zfill(next((length for length in PRINTED if length >= len(bare)), 0))
