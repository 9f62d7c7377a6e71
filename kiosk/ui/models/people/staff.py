"""Who works here: signing in by badge or number with a PIN, and signing out."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane
from kiosk.ports.orders import OutboxCounts
from kiosk.ui.context import Context
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.staff import LOCKED_FOR_S, SignedIn

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

NUMBER_LIMIT = 13
PIN_LEAST = 4
PIN_LIMIT = 8
COUNT = "staff-count"  # key of the lanes' newest job
QUESTION = "sign-out"  # the name of what lies over the page
NOTHING = OutboxCounts(0, 0)


@QmlElement
@QmlUncreatable("made by the runtime")
class StaffModel(QObject):
    """The sign-in form and the person signed in.

    The PIN is held here while it is typed, never given to QML, and forgotten the moment it
    is tried. Signing out is `Shell.endSession`; this model says first what it leaves behind.
    `finished` tells that nothing has to be said.
    """

    changed = Signal()
    signedInChanged = Signal()
    finished = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._terminal = context.terminal
        self._number = ""
        self._badge = ""
        self._pin = ""
        self._on_pin = False
        self._busy = False
        self._error: KioskError | None = None
        self._locked_until: datetime | None = None
        self._asking = False
        self._counts = NOTHING
        self._uncounted: KioskError | None = None
        shell.scanTaken.connect(self.stay)
        context.events.sessionChanged.connect(self.signedInChanged)
        context.events.sessionEnded.connect(self._ended)
        context.events.orderSettled.connect(self._recount)
        context.speech.changed.connect(self.changed)

    @Property(bool, notify=signedInChanged)
    def signedIn(self) -> bool:
        """Somebody is signed in."""
        return self._context.state.staff is not None

    @Property(bool, notify=signedInChanged)
    def reads(self) -> bool:
        """Words on the screen are for staff."""
        return self._context.for_staff

    @Property(str, notify=signedInChanged)
    def name(self) -> str:
        """Who is signed in."""
        staff = self._context.state.staff
        return staff.name if staff else ""

    @Property(str, notify=signedInChanged)
    def firstName(self) -> str:
        """The first word of the name, for the rail."""
        return str(self.name).partition(" ")[0]

    @Property(str, notify=changed)
    def number(self) -> str:
        """The staff number as typed."""
        return self._number

    @Property(bool, notify=changed)
    def badge(self) -> bool:
        """A badge was scanned: no number is needed."""
        return bool(self._badge)

    @Property(int, notify=changed)
    def pinLength(self) -> int:
        """How many digits of the PIN are typed; the digits stay here."""
        return len(self._pin)

    @Property(bool, notify=changed)
    def onPin(self) -> bool:
        """The next digit belongs to the PIN."""
        return self._on_pin

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """A try is under way."""
        return self._busy

    @Property(bool, notify=changed)
    def canTry(self) -> bool:
        """Enough is typed to try."""
        typed = bool(self._badge or self._number) and len(self._pin) >= PIN_LEAST
        return typed and not self._busy

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the last try did not sign in: `""`, `wrong`, `locked`, `offline` or `other`."""
        if self._error is None:
            return ""
        if isinstance(self._error, HubUnreachable):
            return "offline"
        known = {"sign_in_failed": "wrong", "sign_in_locked": "locked"}
        return known.get(self._error.code, "other")

    @Property(str, notify=changed)
    def problemText(self) -> str:
        """The same in words."""
        if self._error is None:
            return ""
        shop = self._context.shop
        if self._locked_until and shop:
            time = self._context.formats.time(self._locked_until, shop.terms.time_zone)
            return self.tr("Too many attempts. Try again at {time}.").format(time=time)
        return self._context.sentence(self._error.code, self._error.args_)

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """Signing out waits for a yes."""
        return self._asking

    @Property(str, notify=changed)
    def leavingText(self) -> str:
        """What a sign-out leaves behind: orders that are still on their way or were refused."""
        parts = []
        if self._uncounted:
            parts.append(self._context.sentence(self._uncounted.code, self._uncounted.args_))
        if self._counts.unsent:
            parts.append(
                self.tr(
                    "%n order(s) have not been sent yet. They are saved on this device and"
                    " will be sent automatically: leave it switched on.",
                    "",
                    self._counts.unsent,
                )
            )
        if self._counts.refused:
            parts.append(
                self.tr("%n order(s) were not accepted and need a look.", "", self._counts.refused)
            )
        return " ".join(parts) or self.tr("All orders of this device have been sent.")

    @Property(bool, notify=changed)
    def holding(self) -> bool:
        """A sign-out clears a customer or a basket too."""
        state = self._context.state
        return bool(state.customer or state.own)

    @Slot(str)
    def digit(self, character: str) -> None:
        """Take a digit for the field in turn."""
        if self._busy or len(character) != 1 or character not in "0123456789":
            return
        self._error, self._locked_until = None, None
        if self._on_pin:
            self._pin = (self._pin + character)[:PIN_LIMIT]
        else:
            self._number = (self._number + character)[:NUMBER_LIMIT]
        self.changed.emit()

    @Slot()
    def backspace(self) -> None:
        """Take the last digit of the field in turn away."""
        if self._on_pin:
            self._pin = self._pin[:-1]
        else:
            self._number = self._number[:-1]
        self.changed.emit()

    @Slot(bool)
    def turnTo(self, pin: bool) -> None:
        """Say which field the digits belong to."""
        self._on_pin = pin or bool(self._badge)
        self.changed.emit()

    @Slot()
    def useNumber(self) -> None:
        """Put the scanned badge aside and type a number."""
        self._clear()
        self.changed.emit()

    def scanned_badge(self, number: str) -> None:
        """A badge was scanned (main thread); what was typed by somebody else goes."""
        if self.signedIn or self._busy:
            return
        self._clear()
        self._badge, self._on_pin = number, True
        self.changed.emit()

    @Slot()
    def signIn(self) -> None:
        """Try to sign in."""
        if not self.canTry:
            return
        number, pin = self._badge or self._number, self._pin
        self._pin, self._busy = "", True
        self._error, self._locked_until = None, None
        self.changed.emit()
        clienteling, session_id = self._terminal.clienteling, self._context.state.id
        self._terminal.lanes.run(
            Lane.NET,
            lambda: clienteling.sign_in(number, pin),
            lambda staff: self._welcome(session_id, staff),
            lambda error: self._refuse(session_id, error),
        )

    @Slot()
    def askSignOut(self) -> None:
        """Show what a sign-out means here, and wait for a yes."""
        self._terminal.lanes.run(
            Lane.DISK, self._terminal.orders.counts, self._ask, self._ask_anyway, newest=COUNT
        )

    @Slot()
    def stay(self) -> None:
        """No sign-out after all; a count that is still to come asks nothing."""
        self._terminal.lanes.forget(COUNT)
        self._lay(False)

    @Slot()
    def _ended(self) -> None:
        """Return to an empty form, unless only a customer was left."""
        if self._context.state.staff is not None:
            return
        self._clear()
        self._busy = False
        self.stay()

    @Slot(object)
    def _recount(self, _: object) -> None:
        if self._asking:
            self.askSignOut()

    def _clear(self) -> None:
        self._number = self._badge = self._pin = ""
        self._on_pin, self._error, self._locked_until = False, None, None

    def _welcome(self, session_id: str, staff: SignedIn) -> None:
        if session_id != self._context.state.id:  # the session ended meanwhile
            self._terminal.leaving.sign_out(staff)
            return
        self._busy = False
        self._clear()
        self._terminal.session.sign_in(staff)
        self.changed.emit()

    def _refuse(self, session_id: str, error: KioskError) -> None:
        if session_id != self._context.state.id:
            return
        self._busy, self._error = False, error
        if error.code == "sign_in_locked":
            now = self._terminal.clock.now()
            self._locked_until = now + timedelta(seconds=LOCKED_FOR_S, minutes=1)
        self.changed.emit()

    def _ask(self, counts: OutboxCounts, uncounted: KioskError | None = None) -> None:
        self._counts, self._uncounted = counts, uncounted
        # On the shop floor whoever has finished goes, unless there is something to say.
        floor = self._context.options.mode == "shopper"
        self._lay(bool(not floor or counts.unsent or uncounted or self.holding))
        if not self._asking:
            self.finished.emit()

    def _lay(self, asking: bool) -> None:
        """Lay the question over the page, or take it away."""
        self._asking = asking
        self._shell.cover(QUESTION, asking)
        self.changed.emit()

    def _ask_anyway(self, error: KioskError) -> None:
        self._ask(NOTHING, error)
