"""`GET /v1/status`: proof that a hub is speaking, and whether it can do its work."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import SkipValidation

from kiosk.hub.api.requests import OPEN
from kiosk.hub.health import Health
from kiosk.wire.terminals import HubStatus

HealthDependency = NamedDependency[SkipValidation[Health]]


@get(
    "/status",
    opt={OPEN: True},
    responses={503: ResponseSpec(HubStatus, description="Alive, and not ready: see `problems`")},
    summary="Is a hub speaking, and is it ready?",
)
async def status(health: HealthDependency) -> Response[HubStatus]:
    """Say who we are and how we are; no token is needed."""
    found = await health.status()
    return Response(found, status_code=200 if found.ready else 503)
