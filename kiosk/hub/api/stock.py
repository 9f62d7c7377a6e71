"""Availability and ways to get a variant, for every channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import get
from litestar.params import FromPath, QueryParameter
from sqlalchemy import Connection

from kiosk.domain.catalogue import Location, Terms
from kiosk.domain.fulfilment import ways_to_get
from kiosk.domain.stock import StockLevel, distance_m
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.api.requests import AnyRequest, HubDependency
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import read
from kiosk.hub.storage.terminals import Caller, TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.wire.stock import Availability, AvailabilityAt, Ways

Here = Annotated[
    str, QueryParameter(name="location", description="Where from; a terminal's own by default")
]


@dataclass(frozen=True, slots=True)
class _View:
    levels: tuple[StockLevel, ...]
    here: Location
    locations: Mapping[str, Location]
    terms: Terms
    now: datetime


@get(
    "/variants/{sku:str}/availability",
    sync_to_thread=True,
    summary="Pieces by location, nearest first",
)
def availability(
    hub: HubDependency, request: AnyRequest, sku: FromPath[str], here: Here = ""
) -> Availability:
    """Return what each location can promise; the hub itself is the source."""
    with read(hub.engine) as database:
        view = _look(database, request.user, sku, here, hub.clock())
    found = [
        AvailabilityAt(
            level.location_id,
            level.available,
            distance_m(view.here, view.locations[level.location_id]),
            0,
        )
        for level in view.levels
    ]
    found.sort(key=lambda at: (at.distance_m, at.location_id))
    return Availability(sku, tuple(found), as_text(view.now))


@get(
    "/variants/{sku:str}/ways",
    sync_to_thread=True,
    summary="Take away, delivery, collect and transfer with their promises",
)
def ways(hub: HubDependency, request: AnyRequest, sku: FromPath[str], here: Here = "") -> Ways:
    """Return every way to get a variant at a location."""
    with read(hub.engine) as database:
        view = _look(database, request.user, sku, here, hub.clock())
    local = view.now.astimezone(ZoneInfo(view.terms.time_zone))
    found = ways_to_get(view.levels, view.here, view.locations, view.terms, local)
    return Ways(sku, found, as_text(view.now))


def _look(database: Connection, caller: Caller, sku: str, here: str, now: datetime) -> _View:
    if not here and isinstance(caller, TerminalRow):
        here = caller.location_id
    if not here:
        raise BadInput("bad_request", detail="location")
    locations = shop.locations(database)
    if here not in locations or not shop.has_variant(database, sku):
        raise HubRefused("not_found", 404)
    return _View(shop.levels(database, sku), locations[here], locations, shop.terms(database), now)
