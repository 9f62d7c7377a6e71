"""What the handlers share: who calls, with which grants, and the hub behind it all."""

from __future__ import annotations

from typing import Annotated

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.params import HeaderParameter, SkipValidation
from litestar.utils import ensure_async_callable

from kiosk.errors import HubRefused, NotAuthorised
from kiosk.hub.context import Hub
from kiosk.hub.storage import terminals
from kiosk.hub.storage.database import read
from kiosk.hub.storage.terminals import Caller, TerminalRow
from kiosk.hub.storage.tokens import token_hash

OPEN = "open_to_all"  # the `opt` of a route that needs no token
JSON = "application/json"

TerminalRequest = Request[TerminalRow, str, State]
AnyRequest = Request[Caller, str, State]
HubDependency = NamedDependency[SkipValidation[Hub]]
GrantHeader = Annotated[str, HeaderParameter(name="Kiosk-Grant", max_length=200)]
StaffHeader = Annotated[str, HeaderParameter(name="Kiosk-Staff", max_length=200)]


class BearerTokens(AbstractAuthenticationMiddleware):
    """Every route but the open ones needs a terminal's or a channel's token."""

    async def authenticate_request(
        self, connection: ASGIConnection[BaseRouteHandler, Caller, str, State]
    ) -> AuthenticationResult:
        """Look the token up. Raises `NotAuthorised`."""
        scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotAuthorised("unauthorised", 401)
        hub: Hub = connection.app.state.hub
        caller = await _look_up(hub, token.strip())
        connection.app.state.presence.heard(token_hash(token.strip()))
        return AuthenticationResult(caller, token)


def terminals_only(
    connection: ASGIConnection[BaseRouteHandler, Caller, str, State], _: BaseRouteHandler
) -> None:
    """Guard a route against other channels. Raises `HubRefused` `forbidden`."""
    if not isinstance(connection.user, TerminalRow):
        raise HubRefused("forbidden", 403, detail="for terminals only")


def _caller(hub: Hub, token: str) -> Caller:
    with read(hub.engine) as database:
        return terminals.caller(database, token)


_look_up = ensure_async_callable(_caller)
