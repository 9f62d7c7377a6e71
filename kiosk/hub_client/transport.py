"""One request to the hub, and what its failure means.

A shop's network puts proxies and captive portals between the two, so an answer counts as the
hub's only if it looks like one: JSON with the expected content, or problem details (RFC
9457). Anything else is "no hub", never a refusal: a proxy's page must not reject an order.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from kiosk.errors import BadConfig, HubRefused, HubUnreachable, KioskError, NotAuthorised
from kiosk.hub_client.answers import NOT_JSON
from kiosk.later import Later
from kiosk.wire.problem import CONTENT_TYPE as PROBLEM
from kiosk.wire.problem import Problem

if TYPE_CHECKING:
    import ssl

    import httpx
    import truststore

    from kiosk.hub_client import deadline as deadlines
else:
    httpx, ssl, truststore = Later("httpx"), Later("ssl"), Later("truststore")
    deadlines = Later("kiosk.hub_client.deadline")

JSON = "application/json"
CONNECT_S = 2.0
READ_S = 5.0
LONGEST_PAUSE_S = 300.0
WHOLE_ANSWER_S = 20.0  # from the first byte sent to the last received
MAX_JSON = 2 * 1024 * 1024  # of a page of 500 changes; more would be parsed for too long
LONGEST_HEADER = 200  # characters of one that is kept
LONGEST_DETAIL = 500
# Below the 5 s after which servers usually drop an idle connection: one picked up at that
# very moment would fail and look like a hub out of reach.
IDLE_CONNECTION_S = 3.0

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LATER = frozenset({408, 425, 429})
_SUCCESS = frozenset({200, 201, 204})
_DEVICE_CODES = frozenset({"unauthorised", "terminal_revoked"})
_problem = msgspec.json.Decoder(Problem).decode


def timeout(read_s: float = READ_S) -> httpx.Timeout:
    """Return explicit limits; `read_s` is the longest silence."""
    return httpx.Timeout(read_s, connect=CONNECT_S)


def check_base_url(base_url: str) -> str:
    """Return a hub's address without its last slash.

    Raises `BadConfig`: `hub_url_wrong`, or `hub_url_insecure` for plain http to anything
    but this machine.
    """
    allowed = "https://…"
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.username:
        raise BadConfig("hub_url_wrong", setting="hub_url", value=base_url, allowed=allowed)
    if parts.scheme == "http" and not is_loopback(host):
        raise BadConfig("hub_url_insecure", setting="hub_url", value=base_url, allowed=allowed)
    return base_url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Tell whether a host name can only mean this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@dataclass(frozen=True, slots=True)
class Route:
    """How the hub is reached: `check_base_url`'s address; `proxy` is not used to loopback."""

    base_url: str
    extra_ca: str = ""
    proxy: str = ""

    def check(self) -> None:
        """Raise `BadConfig`: `extra_ca_unreadable`, `proxy_wrong`."""
        if self.extra_ca:
            self._trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        try:
            parts = urlsplit(self.proxy)
            fits = not self.proxy or (parts.scheme in ("http", "https") and parts.hostname)
        except ValueError:
            fits = False
        if not fits:
            raise BadConfig("proxy_wrong", setting="proxy", value=self.proxy)

    def open(self, *, keep_idle: bool) -> httpx.HTTPTransport:
        """Make what sends: the system's trust store, nothing from the environment.

        It follows no redirect, keeps no cookie and unpacks nothing, as httpx's client would.
        Without `keep_idle` every request has a connection of its own.
        """
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._trust(context)
        direct = is_loopback(urlsplit(self.base_url).hostname or "")
        transport = httpx.HTTPTransport(
            verify=context,
            trust_env=False,
            proxy=None if direct else self.proxy or None,
            limits=httpx.Limits(
                max_keepalive_connections=None if keep_idle else 0,
                keepalive_expiry=IDLE_CONNECTION_S,
            ),
        )
        # WORKAROUND(httpx-0.28): it takes no network backend.
        pool = transport._pool
        pool._network_backend = deadlines.TimelyBackend(pool._network_backend)
        return transport

    def _trust(self, context: ssl.SSLContext) -> None:
        if not self.extra_ca:
            return
        try:
            context.load_verify_locations(cafile=self.extra_ca)
        except OSError as error:  # ssl.SSLError is one
            wrong = BadConfig("extra_ca_unreadable", setting="extra_ca", value=self.extra_ca)
            raise wrong from error


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON answer's headers, in any case, and its body; b"" for 204."""

    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Sends requests from any thread; every failure is a `KioskError`.

    The first request loads what speaks HTTP.
    """

    def __init__(self, route: Route, *, keep_idle: bool = True) -> None:
        self._route = route
        self._keep_idle = keep_idle
        self._sender: httpx.HTTPTransport | None = None
        self._opening = threading.Lock()
        self.closing = threading.Event()

    def close(self) -> None:
        """Close all connections; no request may be under way."""
        if self._sender is not None:
            self._sender.close()

    def check_open(self) -> None:
        """Raise `HubUnreachable` when the program ends."""
        if self.closing.is_set():
            raise HubUnreachable("hub_unreachable", why="closing")

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        besides: int = 0,
    ) -> Reply:
        """Return a JSON answer of a successful status, or of the one `besides`.

        Raises `HubUnreachable`, `NotAuthorised` or `HubRefused`.
        """
        with self.open(method, path, headers, content, params) as response:
            if response.status_code != besides or media_type(response) != JSON:
                self.check_status(response)
            if response.status_code == httpx.codes.NO_CONTENT:
                return Reply(response.headers, b"")
            if media_type(response) != JSON:
                raise nonsense(response)
            return Reply(response.headers, self.body(response))

    @contextmanager
    def open(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        limits: httpx.Timeout | None = None,
        extensions: dict[str, Any] | None = None,
    ) -> Iterator[httpx.Response]:
        """Send a request and lend its answer, the body not yet read.

        All of it ends within `WHOLE_ANSWER_S`, what is done in the block too, unless that says
        `extend`. Only what is plain is asked for: packed, 130 kB can become 4 GB.
        """
        self.check_open()
        request = self._request(method, path, headers, content, params)
        request.extensions = {**(extensions or {}), "timeout": (limits or timeout()).as_dict()}
        try:
            with (
                deadlines.deadline(WHOLE_ANSWER_S),
                closing(self._opened().handle_request(request)) as response,
            ):
                yield response
        except httpx.TransportError as error:
            raise HubUnreachable("hub_unreachable", why=_why(error)) from error

    def _opened(self) -> httpx.HTTPTransport:
        with self._opening:
            if self._sender is None:
                self._sender = self._route.open(keep_idle=self._keep_idle)
            return self._sender

    def _request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes | None,
        params: Mapping[str, str] | None,
    ) -> httpx.Request:
        """Make a request. Raises `HubUnreachable` where what the hub said cannot be sent back."""
        sent = {**headers, "Accept-Encoding": "identity"}
        url = f"{self._route.base_url}{path}"
        try:
            return httpx.Request(method, url, headers=sent, content=content, params=params)
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            raise HubUnreachable("hub_nonsense", looked_like="an impossible name") from error

    def check_status(self, response: httpx.Response) -> None:
        """Raise what a status other than success means."""
        status = response.status_code
        if status in _SUCCESS:
            return
        if status in _LATER or response.is_server_error:
            headers = response.headers
            after = retry_after_s(headers.get("retry-after", ""), headers.get("date", ""))
            raise HubUnreachable("hub_unreachable", after, why=f"status {status}")
        if not response.is_client_error or media_type(response) != PROBLEM:
            raise nonsense(response)
        raise self._refusal(response)

    def body(self, response: httpx.Response, limit: int | None = None) -> bytes:
        """Read an answer's body, at most `limit` bytes (`MAX_JSON`)."""
        most = limit or MAX_JSON
        if not is_plain(response):
            raise HubUnreachable("hub_nonsense", looked_like="undecodable content")
        body = bytearray()
        if not _announces_more(response, most):
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > most:
                    break
                if deadlines.is_over():  # all of it may have come at once, in small pieces
                    raise HubUnreachable("hub_unreachable", why="timeout")
            else:
                return bytes(body)
        raise HubUnreachable("hub_nonsense", looked_like="an answer without an end")

    def _refusal(self, response: httpx.Response) -> KioskError:
        try:
            problem = _problem(self.body(response))
        except NOT_JSON:
            return nonsense(response)
        if not _CODE.fullmatch(problem.code):
            return nonsense(response)
        status = response.status_code
        detail = problem.detail[:LONGEST_DETAIL]
        if status in (401, 403) and problem.code in _DEVICE_CODES:
            return NotAuthorised(problem.code, status, detail=detail)
        return HubRefused(problem.code, status, detail=detail)


