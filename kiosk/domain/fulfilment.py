"""The ways a variant can reach the shopper, and what each may promise.

Run by the terminal from its cache and by the hub from its tables, so that an offline
promise differs from the hub's only where the data differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kiosk.domain.catalogue import Location, Terms
from kiosk.domain.stock import StockLevel, distance_m


class FulfilmentKind(StrEnum):
    """How a line gets to the customer."""

    TAKE_AWAY = "take_away"
    DELIVERY = "delivery"
    COLLECT = "collect"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Promise:
    """A day (ISO date, the shop's time zone) and hours; `to_hour` 0 means "from" only."""

    day: str
    from_hour: int
    to_hour: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get one variant.

    `location_id` is where the customer meets it (empty for delivery), `source_id` where
    the piece comes from, `available` how many pieces that source can promise.
    """

    kind: FulfilmentKind
    location_id: str
    source_id: str
    available: int
    distance_m: int
    promise: Promise


def delivery_slots(terms: Terms, now: datetime) -> tuple[Promise, ...]:
    """Return the slots of the first two delivery days; `now` in the shop's time zone.

    Empty if the shop has no hours of delivery.
    """
    first = 1 if now.hour < terms.delivery_cutoff_hour else 2
    days = [_day(now, first), _day(now, first + 1)]
    return tuple(Promise(day, start, end) for day in days for start, end in terms.delivery_slots)


def ways_to_get(
    levels: Iterable[StockLevel],
    here: Location,
    locations: Mapping[str, Location],
    terms: Terms,
    now: datetime,
) -> tuple[Way, ...]:
    """List every way to get a variant at `here`, best first within each kind.

    Order of kinds: take away, delivery, collect (nearest store first), transfer to `here`.
    `now` is in the shop's time zone.
    """
    stocked = [
        (level, locations[level.location_id])
        for level in levels
        if level.available > 0 and level.location_id in locations
    ]
    stocked.sort(key=lambda pair: (distance_m(here, pair[1]), pair[1].id))
    ways: list[Way] = []
    for level, place in stocked:
        if place.id == here.id:
            today = Promise(now.date().isoformat(), now.hour)
            ways.append(Way(FulfilmentKind.TAKE_AWAY, here.id, here.id, level.available, 0, today))
    slots = delivery_slots(terms, now)
    if slots and (best := _best_source(stocked)):
        level, place = best
        ways.append(Way(FulfilmentKind.DELIVERY, "", place.id, level.available, 0, slots[0]))
    for level, place in stocked:
        if place.kind == "store":
            ready = _ready_to_collect(place, terms, now)
            away = distance_m(here, place)
            ways.append(
                Way(FulfilmentKind.COLLECT, place.id, place.id, level.available, away, ready)
            )
    elsewhere = [pair for pair in stocked if pair[1].id != here.id]
    if best := _best_source(elsewhere):
        level, place = best
        promise = Promise(_day(now, terms.transfer_days), here.opens_hour)
        away = distance_m(here, place)
        ways.append(Way(FulfilmentKind.TRANSFER, here.id, place.id, level.available, away, promise))
    return tuple(ways)


def _best_source(
    stocked: list[tuple[StockLevel, Location]],
) -> tuple[StockLevel, Location] | None:
    """Prefer the warehouse, then the location with most pieces: stores sell out last."""
    return max(stocked, key=lambda p: (p[1].kind == "warehouse", p[0].available), default=None)


def _ready_to_collect(place: Location, terms: Terms, now: datetime) -> Promise:
    """A piece on hand is ready after some hours, within opening hours."""
    ready = max(now.hour + terms.collect_after_hours, place.opens_hour + 1)
    if ready < place.closes_hour:
        return Promise(now.date().isoformat(), ready)
    return Promise(_day(now, 1), place.opens_hour + 1)


def _day(now: datetime, days: int) -> str:
    day: date = now.date() + timedelta(days=days)
    return day.isoformat()
