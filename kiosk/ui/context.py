"""What every view model works with, and what tells it that something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from kiosk.domain.catalogue import Localised, Location, Terms, pick
from kiosk.domain.stock import Freshness
from kiosk.lanes import Lane
from kiosk.services.link import Link
from kiosk.services.session import SessionState
from kiosk.services.terminal import Terminal
from kiosk.ui.options import Options
from kiosk.ui.words.language import Speech
from kiosk.words.formats import Formats
from kiosk.words.messages import sentence


@dataclass(frozen=True, slots=True)
class Shop:
    """Facts of the shop that texts need, read from the catalogue."""

    terms: Terms
    here: Location
    locations: Mapping[str, Location] = field(repr=False)


class Events(QObject):
    """Session, link, catalogue and order events of the services as signals of the main thread."""

    sessionChanged = Signal()
    sessionEnded = Signal()
    linkChanged = Signal()
    shopChanged = Signal()
    snapshotChanged = Signal()
    orderSettled = Signal(object)  # kiosk.services.draining.Settled
    activity = Signal()  # of keys
    touched = Signal()  # the screen
    cameraChanged = Signal(object)  # kiosk.ports.devices.CameraNews


class Context:
    """The terminal, its options and its language; made once, used by every view model."""

    def __init__(self, terminal: Terminal, options: Options) -> None:
        self.terminal = terminal
        self.options = options
        self.events = Events()
        self.speech = Speech(terminal.session.state.language)
        self.shop: Shop | None = None
        self._last = terminal.session.state
        terminal.session.changed.add(self._session_changed)
        terminal.syncing.linked.add(self._link_changed)
        terminal.syncing.settled.add(self.events.orderSettled.emit)
        terminal.snapshots.changed.add(self.events.snapshotChanged.emit)

    @property
    def state(self) -> SessionState:
        """The session now."""
        return self.terminal.session.state

    @property
    def for_staff(self) -> bool:
        """Staff read the screen: always an assistant's, a shopper's while they work at it.

        Words go by this; sizes and places by the form and which way round (`Theme`).
        """
        return self.options.mode == "assistant" or self.state.staff is not None

    def sentence(self, code: str, args: Mapping[str, object] | None = None) -> str:
        """Say a message to whoever reads the screen."""
        return sentence(self.speech.language, code, args, self.for_staff)

    @property
    def link(self) -> Link:
        """How we stand with the hub."""
        return self.terminal.syncing.link

    @property
    def freshness(self) -> Freshness:
        """How far stock figures may be trusted now."""
        return self.link.freshness(self.terminal.clock.monotonic())

    @property
    def formats(self) -> Formats:
        """The current language's conventions."""
        return self.speech.formats

    @property
    def phone_countries(self) -> Sequence[str]:
        """The countries whose phone numbers are typed without their code."""
        return self.shop.terms.phone_countries if self.shop else ()

    def pick(self, texts: Localised) -> str:
        """Choose a text in the current language."""
        return pick(texts, self.speech.language)

    def place_name(self, location_id: str) -> str:
        """Name a location in the current language."""
        place = self.shop.locations.get(location_id) if self.shop else None
        return self.pick(place.name) if place else ""

    def read_shop(self) -> None:
        """Read the shop's facts from the catalogue, in the background."""
        self.terminal.lanes.run(
            Lane.READ, self._shop_facts, self._shop_read, lambda _: None, newest="shop"
        )

    def _shop_facts(self) -> Shop:
        browsing = self.terminal.browsing
        return Shop(browsing.terms(), browsing.here(), browsing.locations())

    def _shop_read(self, shop: Shop) -> None:
        if shop != self.shop:
            self.shop = shop
            self.events.shopChanged.emit()

    def _session_changed(self) -> None:
        was, self._last = self._last, self.state
        self.speech.speak(self._last.language)
        if was.id != self._last.id:
            self.events.sessionEnded.emit()
        self.events.sessionChanged.emit()

    def _link_changed(self, _: Link) -> None:
        self.events.linkChanged.emit()
        self.read_shop()
