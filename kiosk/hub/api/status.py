"""`GET /v1/status`: proof that a hub is speaking."""

from __future__ import annotations

from litestar import get

from kiosk import __version__
from kiosk.hub.api.requests import OPEN, HubDependency
from kiosk.hub.storage.database import epoch, read
from kiosk.hub.storage.times import as_text
from kiosk.wire.terminals import SERVICE, HubStatus


@get("/status", sync_to_thread=True, opt={OPEN: True}, summary="Is a hub speaking?")
def status(hub: HubDependency) -> HubStatus:
    """Say who we are; no token is needed."""
    with read(hub.engine) as database:
        return HubStatus(SERVICE, __version__, epoch(database), as_text(hub.clock()))
