"""Up by one release and back again: nothing waits for ever, nothing is lost."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import OutboxCounts
from offline_cache.connection import open_writable
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.retention import KEEP_DAYS, purge
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

KEY = bytes(range(32))
AT = "2026-01-01T00:00:00+00:00"
JANUARY = 1_767_225_600_000
BEFORE = Path(__file__).with_name("previous_release")


def statements() -> dict[str, str]:
    """The frozen statements by their names."""
    parts = (BEFORE / "statements.sql").read_text("utf-8").split("\n-- ")[1:]
    return {name.strip(): text for name, _, text in (part.partition("\n") for part in parts)}


class PreviousRelease:
    """The store as the release before opens and uses it: same pragmas, its own statements."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(exist_ok=True)
        self.database: Database = open_writable(data_dir / FILE_NAME, KEY, precious=True)
        self.sql = statements()
        version = self.database.execute("PRAGMA user_version").fetchone()[0]
        assert version <= 2, "it refuses what is two releases newer"
        if version == 0:
            self.database.executescript((BEFORE / "schema.sql").read_text("utf-8"))
            self.database.execute("PRAGMA user_version = 1")

    def insert(self, *names: str) -> None:
        for name in names:
            self.do("insert", [name, f"T1-{name}", AT, f"body of {name}".encode()])

    def lease(self, now_ms: int = JANUARY) -> list[str]:
        limits = {"now": now_ms, "lease": 120_000, "longest": 24 * 3600 * 1000, "limit": 50}
        return [row[0] for row in self.do("lease", limits)]

    def do(
        self, name: str, values: list[str | int | bytes] | dict[str, int]
    ) -> list[tuple[Any, ...]]:
        return self.database.execute(self.sql[name], values).fetchall()


def test_the_release_before_drains_what_this_one_wrote(data_dir: Path) -> None:
    with closing(TerminalStore(data_dir, KEY)) as store:
        outbox = SqliteOutbox(store)
        for serial, name in enumerate("abcdef"):
            assert outbox.next_counter() == serial + 1
            outbox.commit(name, f"T1-{name}", f"body of {name}".encode(), AT, "basket")
        outbox.lease(5_000, 10)
        outbox.accept("a", b"of a", "e1", 1)
        outbox.accept("b", b"of b", "e2", 1)
        outbox.reject("c", "price_refused", "")
        outbox.commit("g", "T1-g", b"body of g", AT, "basket", replaces="c")
        outbox.resend("e2")

    before = PreviousRelease(data_dir)
    with closing(before.database):
        assert sorted(before.lease()) == ["d", "e", "f", "g"]
        before.do("accept", [b"of d", "d"])
        before.do("reject", ["phone_invalid", "", "e"])
        before.do("retry", [JANUARY + 60_000, "f"])
        assert before.do("count", []) == [(7,)]
        before.insert("h")
        assert len(before.do("rows", [])) == 8
        before.do("purge", [0])

    with closing(TerminalStore(data_dir, KEY)) as store:
        outbox = SqliteOutbox(store)
        assert outbox.counts() == OutboxCounts(unsent=4, refused=1)
        assert outbox.resend("e2") == 1  # what the release before heard has no epoch
        sent = {}
        while rows := outbox.lease(0, 10):
            for row in rows:
                sent[row.order_id] = row.body
                outbox.accept(row.order_id, b"{}", "e2", 9)
        assert sent == {n: f"body of {n}".encode() for n in ("a", "d", "f", "g", "h")}
        assert outbox.next_counter() == 8


def test_a_file_of_the_release_before_opens_with_nothing_lost(data_dir: Path) -> None:
    before = PreviousRelease(data_dir)
    with closing(before.database):
        before.do("count", [])
        before.insert("pending", "sent", "waiting", "accepted", "rejected")
        before.lease()
        before.do("retry", [JANUARY + 60_000, "waiting"])
        before.do("accept", [b"{}", "accepted"])
        before.do("reject", ["price_refused", "detail", "rejected"])
        before.insert("new")

    with closing(TerminalStore(data_dir, KEY)) as store:
        outbox = SqliteOutbox(store)
        states = {row.order_id: row.state for row in outbox.rows()}
        assert states == {
            "rejected": OutboxState.REJECTED,
            "new": OutboxState.PENDING,
            "accepted": OutboxState.ACCEPTED,
            "waiting": OutboxState.SENT,
            "sent": OutboxState.SENT,
            "pending": OutboxState.SENT,
        }
        assert all(row.body == f"body of {row.order_id}".encode() for row in outbox.rows())
        assert outbox.counts() == OutboxCounts(unsent=4, refused=1)
        assert outbox.resend("e1") == 1
        assert len(outbox.lease(0, 10)) == 5
        assert outbox.next_counter() == 2
        assert purge(store, JANUARY) == 0
        days = [purge(store, JANUARY + day * 24 * 3600 * 1000) for day in range(KEEP_DAYS + 1)]
        assert sum(days) == 0  # accepted, but to be sent again
