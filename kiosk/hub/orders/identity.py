"""Whose order it is, and whether the terminal may send it to an address it never saw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.engines.port import By, Customer, Customers
from kiosk.hub.orders.checks import invalid
from kiosk.hub.storage import grants
from kiosk.hub.storage.times import as_text
from kiosk.wire.app_code import verify
from kiosk.wire.orders import OrderBody

PROOFS = ("app_code", "staff")
CLOCK_SLACK = timedelta(hours=1)  # a terminal's clock dates the order, the hub's the sign-in


def look_up(
    engine: Customers,
    order: OrderBody,
    public_keys: Mapping[str, str],
    made: datetime,
    now: datetime,
) -> Customer | None:
    """Ask the engine for the customer that the evidence stands for; None for a guest.

    Raises `EngineUnavailable`, `HubRefused`: `proof_missing`, `card_unknown`, `order_invalid`.
    """
    evidence = order.evidence
    found: Customer | None
    if evidence.kind == "guest":
        if order.customer_id:
            raise invalid("customer_id")
        return None
    if evidence.kind == "card":
        found = engine.customer(By.CARD, evidence.card_number)
        if found is None:
            raise HubRefused("card_unknown", 422)
    elif evidence.kind == "app_code":
        signed_for = _signed_for(evidence.app_code, public_keys, made, now)
        found = engine.customer(By.ID, signed_for)
    elif evidence.kind == "staff":
        found = engine.customer(By.ID, order.customer_id)
    else:
        raise invalid("evidence.kind")
    # Offline a card's owner is not known, so the order names nobody.
    if found is None or order.customer_id not in ("", found.id):
        raise invalid("customer_id")
    return found


def looked_up_before(engine: Customers, order: OrderBody) -> Customer | None:
    """Return the customer of an order whose evidence this hub has accepted once already."""
    if order.customer_id:
        return engine.customer(By.ID, order.customer_id)
    if order.evidence.kind == "card":
        return engine.customer(By.CARD, order.evidence.card_number)
    return None


def delivery_address(order: OrderBody, customer: Customer | None) -> Address | None:
    """Return where to deliver in full; None where nothing is delivered.

    Raises `HubRefused`: `proof_missing`, `order_invalid`.
    """
    if all(line.kind is not FulfilmentKind.DELIVERY for line in order.lines):
        return None
    given = order.address
    if not given.ref:
        if not (given.city.strip() and given.street.strip() and given.house.strip()):
            raise invalid("address")
        return given
    if customer is None or order.evidence.kind not in PROOFS:
        raise HubRefused("proof_missing", 422)
    known = next((a for a in customer.addresses if a.ref == given.ref), None)
    if known is None:
        raise invalid("address.ref")
    return Address(known.ref, given.label, known.city, known.street, known.house, known.flat)


def _signed_for(code: str, public_keys: Mapping[str, str], made: datetime, now: datetime) -> str:
    """Return the customer of a code that was good when the order was made, or is now.

    The order's time is by the terminal's clock; a code that is still good by the hub's does not
    depend on it.
    """
    for at in (made, now):
        try:
            return verify(code, public_keys, at).customer_id
        except BadInput:
            continue
    raise HubRefused("proof_missing", 422)


def check_sign_in(
    connection: Connection, order: OrderBody, terminal_id: str, times: tuple[datetime, ...]
) -> None:
    """Check that an assistant who vouches was signed in there when it was made, or is now.

    Raises `HubRefused` `proof_missing`.
    """
    if order.evidence.kind != "staff":
        return
    grant_id = order.evidence.staff_grant_id
    grant = grants.staff_grant_by_id(connection, grant_id)
    if (
        grant is None
        or grant.terminal_id != terminal_id
        or not any(
            grant.made_at <= as_text(at + CLOCK_SLACK)
            and as_text(at - CLOCK_SLACK) <= grant.expires_at
            for at in times
        )
    ):
        raise HubRefused("proof_missing", 422)
