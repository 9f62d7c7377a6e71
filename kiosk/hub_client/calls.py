"""The base of the hub's calls: connections, headers, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote

import msgspec

from kiosk import __version__
from kiosk.errors import HubUnreachable
from kiosk.hub_client.answers import decode
from kiosk.hub_client.line import Line
from kiosk.hub_client.transport import Reply, Route, Transport

T = TypeVar("T")


class Calls:
    """The connections to one hub, for all lanes; `token` is "" before the enrolment."""

    def __init__(self, route: Route, token: str) -> None:
        self._transport = Transport(route)
        long_answers = Transport(route, keep_idle=False)
        self._files, self._news = Line(long_answers), Line(long_answers)
        self._token = token

    def hang_up(self) -> None:
        """Ask nothing more, from any thread: a download and the stream end now.

        Later calls raise `HubUnreachable`.
        """
        self._transport.closing.set()
        self._files.hang_up()
        self._news.hang_up()

    def close(self) -> None:
        """Close all connections; no call may be under way."""
        self.hang_up()
        self._files.close()
        self._news.close()
        self._transport.close()

    def _ask(
        self,
        method: str,
        path: str,
        answer: type[T],
        body: msgspec.Struct | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> T:
        return decode(self._send(method, path, body, headers, params).body, answer)

    def _send(
        self,
        method: str,
        path: str,
        body: msgspec.Struct | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        content = msgspec.json.encode(body) if isinstance(body, msgspec.Struct) else body
        sent = {**self._headers(), **(headers or {})}
        if content is not None:
            sent["Content-Type"] = "application/json"
        return self._transport.ask(method, path, sent, content, params)

    def _headers(self) -> dict[str, str]:
        headers = {
            "Accept": "application/json, application/problem+json",
            "User-Agent": f"store-kiosk/{__version__}",
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers


def something_else() -> HubUnreachable:
    """Make the error for an answer that was given to another question."""
    return HubUnreachable("hub_nonsense", looked_like="an answer to something else")


def part(text: str) -> str:
    """Make one segment of a path of an id, whatever it holds (`..` too)."""
    return quote(text, safe="").replace(".", "%2E")


def customer(grant: str) -> dict[str, str]:
    """Make the header of a customer's grant."""
    return {"Kiosk-Grant": grant}


def staff(grant: str) -> dict[str, str]:
    """Make the header of a sign-in's grant."""
    return {"Kiosk-Staff": grant}
