"""Recognition, proof, and what a channel may see of a customer."""

from __future__ import annotations

import msgspec

from kiosk.domain.customers import Account
from kiosk.domain.money import Money


class CardRequest(msgspec.Struct, frozen=True):
    """`POST /v1/customers/recognise`: a loyalty card's number."""

    card_number: str


class ProofRequest(msgspec.Struct, frozen=True):
    """`POST /v1/customers/prove`: a signed app code."""

    app_code: str


class Granted(msgspec.Struct, frozen=True):
    """Access to one customer for this terminal's session.

    `grant` goes into the header `Kiosk-Grant` of further calls and ends with the session.
    """

    grant: str
    account: Account


class HistoryEvent(msgspec.Struct, frozen=True):
    """Something that happened in a channel.

    `kind`: `order`, `return`, `visit`, `message`, `call`, `basket`, `note`. `text` is what
    people wrote, in their own language; `title` is an order's number where there is one.
    """

    id: str
    at: str  # ISO 8601 UTC
    channel: str
    kind: str
    title: str
    text: str
    amount: Money | None = None
    location_id: str = ""


class Profile(msgspec.Struct, frozen=True):
    """`GET /v1/customers/me`: after proof, or `GET /v1/customers/{id}` for an assistant.

    `phone` is masked; `consents` are channel names the customer agreed to be reached by.
    """

    account: Account
    last_name: str
    phone: str
    since: str  # ISO date
    consents: tuple[str, ...]
    sizes: tuple[str, ...]
    history: tuple[HistoryEvent, ...]  # newest first


FEWEST_PHONE_DIGITS = 4  # fewer would list half of the shop


class CustomerSummary(msgspec.Struct, frozen=True):
    """One row of an assistant's search."""

    customer_id: str
    name: str
    phone: str  # masked
    tier_id: str
    points: int
    card_number: str
    basket_lines: int
