"""The precious file: opening, refusing, and the key's backup."""

from __future__ import annotations

import stat
from base64 import urlsafe_b64encode
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.errors import StoreBroken, StoreFull
from offline_cache import connection
from offline_cache.connection import faults, open_writable, require_sqlite
from offline_cache.store import terminal_store
from offline_cache.store.key_backup import unwrap_key, wrap_key, write_wrapped_key
from offline_cache.store.migrations import TERMINAL, migrate
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import FOLD_PAGES, TerminalStore

KEY = bytes(range(32))


def pragma(database: Database, name: str) -> object:
    return database.execute(f"PRAGMA {name}").fetchone()[0]


def test_an_sqlite_that_can_lose_commits_is_refused() -> None:
    require_sqlite((3, 51, 3))
    with pytest.raises(StoreBroken) as refused:
        require_sqlite((3, 51, 2))
    assert refused.value.code == "sqlite_too_old"
    assert refused.value.args_["found"] == "3.51.2"
    assert "sqlcipher3" in str(refused.value.args_["package"])


def test_commits_are_made_durable_and_deletions_overwrite(store: TerminalStore) -> None:
    found = store.run(
        lambda db: {
            name: pragma(db, name)
            for name in ("journal_mode", "synchronous", "secure_delete", "journal_size_limit")
        }
    )
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "journal_size_limit": 4 * 1024 * 1024,
    }


def unfolded(store: TerminalStore) -> int:
    """How many pages lie in the write-ahead log alone."""
    _, pages, folded = store.run(lambda db: db.execute("PRAGMA wal_checkpoint(NOOP)").fetchone())
    return int(pages - folded)


def commit(store: TerminalStore, number: int) -> None:
    body = bytes(8000)
    SqliteOutbox(store).commit(f"o{number}", f"T7-{number}-X", body, "2026-01-01T00:00:00+00:00")


def test_a_log_that_has_grown_is_folded_between_commits_and_a_short_one_is_left(
    store: TerminalStore,
) -> None:
    store.tidy()
    commit(store, 0)
    store.fold()
    assert unfolded(store) > 0
    most = 0
    for number in range(1, 150):
        commit(store, number)
        most = max(most, unfolded(store))
        store.fold()
    assert FOLD_PAGES <= most < 2 * FOLD_PAGES
    assert unfolded(store) < FOLD_PAGES


def test_a_log_that_cannot_be_folded_now_is_folded_later(
    data_dir: Path, store: TerminalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_store, "FOLD_PAGES", 1)
    commit(store, 1)
    with closing(dbapi2.connect(str(data_dir / "terminal.db"))) as reader:
        reader.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM outbox").fetchone()
        commit(store, 2)
        store.fold()
        assert unfolded(store) > 0
    store.fold()
    assert unfolded(store) == 0


def test_only_the_owner_can_read_the_files(data_dir: Path, store: TerminalStore) -> None:
    for path in data_dir.glob("terminal.db*"):
        if not path.name.endswith("reserve"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_wrong_key_is_refused_and_the_file_is_untouched(
    data_dir: Path, store: TerminalStore, capfd: pytest.CaptureFixture[str]
) -> None:
    store.close()
    before = (data_dir / "terminal.db").read_bytes()
    for wrong in (bytes(32), None):
        with pytest.raises(StoreBroken) as refused:
            TerminalStore(data_dir, wrong)
        assert refused.value.code == "store_unreadable"
    assert (data_dir / "terminal.db").read_bytes() == before
    assert capfd.readouterr().err == ""
    TerminalStore(data_dir, KEY).close()


def test_a_ruined_file_is_refused_and_kept(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "terminal.db").write_bytes(b"what is left of it" * 999)
    with pytest.raises(StoreBroken) as refused:
        TerminalStore(data_dir, KEY)
    assert refused.value.code == "store_unreadable"
    assert (data_dir / "terminal.db").read_bytes() == b"what is left of it" * 999


def test_a_file_one_release_newer_is_used_and_one_still_newer_is_refused(data_dir: Path) -> None:
    for version in (len(TERMINAL) + 1, len(TERMINAL) + 2):
        with closing(TerminalStore(data_dir, KEY)) as store:
            store.run(partial(Database.execute, sql=f"PRAGMA user_version = {version}"))
    with pytest.raises(StoreBroken) as refused:
        TerminalStore(data_dir, KEY)
    assert refused.value.code == "store_too_new"


def test_a_migration_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    database = open_writable(tmp_path / "x.db")
    steps = ("CREATE TABLE a (n)", "CREATE TABLE b (n); CREATE TABLE a (n)")
    with pytest.raises(Exception, match="already exists"):
        migrate(database, steps)
    assert pragma(database, "user_version") == 1
    assert database.table_names() == ["a"]
    migrate(database, (steps[0], "CREATE TABLE b (n)"))
    assert pragma(database, "user_version") == 2
    database.close()


def test_a_full_disk_is_told_apart_from_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    for free, kind in ((0, StoreFull), (10**9, StoreBroken)):
        monkeypatch.setattr(connection, "no_room_at", lambda _, free=free: free == 0)
        with pytest.raises(kind), faults(path):
            raise OSError("input/output error")


def test_a_wrapped_key_opens_with_the_hubs_key_alone(tmp_path: Path) -> None:
    private = X25519PrivateKey.generate()
    public = urlsafe_b64encode(private.public_key().public_bytes_raw()).rstrip(b"=").decode()
    path = write_wrapped_key(tmp_path, wrap_key(KEY, public))
    again = write_wrapped_key(tmp_path, wrap_key(KEY, public))
    assert path == again == tmp_path / "terminal.key.wrapped"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KEY not in path.read_bytes()
    assert unwrap_key(path.read_bytes(), private) == KEY
    for wrapped, key in (
        (path.read_bytes(), X25519PrivateKey.generate()),
        (path.read_bytes()[:-1], private),
        (b"", private),
    ):
        with pytest.raises(StoreBroken) as refused:
            unwrap_key(wrapped, key)
        assert refused.value.code == "key_backup_unreadable"
