"""The frame around all pages: it takes the scans, and guards a session and its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.scans import Scan
from kiosk.services.draining import Settled
from kiosk.services.link import Reach
from kiosk.ui.context import Context
from kiosk.ui.idle import IdleClock
from kiosk.ui.models.shell.navigation import Navigation
from kiosk.ui.pages import Page, row_of
from kiosk.ui.scan_results import Scans
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class Shell(Navigation):
    """`settledOrder` tells an order's id.

    `scanTaken` comes before a code is looked at, `scanHeard` after, and tells whether it is
    something of ours.
    """

    settledOrder = Signal(str)
    scanTaken = Signal()
    scanHeard = Signal(bool)
    contentChanged = Signal()
    sessionEnded = Signal()

    def __init__(self, context: Context, scans: Scans, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._scans = scans
        self._told_offline = False
        options, clock = context.options, context.terminal.clock
        self._idle = IdleClock(clock.monotonic, options.idle_s, options.still_there_s, self)
        self._idle.expired.connect(self.endSession)
        events = context.events
        events.sessionChanged.connect(self._session_changed)
        events.sessionEnded.connect(self._session_ended)
        events.linkChanged.connect(self._link_changed)
        events.activity.connect(self._idle.stir)
        events.touched.connect(self._idle.touch)
        events.orderSettled.connect(self._order_settled)
        scans.heard.connect(self._heard)
        self.pageChanged.connect(self._watch)
        self.coveredChanged.connect(self._watch)

    @Slot(str)
    def scan(self, text: str) -> None:
        """Take a code that was typed."""
        self.take(Scan(text, "typed", self._context.terminal.clock.monotonic()))

    def take(self, scan: Scan) -> None:
        """Take a code from any scanner (main thread)."""
        if self.locked:
            return
        if self._idle.leaving:
            self.endSession()  # it was wished for, and this may be the next shopper
        self._idle.stir()
        if not row_of(self._page).takes_scans:  # it hears what types like a keyboard itself
            self._heard(False)
            self.notify_("info", "scanner_of_another_kind")
            return
        self.dismissNotice()
        self.scanTaken.emit()
        if self._page == Page.DONE and self.mode == "shopper" and not self.staffed:
            self.endSession()  # whoever scans after an order may be the next shopper
        self._scans.take(scan)

    @Property(IdleClock, constant=True)
    def idle(self) -> IdleClock:
        """Asks whether anybody is there, and counts the last seconds of a session."""
        return self._idle

    @Property(bool, notify=contentChanged)
    def hasContent(self) -> bool:
        """The session holds something that ends with it."""
        state = self._context.state
        return bool(state.own or state.customer or state.staff)

    @Property(bool, notify=contentChanged)
    def staffed(self) -> bool:
        """Somebody of the staff is signed in."""
        return self._context.state.staff is not None

    @Slot()
    def leaveSession(self) -> None:
        """End the session in a few seconds if there is something to lose, at once if not."""
        if self.hasContent:
            self._idle.leave()
        else:
            self.endSession()

    @Slot()
    def endSession(self) -> None:
        """Forget everything of this session, here and at the hub."""
        self._context.terminal.session.end()

    @Slot()
    def _watch(self) -> None:
        """A clean first screen and the countdown of "done" need no watching."""
        touched = self.hasContent or self._page != self._home or self.covered
        foreign = self.language != self._context.options.language
        counts_itself = self._page == Page.DONE and self.mode == "shopper"
        self._idle.watch(bool((touched or foreign) and not counts_itself))

    @Slot(bool)
    def _heard(self, ours: bool) -> None:
        sounds = self._context.terminal.sounds
        if ours:
            sounds.scanned()
        else:
            sounds.refused()
        self.scanHeard.emit(ours)

    @Slot()
    def _session_changed(self) -> None:
        self.contentChanged.emit()
        self._watch()

    @Slot()
    def _session_ended(self) -> None:
        self._stack.clear()
        self._told_offline = False
        self._idle.stay()
        self.sessionEnded.emit()
        self._show(self._start)

    @Slot()
    def _link_changed(self) -> None:
        link = self._context.link
        at_start = self._page in (self._home, Page.SIGN_IN)
        shoppers = not at_start and not row_of(self._page).staff_only
        if link.reach is Reach.OFFLINE and not self._told_offline and shoppers:
            self._told_offline = True
            self.notify_("warning", "offline")
        self.linkChanged.emit()
        if self.locked and self.hasContent:
            self.endSession()

    @Slot(object)
    def _order_settled(self, settled: Settled) -> None:
        self.settledOrder.emit(settled.row.order_id)
