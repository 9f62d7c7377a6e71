"""Losing catalogue files and overlays to bad disks."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.money import Money
from kiosk.errors import StoreBroken, StoreFull
from kiosk.ports.catalogue import FeedPosition
from kiosk.wire.feed import ChangesPage, PriceChange
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue import overlay as overlay_module
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.catalogue.snapshot_file import OpenCatalogue
from offline_cache.connection import open_writable
from tests.patience import PATIENCE_S

Install = Callable[..., Manifest]
SKU = "JACKET-BLUE-92"


def price(catalogue: LocalCatalogue) -> int:
    variant = catalogue.variant(SKU)
    assert variant is not None
    return variant.list_price.minor


def change(sequence: int, minor: int) -> ChangesPage:
    change = PriceChange(sequence, SKU, Money(minor, "RUB"))
    return ChangesPage("e1", (change,), sequence, False, "2026-01-01T00:00:00+00:00")


def test_a_missing_file_leaves_the_previous_one(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    older = install(files, sequence=10, price=100)
    newer = install(files, sequence=20, price=200)
    files.close()
    (data_dir / f"catalogue-{newer.sha256}.db").unlink()
    again = CatalogueFiles(data_dir)
    assert again.position() == FeedPosition("e1", 10, older.sha256, 10)
    assert price(LocalCatalogue(again)) == 100
    again.close()


def test_a_file_damaged_under_an_open_reader_is_given_up(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    manifest = install(files)
    catalogue = LocalCatalogue(files)
    assert catalogue.locations()
    path = data_dir / f"catalogue-{manifest.sha256}.db"
    with path.open("rb+") as file:
        file.write(b"\xff" * path.stat().st_size)
    assert catalogue.search("jacket", 5) == ()
    assert catalogue.in_category("girls", 5, 0) == ()
    assert files.position() is None
    assert not path.exists()
    install(files, sequence=11)
    assert catalogue.search("jacket", 5)


@pytest.mark.parametrize(
    "content", [b"", b"<html>captive</html>", b"SQLite format 3\x00" + b"x" * 99]
)
def test_a_ruined_catalogue_at_start_is_no_catalogue(
    data_dir: Path, files: CatalogueFiles, install: Install, content: bytes
) -> None:
    manifest = install(files)
    files.close()
    (data_dir / f"catalogue-{manifest.sha256}.db").write_bytes(content)
    again = CatalogueFiles(data_dir)
    assert again.position() is None
    assert LocalCatalogue(again).categories() == ()
    again.close()


def test_a_catalogue_on_a_bad_sector_is_no_catalogue(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    manifest = install(files)
    files.close()
    unreadable = data_dir / f"catalogue-{manifest.sha256}.db"
    unreadable.unlink()
    unreadable.mkdir()  # reading it is an OSError, removing it too
    again = CatalogueFiles(data_dir)
    assert again.position() is None
    again.close()


def test_a_ruined_overlay_is_set_aside_and_the_catalogue_stays(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    manifest = install(files, price=100)
    files.apply_page(change(30, 300))
    files.close()
    (data_dir / "overlay.db").write_bytes(b"not a database" * 999)
    again = CatalogueFiles(data_dir)
    assert price(LocalCatalogue(again)) == 100
    assert again.position() == FeedPosition("", 10, manifest.sha256, 10)
    assert (data_dir / "overlay.db.damaged").exists()
    again.install(manifest)  # it is here: nothing is downloaded
    assert again.position() == FeedPosition("e1", 10, manifest.sha256, 10)
    again.close()


def test_an_overlay_ruined_while_open_is_begun_anew(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    for sequence in range(11, 40):
        files.apply_page(change(sequence, sequence))
    files.close()
    again = CatalogueFiles(data_dir)
    overlay = data_dir / "overlay.db"
    with overlay.open("rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * (overlay.stat().st_size - 4096))
    catalogue = LocalCatalogue(again)
    assert price(catalogue) == 100
    again.close()


class NoRoom:
    """A disk on which no database can be begun while `full`, or none even opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, even_opened: bool = False) -> None:
        self.full, self._even_opened = True, even_opened
        monkeypatch.setattr(overlay_module, "open_writable", self)

    def __call__(self, path: Path) -> object:
        if self.full and (self._even_opened or not path.exists()):
            raise StoreFull("store_full", file=path.name)
        return open_writable(path)


