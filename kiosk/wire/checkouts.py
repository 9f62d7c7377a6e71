"""A checkout holds pieces for one customer while they decide, for minutes of hub time."""

from __future__ import annotations

import msgspec

from kiosk.domain.fulfilment import FulfilmentKind, Way


class CheckoutLine(msgspec.Struct, frozen=True):
    """So many pieces of a SKU, to come in one way; `take_away` needs no reservation."""

    sku: str
    quantity: int
    kind: FulfilmentKind
    location_id: str
    source_id: str


class CheckoutRequest(msgspec.Struct, frozen=True):
    """`PUT /v1/checkouts/{id}`: hold these and nothing else; repeating it holds them longer.

    `id` is the session's UUID. With a `basket_id` (and its grant) the header `If-Match`
    carries the basket's version: 412 `basket_changed` says that another channel wrote it.
    """

    lines: tuple[CheckoutLine, ...]
    basket_id: str = ""


class HeldLine(msgspec.Struct, frozen=True):
    """`held`: the whole line is reserved. If not, none of it is; `available` pieces are there.

    `alternatives` are the ways that could serve the whole line now, nearest first.
    """

    sku: str
    held: bool
    available: int
    alternatives: tuple[Way, ...] = ()


class CheckoutAnswer(msgspec.Struct, frozen=True):
    """What is held until `expires_at` (ISO 8601 UTC, the hub's clock)."""

    id: str
    expires_at: str
    lines: tuple[HeldLine, ...]
