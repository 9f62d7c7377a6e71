"""Staff sign-in on a terminal, and what waits for staff at the hub."""

from __future__ import annotations

import msgspec

LOCKED_FOR_S = 300
"""How long a number stays locked after too many wrong PINs; a try meanwhile adds nothing."""


class SignInRequest(msgspec.Struct, frozen=True):
    """`POST /v1/staff/sign-in`: a badge or personnel number with its PIN."""

    number: str
    pin: str


class SignedIn(msgspec.Struct, frozen=True):
    """`grant` goes into `Kiosk-Staff`; `grant_id` may be named in an order's evidence."""

    staff_id: str
    name: str
    role: str  # assistant, manager
    grant: str
    grant_id: str
    expires_at: str  # ISO 8601 UTC


class StaffTask(msgspec.Struct, frozen=True):
    """`GET /v1/staff/tasks`: something about an accepted order that needs a person.

    `kind`: `backorder` (a piece is missing, the customer waits), `moved` (it is collected
    elsewhere now), `left_out`, `ordered_twice` (another channel ordered the same basket),
    `clock` (the terminal's clock was so wrong that the hub's time was taken), `miscounted`
    (a piece that stock says is not there was carried away, or was promised before the hub
    was restored), `not_handed_over` (the shop's system has not taken the order so far; it is tried
    again, and the task withdrawn once it has). `call` is about no order: a shopper at the terminal
    with the prefix `customer` asks for help with `name`, the digits of a code. `sku` is empty where
    the whole order is meant. `phone` is a guest's in full (nobody else can reach them), a
    known customer's masked; `location_id` is where a moved line is collected now.
    `POST /v1/staff/tasks/{id}/done` closes it.
    """

    id: str
    kind: str
    order_id: str
    number: str
    sku: str
    name: str  # of the line, in the order's language
    customer: str
    phone: str
    made_at: str  # ISO 8601 UTC
    location_id: str = ""
