"""Pictures on the terminal's disk: a number of bytes, the least used go."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from kiosk.errors import BadInput, StoreFull
from offline_cache import connection
from offline_cache import pictures as pictures_module
from offline_cache.pictures import PictureFiles
from tests.some_pictures import png

A, B, C, D = (png(bytes([n])).ljust(100, b"\0") for n in (1, 2, 3, 4))


def name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(store: PictureFiles, *pictures: bytes) -> None:
    for data in pictures:
        store.keep(name(data), data)


def there(store: PictureFiles, *pictures: bytes) -> list[bool]:
    return [store.find(name(data)) is not None for data in pictures]


def age(folder: Path, data: bytes, hours: int) -> None:
    path = folder / "pictures" / name(data)
    at = path.stat().st_mtime - hours * 3600
    os.utime(path, (at, at))


def test_a_picture_that_was_kept_is_found_whole(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 1_000)
    assert store.find(name(A)) is None
    path = store.keep(name(A), A)
    assert store.find(name(A)) == path
    assert path.read_bytes() == A
    assert [left.name for left in path.parent.iterdir()] == [name(A)]


def test_bytes_that_are_not_what_the_name_says_are_not_kept(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 1_000)
    with pytest.raises(BadInput, match="picture_wrong"):
        store.keep(name(A), B)
    assert there(store, A, B) == [False, False]


def test_a_name_that_is_no_hash_names_no_file(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 1_000)
    keep(store, A)
    (tmp_path / "secret").write_bytes(A)
    assert store.find("../secret") is None
    assert store.find("") is None


def test_the_picture_not_used_for_longest_makes_room(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 250)
    keep(store, A, B)
    assert store.find(name(A))  # B is now the older one
    keep(store, C)
    assert there(store, A, B, C) == [True, False, True]
    assert sum(p.stat().st_size for p in (tmp_path / "pictures").iterdir()) <= 250


def test_a_picture_that_came_again_counts_once_and_as_used(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 300)
    keep(store, A, B, A, C, D)
    assert there(store, A, B, C, D) == [True, False, True, True]


def test_a_restart_knows_what_was_used_last(tmp_path: Path) -> None:
    keep(PictureFiles(tmp_path, 250), A, B)
    age(tmp_path, A, 1)
    age(tmp_path, B, 2)
    PictureFiles(tmp_path, 250).find(name(B))
    restarted = PictureFiles(tmp_path, 250)
    keep(restarted, C)
    assert there(restarted, A, B, C) == [False, True, True]


def test_a_smaller_budget_after_a_restart_holds_at_the_next_picture(tmp_path: Path) -> None:
    keep(PictureFiles(tmp_path, 1_000), A, B)
    restarted = PictureFiles(tmp_path, 100)
    keep(restarted, C)
    assert there(restarted, A, B, C) == [False, False, True]


def test_what_a_power_cut_left_is_cleared_away(tmp_path: Path) -> None:
    keep(PictureFiles(tmp_path, 250), A)
    left = tmp_path / "pictures" / f".{name(B)}.new"
    left.write_bytes(B[:10])
    assert there(PictureFiles(tmp_path, 250), A, B) == [True, False]
    assert not left.exists()


def test_a_picture_somebody_deleted_is_not_here(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 250)
    store.keep(name(A), A).unlink()
    assert store.find(name(A)) is None
    keep(store, A)
    assert there(store, A) == [True]


def test_a_full_disk_keeps_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PictureFiles(tmp_path, 1_000)
    keep(store, A)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        patch.setattr(connection, "no_room_at", lambda _: True)
        with pytest.raises(StoreFull):
            keep(store, B)
    assert there(store, A, B) == [True, False]
    assert len(list((tmp_path / pictures_module.FOLDER).iterdir())) == 1


def test_a_picture_above_the_whole_budget_throws_nothing_out(tmp_path: Path) -> None:
    store = PictureFiles(tmp_path, 150)
    keep(store, A)
    with pytest.raises(StoreFull):
        keep(store, B + C)
    assert there(store, A) == [True]


def test_what_cannot_be_removed_does_not_end_the_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(PictureFiles(tmp_path, 250), A, B)
    folder = tmp_path / pictures_module.FOLDER
    for entry in ("lost+found", "0" * 64, "f" * 64):
        (folder / entry).mkdir()
    listed = sorted(folder.iterdir(), key=Path.is_file)  # folders first
    monkeypatch.setattr(Path, "iterdir", lambda _: iter(listed))
    restarted = PictureFiles(tmp_path, 250)
    keep(restarted, C, D)
    assert there(restarted, A, B, C, D) == [False, False, True, True]


def test_a_picture_that_cannot_be_removed_counts_and_the_next_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PictureFiles(tmp_path, 250)
    keep(store, A, B)
    unlink = Path.unlink

    def in_use(path: Path, missing_ok: bool = False) -> None:
        if path.name == name(A):
            raise PermissionError(errno.EACCES, "open elsewhere")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", in_use)
    keep(store, C)
    assert there(store, A, B, C) == [True, False, True]
    with pytest.raises(StoreFull):
        keep(store, B + D)  # beside the one that stays


def test_a_picture_waits_for_the_disk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits, fsync = list[int](), os.fsync

    def wait(handle: int) -> None:
        waits.append(handle)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", wait)
    keep(PictureFiles(tmp_path, 250), A)
    assert len(waits) == 1  # none: a power cut could leave half of it under the whole's name
