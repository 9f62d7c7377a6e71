"""Availability and the ways to get a variant, for every channel that asks the hub."""

from __future__ import annotations

import msgspec

from kiosk.domain.fulfilment import Way


class AvailabilityAt(msgspec.Struct, frozen=True):
    """Pieces at one location; `age_s` is 0 when the hub itself is the source."""

    location_id: str
    available: int
    distance_m: int
    age_s: int


class Availability(msgspec.Struct, frozen=True):
    """Answer to `GET /v1/variants/{sku}/availability`, nearest location first."""

    sku: str
    locations: tuple[AvailabilityAt, ...]
    as_of: str  # ISO 8601 UTC


class Ways(msgspec.Struct, frozen=True):
    """Answer to `GET /v1/variants/{sku}/ways`: delivery, collect and transfer with promises."""

    sku: str
    ways: tuple[Way, ...]
    as_of: str
