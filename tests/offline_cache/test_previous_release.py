"""Up by one release and back again: nothing waits for ever, nothing is lost."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import Action, ActionKind, OutboxCounts
from offline_cache.connection import open_writable
from offline_cache.store.actions import SqliteActions
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.retention import DAY_MS, KEEP_DAYS, purge
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
        assert version <= 3, "it refuses what is two releases newer"
        if version == 0:
            self.database.executescript((BEFORE / "schema.sql").read_text("utf-8"))
            self.database.execute("PRAGMA user_version = 2")

    def insert(self, *names: str) -> None:
        for name in names:
            self.do("insert", [name, f"T1-{name}", AT, f"body of {name}".encode(), ""])

    def lease(self, now_ms: int = JANUARY) -> list[str]:
        limits = {"now": now_ms, "lease": 120_000, "holder": "it", "tries": 5, "limit": 50}
        return [row[0] for row in self.do("lease", limits)]

    def accept(self, name: str) -> None:
        self.do("accept", [f"of {name}".encode(), "e2", 8, 0, name])

    def do(self, name: str, values: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
        return self.database.execute(self.sql[name], values).fetchall()


def test_the_release_before_drains_what_this_one_wrote(data_dir: Path) -> None:
    with closing(TerminalStore(data_dir, KEY)) as store:
        outbox, actions = SqliteOutbox(store), SqliteActions(store)
        for serial, name in enumerate("abcdef"):
            assert outbox.next_counter() == serial + 1
            outbox.commit(name, f"T1-{name}", f"body of {name}".encode(), AT)
        outbox.lease(5_000, 10)
        outbox.accept("a", b"of a", "e1", 1)
        outbox.accept("b", b"of b", "e2", 1)
        outbox.reject("c", "price_refused", "")
        outbox.commit("g", "T1-g", b"body of g", AT, replaces="c")
        outbox.resend("e2")
        actions.commit(Action("call", ActionKind.CALL, JANUARY, DAY_MS, b"help"))

    before = PreviousRelease(data_dir)
    with closing(before.database):
        assert sorted(before.lease()) == ["a", "d", "e", "f", "g"]  # and nothing that is no order
        before.accept("d")
        before.do("reject", ["phone_invalid", "", "e"])
        before.do("retry", [JANUARY + 60_000, "it", "f"])
        assert before.do("count", []) == [(7,)]
        before.insert("h")
        before.do("keep basket", ["left", JANUARY, b"ops"])
        assert len(before.do("rows", {"limit": 50})) == 8

    with closing(TerminalStore(data_dir, KEY)) as store:
        outbox = SqliteOutbox(store)
        assert outbox.counts() == OutboxCounts(unsent=4, refused=1)
        sent = {}
        while rows := outbox.lease(0, 10):
            for row in rows:
                sent[row.order_id] = row.body
                outbox.accept(row.order_id, b"{}", "e2", 9)
        assert sent == {n: f"body of {n}".encode() for n in ("a", "f", "g", "h")}
        assert outbox.next_counter() == 8
        due = SqliteActions(store).lease(0, JANUARY, 9)
        assert {one.id: one.body for one in due} == {"call": b"help", "left": b"ops"}


def test_a_file_of_the_release_before_opens_with_nothing_lost(data_dir: Path) -> None:
    before = PreviousRelease(data_dir)
    with closing(before.database):
        before.do("count", [])
        before.insert("pending", "sent", "waiting", "accepted", "rejected")
        before.lease()
        before.do("retry", [JANUARY + 60_000, "it", "waiting"])
        before.accept("accepted")
        before.do("reject", ["price_refused", "detail", "rejected"])
        before.insert("new")
        for name in ("first", "second"):
            before.do("keep basket", [name, JANUARY, name.encode()])

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
        due = SqliteActions(store).lease(0, JANUARY, 9)
        assert [(one.kind, one.body) for one in sorted(due, key=lambda one: one.id)] == [
            (ActionKind.LEFT_BASKET, b"first"),
            (ActionKind.LEFT_BASKET, b"second"),
        ]
        assert outbox.resend("e1") == 1
        assert len(outbox.lease(0, 10)) == 5
        assert outbox.next_counter() == 2
        assert purge(store, JANUARY) == 0
        days = [purge(store, JANUARY + day * DAY_MS) for day in range(KEEP_DAYS + 1)]
        assert sum(days) == 0  # accepted, but to be sent again
