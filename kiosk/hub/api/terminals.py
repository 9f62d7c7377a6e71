"""Enrolment, and what the hub knows of a terminal."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from kiosk.hub.api.requests import OPEN, HubDependency, TerminalRequest, terminals_only
from kiosk.hub.storage import terminals
from kiosk.hub.storage.database import write
from kiosk.wire.terminals import Enrolled, EnrolRequest, TerminalConfig


@post(
    "/terminals/enrol",
    sync_to_thread=True,
    opt={OPEN: True},
    summary="Turn a one-time code into a terminal with its own token",
)
def enrol(hub: HubDependency, data: JSONBody[EnrolRequest]) -> Enrolled:
    """Enrol, or give a terminal its new token; it is in this answer and never again."""
    with write(hub.engine) as database:
        row, token = terminals.enrol(database, data, hub.clock())
    return Enrolled(
        terminal_id=row.id,
        token=token,
        prefix=row.prefix,
        mode=row.mode,
        location_id=row.location_id,
        app_code_keys=hub.keys.app_code_keys,
        recovery_key=hub.keys.recovery_key,
    )


@get(
    "/terminal",
    sync_to_thread=False,
    guards=[terminals_only],
    summary="What the hub knows of the asking terminal",
)
def terminal(hub: HubDependency, request: TerminalRequest) -> TerminalConfig:
    """Return mode, location and the keys that verify app codes."""
    row = request.user
    return TerminalConfig(row.id, row.mode, row.location_id, hub.keys.app_code_keys)
