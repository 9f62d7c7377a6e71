"""Orders by `PUT /v1/orders/{id}` with the terminal's id, idempotent for ever."""

from __future__ import annotations

import msgspec

from kiosk.domain.fulfilment import Promise
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact, Fallback, LineState, OrderLine, Payment


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
    `checkout_id` names the checkout whose reservations become this order's.
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
    checkout_id: str = ""
    fallback: Fallback = Fallback.WAIT


class LineDifference(msgspec.Struct, frozen=True):
    """An amount that the hub decided differently from what was quoted; always shown.

    `sku` is empty for the delivery fee.
    """

    sku: str
    quoted: Money
    decided: Money


class LineOutcome(msgspec.Struct, frozen=True):
    """What becomes of a line: where it now comes from and where the customer meets it.

    Without a promise (`backorder`, `left_out`) nobody knows when.
    """

    sku: str
    state: LineState
    location_id: str = ""
    source_id: str = ""
    promise: Promise | None = None


class OrderAnswer(msgspec.Struct, frozen=True):
    """The hub's answer, the same on every replay.

    `status`: `confirmed` (every line), `partly` or `backorder` (none); see `lines`. A
    refusal is a `Problem` and is also the same on every replay. `sequence` numbers the
    orders of a hub in the order they came; compare it with a page's `durable_through`.
    `seal` lets a hub that was restored, and forgot this answer, recognise it as its own.
    """

    order_id: str
    number: str
    status: str
    to_pay: Money
    points: int
    differences: tuple[LineDifference, ...] = ()
    lines: tuple[LineOutcome, ...] = ()
    sequence: int = 0
    seal: str = ""


class AuditRequest(msgspec.Struct, frozen=True):
    """`POST /v1/orders/missing`: orders that a hub of this `epoch` accepted, 500 at most.

    A hub that misses one of its own epoch has lost history, and begins a new epoch.
    """

    epoch: str
    ids: tuple[str, ...]


class AuditAnswer(msgspec.Struct, frozen=True):
    """The ids that the hub does not know."""

    missing: tuple[str, ...]


AUDIT_LIMIT = 500
STATUSES = frozenset({"confirmed", "partly", "backorder"})
EPOCH_HEADER = "Kiosk-Epoch"
"""Names the history of the hub that answers; outside the body, which is replayed as it was."""
FIRST_ANSWER_HEADER = "Kiosk-First-Answer"
"""What a hub answered to an order that is sent again: the `OrderAnswer`'s JSON, base64url.

A hub that was restored and has forgotten the order decides it as it was decided then.
"""
FIRST_ANSWER_LIMIT = 32 * 1024
"""Characters; a longer one is not sent, and not read."""
