"""The outbox stays as quick with ten thousand orders waiting."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from offline_cache.store import outbox_sql
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore

NOW = 5_000_000


@pytest.fixture
def outbox(store: TerminalStore) -> SqliteOutbox:
    return SqliteOutbox(store)


def filled(store: TerminalStore, orders: int) -> None:
    def work(db: Database) -> None:
        with db.atomic():
            db.conn.executemany(
                "INSERT INTO outbox (order_id, number, created_at, body) VALUES (?, ?, '', ?)",
                [(f"o{n}", f"n{n}", bytes(2000)) for n in range(orders)],
            )

    store.run(work)


def steps_of(store: TerminalStore, work: Callable[[], object]) -> int:
    """How many hundred steps SQLite's machine takes."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    store.run(lambda db: db.conn.set_progress_handler(step, 100))
    work()
    store.run(lambda db: db.conn.set_progress_handler(None, 100))
    return steps


def test_a_lease_costs_no_more_with_ten_thousand_orders(
    store: TerminalStore, outbox: SqliteOutbox
) -> None:
    filled(store, 100)
    few = steps_of(store, lambda: outbox.lease(NOW, 8))
    store.run(lambda db: db.execute("DELETE FROM outbox"))
    filled(store, 10_000)
    assert steps_of(store, lambda: outbox.lease(NOW, 8)) <= few + 5
    many = steps_of(store, lambda: outbox.accept("o1", b"{}", "e1", 1))
    assert many + steps_of(store, lambda: outbox.resend("e1")) <= 5


@pytest.mark.parametrize("name", ["LEASE", "ACCEPT", "REJECT", "RETRY", "RESEND", "RELEASE", "ROW"])
def test_no_statement_looks_at_every_row(store: TerminalStore, name: str) -> None:
    statement = getattr(outbox_sql, name)
    named: dict[str, int] = dict.fromkeys(re.findall(r":(\w+)", statement), 0)
    values = named or [0] * statement.count("?")
    plan = store.run(lambda db: db.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall())
    assert plan
    for *_, step in plan:
        few = "USING INDEX outbox_due" in step or step.startswith("SCAN (subquery")
        assert not step.startswith("SCAN") or few, plan