def test_an_overlay_that_cannot_be_begun_anew_keeps_no_order_and_comes_back_with_room(
    data_dir: Path, files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    files.apply_page(change(11, 111))
    files.close()
    again = CatalogueFiles(data_dir)
    before, catalogue = again.position(), LocalCatalogue(again)
    _spoil(data_dir / "overlay.db")
    disk = NoRoom(monkeypatch)
    for _ in range(2):
        with pytest.raises(StoreFull):
            price(catalogue)
        assert again.position() == before
        with pytest.raises(StoreFull):
            again.apply_page(change(12, 112))
    there = {path.name for path in data_dir.glob("overlay.db*")}
    assert "overlay.db" in there, "else the next reader would begin an empty one"
    assert not there & {"overlay.db.new", "overlay.db.damaged"}
    disk.full = False
    assert price(catalogue) == 100
    elsewhere: list[int] = []
    thread = threading.Thread(target=lambda: elsewhere.append(price(catalogue)))
    thread.start()
    thread.join()
    assert elsewhere == [100]
    again.close()


def test_an_overlay_that_could_not_be_opened_for_a_moment_is_the_same_afterwards(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    files.apply_page(change(11, 111))
    disk = NoRoom(monkeypatch, even_opened=True)
    with pytest.raises(StoreFull):
        files._overlay.begin_anew_if_damaged()
    disk.full = False
    files.apply_page(change(12, 112), after=11)
    assert price(LocalCatalogue(files)) == 112


def test_where_we_are_is_known_while_a_long_batch_is_being_written(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever places an order asks for it."""
    install(files)
    before, known = files.position(), list[object]()

    def slow(*_: object) -> None:
        asking = threading.Thread(target=lambda: known.append(files.position()))
        asking.start()
        asking.join(PATIENCE_S)

    monkeypatch.setattr(overlay_module, "write_staged", slow)
    files.apply_page(change(11, 111))
    assert known == [before]
    after = files.position()
    assert after is not None and after.sequence == 11


def test_a_held_read_that_could_not_begin_holds_nothing(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    with catalogue.at_once():
        assert price(catalogue) == 100
    opened = files._here.opened
    assert opened is not None
    execute = opened.execute

    def busy(sql: str, values: Sequence[str | int] = ()) -> object:
        if "overlay.position" in sql:
            error = dbapi2.OperationalError("database is locked")
            error.sqlite_errorcode = 5
            raise error
        return execute(sql, values)

    with monkeypatch.context() as patch:
        patch.setattr(opened, "execute", busy)
        with pytest.raises(StoreBroken, match="store_busy"), catalogue.at_once():
            pass
    assert not opened.database.conn.in_transaction
    files.apply_page(change(11, 111))
    with catalogue.at_once():
        assert price(catalogue) == 111


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.EMFILE])
def test_a_good_file_that_cannot_be_read_now_is_not_deleted(
    data_dir: Path,
    files: CatalogueFiles,
    install: Install,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    manifest = install(files, price=100)
    files.close()
    path = data_dir / f"catalogue-{manifest.sha256}.db"

    def fails(*_: object, **__: object) -> object:
        raise OSError(number, "not now")

    def unreadable(*_: object) -> object:
        raise StoreBroken("store_unreadable")

    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "file_digest", fails)
        patch.setattr(OpenCatalogue, "__init__", unreadable)
        CatalogueFiles(data_dir).close()
    assert path.exists()
    again = CatalogueFiles(data_dir)
    assert price(LocalCatalogue(again)) == 100
    again.close()


def test_a_file_that_vanishes_while_they_are_sorted_is_no_fault(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    gone = data_dir / f"catalogue-{'0' * 64}.db"
    gone.symlink_to(data_dir / "nowhere")
    install(files, price=100)
    assert price(LocalCatalogue(files)) == 100


def test_a_folder_that_cannot_be_listed_is_a_fault_of_the_store(
    data_dir: Path, files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = install(files)
    files.close()
    again = CatalogueFiles(data_dir)
    (data_dir / f"catalogue-{manifest.sha256}.db").write_bytes(b"")

    def fails(*_: object) -> object:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "glob", fails)
        with pytest.raises(StoreBroken):
            LocalCatalogue(again).categories()
    assert LocalCatalogue(again).categories() == ()
    again.close()


def _spoil(path: Path) -> None:
    with path.open("rb+") as file:
        file.write(b"\xff" * path.stat().st_size)
