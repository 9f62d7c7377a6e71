"""When a terminal was last seen: noted as it calls, written once in a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.hub import admin, presence
from kiosk.hub.presence import Presence
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.tokens import token_hash
from tests.hub.calling import Clock, Terminal, Until


def seen(hub: HubServer) -> str:
    (row,) = admin.list_terminals(hub.engine)
    return row.last_seen_at


def test_a_call_is_written_down_when_the_hub_stops_at_the_latest(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    enrolled = seen(hub)
    assert "" < enrolled <= as_text(clock())
    clock.ahead = timedelta(hours=1)
    called = as_text(clock())
    terminal.ask("GET", "/terminal")
    assert seen(hub) == enrolled  # not a write for each request
    hub.stop()
    assert seen(hub) >= called


def test_who_only_listens_is_seen_too(
    hub: HubServer,
    terminal: Terminal,
    clock: Clock,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub.stop()
    monkeypatch.setattr(presence, "WRITE_EVERY_S", 0.01)
    hub.start()
    clock.ahead = timedelta(hours=1)
    listening = as_text(clock())
    with terminal.http.stream("GET", f"{hub.url}/v1/changes/stream") as answer:
        lines = answer.iter_lines()  # held: the line hangs up with it
        assert next(lines)
        until(lambda: seen(hub) >= listening)
        clock.ahead = timedelta(hours=2)
        told = as_text(clock())
        admin.set_price(hub.engine, "S1", 5)
        until(lambda: seen(hub) >= told)


def test_what_cannot_be_written_now_is_written_later_and_a_wrong_token_is_nobody(
    hub: HubServer, terminal: Terminal, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = Presence(hub.engine, clock)
    clock.ahead = timedelta(hours=3)
    called = as_text(clock())
    noted.heard(token_hash(terminal.enrolled.token))
    noted.heard(token_hash("nobody's"))

    def full(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr("kiosk.hub.storage.terminals.note_seen", full)
        noted.write_down()
    assert seen(hub) < called
    noted.write_down()
    assert seen(hub) >= called


def test_a_terminal_that_was_shut_out_is_seen_no_more(
    hub: HubServer, terminal: Terminal, clock: Clock
) -> None:
    before = seen(hub)
    admin.revoke_terminal(hub.engine, "T1")
    clock.ahead = timedelta(hours=1)
    terminal.ask("GET", "/terminal")
    hub.stop()
    assert seen(hub) == before
