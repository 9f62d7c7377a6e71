"""The frame around all pages: which page, which language, the link, scans, idling."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.scans import Scan
from kiosk.ports.devices import CameraNews
from kiosk.services.draining import Settled
from kiosk.services.link import Reach
from kiosk.ui.context import Context
from kiosk.ui.idle import IdleClock
from kiosk.ui.link_words import LinkWords
from kiosk.ui.models.shell.overlays import Overlays
from kiosk.ui.pages import HOME, PAGES, STAFFS_HOME, Page
from kiosk.ui.scan_results import Scans
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.language import NAMES

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

AGE_MS = 10_000


@QmlElement
@QmlUncreatable("made by the runtime")
class Shell(Overlays):
    """`pageShown` tells that a page is current and has its data, `settledOrder` an order's id.

    `scanTaken` comes before a code is looked at, `scanHeard` after, and tells whether it is
    something of ours.
    """

    pageChanged = Signal()
    pageShown = Signal(str)
    settledOrder = Signal(str)
    scanTaken = Signal()
    scanHeard = Signal(bool)
    languageChanged = Signal()
    linkChanged = Signal()
    contentChanged = Signal()
    scannerChanged = Signal()
    sessionEnded = Signal()

    def __init__(self, context: Context, scans: Scans, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._scans = scans
        self._home = HOME[context.options.mode]
        self._page: str = self._home
        self._stack: list[str] = []
        self._scanner = context.options.scanner_words
        self._told_offline = False
        self._link_words = LinkWords(context)
        options, clock = context.options, context.terminal.clock
        self._idle = IdleClock(clock.monotonic, options.idle_s, options.still_there_s, self)
        self._idle.expired.connect(self.endSession)
        self._age_timer = QTimer(self, interval=AGE_MS)
        self._age_timer.timeout.connect(self.linkChanged)
        self._age_timer.start()
        events = context.events
        events.sessionChanged.connect(self._session_changed)
        events.sessionEnded.connect(self._session_ended)
        events.linkChanged.connect(self._link_changed)
        events.shopChanged.connect(self._shop_changed)
        events.activity.connect(self._idle.stir)
        events.touched.connect(self._idle.touch)
        events.orderSettled.connect(self._order_settled)
        context.speech.changed.connect(self._language_changed)
        scans.heard.connect(self._heard)
        self.coveredChanged.connect(self._watch)

    # Pages

    @property
    def _start(self) -> str:
        """Where `home` leads: staff who are signed in to the customers, or to the orders."""
        if self._context.state.staff is None:
            return self._home
        return STAFFS_HOME[self._context.options.mode]

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        """The current page's name."""
        return self._page

    @Property(str, constant=True)
    def homePage(self) -> str:
        """The page a session begins on."""
        return self._home

    @Property(bool, notify=pageChanged)
    def canGoBack(self) -> bool:
        """There is a page to go back to; an order that was taken is not gone back from."""
        return self._page not in (self._start, Page.DONE)

    @Slot(str)
    def open(self, page: str) -> None:
        """Go to a page; `back` returns to this one. A page opened before is gone back to."""
        page = self._allowed(page)
        if page == self._page:
            return
        if page in (self._start, Page.DONE):
            self._stack.clear()
        elif page in self._stack:
            del self._stack[self._stack.index(page) :]
        else:
            self._stack.append(self._page)
        self._show(page)

    @Slot(str)
    def replace(self, page: str) -> None:
        """Go to a page that `back` does not return from to this one."""
        self._show(self._allowed(page))

    @Slot()
    def back(self) -> None:
        """Return to the page before."""
        if self.canGoBack:
            self._show(self._stack.pop() if self._stack else self._start)

    @Slot()
    def home(self) -> None:
        """Return to the first page; the session goes on."""
        self._stack.clear()
        self._show(self._start)

    @Slot(str)
    def confirmShown(self, page: str) -> None:
        """The window says that a page is current and its data are loaded."""
        if page == self._page:
            self.pageShown.emit(page)

    # Language

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        """The language on the screen."""
        return self._context.speech.language

    @Property("QStringList", constant=True)
    def languages(self) -> list[str]:
        """The languages on offer."""
        return list(self._context.options.languages)

    @Property(str, notify=languageChanged)
    def nextLanguage(self) -> str:
        """The language the button switches to."""
        languages = self._context.options.languages
        here = languages.index(self.language) if self.language in languages else -1
        return languages[(here + 1) % len(languages)]

    @Property(str, notify=languageChanged)
    def nextLanguageName(self) -> str:
        """That language's own name for itself."""
        return NAMES.get(str(self.nextLanguage), str(self.nextLanguage))

    @Slot(str)
    def speak(self, language: str) -> None:
        """Switch the session's language."""
        if language in self._context.options.languages:
            self._context.terminal.session.speak(language)

    @Property(str, notify=languageChanged)
    def shopName(self) -> str:
        """The shop's name."""
        shop = self._context.shop
        return self._context.pick(shop.terms.shop_name) if shop else ""

    @Property(str, notify=languageChanged)
    def placeName(self) -> str:
        """The name of the store we stand in."""
        return self._context.place_name(self._context.terminal.here_id)

    # The device

    @Property(str, constant=True)
    def mode(self) -> str:
        """Whose terminal it is, `shopper` or `assistant`: which pages there are."""
        return self._context.options.mode

    @Property(float, constant=True)
    def pxPerMm(self) -> float:
        """Pixel density for touch targets."""
        return self._context.options.px_per_mm

    @Property(bool, constant=True)
    def reduceMotion(self) -> bool:
        """Nothing moves on the screen."""
        return self._context.options.reduce_motion

    @Property(str, notify=scannerChanged)
    def scanner(self) -> str:
        """How codes get in: `camera`, `scanner` or `typed`."""
        return self._scanner

    def set_scanner(self, words: str) -> None:
        """A scanner came or went."""
        self._scanner = words
        self.scannerChanged.emit()

    def set_camera(self, news: CameraNews) -> None:
        """The camera came or went, or knows how to hold a code better (main thread)."""
        there = news.state in ("looking", "resting")
        without = self._context.options.scanner_words
        self.set_scanner("camera" if there else "scanner" if without == "camera" else without)
        self._context.events.cameraChanged.emit(news)

    # The link

    @Property(str, notify=linkChanged)
    def linkState(self) -> str:
        """`waiting`, `online`, `offline` or `refused`."""
        return str(self._context.link.reach)

    @Property(bool, notify=linkChanged)
    def locked(self) -> bool:
        """The hub has shut this terminal out; what is in the outbox stays there."""
        return self._context.link.reach is Reach.REFUSED

    @Property(str, notify=linkChanged)
    def linkText(self) -> str:
        """The link in a few words; empty when all is well."""
        return self._link_words.state()

    @Property(str, notify=linkChanged)
    def linkReason(self) -> str:
        """Why there is no link, as a sentence; empty while there is one."""
        link = self._context.link
        return "" if link.online or not link.reason else self._context.sentence(link.reason)

    @Property(str, notify=linkChanged)
    def ageText(self) -> str:
        """How old prices and stock are."""
        return self._link_words.age()

    @Property(str, notify=linkChanged)
    def clockText(self) -> str:
        """How wrong this device's clock is, for staff; empty while it is right."""
        return self._link_words.clock()

    @Property(bool, notify=languageChanged)
    def catalogueReady(self) -> bool:
        """There is a catalogue to look at."""
        return self._context.shop is not None

    # Scanning, idling, the end

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
        if not PAGES[
            Page(self._page)
        ].takes_scans:  # what types like a keyboard is heard there, and never here
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

    def _allowed(self, page: str) -> str:
        """Staff's pages are for whoever is signed in, and on the shop floor only some are."""
        if not self.staffed:
            return self._home if PAGES[Page(page)].staff_only else page
        if self.mode == "assistant" or PAGES[Page(page)].staff_on_the_floor:
            return page
        return self._start

    def _show(self, page: str) -> None:
        self._page = page
        self.dismissNotice()
        self.pageChanged.emit()
        self._watch()

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
        page = Page(self._page)
        shoppers = page not in (self._home, Page.SIGN_IN) and not PAGES[page].staff_only
        if link.reach is Reach.OFFLINE and not self._told_offline and shoppers:
            self._told_offline = True
            self.notify_("warning", "offline")
        self.linkChanged.emit()
        if self.locked and self.hasContent:
            self.endSession()

    @Slot(object)
    def _order_settled(self, settled: Settled) -> None:
        self.settledOrder.emit(settled.row.order_id)

    @Slot()
    def _shop_changed(self) -> None:
        self.languageChanged.emit()
        self.linkChanged.emit()

    @Slot()
    def _language_changed(self) -> None:
        self.languageChanged.emit()
        self.linkChanged.emit()
        self.noticeChanged.emit()
