"""Nobody sees half of anything: batches over several pages, and reads that belong together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.domain.catalogue import Promotion
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.wire.feed import (
    Change,
    ChangesPage,
    PriceChange,
    PromotionChange,
    StockChange,
    TermsChange,
)
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue import overlay, overlay_rows
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from tests.patience import PATIENCE_S

Install = Callable[..., Manifest]
DRESSES = ("DRESS-BLUE-92", "DRESS-BLUE-98", "DRESS-RED-92", "DRESS-RED-98")
NOW = "2026-01-01T00:00:00+00:00"


def prices(catalogue: LocalCatalogue) -> list[int]:
    return [variant.list_price.minor for variant in catalogue.variants_of("dress")]


def page(first: int, minor: int, skus: tuple[str, ...], complete: int | None) -> ChangesPage:
    """A page of new prices from sequence `first` on."""
    changes = tuple(PriceChange(first + n, sku, Money(minor, "RUB")) for n, sku in enumerate(skus))
    return ChangesPage("e1", changes, first + len(skus) - 1, False, NOW, complete=complete)


def test_a_batch_over_several_pages_is_seen_when_it_is_whole(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    before = prices(catalogue)
    files.apply_page(page(11, 70, DRESSES[:2], complete=10))
    position = files.position()
    assert position is not None and position.sequence == 12
    assert prices(catalogue) == before
    files.apply_page(page(13, 70, DRESSES[2:], complete=14))
    assert prices(catalogue) == [70] * 4


def test_a_page_shows_what_is_whole_and_keeps_back_the_rest(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    files.apply_page(page(11, 70, DRESSES, complete=13))
    assert prices(catalogue) == [70, 70, 70, 101]
    files.apply_page(ChangesPage("e1", (), 14, False, NOW, complete=14))
    assert prices(catalogue) == [70] * 4


def test_a_batch_goes_on_after_a_restart(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    files.apply_page(page(11, 70, DRESSES[:2], complete=10))
    files.close()
    again = CatalogueFiles(data_dir)
    catalogue = LocalCatalogue(again)
    assert prices(catalogue) == [100, 101, 100, 101]
    again.apply_page(page(13, 70, DRESSES[2:], complete=14))
    assert prices(catalogue) == [70] * 4
    again.close()


def test_a_page_that_comes_twice_changes_nothing(files: CatalogueFiles, install: Install) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    for _ in range(2):
        files.apply_page(page(11, 70, DRESSES[:2], complete=10))
        assert prices(catalogue) == [100, 101, 100, 101]
    for _ in range(2):
        files.apply_page(page(13, 70, DRESSES[2:], complete=14))
        assert prices(catalogue) == [70] * 4


def test_what_waits_for_its_batch_is_dropped_with_its_epoch(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    files.apply_page(page(11, 70, DRESSES[:2], complete=10))
    install(files, epoch="e2", sequence=5, price=200)
    files.apply_page(ChangesPage("e2", (), 30, False, NOW, complete=30))
    assert prices(LocalCatalogue(files)) == [200, 201, 200, 201]


def test_what_waits_beyond_a_new_file_stays_and_what_it_includes_goes(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    files.apply_page(page(11, 70, DRESSES, complete=10))
    install(files, sequence=12, price=200)
    catalogue = LocalCatalogue(files)
    assert prices(catalogue) == [200, 201, 200, 201]
    files.apply_page(ChangesPage("e1", (), 14, False, NOW, complete=14))
    assert prices(catalogue) == [200, 201, 70, 70]


def test_changes_of_every_kind_wait(files: CatalogueFiles, install: Install) -> None:
    install(files)
    catalogue = LocalCatalogue(files)
    terms = catalogue.terms()
    changed = type(terms)(**{f: getattr(terms, f) for f in terms.__slots__} | {"transfer_days": 9})
    sale = Promotion("p0", "n_for_m", {"en": "3 for 2"}, buy=3, pay=2)
    level = StockLevel("DRESS-RED-98", "w1", 7, 1, 2, 3)
    changes: tuple[Change, ...] = (
        StockChange(11, level),
        PromotionChange(12, sale),
        TermsChange(13, changed),
    )
    files.apply_page(ChangesPage("e1", changes, 13, True, NOW, complete=10))
    assert (len(catalogue.promotions()), catalogue.terms()) == (1, terms)
    files.apply_page(ChangesPage("e1", (), 14, False, NOW, complete=14))
    assert catalogue.stock_of([level.sku])[level.sku][-1] == level
    assert catalogue.promotions()[0] == sale
    assert catalogue.terms() == changed


def test_a_long_batch_is_written_in_one_transaction(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    seen: list[list[int]] = []

    def watched(step: Callable[..., None]) -> Callable[..., None]:
        def look_after(db: Database, what: object) -> None:
            step(db, what)
            seen.append(prices(catalogue))

        return look_after

    for first in (11, 15):
        files.apply_page(page(first, first, DRESSES, complete=10))
    for step in (overlay_rows.write_staged, overlay_rows.write):
        monkeypatch.setattr(overlay, step.__name__, watched(step))
    files.apply_page(page(19, 70, DRESSES[:1], complete=19))
    assert seen == [[100, 101, 100, 101]] * 2
    assert prices(catalogue) == [70, 15, 15, 15]


def test_what_waited_never_replaces_what_is_newer(files: CatalogueFiles, install: Install) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    files.apply_page(page(15, 80, DRESSES[:2], complete=16))
    files.apply_page(page(11, 70, DRESSES, complete=10))
    files.apply_page(ChangesPage("e1", (), 16, False, NOW, complete=16))
    assert prices(catalogue) == [80, 80, 70, 70]
    files.apply_page(ChangesPage("e1", (), 20, False, NOW, complete=20))
    assert prices(catalogue) == [80, 80, 70, 70]


def test_a_page_that_fails_half_way_leaves_nothing(
    files: CatalogueFiles, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    files.apply_page(page(11, 70, DRESSES[:2], complete=10))
    before = files.position()
    with monkeypatch.context() as patch:
        patch.setattr(overlay_rows, "_STAGE", "INSERT INTO nowhere_{} {}")
        with pytest.raises(dbapi2.OperationalError):
            files.apply_page(page(13, 70, DRESSES[2:], complete=13))
    assert files.position() == before
    assert prices(catalogue) == [100, 101, 100, 101]
    files.apply_page(page(13, 70, DRESSES[2:], complete=14))
    assert prices(catalogue) == [70] * 4


def test_reads_at_once_see_one_state_whatever_lands_between_them(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    files.apply_page(page(11, 70, DRESSES, complete=14))
    with catalogue.at_once():
        assert prices(catalogue) == [70] * 4
        files.apply_page(page(15, 60, DRESSES, complete=18))
        assert prices(catalogue) == [70] * 4
        with catalogue.at_once():
            install(files, epoch="e2", sequence=5, price=200)
            assert prices(catalogue) == [70] * 4
        assert catalogue.in_category("girls", 1, 0)[0].price.minor == 70
        install(files, epoch="e2", sequence=6, price=300)
        install(files, epoch="e2", sequence=7, price=400)
        assert prices(catalogue) == [70] * 4
    assert prices(catalogue) == [400, 401, 400, 401]


def test_a_state_is_held_before_the_first_read(files: CatalogueFiles, install: Install) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    with catalogue.at_once():
        files.apply_page(page(11, 70, DRESSES, complete=14))
        assert prices(catalogue) == [100, 101, 100, 101]
    assert prices(catalogue) == [70] * 4


def test_another_thread_sees_what_is_new_meanwhile(files: CatalogueFiles, install: Install) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    seen: list[list[int]] = []
    with catalogue.at_once():
        install(files, sequence=20, price=200)
        other = threading.Thread(target=lambda: seen.append(prices(catalogue)))
        other.start()
        other.join()
        assert prices(catalogue) == [100, 101, 100, 101]
    assert seen == [[200, 201, 200, 201]]


def test_at_once_without_a_catalogue_stays_without_one(
    files: CatalogueFiles, install: Install
) -> None:
    catalogue = LocalCatalogue(files)
    with catalogue.at_once():
        install(files)
        assert catalogue.categories() == ()
    assert catalogue.categories() != ()


def test_a_fault_within_at_once_ends_it(files: CatalogueFiles, install: Install) -> None:
    install(files, price=100)
    catalogue = LocalCatalogue(files)
    with pytest.raises(LookupError), catalogue.at_once():
        raise LookupError
    install(files, sequence=20, price=200)
    assert prices(catalogue) == [200, 201, 200, 201]


def test_a_file_damaged_within_at_once_is_given_up_for_the_one_before(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    install(files, price=100)
    manifest = install(files, sequence=20, price=200)
    catalogue = LocalCatalogue(files)
    path = data_dir / f"catalogue-{manifest.sha256}.db"
    with catalogue.at_once():
        with path.open("rb+") as file:
            file.write(b"\xff" * path.stat().st_size)
        assert prices(catalogue) == [100, 101, 100, 101]
    assert prices(catalogue) == [100, 101, 100, 101]


def test_readers_never_see_half_a_batch_or_half_a_swap(
    files: CatalogueFiles, install: Install
) -> None:
    install(files, sequence=10, price=100)
    catalogue = LocalCatalogue(files)
    stop, started = threading.Event(), threading.Barrier(3)
    seen: list[tuple[int, ...]] = []
    faults: list[BaseException] = []

    def reader() -> None:
        try:
            started.wait(PATIENCE_S)
            while not stop.is_set():
                with catalogue.at_once():
                    one, two = prices(catalogue), catalogue.in_category("girls", 1, 0)[0].price
                seen.append((min(one) - two.minor, len({minor // 10 for minor in one})))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=reader) for _ in range(2)]
    for thread in threads:
        thread.start()
    started.wait(PATIENCE_S)
    for n in range(1, 9):
        files.apply_page(page(10 * n + 1, 1000 * n, DRESSES[:2], complete=10 * n))
        files.apply_page(page(10 * n + 3, 1000 * n, DRESSES[2:], complete=10 * n + 4))
        install(files, sequence=10 * n + 5, price=500 * n)
    stop.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert seen and set(seen) == {(0, 1)}
