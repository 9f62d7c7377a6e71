"""The outbox: what was committed stays, and states go forwards only."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import Outbox, OutboxCounts
from offline_cache.store.outbox import BASKET_TRIES, LEASE_S, SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore

KEY = bytes(range(32))
NOW = 5_000_000  # the machine has run for a while
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


def test_who_orders_now_does_not_wait_for_a_long_queue(outbox: SqliteOutbox) -> None:
    put(outbox, *(f"old-{n:02}" for n in range(30)), "now")
    assert leased(outbox, limit=8) == [*(f"old-{n:02}" for n in range(7)), "now"]


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


def test_a_restart_ends_leases_and_waits(
    data_dir: Path, store: TerminalStore, outbox: SqliteOutbox
) -> None:
    put(outbox, "leased", "waiting")
    leased(outbox)
    outbox.retry_at("waiting", NOW + 60_000)
    assert leased(outbox) == []
    store.close()
    again = TerminalStore(data_dir, KEY)
    # Monotonic time begins anew as well when the machine was restarted.
    assert set(leased(SqliteOutbox(again), 0)) == {"leased", "waiting"}
    assert leased(SqliteOutbox(again), 0) == []
    again.close()


def test_orders_of_one_basket_go_in_order_and_baskets_in_parallel(outbox: SqliteOutbox) -> None:
    for name in ("a1", "b1", "a2", "b2"):
        outbox.commit(name, f"T1-{name}", b"", AT, basket_id=name[0])
    put(outbox, "alone", "too")
    assert leased(outbox) == ["a1", "b1", "alone", "too"]
    assert leased(outbox) == []
    outbox.accept("a1", b"{}", "e1", 1)
    assert leased(outbox) == ["a2"]
    outbox.reject("b1", "price_refused", "")
    assert leased(outbox) == ["b2"]


def test_an_order_that_keeps_failing_holds_its_basket_back_only_so_often(
    outbox: SqliteOutbox,
) -> None:
    for name in ("first", "second"):
        outbox.commit(name, f"T1-{name}", b"", AT, basket_id="basket")
    for _ in range(BASKET_TRIES):
        assert leased(outbox) == ["first"]
        outbox.retry_at("first", NOW)
    assert leased(outbox) == ["first"]
    assert leased(outbox) == ["second"]


def test_a_restored_hub_gets_again_what_other_hubs_accepted(outbox: SqliteOutbox) -> None:
    put(outbox, "old", "new", "safe", "open")
    outbox.accept("old", b"old", "e1", 5)
    outbox.accept("safe", b"safe", "e1", 2)
    outbox.accept("new", b"new", "e2", 3)
    assert outbox.release("e1", 4) == 1
    assert outbox.resend("e2") == 1
    assert outbox.resend("e2") == 0
    assert outbox.counts() == OutboxCounts(unsent=2, refused=0)
    assert leased(outbox) == ["old", "open"]
    assert state(outbox, "old") is OutboxState.ACCEPTED
    outbox.accept("old", b"again", "e2", 4)
    row = outbox.row("old")
    assert row is not None and (row.state, row.answer) == (OutboxState.ACCEPTED, b"again")
    outbox.accept("old", b"late", "e2", 9)
    row = outbox.row("old")
    assert row is not None and row.answer == b"again"
    assert outbox.counts().unsent == 1


def test_an_order_that_a_restored_hub_refuses_comes_in_front_of_staff(
    outbox: SqliteOutbox,
) -> None:
    put(outbox, "a")
    outbox.accept("a", b"{}", "e1", 1)
    outbox.resend("e2")
    leased(outbox)
    outbox.retry_at("a", NOW + 1)
    assert leased(outbox, NOW + 1) == ["a"]
    outbox.reject("a", "price_refused", "")
    assert state(outbox, "a") is OutboxState.REJECTED
    assert outbox.counts() == OutboxCounts(0, 1)
    outbox.accept("a", b"late", "e2", 2)
    assert state(outbox, "a") is OutboxState.REJECTED


def test_an_answer_under_way_while_the_hub_was_restored_settles_nothing(
    outbox: SqliteOutbox,
) -> None:
    put(outbox, "a")
    outbox.resend("e1")
    leased(outbox)
    outbox.resend("e2")
    outbox.accept("a", b"{}", "e1", 7)
    assert leased(outbox) == ["a"]
    outbox.accept("a", b"{}", "e2", 1)
    assert outbox.counts() == OutboxCounts(0, 0)


def test_bodies_are_released_up_to_what_the_hub_has_in_a_backup(
    store: TerminalStore, outbox: SqliteOutbox
) -> None:
    put(outbox, "a", "b", "c", "unnumbered", "open")
    for sequence, name in enumerate(("a", "b", "c"), 1):
        outbox.accept(name, b"{}", "e1", sequence)
    outbox.accept("unnumbered", b"{}", "e1", 0)
    assert outbox.release("e0", 9) == 0
    assert outbox.release("e1", 2) == 2
    assert outbox.release("e1", 2) == 0
    bodies = {row.order_id: row.body for row in outbox.rows()}
    assert (bodies["a"], bodies["b"], bodies["c"]) == (b"", b"", b"body of c")
    assert bodies["unnumbered"] and bodies["open"]
    assert store.path.with_name("terminal.db-wal").stat().st_size == 0


def test_a_mended_order_resolves_the_one_it_replaces_or_is_not_written(
    outbox: SqliteOutbox,
) -> None:
    put(outbox, "wrong", "fine")
    with pytest.raises(ValueError, match="wait to be replaced"):
        outbox.commit("mended", "T1-m", b"", AT, replaces="wrong")
    outbox.reject("wrong", "price_refused", "")
    outbox.commit("mended", "T1-m", b"", AT, replaces="wrong")
    row = outbox.row("wrong")
    assert row is not None and row.resolution == "replaced"
    assert outbox.counts() == OutboxCounts(unsent=2, refused=0)
    with pytest.raises(ValueError, match="wait to be replaced"):
        outbox.commit("twice", "T1-t", b"", AT, replaces="wrong")
    assert outbox.row("twice") is None


def test_what_staff_decided_first_stays(outbox: SqliteOutbox) -> None:
    put(outbox, "a")
    outbox.resolve("a", "cancelled", "anna")
    assert [row.resolution for row in outbox.rows()] == [""]
    outbox.reject("a", "price_refused", "")
    outbox.resolve("a", "cancelled", "anna")
    outbox.resolve("a", "replaced", "boris")
    assert [row.resolution for row in outbox.rows()] == ["cancelled"]
    with pytest.raises(ValueError, match="becomes of"):
        outbox.resolve("a", "forgotten", "anna")


def test_the_sheet_shows_what_needs_a_person_first(outbox: SqliteOutbox) -> None:
    put(outbox, "refused", "cancelled", "accepted", "open", "late")
    for name in ("refused", "cancelled"):
        outbox.reject(name, "price_refused", "")
    outbox.resolve("cancelled", "cancelled", "anna")
    outbox.accept("accepted", b"{}", "e1", 1)
    shown = [row.order_id for row in outbox.rows()]
    assert shown == ["refused", "late", "open", "accepted", "cancelled"]
    assert [row.order_id for row in outbox.rows(2)] == ["refused", "late"]


def test_states_go_forwards_only(outbox: SqliteOutbox) -> None:
    put(outbox, "yes", "no")
    leased(outbox)
    outbox.accept("yes", b"{}", "e1", 1)
    outbox.reject("no", "price_refused", "detail")
    outbox.reject("yes", "late", "")
    outbox.accept("no", b"{}", "e1", 1)
    for name in ("yes", "no"):
        outbox.retry_at(name, NOW)
    assert leased(outbox, NOW + LEASE_MS) == []
    assert state(outbox, "yes") is OutboxState.ACCEPTED
    assert state(outbox, "no") is OutboxState.REJECTED
    refused = outbox.row("no")
    assert refused is not None and refused.reason == "price_refused"
    taken = outbox.row("yes")
    assert taken is not None and (taken.answer, refused.answer) == (b"{}", None)


def test_settling_an_unknown_order_is_a_bug_that_shows(outbox: SqliteOutbox) -> None:
    with pytest.raises(ValueError, match="no order"):
        outbox.accept("nobody", b"{}", "e1", 1)
    assert outbox.row("nobody") is None


def test_the_outbox_is_the_port(outbox: SqliteOutbox) -> None:
    port: Outbox = outbox
    assert port.rows() == ()


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
