"""The first sector holds the salt that all pages are signed with; a power cut may tear it."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from offline_cache.connection import open_writable
from offline_cache.salvage.page_cipher import SALT, new_salt
from offline_cache.store.migrations import migrate
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

KEY = bytes(range(32))
AT = "2026-01-01T00:00:00+00:00"


def as_a_power_cut_leaves_it(data_dir: Path, to: Path) -> Path:
    """Copy a store while it is open, its first sector torn in the middle of a fold."""
    to.mkdir()
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        shutil.copy(data_dir / name, to / name)
    with (to / FILE_NAME).open("r+b") as file:
        file.write(bytes(512))
    return to


def orders_in(data_dir: Path) -> list[str]:
    store = TerminalStore(data_dir, KEY)
    outbox = SqliteOutbox(store)
    names = [row.order_id for row in outbox.rows()]
    assert outbox.damages() == ()
    store.close()
    return names


def test_a_first_sector_torn_while_the_log_is_folded_loses_nothing(
    data_dir: Path, tmp_path: Path, store: TerminalStore
) -> None:
    # The log holds the first page only if its header changed: grown by many pages.
    for n in range(5):
        SqliteOutbox(store).commit(f"o{n}", f"T7-{n}", bytes(9000), AT)
    torn = as_a_power_cut_leaves_it(data_dir, tmp_path / "torn")
    assert orders_in(torn) == [f"o{n}" for n in reversed(range(5))]
    assert (torn / FILE_NAME).read_bytes()[:SALT] == new_salt(KEY)


def test_a_file_made_with_a_salt_of_its_own_is_read_by_its_logs_copy(
    data_dir: Path, tmp_path: Path
) -> None:
    data_dir.mkdir()
    database = open_writable(data_dir / FILE_NAME, KEY, precious=True)  # a salt by chance
    migrate(database)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    columns = "order_id, number, created_at, body"
    database.execute(
        f"INSERT INTO outbox ({columns}) VALUES ('old', 'T7-1', ?, zeroblob(20000))",  # noqa: S608
        [AT],
    )
    assert (data_dir / FILE_NAME).read_bytes()[:SALT] != new_salt(KEY)
    torn = as_a_power_cut_leaves_it(data_dir, tmp_path / "torn")
    database.close()
    assert orders_in(torn) == ["old"]


def test_the_previous_release_reads_a_file_with_our_salt(
    data_dir: Path, store: TerminalStore
) -> None:
    SqliteOutbox(store).commit("o", "T7-1", b"body", AT)
    store.close()
    connection = dbapi2.connect(str(data_dir / FILE_NAME))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    assert connection.execute("SELECT order_id FROM outbox").fetchall() == [("o",)]
    connection.close()
