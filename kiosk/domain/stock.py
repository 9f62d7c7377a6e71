"""Stock by location: what is available, how fresh the figure is, how to word it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from kiosk.domain.catalogue import Location

EXACT_UP_TO_S = 60
APPROXIMATE_UP_TO_S = 300
FEW = 3


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One SKU at one location, in pieces."""

    sku: str
    location_id: str
    on_hand: int
    allocated: int = 0
    reserved: int = 0
    buffer: int = 0

    @property
    def available(self) -> int:
        """Pieces that can still be promised."""
        return max(0, self.on_hand - self.allocated - self.reserved - self.buffer)


class Freshness(StrEnum):
    """How far a stock figure may be trusted; only an exact one is shown as a number."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    UNCONFIRMED = "unconfirmed"


def freshness(age_s: float, hub_in_reach: bool) -> Freshness:
    """Grade a figure by the time since the feed was last known to be current."""
    if not hub_in_reach or age_s > APPROXIMATE_UP_TO_S:
        return Freshness.UNCONFIRMED
    return Freshness.EXACT if age_s <= EXACT_UP_TO_S else Freshness.APPROXIMATE


def distance_m(a: Location, b: Location) -> int:
    """Return the great-circle distance between two locations in metres."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    d_lat, d_lon = lat_b - lat_a, radians(b.longitude - a.longitude)
    h = sin(d_lat / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(d_lon / 2) ** 2
    return round(2 * 6_371_000 * asin(sqrt(h)))
