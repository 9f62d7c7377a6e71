"""The stream that says "N is there"."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from kiosk.errors import NotAuthorised
from kiosk.hub import admin, feed_watch
from kiosk.hub.feed_watch import FeedWatch
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import feed
from kiosk.hub_client.client import HubClient
from kiosk.wire.terminals import EnrolRequest
from tests.hub.calling import Enrol, Terminal, calling
from tests.patience import PATIENCE_S


@dataclass
class Listener:
    """A terminal that follows the stream in a thread of its own."""

    client: HubClient
    heard: queue.SimpleQueue[int] = field(default_factory=queue.SimpleQueue)
    ended: Future[None] = field(default_factory=Future)

    def hears(self, sequence: int) -> bool:
        """Wait for a sequence; what it heard before is of no interest."""
        while self.heard.get(timeout=PATIENCE_S) != sequence:
            pass
        return True


Listen = Callable[[str], Listener]


@pytest.fixture
def listen(hub: HubServer) -> Iterator[Listen]:
    listeners: list[Listener] = []
    with ThreadPoolExecutor(8) as threads:

        def begin(token: str) -> Listener:
            made = Listener(HubClient(hub.url, token))
            made.ended = threads.submit(made.client.listen, made.heard.put)
            listeners.append(made)
            return made

        yield begin
        for one in listeners:
            one.client.hang_up()
    for one in listeners:
        one.client.close()


def test_every_listener_is_told_at_once_and_of_each_change(
    hub: HubServer, enrol: Enrol, listen: Listen
) -> None:
    admin.set_price(hub.engine, "S1", 1)
    listeners = [listen(enrol(prefix).enrolled.token) for prefix in ("A", "B", "C")]
    assert all(one.hears(1) for one in listeners)
    admin.set_stock(hub.engine, "S1", "store-a", 7)
    assert all(one.hears(2) for one in listeners)


def test_an_event_is_spelled_as_the_standard_says(
    terminal: Terminal, web: httpx.Client, client: httpx.Client
) -> None:
    for http, path in ((terminal.http, "/v1/changes/stream"), (web, "changes/stream")):
        with http.stream("GET", path) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            assert next(answer.iter_bytes()) == b"event: there\ndata: 0\n\n"
    refused = client.get("/v1/changes/stream")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorised")


def test_a_quiet_shop_is_heard_again_and_again(
    terminal: Terminal, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_watch, "HEARTBEAT_S", 0.01)
    listener = listen(terminal.enrolled.token)
    assert [listener.heard.get(timeout=PATIENCE_S) for _ in range(3)] == [0, 0, 0]


def test_a_revoked_terminal_and_a_replaced_token_are_let_go(
    hub: HubServer, enrol: Enrol, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_watch, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(feed_watch, "CHECK_EVERY_S", 0.01)
    stays, revoked, renewed = (enrol(prefix).enrolled for prefix in ("A", "B", "C"))
    staying, *going = (listen(one.token) for one in (stays, revoked, renewed))
    assert all(one.hears(0) for one in (staying, *going))
    admin.revoke_terminal(hub.engine, revoked.terminal_id)
    code = admin.new_renewal_code(hub.engine, renewed.terminal_id)
    nobody = HubClient(hub.url, "")
    nobody.enrol(EnrolRequest(code, "test", "1", terminal_id=renewed.terminal_id))
    nobody.close()
    assert [one.ended.exception(PATIENCE_S) for one in going] == [None, None]
    errors = [listen(one.token).ended.exception(PATIENCE_S) for one in (revoked, renewed)]
    assert all(isinstance(error, NotAuthorised) for error in errors)
    admin.set_price(hub.engine, "S1", 1)
    assert staying.hears(1)
    assert not staying.ended.done()


@pytest.mark.postgres
def test_a_hub_of_a_server_is_told_and_need_not_look(
    hub: HubServer, terminal: Terminal, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_watch, "LOOK_EVERY_S", 3_600.0)
    listener = listen(terminal.enrolled.token)
    assert listener.hears(0)
    for sequence in range(1, 5):  # the first may be found by a look that was due
        admin.set_price(hub.engine, "S1", sequence)
        assert listener.hears(sequence)


def test_a_stopping_hub_ends_its_streams_itself(
    hub: HubServer, terminal: Terminal, listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    listener = listen(terminal.enrolled.token)
    assert listener.hears(0)
    hub.stop()
    assert listener.ended.exception(PATIENCE_S) is None  # ended in order, not cut off
    assert "graceful shutdown exceeded" not in caplog.text
    with calling(hub.url) as http, pytest.raises(httpx.ConnectError):
        http.get("/v1/status")
    hub.start()
    assert listen(terminal.enrolled.token).hears(0)


def test_who_hangs_up_is_forgotten(hub: HubServer) -> None:
    async def come_and_go() -> list[int]:
        watch = FeedWatch(hub.engine, lambda _: None)
        await watch.start()
        counts = []
        async with aclosing(watch.follow("some token")) as events:
            assert await anext(events) == 0
            counts.append(watch.listeners)
        counts.append(watch.listeners)
        await watch.stop()
        return counts

    assert asyncio.run(come_and_go()) == [1, 0]


def test_a_busy_database_does_not_end_the_watch(
    hub: HubServer,
    terminal: Terminal,
    listen: Listen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failed = threading.Event()
    real = feed.head

    def busy_once(connection: Connection) -> int:
        if not failed.is_set() and threading.current_thread().name.startswith("hub-handler"):
            failed.set()
            raise OperationalError("", {}, Exception("database is locked"))
        return real(connection)

    monkeypatch.setattr(feed, "head", busy_once)
    listener = listen(terminal.enrolled.token)
    assert failed.wait(PATIENCE_S)
    admin.set_price(hub.engine, "S1", 1)
    assert listener.hears(1)
