"""Actions that are no order: durable, lent, settled, and forgotten when their time is over."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.ports.orders import Action, ActionKind, Actions
from offline_cache.store.actions import SqliteActions
from offline_cache.store.terminal_store import TerminalStore

KEY = bytes(range(32))
NOW = 1_767_225_600_000
DAY_MS = 24 * 3600 * 1000
YEARS = 5 * 365 * DAY_MS
PAST_LEASE = 200_000


def action(name: str, kind: ActionKind = ActionKind.LEFT_BASKET) -> Action:
    return Action(name, kind, NOW, DAY_MS, f"{name} by Pushkin".encode())


def ids(actions: Actions, now_ms: int = 0, wall_ms: int = NOW, limit: int = 9) -> list[str]:
    return sorted(one.id for one in actions.lease(now_ms, wall_ms, limit))


def test_what_was_committed_is_due_after_a_restart_and_gone_when_done(data_dir: Path) -> None:
    with closing(TerminalStore(data_dir, KEY)) as store:
        actions: Actions = SqliteActions(store)
        for name in ("b", "a"):
            actions.commit(action(name))
        actions.commit(replace(action("a"), body=b"another"))
        assert ids(actions) == ["a", "b"]
        assert ids(actions) == []  # lent
    with closing(TerminalStore(data_dir, KEY)) as store:
        actions = SqliteActions(store)
        found = actions.lease(0, NOW, 9)
        assert {(one.id, one.body, one.attempts) for one in found} == {
            (name, action(name).body, 2) for name in "ab"
        }
        actions.done("b")
        actions.done("nobody")
        assert ids(actions, PAST_LEASE) == ["a"]


def test_the_least_tried_comes_first_and_one_that_waits_is_passed_over(
    store: TerminalStore,
) -> None:
    actions = SqliteActions(store)
    for name in ("a", "b"):
        actions.commit(action(name))
    assert ids(actions, limit=1) == ["a"]
    actions.retry_at("a", 5_000)
    assert ids(actions, 1_000, limit=1) == ["b"]
    assert ids(actions, 5_000) == ["a"]


def test_what_the_hub_refused_waits_for_staff_and_is_tried_anew_when_made_anew(
    store: TerminalStore,
) -> None:
    actions = SqliteActions(store)
    actions.commit(action("a", ActionKind.TASK_FINISHED))
    actions.lease(0, NOW, 1)
    actions.refuse("a", "grant_ended")
    actions.refuse("a", "another reason")
    assert ids(actions, PAST_LEASE) == []
    assert [(one.id, one.reason) for one in actions.refused()] == [("a", "grant_ended")]
    actions.commit(replace(action("a", ActionKind.TASK_FINISHED), body=b"by somebody else"))
    (again,) = actions.lease(PAST_LEASE, NOW, 1)
    assert (again.body, again.reason, again.attempts) == (b"by somebody else", "", 1)
    actions.refuse("a", "grant_ended")
    actions.note_refused()
    assert not actions.refused()


def test_a_kind_of_a_later_release_waits_for_it(store: TerminalStore) -> None:
    actions = SqliteActions(store)
    actions.commit(action("a"))
    store.run(lambda db: db.execute("UPDATE action SET kind = 'to come'"))
    assert ids(actions) == []
    assert store.run(lambda db: db.execute("SELECT count(*) FROM action").fetchone()) == (1,)


@pytest.mark.parametrize("later", [DAY_MS, YEARS, -DAY_MS, -YEARS])
def test_after_its_time_by_any_clock_it_is_forgotten(store: TerminalStore, later: int) -> None:
    actions = SqliteActions(store)
    actions.commit(action("a"))
    assert ids(actions, wall_ms=NOW + later) == []
    assert ids(actions) == []


def test_nothing_of_a_sent_one_stays_in_a_plain_file(data_dir: Path) -> None:
    with closing(TerminalStore(data_dir, None)) as store:
        actions = SqliteActions(store)
        actions.commit(action("a"))
        files = list(data_dir.glob("terminal.db*"))
        assert any(b"Pushkin" in path.read_bytes() for path in files)
        actions.done("a")
        assert not any(b"Pushkin" in path.read_bytes() for path in files)


def test_baskets_that_the_release_before_left_are_carried_forward(data_dir: Path) -> None:
    """Also those that it wrote after an upgrade was taken back."""
    for name in ("first", "second"):
        with closing(TerminalStore(data_dir, KEY)) as store:
            keep = "INSERT INTO left_basket (id, kept_at_ms, body) VALUES (?, ?, ?)"
            values = [name, NOW, b"ops"]
            store.run(lambda db: db.execute(keep, values))  # noqa: B023  # run at once
        with closing(TerminalStore(data_dir, KEY)) as store:
            (found,) = SqliteActions(store).lease(0, NOW, 1)
            assert found == Action(name, ActionKind.LEFT_BASKET, NOW, DAY_MS, b"ops", 1)
            SqliteActions(store).done(name)
            assert not store.run(lambda db: db.execute("SELECT * FROM left_basket").fetchall())
