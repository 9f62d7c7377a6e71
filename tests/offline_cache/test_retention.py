"""Bodies that are no longer needed are forgotten, whatever the wall clock shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.ports.orders import Action, ActionKind
from offline_cache.store.actions import SqliteActions
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.retention import DAY_MS, KEEP_DAYS, LONGEST_NIGHT, purge
from offline_cache.store.terminal_store import TerminalStore

JANUARY = 1_767_225_600_000  # 2026-01-01
AT = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def outbox(store: TerminalStore) -> SqliteOutbox:
    return SqliteOutbox(store)


def put(outbox: SqliteOutbox, *names: str) -> None:
    for name in names:
        outbox.commit(name, f"T1-{name}", f"body of {name}".encode(), AT)


def days_pass(store: TerminalStore, first: int, days: int, start_ms: int = JANUARY) -> int:
    """Let the terminal run, asking four times a day; return how many bodies it forgot."""
    hours = range(first * 24, (first + days) * 24 + 1, 6)
    return sum(purge(store, start_ms + hour * 3_600_000) for hour in hours)


def test_bodies_of_old_settled_orders_are_forgotten(
    store: TerminalStore, outbox: SqliteOutbox
) -> None:
    purge(store, JANUARY)
    put(outbox, "done", "open", "refused", "cancelled", "again")
    for name in ("done", "again"):
        outbox.accept(name, b"{}", "e1", 1 if name == "done" else 2)
    for name in ("refused", "cancelled"):
        outbox.reject(name, "price_refused", "")
    outbox.resolve("cancelled", "cancelled", "anna")
    assert days_pass(store, 0, KEEP_DAYS - 1) == 0
    store.run(lambda db: db.execute("UPDATE outbox SET resend = 1 WHERE order_id = 'again'"))
    assert days_pass(store, KEEP_DAYS - 1, 1) == 2
    bodies = {row.order_id: row.body for row in outbox.rows()}
    assert {name for name, body in bodies.items() if not body} == {"done", "cancelled"}


@pytest.mark.parametrize("days", [1, -1, 5 * 365, -5 * 365])
def test_a_clock_that_jumps_forgets_no_young_order_and_keeps_none_for_years(
    store: TerminalStore, outbox: SqliteOutbox, days: int
) -> None:
    purge(store, JANUARY)
    put(outbox, "a")
    outbox.accept("a", b"{}", "e1", 1)
    jumped = JANUARY + days * DAY_MS
    assert days_pass(store, 0, 20, jumped) == 0
    assert days_pass(store, 20, 3) == 0  # the clock is right again
    assert days_pass(store, 23, 8) == 1


def test_an_order_made_while_the_clock_was_wrong_is_kept_as_long(
    store: TerminalStore, outbox: SqliteOutbox
) -> None:
    purge(store, JANUARY - 5 * 365 * DAY_MS)
    outbox.commit("a", "T1-a", b"body", "2021-01-02T00:00:00+00:00")
    outbox.accept("a", b"{}", "e1", 1)
    jump = LONGEST_NIGHT  # what five years count as
    assert days_pass(store, 0, KEEP_DAYS - 1 - jump) == 0
    assert days_pass(store, KEEP_DAYS - 1 - jump, 1) == 1


def test_a_terminal_switched_off_for_a_weekend_counts_it(
    store: TerminalStore, outbox: SqliteOutbox
) -> None:
    purge(store, JANUARY)
    put(outbox, "a")
    outbox.accept("a", b"{}", "e1", 1)
    assert [purge(store, JANUARY + day * DAY_MS) for day in range(3, 31, 3)] == [0] * 9 + [1]


def test_nothing_of_a_purged_body_stays_in_a_plain_file(data_dir: Path) -> None:
    store = TerminalStore(data_dir, None)
    outbox = SqliteOutbox(store)
    outbox.commit("a", "T1-a", b"Pushkin Street 7" * 400, AT)
    outbox.accept("a", b"{}", "e1", 1)
    days_pass(store, 0, KEEP_DAYS)
    contents = b"".join(path.read_bytes() for path in data_dir.glob("terminal.db*"))
    store.close()
    assert b"Pushkin" not in contents


@pytest.mark.parametrize("later", [DAY_MS, -DAY_MS])
def test_a_left_basket_is_forgotten_after_a_day_though_the_hub_is_never_reached(
    data_dir: Path, later: int
) -> None:
    store = TerminalStore(data_dir, None)
    left = Action("s1", ActionKind.LEFT_BASKET, JANUARY, DAY_MS, b"card 2990000000018")
    SqliteActions(store).commit(left)
    purge(store, JANUARY + DAY_MS - 1)
    assert [one.id for one in SqliteActions(store).lease(0, JANUARY, 1)] == ["s1"]
    purge(store, JANUARY + later)
    contents = b"".join(path.read_bytes() for path in data_dir.glob("terminal.db*"))
    store.close()
    assert b"2990000000018" not in contents
