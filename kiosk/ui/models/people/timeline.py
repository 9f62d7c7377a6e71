"""What has been between a customer and the shop, over all channels, as rows for the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.ui.context import Context
from kiosk.ui.words.moments import Moments
from kiosk.wire.customers import HistoryEvent

ORDERS = frozenset({"order", "return", "basket"})
TALKS = frozenset({"message", "call", "note"})
FILTERS = {"everything": None, "orders": ORDERS, "talks": TALKS}
ICONS = {
    "web": "web",
    "app": "smartphone",
    "messenger": "chat_bubble",
    "call_centre": "call",
    "store": "storefront",
}


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event; `channel` is the channel's word, `icon` the drawing beside it."""

    eventId: str
    icon: str
    title: str
    channel: str
    text: str
    amount: str
    when: str


class Timeline(QObject):
    """Turns history into rows in the language on the screen."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._moments = Moments(self)

    def rows(self, history: tuple[HistoryEvent, ...], wanted: str) -> list[TimelineItem]:
        """Return the events of a filter, newest first."""
        kinds = FILTERS.get(wanted)
        chosen = [event for event in history if kinds is None or event.kind in kinds]
        chosen.sort(key=lambda event: event.at, reverse=True)
        return [self._item(event) for event in chosen]

    def channel(self, code: str) -> str:
        """Name a channel."""
        return {
            "web": self.tr("Website"),
            "app": self.tr("App"),
            "messenger": self.tr("Messenger"),
            "call_centre": self.tr("Call centre"),
            "store": self.tr("Store"),
            "sms": self.tr("SMS"),
            "email": self.tr("E-mail"),
            "phone": self.tr("Phone"),
        }.get(code, code)

    def _item(self, event: HistoryEvent) -> TimelineItem:
        context = self._context
        zone = context.shop.terms.time_zone if context.shop else "UTC"
        now = context.terminal.clock.now()
        place = context.place_name(event.location_id) if event.location_id else ""
        return TimelineItem(
            eventId=event.id,
            icon=ICONS.get(event.channel, "history"),
            title=self._title(event),
            channel=place if place and event.channel == "store" else self.channel(event.channel),
            text=event.text,
            amount=context.formats.money(event.amount) if event.amount else "",
            when=self._moments.when(event.at, now, zone, context.speech.language),
        )

    def _title(self, event: HistoryEvent) -> str:
        words = {
            "order": self.tr("Order {title}"),
            "return": self.tr("Return {title}"),
            "visit": self.tr("Visit"),
            "message": self.tr("Message"),
            "call": self.tr("Call"),
            "basket": self.tr("Web basket"),
            "note": self.tr("Note"),
        }.get(event.kind, "{title}")
        return words.replace("{title}", event.title).strip()
