"""A hub, or a proxy before it, that asks for a pause."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kiosk.hub_client import transport
from kiosk.hub_client.client import HubClient
from tests.hub_client.foreign_server import Reply, Server, refuse, unreachable


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 511])
def test_a_hub_in_trouble_is_asked_again_later(hub: HubClient, server: Server, status: int) -> None:
    refuse(server, "server_error", status)
    lost = unreachable(hub)
    assert (lost.code, lost.retry_after_s) == ("hub_unreachable", None)


def test_retry_after_is_heard_as_seconds_and_as_a_date(hub: HubClient, server: Server) -> None:
    server.reply = Reply(status=503, headers={"Retry-After": "7"})
    assert unreachable(hub).retry_after_s == 7.0
    server.reply.status = 429
    server.reply.headers["Retry-After"] = format_datetime(
        datetime.now(UTC) + timedelta(seconds=100)
    )
    asked = unreachable(hub).retry_after_s
    assert asked is not None and 50 < asked <= 100
    server.reply.headers["Retry-After"] = "soon"
    assert unreachable(hub).retry_after_s is None


def test_a_pause_until_a_date_is_measured_by_the_clock_of_who_asked(
    hub: HubClient, server: Server
) -> None:
    server.reply = Reply(
        raw=b"HTTP/1.1 503 Later\r\nConnection: close\r\nContent-Length: 0\r\n"
        b"Date: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
        b"Retry-After: Thu, 01 Jan 2015 00:01:30 GMT\r\n\r\n"
    )
    assert unreachable(hub).retry_after_s == 90.0


@pytest.mark.parametrize(
    ("asked", "date", "pause"),
    [
        ("999999999", "", 300.0),
        ("9" * 5000, "", 300.0),
        ("0000000000007", "", 7.0),
        ("Fri, 01 Jan 2027 00:00:00 GMT", "Thu, 01 Jan 2015 00:00:00 GMT", 300.0),
        ("Thu, 01 Jan 2015 00:00:00 GMT", "Fri, 01 Jan 2027 00:00:00 GMT", 0.0),
        ("Fri, 01 Jan 2027 00:00:00 GMT", "", None),
        ("Fri, 01 Jan 2027 00:00:00 GMT", "today", None),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", "Fri, 01 Jan 2027 00:00:00 GMT", None),
        ("", "", None),
    ],
)
def test_nobody_makes_a_terminal_wait_longer_than_five_minutes(
    asked: str, date: str, pause: float | None
) -> None:
    assert transport.retry_after_s(asked, date) == pause
