"""Staff at a terminal: sign-in, and what waits for them."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from kiosk.hub.api.requests import HubDependency, StaffHeader, TerminalRequest, terminals_only
from kiosk.hub.storage import calls, grants, tasks
from kiosk.hub.storage.database import write
from kiosk.hub.storage.staff import check_pin
from kiosk.wire.staff import SignedIn, SignInRequest, StaffTask


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


@get(
    "/staff/tasks",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Who calls, and what is open about the orders of the staff member's store",
)
def open_tasks(
    hub: HubDependency, request: TerminalRequest, staff: StaffHeader = ""
) -> Sequence[StaffTask]:
    """Return the calls of shoppers who wait, then at most 200 tasks."""
    now = hub.clock()
    with write(hub.engine) as database:
        used = grants.use_staff_grant(database, request.user.id, staff, now)
        works_at = tasks.location_of(database, used.staff_id)
        waiting = calls.open_at(database, works_at, now)
        return (*waiting, *tasks.open_at(database, works_at))


@post(
    "/staff/tasks/{task_id:str}/done",
    status_code=204,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Close a task",
)
def finish_task(
    hub: HubDependency, request: TerminalRequest, task_id: FromPath[str], staff: StaffHeader = ""
) -> None:
    """Close a task or a call; repeating it is no error."""
    now = hub.clock()
    with write(hub.engine) as database:
        used = grants.use_staff_grant(database, request.user.id, staff, now)
        works_at = tasks.location_of(database, used.staff_id)
        if not calls.finish(database, task_id, works_at, now):
            tasks.finish(database, task_id, works_at, used.staff_id, now)
