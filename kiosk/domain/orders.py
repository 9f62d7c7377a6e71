"""What an order is made of and how it may go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.money import Money
from kiosk.domain.pricing import Adjustment


class Payment(StrEnum):
    """Where an order is paid: the terminal itself takes no money."""

    AT_TILL = "at_till"
    ON_DELIVERY = "on_delivery"
    ON_COLLECTION = "on_collection"


class Fallback(StrEnum):
    """What the customer wants if a line is sold out by the time the hub gets the order.

    `wait` for the next piece; `elsewhere`: collect it at the nearest store that has it;
    `leave_out`: take the rest without it.
    """

    WAIT = "wait"
    ELSEWHERE = "elsewhere"
    LEAVE_OUT = "leave_out"


class LineState(StrEnum):
    """What the hub could do for a line; the last three are what became of a shortage."""

    CONFIRMED = "confirmed"
    BACKORDER = "backorder"
    MOVED = "moved"
    LEFT_OUT = "left_out"


class OutboxState(StrEnum):
    """An order's way to the hub; forwards only."""

    PENDING = "pending"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to deliver: a reference another channel knows, or the text a guest gave.

    `label` is what may be shown and printed of a known address.
    """

    ref: str = ""
    label: str = ""
    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A guest: a phone number (E.164) and, if given, a name."""

    phone: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What was agreed for one SKU: quantity, price with its reasons, and the way.

    `marks` are the marking codes, with their separators, of the pieces that were scanned. Who takes
    a line away takes these very pieces; for what is sent they only say what was wanted.
    """

    sku: str
    name: str  # in the order's language, as shown when ordering
    colour: str
    size: str
    quantity: int
    unit: Money
    adjustments: tuple[Adjustment, ...]
    total: Money
    kind: FulfilmentKind
    location_id: str  # where the customer meets it; empty for delivery
    source_id: str
    promise: Promise
    marks: tuple[str, ...] = ()
