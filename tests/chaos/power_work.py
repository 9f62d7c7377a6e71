"""A terminal's days, played on the real store while `power_vfs.c` writes down what they ask.

Each session is a process of its own (a fork), so that it can end by a kill as well as by a
clean shutdown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar
from unittest.mock import patch

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.domain.ids import OrderNumber, uuid7
from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import Action, ActionKind, OutboxRow
from offline_cache.connection import open_writable
from offline_cache.store import migrations, terminal_store
from offline_cache.store.actions import SqliteActions
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.retention import purge
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore
from tests.chaos.power_record import (
    ACTIONS,
    LOG,
    SOURCE,
    START_MS,
    Recorder,
    digest,
    digests,
    watch_directory,
)

T = TypeVar("T")
KEY = bytes(range(32))
DAY_MS = 24 * 3600 * 1000
AT = "2026-01-01T10:00:00+00:00"

PLANTS = {
    "normal": "PRAGMA synchronous = NORMAL",
    "journal": "PRAGMA journal_mode = DELETE",
    "early": "",  # a call counts as acknowledged before it is made
}
"""Faults that the cuts must find."""


def record(extension: Path, folder: Path, seed: int, size: int, plant: str, old: bool) -> None:
    """Play a terminal's life in `folder`, in a process of its own, which gets the VFS.

    Leaves `LOG` and `STEPS` there. `old` begins with a file of the first release, which this
    one then migrates. `size` counts doings; each makes one to five calls.
    """
    command = [sys.executable, "-m", "tests.chaos.power_work"]
    args = [str(extension), str(folder), str(seed), str(size), plant, "old" if old else "new"]
    subprocess.run([*command, *args], check=True, cwd=SOURCE.parents[2])  # noqa: S603  # ourselves


def _record(extension: str, folder: Path, seed: int, size: int, plant: str, old: bool) -> None:
    notes = dbapi2.connect(":memory:")
    notes.enable_load_extension(True)
    notes.load_extension(extension)  # sqlite3_powervfs_init
    notes.execute("SELECT power_log(?)", [str(folder / LOG)])
    (folder / "data").mkdir()
    recorder = Recorder(notes, folder, plant)
    chance = Random(seed)  # noqa: S311  # a workload, no secret
    if old:
        _in_a_process(lambda: _first_release(recorder))
    for busy, close in ((False, True), (True, False), (False, False), (True, True)):
        session = Session(recorder, chance.random(), busy)
        _in_a_process(partial(session.run, size // 4, close))


def _in_a_process(work: Callable[[], None]) -> None:
    """Run work in a fork that ends without cleaning up, as by a kill."""
    sys.stderr.flush()
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("the workload failed")
        return
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


class Session:
    """One run of a terminal's program, from opening the store to the end of the process."""

    def __init__(self, recorder: Recorder, seed: float, busy: bool) -> None:
        self._recorder = recorder
        self._busy = busy
        self._chance = Random(seed)  # noqa: S311  # a workload, no secret
        self._call = recorder.call

    def run(self, calls: int, close: bool) -> None:
        """Open, work, and end."""
        self._recorder.take_up()
        self._store = self._call("open", self._open)
        self._outbox = SqliteOutbox(self._store)
        doings = {self._place: 42, self._settle: 33, self._staff: 9}
        if not self._busy:  # these fold the log in, so that it never grows to SQLite's limit
            doings |= {self._leave_basket: 6, self._hub_restored: 4, self._tidy: 6, self._fold: 9}
        for _ in range(calls):
            self._chance.choices(list(doings), list(doings.values()))[0]()
        if close:
            self._call("close", self._store.close)

    def _open(self) -> TerminalStore:
        store = TerminalStore(self._recorder.data_dir, KEY)
        if plant := PLANTS.get(self._recorder.plant):
            store.run(lambda db: db.execute(plant).fetchall())
        return store

    def _do(self, name: str, work: Callable[[], T]) -> T:
        return self._call(name, work, lambda: digests(self._store))

    def _place(self, replaces: str = "") -> None:
        counter = self._do("next_counter", self._outbox.next_counter)
        order_id = uuid7(START_MS + counter)
        basket = self._chance.choice(("", "", f"basket-{self._chance.randrange(8)}"))
        body = order_body(self._chance)
        number = str(OrderNumber("T7", counter))
        self._do(
            "commit",
            lambda: self._outbox.commit(order_id, number, body, AT, basket, replaces),
        )

    def _settle(self) -> None:
        """Send what is due; the hub takes most of it, refuses some, and is silent at times."""
        now_ms = int(time.monotonic() * 1000)
        for row in self._do("lease", lambda: self._outbox.lease(now_ms, 4)):
            fate, name, answer = self._chance.random(), row.order_id, order_body(self._chance)[:300]
            if fate < 0.7:
                self._do("accept", lambda: self._outbox.accept(name, answer, "e1", 1))  # noqa: B023
            elif fate < 0.8:
                self._do("reject", lambda: self._outbox.reject(name, "price", "why"))  # noqa: B023
            elif fate < 0.95:
                self._do("retry", lambda: self._outbox.retry_at(name, now_ms))  # noqa: B023

    def _staff(self) -> None:
        """Take a refused order anew, or cancel it."""
        for row in self._outbox.rows(limit=1_000_000):
            if row.state is OutboxState.REJECTED and not row.resolution:
                if self._chance.random() < 0.5:
                    self._place(replaces=row.order_id)
                else:
                    self._do("resolve", self._cancelling(row.order_id))
                return

    def _cancelling(self, name: str) -> Callable[[], None]:
        return lambda: self._outbox.resolve(name, "cancelled", "s1")

    def _leave_basket(self) -> None:
        """A session ends offline with changes of a known basket; some are sent later."""
        actions = SqliteActions(self._store)
        waiting = self._store.run(lambda db: db.execute(ACTIONS).fetchall())
        if len(waiting) > 2:
            name = waiting[0][0]
            if self._chance.random() < 0.2:
                self._do("refuse action", lambda: actions.refuse(name, "card_unknown"))
            else:
                self._do("done action", lambda: actions.done(name))
            return
        made = self._chance.randbytes(8).hex()
        left = Action(made, ActionKind.LEFT_BASKET, START_MS, DAY_MS, f"ops of {made}".encode())
        self._do("commit action", lambda: actions.commit(left))

    def _hub_restored(self) -> None:
        if self._chance.random() < 0.5:
            self._do("resend", lambda: self._outbox.resend("e1"))
        else:
            self._do("release", lambda: self._outbox.release("e1", 1))

    def _fold(self) -> None:
        with patch.object(terminal_store, "FOLD_PAGES", 20):  # a workload is short
            self._do("fold", self._store.fold)

    def _tidy(self) -> None:
        if self._chance.random() < 0.5:
            self._do("tidy", self._store.tidy)
        else:
            self._recorder.days += 4  # what was settled long ago is forgotten
            now_ms = START_MS + self._recorder.days * DAY_MS
            self._do("purge", lambda: purge(self._store, now_ms))


