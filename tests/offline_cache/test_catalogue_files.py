"""Installing, swapping and losing catalogue files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.money import Money
from kiosk.errors import HubUnreachable
from kiosk.ports import FeedPosition
from kiosk.wire.feed import ChangesPage, Manifest, PriceChange
from offline_cache.catalogue import LocalCatalogue
from offline_cache.catalogue_files import CatalogueFiles

Install = Callable[..., Manifest]
SKU = "JACKET-BLUE-92"


def price(catalogue: LocalCatalogue) -> int:
    variant = catalogue.variant(SKU)
    assert variant is not None
    return variant.list_price.minor


def change(sequence: int, minor: int, epoch: str = "e1") -> ChangesPage:
    change = PriceChange(sequence, SKU, Money(minor, "RUB"))
    return ChangesPage(epoch, (change,), sequence, False, "2026-01-01T00:00:00+00:00")


def test_position_and_file_survive_a_restart(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    manifest = install(files)
    files.apply_page(change(12, 777))
    files.close()
    again = CatalogueFiles(data_dir)
    assert again.position() == FeedPosition("e1", 12, manifest.sha256)
    assert price(LocalCatalogue(again)) == 777
    again.close()


def test_a_new_file_is_seen_at_the_next_read_and_older_changes_are_dropped(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    files.apply_page(change(15, 150))
    assert price(catalogue) == 150
    install(files, sequence=20, price=200)
    assert price(catalogue) == 200


def test_changes_newer_than_the_new_file_stay(files: CatalogueFiles, install: Install) -> None:
    install(files, price=100)
    files.apply_page(change(30, 300))
    install(files, sequence=20, price=200)
    position = files.position()
    assert price(LocalCatalogue(files)) == 300
    assert position is not None and position.sequence == 30


def test_a_new_epoch_forgets_the_changes_of_the_old_one(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    files.apply_page(change(30, 300))
    manifest = install(files, epoch="e2", sequence=5, price=200)
    assert price(LocalCatalogue(files)) == 200
    assert files.position() == FeedPosition("e2", 5, manifest.sha256)


def test_the_last_two_files_are_kept(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    made = [install(files, sequence=n, price=n).sha256 for n in (10, 20, 30)]
    kept = {path.stem.removeprefix("catalogue-") for path in data_dir.glob("catalogue-*.db")}
    assert kept == set(made[1:])
    assert not list(data_dir.glob("*.part"))


def test_a_file_with_another_hash_is_refused_and_the_old_one_goes_on(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    before = files.position()
    promised = Manifest("ab" * 32, 5, 99, 1)
    files.incoming(promised.sha256).write_bytes(b"<html>")
    with pytest.raises(HubUnreachable) as refused:
        files.install(promised, "e1")
    assert refused.value.code == "hub_nonsense"
    assert files.position() == before
    assert price(LocalCatalogue(files)) == 100
    assert not files.incoming(promised.sha256).exists()


def test_a_file_of_another_version_is_refused(files: CatalogueFiles, install: Install) -> None:
    with pytest.raises(HubUnreachable) as refused:
        install(files, version=2)
    assert refused.value.code == "hub_nonsense"
    with pytest.raises(HubUnreachable) as refused:
        files.install(Manifest("ab" * 32, 5, 99, 2), "e1")
    assert refused.value.code == "hub_too_new"
    assert files.position() is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31])
def test_what_is_no_hash_becomes_no_path(files: CatalogueFiles, name: str) -> None:
    with pytest.raises(HubUnreachable):
        files.incoming(name)


def test_readers_go_on_while_files_are_swapped(files: CatalogueFiles, install: Install) -> None:
    install(files, sequence=1, price=1)
    catalogue = LocalCatalogue(files)
    stop = threading.Event()
    seen: list[list[int]] = [[], []]
    faults: list[BaseException] = []

    def reader(prices: list[int]) -> None:
        try:
            while not stop.is_set():
                prices.append(price(catalogue))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=reader, args=[prices]) for prices in seen]
    for thread in threads:
        thread.start()
    for sequence in range(2, 8):
        install(files, sequence=sequence, price=sequence)
    stop.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert price(catalogue) == 7
    assert all(prices == sorted(prices) for prices in seen)


def test_a_missing_file_leaves_the_previous_one(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    older = install(files, sequence=10, price=100)
    newer = install(files, sequence=20, price=200)
    files.close()
    (data_dir / f"catalogue-{newer.sha256}.db").unlink()
    again = CatalogueFiles(data_dir)
    assert again.position() == FeedPosition("e1", 10, older.sha256)
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
    assert again.position() == FeedPosition("", 10, manifest.sha256)
    assert (data_dir / "overlay.db.damaged").exists()
    again.install(manifest, "e1")
    assert again.position() == FeedPosition("e1", 10, manifest.sha256)
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
