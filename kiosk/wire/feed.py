"""The change feed: what has changed at the hub since a terminal last asked."""

from __future__ import annotations

import msgspec

from kiosk.domain.catalogue import Promotion, Terms
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel

PAGE_LIMIT = 500
HEARTBEAT_S = 10.0
EVENT_STREAM = "text/event-stream"
EVENT = "there"


class PriceChange(msgspec.Struct, frozen=True, tag="price"):
    """A variant's new list price."""

    sequence: int
    sku: str
    price: Money


class StockChange(msgspec.Struct, frozen=True, tag="stock"):
    """A SKU's new level at one location."""

    sequence: int
    level: StockLevel


class PromotionChange(msgspec.Struct, frozen=True, tag="promotion"):
    """A new or changed promotion; an ended one has its `ends` in the past."""

    sequence: int
    promotion: Promotion


class TermsChange(msgspec.Struct, frozen=True, tag="terms"):
    """New terms of the shop."""

    sequence: int
    terms: Terms


Change = PriceChange | StockChange | PromotionChange | TermsChange


class ChangesPage(msgspec.Struct, frozen=True):
    """Answer to `GET /v1/changes?since=N&limit=500`.

    `next` is the `since` of the next call; `more` says that it should follow at once.
    `boot` is new after each start of the hub, which may have been restored meanwhile.
    `now` is the hub's clock, ISO 8601 UTC. Orders of this epoch up to `durable_through` are
    in a backup. 410 `changes_gone` means: take a new catalogue.

    Changes that were made together are applied together: up to `complete` no batch lacks anything,
    what comes after it waits for the rest of its batch (None: nothing has to wait). `catalogue` is
    the hash of the newest catalogue file, "" where the hub does not say.

    `GET /v1/changes/stream` (server-sent events) says only "N is there": event `there`,
    data N, at each change and at least every `HEARTBEAT_S` seconds.
    """

    epoch: str
    changes: tuple[Change, ...]
    next: int
    more: bool
    now: str
    durable_through: int = 0
    boot: str = ""
    complete: int | None = None
    catalogue: str = ""