def order_body(chance: Random) -> bytes:
    """Bytes of the size of an order, which no two orders share."""
    return chance.randbytes(chance.randrange(1_000, 3_000)).hex().encode()


def _first_release(recorder: Recorder) -> None:
    """Make a file as the first release left it, with orders in it."""

    database: list[Database] = []

    def create() -> None:
        database.append(open_writable(recorder.data_dir / FILE_NAME, KEY, precious=True))
        migrations.migrate(database[0], migrations.TERMINAL[:1])

    def insert(row: OutboxRow) -> None:
        database[0].execute(
            "INSERT INTO outbox (order_id, number, created_at, body) VALUES (?, ?, ?, ?)",
            [row.order_id, row.number, row.created_at, row.body],
        )

    watch_directory(recorder)
    recorder.call("the first release", create)
    rows: dict[str, str] = {}
    for order in range(1, 9):
        body = order_body(Random(order))  # noqa: S311  # a workload, no secret
        row = OutboxRow(f"old-{order}", f"T1-{order}", OutboxState.PENDING, AT, 0, "", body)
        rows = rows | {row.order_id: f"{row.state} {digest(row)}"}
        recorder.call("an old commit", partial(insert, row), partial(dict, rows))


if __name__ == "__main__":
    _record(
        sys.argv[1],
        Path(sys.argv[2]),
        int(sys.argv[3]),
        int(sys.argv[4]),
        sys.argv[5],
        sys.argv[6] == "old",
    )