def nonsense(response: httpx.Response) -> HubUnreachable:
    """Say what came instead of a hub's answer, in words that hold nothing from outside."""
    if response.is_redirect:
        looked_like = f"redirect {response.status_code}"
    else:
        kind = media_type(response)
        known = kind if kind in (JSON, PROBLEM, "text/html", "text/plain") else "something else"
        looked_like = f"{known} with status {response.status_code}"
    return HubUnreachable("hub_nonsense", looked_like=looked_like)


def retry_after_s(value: str, date: str = "") -> float | None:
    """Read a Retry-After header (RFC 9110 §10.2.3): seconds or a date; None if neither.

    A date counts from the answer's own, `date`, for this machine's clock may be wrong. What
    comes may be a proxy's: it is never longer than `LONGEST_PAUSE_S`.
    """
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), LONGEST_PAUSE_S)
    try:
        asked_s = (_moment(value) - _moment(date)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, asked_s), LONGEST_PAUSE_S)


def _moment(date: str) -> datetime:
    at = parsedate_to_datetime(date)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def media_type(response: httpx.Response) -> str:
    """Return an answer's media type, in small letters, without its parameters."""
    kind: str = response.headers.get("content-type", "")
    return kind.partition(";")[0].strip().lower()


def is_plain(response: httpx.Response) -> bool:
    """Tell whether an answer is not compressed."""
    encoding: str = response.headers.get("content-encoding", "identity")
    return encoding.strip().lower() in ("identity", "")


def _announces_more(response: httpx.Response, most: int) -> bool:
    length: str = response.headers.get("content-length", "")
    return length.isascii() and length.isdecimal() and int(length) > most


def _why(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "certificate"
        cause = cause.__cause__ or cause.__context__
    return "connection"
