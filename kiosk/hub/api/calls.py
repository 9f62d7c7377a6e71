"""A shopper at a terminal asks an assistant of the store to come."""

from __future__ import annotations

from litestar import put
from litestar.params import FromPath, JSONBody

from kiosk.errors import BadInput
from kiosk.hub.api.requests import HubDependency, TerminalRequest, terminals_only
from kiosk.hub.orders.checks import canonical_uuid
from kiosk.hub.storage import calls
from kiosk.hub.storage.database import write
from kiosk.wire.calls import MAX_ABOUT, StaffCall


@put(
    "/calls/{call_id:str}",
    status_code=204,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Call an assistant to this terminal",
)
def call_staff(
    hub: HubDependency, request: TerminalRequest, call_id: FromPath[str], data: JSONBody[StaffCall]
) -> None:
    """Show the call to the staff of the terminal's store; repeating it adds no second one."""
    if canonical_uuid(call_id) != data.id or len(data.about) > MAX_ABOUT:
        raise BadInput("bad_request", detail="id, about")
    with write(hub.engine) as database:
        calls.add(database, data, request.user, hub.clock())
