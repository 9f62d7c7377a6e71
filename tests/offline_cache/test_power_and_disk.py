"""Killed in the middle, and a disk without room: other processes play both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
from tests.patience import PATIENCE_S

KEY = bytes(range(32))

KILLED = """
import os, signal, sys
from pathlib import Path
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
store = TerminalStore(Path(sys.argv[1]), bytes(range(32)))
outbox = SqliteOutbox(store)
outbox.next_counter()
outbox.commit("first", "T1-1", b"first body", "2026-01-01T00:00:00+00:00")
def halfway(db):
    db.execute("BEGIN")
    columns = "order_id, number, created_at, body"
    db.execute(f"INSERT INTO outbox ({columns}) VALUES ('b', 'b', 'b', x'')")
    os.kill(os.getpid(), signal.SIGKILL)
store.run(halfway)
"""

# Fills a 40 MB disk to the last byte, then takes orders until the disk refuses.
FULL = """
import ctypes, os, sys
from pathlib import Path
directory = Path(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
if libc.mount(b"none", str(directory).encode(), b"tmpfs", 0, b"size=40m,mode=700"):
    print("refused"); sys.exit()
from kiosk.errors import StoreFull
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
store = TerminalStore(directory, bytes(range(32)))
outbox = SqliteOutbox(store)
outbox.commit("before", "T1-0", b"x" * 3000, "2026-01-01T00:00:00+00:00")
reserve = directory / "terminal.db.reserve"
assert reserve.exists()
hog = os.open(directory / "hog", os.O_CREAT | os.O_WRONLY)
def fill():
    for size in (1 << 20, 4096, 1):
        try:
            while True:
                os.write(hog, b"x" * size)
        except OSError:
            pass
fill()
outbox.commit("rescued", "T1-1", b"x" * 3000, "2026-01-01T00:00:00+00:00")
assert not reserve.exists()
fill()
taken = 0
try:
    for taken in range(20000):
        outbox.commit(f"more-{taken}", f"T1-m{taken}", b"x" * 3000, "2026-01-01T00:00:00+00:00")
    raise SystemExit("a full disk took everything")
except StoreFull:
    pass
names = [row.order_id for row in outbox.rows()]
assert names == [f"more-{n}" for n in reversed(range(taken))] + ["rescued", "before"], names[-3:]
os.ftruncate(hog, 0)
outbox.commit("after", "T1-2", b"x", "2026-01-01T00:00:00+00:00")
store.tidy()
assert reserve.exists()
store.close()
again = SqliteOutbox(TerminalStore(directory, bytes(range(32))))
assert [row.order_id for row in again.rows()] == ["after", *names]
assert all(len(row.body) == 3000 for row in again.rows()[1:])
print("rescued")
"""


def run(script: str, *args: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", script, *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)  # noqa: S603  # the test's own script


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_a_committed_order_is_there_after_a_kill_in_the_next_transaction(data_dir: Path) -> None:
    killed = run(KILLED, str(data_dir))
    assert killed.returncode == -9, killed.stderr
    store = TerminalStore(data_dir, KEY)
    outbox = SqliteOutbox(store)
    assert [(row.order_id, row.body) for row in outbox.rows()] == [("first", b"first body")]
    assert outbox.next_counter() == 2
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small tmpfs in a user namespace")
def test_a_full_disk_takes_one_more_order_and_loses_none(tmp_path: Path) -> None:
    try:
        full = run(FULL, str(tmp_path), before=("unshare", "-rm"))
    except FileNotFoundError:
        pytest.skip("unshare is not installed")
    if full.stdout.strip() == "refused" or "unshare" in full.stderr:
        pytest.skip("this machine allows no user namespaces with mounts")
    assert (full.returncode, full.stdout.strip()) == (0, "rescued"), full.stderr
