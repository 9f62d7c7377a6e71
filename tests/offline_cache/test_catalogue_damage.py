"""Losing catalogue files and overlays to bad disks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.money import Money
from kiosk.ports import FeedPosition
from kiosk.wire.feed import ChangesPage, PriceChange
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue import LocalCatalogue
from offline_cache.catalogue_files import CatalogueFiles

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
