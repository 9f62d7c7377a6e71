"""Staff sign-in at a terminal."""

from __future__ import annotations

from litestar import delete, post
from litestar.params import JSONBody

from kiosk.hub.api.requests import HubDependency, StaffHeader, TerminalRequest, terminals_only
from kiosk.hub.storage import grants
from kiosk.hub.storage.database import write
from kiosk.hub.storage.staff import check_pin
from kiosk.wire.staff import SignedIn, SignInRequest


@post(
    "/staff/sign-in",
    status_code=200,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Sign in by badge or personnel number and PIN",
)
def sign_in(
    hub: HubDependency, request: TerminalRequest, data: JSONBody[SignInRequest]
) -> SignedIn:
    """Sign a member of staff in at this terminal."""
    now = hub.clock()
    person = check_pin(hub.engine, data.number, data.pin, now)
    with write(hub.engine) as database:
        made, token = grants.grant_staff(database, request.user.id, person.id, now)
    return SignedIn(person.id, person.name, person.role, token, made.id, made.expires_at)


@delete(
    "/staff/current",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Sign out",
)
def sign_out(hub: HubDependency, request: TerminalRequest, staff: StaffHeader = "") -> None:
    """End the sign-in; repeating it is no error."""
    with write(hub.engine) as database:
        grants.end_staff_grant(database, request.user.id, staff, hub.clock())
