"""Promises, stock and reasons in words (docs/architecture.md, rule 5: what may be said)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from kiosk.domain.basket import BasketLine
from kiosk.domain.catalogue import Tier
from kiosk.domain.fulfilment import FulfilmentKind, Promise, Way
from kiosk.domain.money import Money
from kiosk.domain.pricing import Adjustment
from kiosk.domain.stock import FEW, Freshness
from kiosk.services.browsing import SizeChoice
from kiosk.ui.context import Context
from kiosk.ui.words.counted import Counted

ICONS = {
    FulfilmentKind.TAKE_AWAY: "shopping_bag",
    FulfilmentKind.DELIVERY: "local_shipping",
    FulfilmentKind.COLLECT: "storefront",
    FulfilmentKind.TRANSFER: "swap_vert",
}
CHANNEL_ICONS = {
    "web": "web",
    "app": "smartphone",
    "messenger": "chat",
    "call_centre": "call",
    "store": "barcode_scanner",
}
MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400


class Wording:
    """Words for what the services hand up, in the language on the screen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.counted = Counted()

    def today(self) -> date:
        """The day in the shop's time zone."""
        return self._now().date()

    def day(self, iso_date: str, short: bool = False) -> str:
        """Name a day: today, tomorrow, or its weekday."""
        ahead = (date.fromisoformat(iso_date) - self.today()).days
        if ahead == 0:
            return QCoreApplication.translate("Wording", "today")
        if ahead == 1:
            return QCoreApplication.translate("Wording", "tomorrow")
        formats = self._context.formats
        return formats.short_weekday(iso_date) if short else formats.weekday(iso_date)

    def promise(self, promise: Promise) -> str:
        """Say when: `tomorrow 10–14`, `today from 16:00`."""
        day = self.day(promise.day)
        if promise.to_hour:
            return f"{day} {promise.from_hour}–{promise.to_hour}"
        text = QCoreApplication.translate("Wording", "{day} from {hour}:00")
        return text.format(day=day, hour=promise.from_hour)

    def way_title(self, way: Way) -> str:
        """Name a way to get a piece."""
        if way.kind is FulfilmentKind.TAKE_AWAY:
            if self._context.for_staff:
                return QCoreApplication.translate("Wording", "Hand over right away")
            return QCoreApplication.translate("Wording", "Take it with you now")
        if way.kind is FulfilmentKind.DELIVERY:
            text = QCoreApplication.translate("Wording", "Home, {when}")
            return text.format(when=self.promise(way.promise))
        if way.kind is FulfilmentKind.COLLECT:
            text = QCoreApplication.translate("Wording", "Collect at {place}")
            return text.format(place=self._context.place_name(way.location_id))
        return QCoreApplication.translate("Wording", "Bring it to this store")

    def way_detail(self, way: Way, worth: Money) -> str:
        """Say where from, when, for how much and how sure it is; `worth` may save the fee."""
        parts: list[str] = []
        if way.kind is FulfilmentKind.DELIVERY:
            parts += [self._source(way), self._fee(worth)]
        elif way.kind is FulfilmentKind.COLLECT:
            parts += [self.distance(way.distance_m), self.promise(way.promise)]
        elif way.kind is FulfilmentKind.TRANSFER:
            parts += [self.promise(way.promise), self._source(way)]
        parts.append(self.stock(way.available))
        return " · ".join(part for part in parts if part)

    def way_short(self, way: Way | None) -> str:
        """Name a line's way on a chip."""
        if way is None:
            return QCoreApplication.translate("Wording", "sold out")
        if way.kind is FulfilmentKind.TAKE_AWAY:
            if self._context.for_staff:
                return QCoreApplication.translate("Wording", "hand over")
            return QCoreApplication.translate("Wording", "take now")
        if way.kind is FulfilmentKind.DELIVERY:
            return QCoreApplication.translate("Wording", "home")
        if way.kind is FulfilmentKind.COLLECT:
            return self._context.place_name(way.location_id)
        return QCoreApplication.translate("Wording", "to this store")

    def size_caption(self, size: SizeChoice) -> str:
        """Say the best thing that can be done with a size."""
        best = size.best
        if best is None:
            return QCoreApplication.translate("Wording", "sold out")
        if best.kind is FulfilmentKind.TAKE_AWAY:
            return QCoreApplication.translate("Wording", "here")
        if best.kind is FulfilmentKind.DELIVERY and (size.stores == 0 or self._from_depot(best)):
            ahead = (date.fromisoformat(best.promise.day) - self.today()).days
            if ahead == 1:
                return QCoreApplication.translate("Wording", "home tomorrow")
            return QCoreApplication.translate("Wording", "home")
        return self.counted.stores(size.stores)

    def stock(self, available: int) -> str:
        """Word a stock figure by its freshness; no count that may be wrong by now."""
        freshness = self._context.freshness
        if freshness is Freshness.EXACT:
            return self.counted.left(available)
        if freshness is Freshness.APPROXIMATE:
            if available <= FEW:
                text = QCoreApplication.translate("Wording", "few left, as of {time}")
            else:
                text = QCoreApplication.translate("Wording", "in stock, as of {time}")
            return text.format(time=self.seen_at())
        return ""

    def age_line(self) -> str:
        """Say how old the stock figures on a page are."""
        freshness = self._context.freshness
        age = self._context.link.age_s(self._context.terminal.clock.monotonic())
        if freshness is Freshness.EXACT:
            text = QCoreApplication.translate("Wording", "Stock checked {ago} ago")
            return text.format(ago=self.counted.seconds(max(1, round(age))))
        if freshness is Freshness.APPROXIMATE:
            text = QCoreApplication.translate("Wording", "Stock as of {time}")
            return text.format(time=self.seen_at())
        if age == float("inf"):
            return QCoreApplication.translate(
                "Wording", "Stock as in the catalogue; confirmed when the order is processed"
            )
        text = (
            QCoreApplication.translate("Wording", "As of {time}. Confirmed after the order")
            if self._context.for_staff
            else QCoreApplication.translate("Wording", "As of {time}. We confirm after you order")
        )
        return text.format(time=self._seen_when(age))

    def ago(self, seconds: float) -> str:
        """Name an age in its largest whole unit."""
        if seconds < MINUTE_S:
            return self.counted.seconds(max(1, round(seconds)))
        if seconds < HOUR_S:
            return self.counted.minutes(int(seconds // MINUTE_S))
        if seconds < DAY_S:
            return self.counted.hours(int(seconds // HOUR_S))
        return self.counted.days(int(seconds // DAY_S))

    def seen_at(self) -> str:
        """The time at which the data were last known to be current."""
        wall, shop = self._context.link.current_wall, self._context.shop
        return self._context.formats.time(wall, shop.terms.time_zone) if wall and shop else ""

    def _seen_when(self, age_s: float) -> str:
        """The same, with the day where the time alone would mislead."""
        wall, shop = self._context.link.current_wall, self._context.shop
        if wall is None or shop is None or age_s < DAY_S / 2:
            return self.seen_at()
        day = wall.astimezone(ZoneInfo(shop.terms.time_zone)).date().isoformat()
        return f"{self._context.formats.day(day)}, {self.seen_at()}"

    def distance(self, metres: int) -> str:
        """Write a distance."""
        if metres < 1_000:
            text = QCoreApplication.translate("Wording", "{distance} m")
            return text.format(distance=max(50, round(metres, -1)))
        text = QCoreApplication.translate("Wording", "{distance} km")
        return text.format(distance=self._context.formats.decimal(metres / 1_000))

    def reason(self, adjustment: Adjustment) -> str:
        """Name what lowered a price: a promotion, or a tier with its percentage."""
        name = self._context.pick(adjustment.name)
        tier = self._tier(adjustment)
        return f"{name} −{self._context.formats.percent(tier.percent_bp)}" if tier else name

    def of_tier(self, adjustment: Adjustment) -> bool:
        """Tell a loyalty tier's discount from a promotion."""
        return self._tier(adjustment) is not None

    def channel(self, channel: str) -> str:
        """Name the channel that a basket line came from."""
        names = {
            "web": QCoreApplication.translate("Wording", "website"),
            "app": QCoreApplication.translate("Wording", "app"),
            "messenger": QCoreApplication.translate("Wording", "messenger"),
            "call_centre": QCoreApplication.translate("Wording", "call centre"),
            "store": QCoreApplication.translate("Wording", "added here"),
        }
        return names.get(channel, channel)

    def origin(self, line: BasketLine) -> str:
        """Say where a basket line comes from: a channel, or the order that is taken anew."""
        again = self._context.state.replaces
        if again and line.channel == "store" and any(x.sku == line.sku for x in again.lines):
            text = QCoreApplication.translate("Wording", "from {number}")
            return text.format(number=again.number)
        return self.channel(line.channel)

    def changed_in(self, channel: str) -> str:
        """Say through which channel a line was changed just now."""
        names = {
            "web": QCoreApplication.translate("Wording", "changed on the website"),
            "app": QCoreApplication.translate("Wording", "changed in the app"),
            "messenger": QCoreApplication.translate("Wording", "changed in the messenger"),
            "call_centre": QCoreApplication.translate("Wording", "changed by the call centre"),
        }
        return names.get(channel, "")

    def where(self, channel: str) -> str:
        """Say where somebody changed the basket."""
        names = {
            "web": QCoreApplication.translate("Wording", "on the website"),
            "app": QCoreApplication.translate("Wording", "in the app"),
            "messenger": QCoreApplication.translate("Wording", "in the messenger"),
            "call_centre": QCoreApplication.translate("Wording", "by the call centre"),
            "store": QCoreApplication.translate("Wording", "at another terminal"),
        }
        return names.get(channel, channel)

    def set_in(self, channel: str, quantity: int) -> str:
        """Say how many somebody wanted, and where, on a chip."""
        names = {
            "web": QCoreApplication.translate("Wording", "{n} · set on the website"),
            "app": QCoreApplication.translate("Wording", "{n} · set in the app"),
            "messenger": QCoreApplication.translate("Wording", "{n} · set in the messenger"),
            "call_centre": QCoreApplication.translate("Wording", "{n} · set by phone"),
            "store": QCoreApplication.translate("Wording", "{n} · set on this screen"),
        }
        return names.get(channel, f"{{n}} {channel}").format(n=quantity)

    def audience(self, audience: str) -> str:
        """Name whom a product is for."""
        names = {
            "women": QCoreApplication.translate("Wording", "women"),
            "men": QCoreApplication.translate("Wording", "men"),
            "kids": QCoreApplication.translate("Wording", "children"),
            "baby": QCoreApplication.translate("Wording", "babies"),
        }
        return names.get(audience, "")

    def _tier(self, adjustment: Adjustment) -> Tier | None:
        shop = self._context.shop
        return shop.terms.tier(adjustment.source) if shop else None

    def _from_depot(self, way: Way) -> bool:
        shop = self._context.shop
        source = shop.locations.get(way.source_id) if shop else None
        return source is not None and source.kind == "warehouse"

    def _source(self, way: Way) -> str:
        if self._from_depot(way):
            return QCoreApplication.translate("Wording", "from our warehouse")
        text = QCoreApplication.translate("Wording", "from {place}")
        return text.format(place=self._context.place_name(way.source_id))

    def _fee(self, worth: Money) -> str:
        shop = self._context.shop
        if shop is None:
            return ""
        if worth.minor >= shop.terms.delivery_free_from.minor:
            return QCoreApplication.translate("Wording", "free")
        money = self._context.formats.money
        text = QCoreApplication.translate("Wording", "{fee}, free from {limit}")
        return text.format(
            fee=money(shop.terms.delivery_fee), limit=money(shop.terms.delivery_free_from)
        )

    def _now(self) -> datetime:
        now, shop = self._context.terminal.clock.now(), self._context.shop
        return now.astimezone(ZoneInfo(shop.terms.time_zone)) if shop else now
