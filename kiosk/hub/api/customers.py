"""Recognition, proof, and what may be seen of a customer after each."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy import Connection

from kiosk.domain.customers import Recognition
from kiosk.domain.masks import mask_phone
from kiosk.errors import HubRefused
from kiosk.hub.api.requests import (
    GrantHeader,
    HubDependency,
    StaffHeader,
    TerminalRequest,
    terminals_only,
)
from kiosk.hub.context import Hub
from kiosk.hub.engines.port import By, Customer, EngineUnavailable, FoundCustomer
from kiosk.hub.orders import waiting
from kiosk.hub.storage import grants, guessing
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.grants import CustomerGrant
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.wire.app_code import verify
from kiosk.wire.customers import CardRequest, CustomerSummary, Granted, Profile, ProofRequest

SEARCH_LIMIT = 50
SearchText = Annotated[str, QueryParameter(name="query", max_length=100)]


@post(
    "/customers/recognise",
    status_code=200,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Recognise a loyalty card",
)
def recognise(hub: HubDependency, request: TerminalRequest, data: JSONBody[CardRequest]) -> Granted:
    """Grant what a card alone may open: first name, tier, points, basket."""
    with write(hub.engine) as database:
        guessing.begin(database, request.user.id, hub.clock())
    try:
        found = waiting.customer(hub, By.CARD, data.card_number)
    except EngineUnavailable:
        with write(hub.engine) as database:
            guessing.take_back(database, request.user.id)
        raise
    if found is None:
        raise HubRefused("card_unknown", 404)
    with write(hub.engine) as database:
        guessing.take_back(database, request.user.id)
        return _grant(database, hub, request.user, found, Recognition.RECOGNISED)


@post(
    "/customers/prove",
    status_code=200,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Prove who one is by a signed app code",
)
def prove(hub: HubDependency, request: TerminalRequest, data: JSONBody[ProofRequest]) -> Granted:
    """Open the account that a signed code stands for."""
    payload = verify(data.app_code, hub.keys.app_code_keys, hub.clock())
    return _prove(hub, request.user, payload.customer_id)


@get(
    "/customers/me",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="The profile behind a proven grant",
)
def me(hub: HubDependency, request: TerminalRequest, grant: GrantHeader = "") -> Profile:
    """Return the profile with its history."""
    used = grants.use_customer_grant(hub.engine, request.user.id, grant, hub.clock())
    if used.recognition is not Recognition.PROVEN:
        raise HubRefused("forbidden", 403, detail="a card alone does not open the account")
    return waiting.profile(hub, used.customer_id)


@delete(
    "/grants/current",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="End a grant: the session is over",
)
def end_grant(hub: HubDependency, request: TerminalRequest, grant: GrantHeader = "") -> None:
    """Forget the customer; repeating it is no error."""
    with write(hub.engine) as database:
        grants.end_customer_grant(database, request.user.id, grant)


@get(
    "/customers",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Find customers by name, phone digits or card number (staff)",
)
def find(
    hub: HubDependency, request: TerminalRequest, text: SearchText, staff: StaffHeader = ""
) -> tuple[CustomerSummary, ...]:
    """Find customers, for a signed-in assistant."""
    with read(hub.engine) as database:
        grants.use_staff_grant(database, request.user.id, staff, hub.clock())
    found = hub.commerce.find_customers(text, SEARCH_LIMIT)
    return tuple(_summary(one) for one in found)


@post(
    "/customers/{customer_id:str}/open",
    status_code=200,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Open a customer an assistant has identified (staff)",
)
def open_customer(
    hub: HubDependency,
    request: TerminalRequest,
    customer_id: FromPath[str],
    staff: StaffHeader = "",
) -> Granted:
    """Grant full access: the assistant vouches for the customer."""
    with read(hub.engine) as database:
        grants.use_staff_grant(database, request.user.id, staff, hub.clock())
    return _prove(hub, request.user, customer_id)


def _prove(hub: Hub, terminal: TerminalRow, customer_id: str) -> Granted:
    found = waiting.customer(hub, By.ID, customer_id)
    if found is None:
        raise HubRefused("not_found", 404)
    with write(hub.engine) as database:
        return _grant(database, hub, terminal, found, Recognition.PROVEN)


def _grant(
    database: Connection, hub: Hub, terminal: TerminalRow, found: Customer, level: Recognition
) -> Granted:
    grant = CustomerGrant(found.id, level, found.basket_id)
    token = grants.grant_customer(database, terminal.id, grant, hub.clock())
    return Granted(token, found.account(level))


def _summary(found: FoundCustomer) -> CustomerSummary:
    one = found.customer
    return CustomerSummary(
        customer_id=one.id,
        name=one.name,
        phone=mask_phone(one.phone),
        tier_id=one.tier_id,
        points=one.points,
        card_number=one.card_number,
        basket_lines=found.basket_lines,
    )
