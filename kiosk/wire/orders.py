"""Orders by `PUT /v1/orders/{id}` with the terminal's id, idempotent for ever."""

from __future__ import annotations

import msgspec

from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact, OrderLine, Payment


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why the terminal believes who the customer is.

    `kind`: `guest`, `card` (a number was scanned), `app_code` (signed, `app_code` holds
    it) or `staff` (an assistant identified them; `staff_grant_id` is checked by the hub).
    """

    kind: str
    card_number: str = ""
    app_code: str = ""
    staff_grant_id: str = ""


class OrderBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order as committed on the terminal; its bytes never change afterwards.

    `created_at` is the terminal's clock, ISO 8601 UTC. `feed_sequence` and `offline` say
    what the prices and promises were based on. `replaces` names a rejected order.
    """

    id: str
    number: str
    location_id: str
    created_at: str
    language: str
    customer_id: str
    evidence: Evidence
    contact: Contact
    address: Address
    lines: tuple[OrderLine, ...]
    goods: Money
    delivery_fee: Money
    to_pay: Money
    points: int
    payment: Payment
    feed_sequence: int
    offline: bool
    basket_id: str = ""
    basket_op_ids: tuple[str, ...] = ()
    replaces: str = ""


class LineDifference(msgspec.Struct, frozen=True):
    """Where the hub decided otherwise than the terminal said; shown, never swallowed.

    `sku` is empty for the delivery fee.
    """

    sku: str
    quoted: Money
    decided: Money


class OrderAnswer(msgspec.Struct, frozen=True):
    """The hub's answer, the same on every replay.

    `status`: `accepted`. A refusal is a `Problem` and is also the same on every replay.
    """

    order_id: str
    number: str
    status: str
    to_pay: Money
    points: int
    differences: tuple[LineDifference, ...] = ()
