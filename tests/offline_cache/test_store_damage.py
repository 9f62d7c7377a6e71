"""A damaged store: noticed, set aside whole, and what can be read goes on in a new one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.ids import OrderNumber
from kiosk.errors import StoreBroken
from offline_cache.connection import open_writable
from offline_cache.store import opening
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

KEY = bytes(range(32))
AT = "2026-01-01T00:00:00+00:00"
PAGE = 4096
FRAME = 24 + PAGE

# Takes orders and dies; "fold" as the third argument folds the log in first.
DYING = """
import os, sys
from pathlib import Path
from kiosk.domain.ids import OrderNumber
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
store = TerminalStore(Path(sys.argv[1]), bytes(range(32)))
outbox = SqliteOutbox(store)
for serial in range(1, int(sys.argv[2]) + 1):
    number = str(OrderNumber("T7", outbox.next_counter()))
    outbox.commit(f"o{serial}", number, b"x" * 900 + b"%d" % serial, "2026-01-01T00:00:00+00:00")
if sys.argv[3] == "fold":
    store.tidy()
if sys.argv[3] == "begun":
    outbox.next_counter()
os._exit(0)
"""

FORKING = """
import os, signal, sys
from pathlib import Path
from offline_cache.store.terminal_store import TerminalStore
store = TerminalStore(Path(sys.argv[1]), bytes(32))
child = os.fork()
if not child:
    signal.pause()
try:
    store.close()
    TerminalStore(Path(sys.argv[1]), bytes(32)).close()
finally:
    os.kill(child, signal.SIGKILL)
"""
SECOND = """
import sys
from pathlib import Path
from kiosk.errors import StoreBroken
from offline_cache.store.terminal_store import TerminalStore
try:
    TerminalStore(Path(sys.argv[1]), bytes(range(32)))
except StoreBroken as error:
    print(error.code)
