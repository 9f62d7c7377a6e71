"""Installing, swapping and losing catalogue files."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.money import Money
from kiosk.errors import HubUnreachable, StoreBroken, StoreFull
from kiosk.ports.catalogue import FeedPosition, Refusal
from kiosk.wire.feed import ChangesPage, PriceChange
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue import sql
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.catalogue.overlay import Overlay
from offline_cache.catalogue.snapshot_file import OpenCatalogue
from tests.patience import PATIENCE_S

Install = Callable[..., Manifest]
Made = Callable[..., bytes]
Pack = Callable[..., tuple[Manifest, bytes]]
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
    assert again.position() == FeedPosition("e1", 12, manifest.sha256, 10)
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
    assert position is not None and (position.sequence, position.base) == (30, 20)


def test_a_page_is_not_applied_where_we_fell_behind_meanwhile(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    with pytest.raises(StoreBroken):
        files.apply_page(change(30, 300), after=29)
    position = files.position()
    assert price(LocalCatalogue(files)) == 100
    assert position is not None and position.sequence == 10


def test_a_new_epoch_forgets_the_changes_of_the_old_one(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    files.apply_page(change(30, 300))
    manifest = install(files, epoch="e2", sequence=5, price=200)
    assert price(LocalCatalogue(files)) == 200
    assert files.position() == FeedPosition("e2", 5, manifest.sha256, 5)


def test_the_last_two_files_are_kept(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    made = [install(files, sequence=n, price=n).sha256 for n in (10, 20, 30)]
    kept = {path.stem.removeprefix("catalogue-") for path in data_dir.glob("catalogue-*.db")}
    assert kept == set(made[1:])
    assert not list(data_dir.glob("*.part"))


def test_what_came_of_a_download_is_gone_on_with_and_of_another_one_removed(
    files: CatalogueFiles, made: Made, pack: Pack
) -> None:
    first, data = pack(made(10), sequence=10)
    files.part(first).write_bytes(data[:99])
    assert files.part(first).read_bytes() == data[:99]
    second, _ = pack(made(20), sequence=20)
    assert not files.part(second).exists()
    assert not files.part(first).exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31])
def test_what_is_no_hash_becomes_no_path(
    files: CatalogueFiles, made: Made, pack: Pack, name: str
) -> None:
    manifest, _ = pack(made())
    with pytest.raises(HubUnreachable):
        files.part(msgspec.structs.replace(manifest, packed_sha256=name))
    with pytest.raises(HubUnreachable):
        files.install(msgspec.structs.replace(manifest, sha256=name))


def test_a_file_that_is_here_already_is_taken_without_a_download(
    files: CatalogueFiles, install: Install
) -> None:
    older = install(files, sequence=10, price=100)
    install(files, sequence=20, price=200)
    files.install(older)
    assert price(LocalCatalogue(files)) == 100


def test_why_a_file_was_not_taken_is_kept_until_one_is(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    assert files.refused() is None
    files.note_refusal(Refusal("snapshot_older", "2026-01-01T00:00:00+00:00"))
    last = Refusal("snapshot_expired", "2026-01-02T00:00:00+00:00")
    files.note_refusal(last)
    files.close()
    again = CatalogueFiles(data_dir)
    assert again.refused() == last
    install(again)
    assert again.refused() is None
    again.close()


def test_what_the_previous_release_left_is_no_catalogue_and_stays_until_two_of_ours_are_here(
    data_dir: Path, made: Made, install: Install
) -> None:
    data_dir.mkdir()
    data = made(version=1)
    sha256 = hashlib.sha256(data).hexdigest()
    (data_dir / f"catalogue-{sha256}.db").write_bytes(data)
    (data_dir / f"catalogue-{sha256}.part").write_bytes(data[:50])
    with closing(dbapi2.connect(str(data_dir / "overlay.db"))) as overlay:
        overlay.execute("CREATE TABLE position (one, epoch TEXT, sequence INTEGER, sha256 TEXT)")
        overlay.execute("INSERT INTO position VALUES (1, 'e1', 10, ?)", [sha256])
        overlay.execute("PRAGMA user_version = 1")
        overlay.commit()
    files = CatalogueFiles(data_dir)
    assert files.position() is None
    assert LocalCatalogue(files).categories() == ()
    left = data_dir / f"catalogue-{sha256}.db"
    assert left.exists(), "whoever goes back a release has a catalogue without the network"
    install(files, price=300)
    assert price(LocalCatalogue(files)) == 300
    install(files, sequence=11, price=400)
    assert not left.exists() and len(list(data_dir.glob("catalogue-*.db"))) == 2
    assert not list(data_dir.glob("catalogue-*.part"))
    files.close()


def test_a_read_that_a_swap_falls_into_is_repeated_on_the_new_file(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    files.apply_page(change(11, 150))
    seen: list[int] = []

    def job(opened: OpenCatalogue) -> int:
        if not seen:  # the old file without its changes is what the shop never sold at
            install(files, epoch="e2", sequence=5, price=200)
        row = opened.execute(sql.VARIANT, (opened.base, SKU)).fetchone()
        seen.append(row[-1])
        return seen[-1]

    assert files.read(job, 0) == 200
    assert seen == [100, 200]


def test_a_read_never_sees_the_old_file_with_the_new_files_changes(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    files.apply_page(change(11, 150))
    reading, taken, moved_on = threading.Event(), threading.Event(), threading.Event()
    seen: list[int] = []

    def job(opened: OpenCatalogue) -> int:
        reading.set()
        assert taken.wait(PATIENCE_S)
        return int(opened.execute(sql.VARIANT, (opened.base, SKU)).fetchone()[-1])

    def read() -> None:
        seen.append(files.read(job, 0))
        moved_on.set()

    now, take = files._now, Overlay.take

    def asked_again() -> object:
        if taken.is_set():
            moved_on.set()
        return now()

    def half_way(overlay: Overlay, manifest: Manifest) -> None:
        take(overlay, manifest)
        taken.set()
        assert moved_on.wait(PATIENCE_S)

    reader = threading.Thread(target=read)
    with monkeypatch.context() as patch:
        patch.setattr(files, "_now", asked_again)
        reader.start()
        assert reading.wait(PATIENCE_S)
        patch.setattr(Overlay, "take", half_way)
        install(files, epoch="e2", sequence=5, price=200)
        reader.join()
    assert seen == [200]


def test_a_swap_that_fails_leaves_readers_on_the_old_file(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    before = files.position()

    def full(_: object, __: Manifest) -> None:
        raise StoreFull("store_full")

    with monkeypatch.context() as patch:
        patch.setattr(Overlay, "take", full)
        with pytest.raises(StoreFull):
            install(files, sequence=20, price=200)
    assert price(LocalCatalogue(files)) == 100
    assert files.position() == before


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
