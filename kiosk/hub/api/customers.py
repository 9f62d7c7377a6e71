"""Recognition, proof, and what may be seen of a customer after each."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from kiosk.domain.customers import Recognition
from kiosk.errors import HubRefused
from kiosk.hub.api.requests import (
    GrantHeader,
    HubDependency,
    StaffHeader,
    TerminalRequest,
    terminals_only,
)
from kiosk.hub.engines.embedded import customers
from kiosk.hub.storage import grants, guessing
from kiosk.hub.storage.database import read, write
from kiosk.wire.app_code import verify
from kiosk.wire.customers import CardRequest, CustomerSummary, Granted, Profile, ProofRequest

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
    now, level = hub.clock(), Recognition.RECOGNISED
    with write(hub.engine) as database:
        guessing.check_cards(database, request.user.id, now)
        found = customers.by_card(database, data.card_number)
        if found is None:
            guessing.count_unknown(database, request.user.id)
        else:
            token = grants.grant_customer(database, request.user.id, found.id, level, now)
    if found is None:  # outside the transaction, which would take the count back
        raise HubRefused("card_unknown", 404)
    return Granted(token, found.account(level))


@post(
    "/customers/prove",
    status_code=200,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Prove who one is by a signed app code",
)
def prove(hub: HubDependency, request: TerminalRequest, data: JSONBody[ProofRequest]) -> Granted:
    """Open the account that a signed code stands for."""
    now = hub.clock()
    payload = verify(data.app_code, hub.keys.app_code_keys, now)
    level = Recognition.PROVEN
    with write(hub.engine) as database:
        found = customers.existing(database, payload.customer_id)
        token = grants.grant_customer(database, request.user.id, found.id, level, now)
    return Granted(token, found.account(level))


@get(
    "/customers/me",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="The profile behind a proven grant",
)
def me(hub: HubDependency, request: TerminalRequest, grant: GrantHeader = "") -> Profile:
    """Return the profile with its history."""
    with write(hub.engine) as database:
        used = grants.use_customer_grant(database, request.user.id, grant, hub.clock())
        if used.recognition is not Recognition.PROVEN:
            raise HubRefused("forbidden", 403, detail="a card alone does not open the account")
        return customers.profile(database, used.customer_id)


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
        return customers.search(database, text)


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
    now, level = hub.clock(), Recognition.PROVEN
    with write(hub.engine) as database:
        grants.use_staff_grant(database, request.user.id, staff, now)
        found = customers.existing(database, customer_id)
        token = grants.grant_customer(database, request.user.id, found.id, level, now)
    return Granted(token, found.account(level))