"""


def number(serial: int) -> str:
    return str(OrderNumber("T7", serial))


def left_behind(data_dir: Path, orders: int, ending: str = "") -> tuple[Path, Path]:
    """Let a process write orders and die; return its file and log."""
    subprocess.run([sys.executable, "-c", DYING, str(data_dir), str(orders), ending], check=True)  # noqa: S603  the test's own script
    path = data_dir / FILE_NAME
    return path, path.with_name(f"{FILE_NAME}-wal")


def spoil(path: Path, at: int, length: int = 512) -> None:
    """Overwrite a sector with what was never written there."""
    data = bytearray(path.read_bytes())
    data[at : at + length] = bytes(byte ^ 0xA5 for byte in data[at : at + length])
    path.write_bytes(data)


def contents(data_dir: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data_dir.glob(f"{FILE_NAME}*")}


def test_every_page_can_be_spoiled_and_orders_elsewhere_are_saved(tmp_path: Path) -> None:
    path, _ = left_behind(tmp_path / "data", 12, "fold")
    whole = path.read_bytes()
    kept = []
    for page in range(len(whole) // PAGE):
        path.write_bytes(whole)
        spoil(path, page * PAGE + 1024)
        with closing(TerminalStore(path.parent, KEY)) as store:
            outbox = SqliteOutbox(store)
            rows = {row.order_id: row for row in outbox.rows()}
            (damage,) = outbox.damages()
            assert store.found == [damage]
            assert damage.file == f"{FILE_NAME}.damaged-{page + 1}"
            lost = {number(n) for n in range(1, 13) if f"o{n}" not in rows}
            assert (damage.saved, set(damage.lost)) == (len(rows), lost)
            assert all(rows[name].body == b"x" * 900 + name[1:].encode() for name in rows)
            assert outbox.next_counter() > 12
            outbox.note_damages("anna")
            assert outbox.damages() == ()
            kept.append(len(rows))
        with closing(TerminalStore(path.parent, KEY)) as store:
            assert store.found == []
        assert (path.parent / damage.file).stat().st_size == len(whole)
    assert min(kept) >= 8  # a page holds no more than four of them
    assert kept.count(12) >= 5


@pytest.mark.parametrize("length", [1, 16, 512, PAGE])
def test_the_very_first_bytes_may_be_spoiled(tmp_path: Path, length: int) -> None:
    path, _ = left_behind(tmp_path / "data", 12, "fold")
    spoil(path, 0, length)
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert len(store.found) == 1
        assert len(SqliteOutbox(store).rows()) == 12


def test_what_staff_have_not_read_survives_the_next_damage(tmp_path: Path) -> None:
    path, _ = left_behind(tmp_path / "data", 5, "fold")
    for _ in range(2):
        spoil(path, PAGE + 1024)
        TerminalStore(path.parent, KEY).close()
    with closing(TerminalStore(path.parent, KEY)) as store:
        files = [damage.file for damage in SqliteOutbox(store).damages()]
    assert files == [f"{FILE_NAME}.damaged-1", f"{FILE_NAME}.damaged-2"]


def test_a_log_spoiled_in_the_middle_is_noticed_and_read_behind(tmp_path: Path) -> None:
    path, log = left_behind(tmp_path / "data", 12)
    spoil(log, 32 + (log.stat().st_size // FRAME // 2) * FRAME + 1024)
    with closing(TerminalStore(path.parent, KEY)) as store:
        (damage,) = store.found
        rows = SqliteOutbox(store).rows()
        assert {row.number for row in rows} | set(damage.lost) == {number(n) for n in range(1, 13)}
        assert len(rows) >= 11
    assert (path.parent / f"{damage.file}-wal").exists()


def test_a_log_without_a_head_is_noticed_and_read(tmp_path: Path) -> None:
    path, log = left_behind(tmp_path / "data", 12)
    spoil(log, 0, 32)
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert (len(store.found), len(SqliteOutbox(store).rows())) == (1, 12)


def test_a_log_begun_anew_over_a_folded_one_is_no_damage(tmp_path: Path) -> None:
    path, log = left_behind(tmp_path / "data", 12)
    before = log.read_bytes()
    open_writable(path, KEY).close()  # folds it
    log.write_bytes(bytes(32) + before[32:])  # its new head was torn, old frames behind it
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert store.found == []
        assert len(SqliteOutbox(store).rows()) == 12


def test_a_torn_last_transaction_is_no_damage_but_its_counter_is_told(tmp_path: Path) -> None:
    path, log = left_behind(tmp_path / "data", 12)
    spoil(log, log.stat().st_size - 3 * FRAME + 1024)
    with closing(TerminalStore(path.parent, KEY)) as store:
        (damage,) = store.found
        assert (damage.lost, damage.file) == ((number(12),), "")
        assert len(SqliteOutbox(store).rows()) == 11
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert store.found == []


def test_a_counter_without_its_order_is_told_after_a_crash_and_not_after_an_orderly_end(
    tmp_path: Path,
) -> None:
    path, _ = left_behind(tmp_path / "data", 3, "begun")
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert [damage.lost for damage in store.found] == [(number(4),)]
        SqliteOutbox(store).next_counter()
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert store.found == []


def test_another_key_is_no_damage_and_nothing_is_touched(tmp_path: Path) -> None:
    path, _ = left_behind(tmp_path / "data", 3)
    before = contents(path.parent)
    for wrong in (bytes(32), None):
        with pytest.raises(StoreBroken) as refused:
            TerminalStore(path.parent, wrong)
        assert refused.value.code == "store_unreadable"
    assert contents(path.parent).items() >= before.items()
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert len(SqliteOutbox(store).rows()) == 3


def test_a_file_that_cannot_be_read_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = left_behind(tmp_path / "data", 3)
    before = contents(path.parent)

    def broken_disk(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(opening, "StoreFile", broken_disk)
    with pytest.raises(StoreBroken) as refused:
        TerminalStore(path.parent, KEY)
    assert refused.value.code == "store_unreadable"
    assert contents(path.parent) == before


@pytest.mark.parametrize("step", ["before", "after"])
def test_a_crash_while_the_new_file_takes_its_place_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path, log = left_behind(tmp_path / "data", 12)
    data = bytearray(log.read_bytes())
    data[5 * FRAME] ^= 1
    log.write_bytes(data)
    done: Callable[[Path, Path], Path] = Path.replace

    def crash(self: Path, target: Path) -> Path:
        if step == "after":
            done(self, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            TerminalStore(path.parent, KEY)
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert len(SqliteOutbox(store).rows()) == 12
        (damage,) = SqliteOutbox(store).damages()
    assert (path.parent / f"{damage.file}-wal").exists()
    assert not (path.parent / f"{FILE_NAME}.new").exists()


def test_a_store_in_use_is_refused_until_its_process_dies(
    data_dir: Path, store: TerminalStore
) -> None:
    with pytest.raises(StoreBroken) as refused:
        TerminalStore(data_dir, KEY)
    assert refused.value.code == "store_in_use"
    command = [sys.executable, "-c", SECOND, str(data_dir)]
    other = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  the test's own script
    assert other.stdout.strip() == "store_in_use"
    store.close()
    left_behind(data_dir, 1)  # a process that died with the lock
    TerminalStore(data_dir, KEY).close()


def test_a_store_is_let_go_by_whichever_thread_closes_it(
    data_dir: Path, store: TerminalStore
) -> None:
    closing_it = threading.Thread(target=store.close)
    closing_it.start()
    closing_it.join()
    TerminalStore(data_dir, KEY).close()
    lock = (data_dir / f"{FILE_NAME}.lock").stat()
    assert (lock.st_mode & 0o777, lock.st_size) == (0o600, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks there")
def test_a_child_that_was_forked_meanwhile_keeps_no_store(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FORKING, str(tmp_path)]
    subprocess.run(command, check=True)  # noqa: S603  the test's own script


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_of_another_user_is_no_damage(tmp_path: Path) -> None:
    path, _ = left_behind(tmp_path / "data", 3, "fold")
    path.chmod(0)
    with pytest.raises(StoreBroken) as refused:
        TerminalStore(path.parent, KEY)
    assert refused.value.code == "store_unreadable"
    path.chmod(0o600)
    with closing(TerminalStore(path.parent, KEY)) as store:
        assert store.found == []
