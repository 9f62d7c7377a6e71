"""What stands around every page: language, shop, device, and how we stand with the hub."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ports.devices import CameraNews
from kiosk.services.link import Reach
from kiosk.ui.context import Context
from kiosk.ui.link_words import LinkWords
from kiosk.ui.models.shell.overlays import Overlays
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.language import NAMES

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

AGE_MS = 10_000


@QmlElement
@QmlUncreatable("made by the runtime")
class FrameFacts(Overlays):
    """Facts for the frame, each with a signal; nothing here changes where we are."""

    languageChanged = Signal()
    linkChanged = Signal()
    scannerChanged = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._scanner = context.options.scanner_words
        self._link_words = LinkWords(context)
        self._age_timer = QTimer(self, interval=AGE_MS)
        self._age_timer.timeout.connect(self.linkChanged)
        self._age_timer.start()
        context.events.shopChanged.connect(self._shop_changed)
        context.speech.changed.connect(self._language_changed)

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

    @Slot()
    def _shop_changed(self) -> None:
        self.languageChanged.emit()
        self.linkChanged.emit()

    @Slot()
    def _language_changed(self) -> None:
        self.languageChanged.emit()
        self.linkChanged.emit()
        self.noticeChanged.emit()
