"""The outbox: what was committed stays, and states go forwards only."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.orders import OutboxState
from kiosk.ports import Outbox
from offline_cache.outbox import LEASE_S, LONGEST_WAIT_MS, SqliteOutbox
from offline_cache.retention import KEEP_DAYS, purge
from offline_cache.terminal_store import TerminalStore

KEY = bytes(range(32))
NOW = 1_767_225_600_000  # 2026-01-01
AT = "2026-01-01T00:00:00+00:00"
LEASE_MS = int(LEASE_S * 1000)


@pytest.fixture
def outbox(store: TerminalStore) -> SqliteOutbox:
    return SqliteOutbox(store)


def put(outbox: Outbox, *names: str) -> None:
    for name in names:
        outbox.commit(name, f"T1-{name}", f"body of {name}".encode(), AT)


def leased(outbox: Outbox, now_ms: int = NOW, limit: int = 10) -> list[str]:
    return [row.order_id for row in outbox.lease(now_ms, limit)]


def state(outbox: Outbox, name: str) -> OutboxState:
    row = outbox.row(name)
    assert row is not None
    return row.state


def test_a_committed_order_survives_a_restart(
    data_dir: Path, store: TerminalStore, outbox: SqliteOutbox
) -> None:
    put(outbox, "a")
    store.close()
    again = TerminalStore(data_dir, KEY)
    row = SqliteOutbox(again).row("a")
    again.close()
    assert row is not None
    assert (row.number, row.state, row.body) == ("T1-a", OutboxState.PENDING, b"body of a")
    assert (row.attempts, row.reason, row.created_at) == (0, "", AT)


def test_an_id_or_number_used_before_is_refused(outbox: SqliteOutbox) -> None:
    put(outbox, "a")
    with pytest.raises(ValueError, match="used before"):
        outbox.commit("a", "T1-b", b"other", AT)
    with pytest.raises(ValueError, match="used before"):
        outbox.commit("b", "T1-a", b"other", AT)
    assert [row.body for row in outbox.rows()] == [b"body of a"]


def test_the_counter_counts_on_after_a_restart(
    data_dir: Path, store: TerminalStore, outbox: SqliteOutbox
) -> None:
    assert [outbox.next_counter() for _ in range(3)] == [1, 2, 3]
    store.close()
    again = TerminalStore(data_dir, KEY)
    assert SqliteOutbox(again).next_counter() == 4
    again.close()


def test_counters_taken_by_many_threads_are_all_different(outbox: SqliteOutbox) -> None:
    taken: list[int] = []
    threads = [
        threading.Thread(target=lambda: taken.extend(outbox.next_counter() for _ in range(20)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))


def test_a_lease_lends_oldest_first_and_counts_the_attempt(outbox: SqliteOutbox) -> None:
    put(outbox, "c", "a", "b")
    rows = outbox.lease(NOW, 2)
    assert [(row.order_id, row.state, row.attempts) for row in rows] == [
        ("c", OutboxState.SENT, 1),
        ("a", OutboxState.SENT, 1),
    ]
    assert leased(outbox) == ["b"]
    assert leased(outbox) == []
    assert [row.order_id for row in outbox.rows()] == ["b", "a", "c"]


def test_a_lease_expires(outbox: SqliteOutbox) -> None:
    put(outbox, "a")
    assert leased(outbox) == ["a"]
    assert leased(outbox, NOW + LEASE_MS - 1) == []
    assert leased(outbox, NOW + LEASE_MS) == ["a"]


def test_a_retry_waits_for_its_time(outbox: SqliteOutbox) -> None:
    put(outbox, "a")
    leased(outbox)
    outbox.retry_at("a", NOW + 5_000)
    assert leased(outbox, NOW + 4_999) == []
    assert leased(outbox, NOW + 5_000) == ["a"]


def test_an_order_that_keeps_failing_never_stands_before_others(outbox: SqliteOutbox) -> None:
    put(outbox, "poisoned")
    for _ in range(3):
        leased(outbox)
        outbox.retry_at("poisoned", NOW)
    put(outbox, "a", "b")
    assert leased(outbox, limit=1) == ["a"]
    assert leased(outbox, limit=2) == ["b", "poisoned"]


def test_a_clock_set_back_strands_no_order(outbox: SqliteOutbox) -> None:
    put(outbox, "leased", "waiting")
    leased(outbox)
    outbox.retry_at("waiting", NOW + 60_000)
    assert set(leased(outbox, NOW - 2 * LONGEST_WAIT_MS)) == {"leased", "waiting"}


def test_states_go_forwards_only(outbox: SqliteOutbox) -> None:
    put(outbox, "yes", "no")
    leased(outbox)
    outbox.accept("yes", b"{}")
    outbox.reject("no", "price_refused", "detail")
    outbox.reject("yes", "late", "")
    outbox.accept("no", b"{}")
    for name in ("yes", "no"):
        outbox.retry_at(name, NOW)
    assert leased(outbox, NOW + LEASE_MS) == []
    assert state(outbox, "yes") is OutboxState.ACCEPTED
    assert state(outbox, "no") is OutboxState.REJECTED
    refused = outbox.row("no")
    assert refused is not None and refused.reason == "price_refused"
    assert outbox.answer("yes") == b"{}"
    assert outbox.answer("no") is None


def test_settling_an_unknown_order_is_a_bug_that_shows(outbox: SqliteOutbox) -> None:
    with pytest.raises(ValueError, match="no order"):
        outbox.accept("nobody", b"{}")
    assert outbox.row("nobody") is None


def test_the_outbox_is_the_port(outbox: SqliteOutbox) -> None:
    port: Outbox = outbox
    assert port.rows() == ()


def test_bodies_of_old_accepted_orders_are_forgotten(
    store: TerminalStore, outbox: SqliteOutbox
) -> None:
    put(outbox, "done", "open")
    outbox.accept("done", b"{}")
    day = 24 * 3600 * 1000
    assert purge(store, NOW + KEEP_DAYS * day - 1) == 0
    assert purge(store, NOW + KEEP_DAYS * day) == 1
    done, waiting = outbox.row("done"), outbox.row("open")
    assert done is not None and (done.body, done.number) == (b"", "T1-done")
    assert waiting is not None and waiting.body == b"body of open"


def test_nothing_of_a_purged_body_stays_in_a_plain_file(data_dir: Path) -> None:
    store = TerminalStore(data_dir, None)
    outbox = SqliteOutbox(store)
    outbox.commit("a", "T1-a", b"Pushkin Street 7" * 400, AT)
    outbox.accept("a", b"{}")
    purge(store, NOW + KEEP_DAYS * 24 * 3600 * 1000)
    contents = b"".join(path.read_bytes() for path in data_dir.glob("terminal.db*"))
    store.close()
    assert b"Pushkin" not in contents


def test_an_encrypted_file_shows_nothing_of_an_order(
    data_dir: Path, store: TerminalStore, outbox: SqliteOutbox
) -> None:
    outbox.commit("order-id", "T1-00001-X", b"Pushkin Street 7", AT)
    sides = list(data_dir.glob("terminal.db*"))
    contents = b"".join(path.read_bytes() for path in sides)
    assert {path.name for path in sides} >= {"terminal.db", "terminal.db-wal"}
    for text in (b"Pushkin", b"order-id", b"T1-00001", b"outbox", b"SQLite format"):
        assert text not in contents
    with (
        closing(sqlite3.connect(data_dir / "terminal.db")) as plain,
        pytest.raises(sqlite3.DatabaseError),
    ):
        plain.execute("SELECT * FROM outbox")
