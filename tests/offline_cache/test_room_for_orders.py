"""What can be fetched again never takes the room on the disk that orders need."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.money import Money
from kiosk.errors import StoreFull
from kiosk.wire.feed import ChangesPage, PriceChange
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.pictures import PictureFiles
from offline_cache.reserve import ROOM_FOR_ORDERS
from tests.some_pictures import png

Install = Callable[..., Manifest]
Made = Callable[..., bytes]
Pack = Callable[..., tuple[Manifest, bytes]]
Free = Callable[[int], None]


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> Free:
    """Say how many bytes the disk has left."""

    def say(left: int) -> None:
        about = shutil._ntuple_diskusage(left, 0, left)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: about)

    return say


def page(*sequences: int) -> ChangesPage:
    changes = tuple(PriceChange(n, "JACKET-BLUE-92", Money(n, "RUB")) for n in sequences)
    next_ = sequences[-1] if sequences else 10
    return ChangesPage("e1", changes, next_, False, "2026-01-01T00:00:00+00:00")


def test_a_download_begins_only_where_all_of_it_fits_beside_the_orders(
    files: CatalogueFiles, made: Made, pack: Pack, free: Free
) -> None:
    manifest, _ = pack(made())
    needed = manifest.packed_size + manifest.size + ROOM_FOR_ORDERS
    free(needed - 1)
    with pytest.raises(StoreFull):
        files.part(manifest)
    free(needed)
    files.part(manifest)


def test_a_download_goes_on_where_the_rest_of_it_fits_beside_the_orders(
    files: CatalogueFiles, made: Made, pack: Pack, free: Free
) -> None:
    manifest, data = pack(made())
    files.part(manifest).write_bytes(data[:100])
    needed = manifest.packed_size - 100 + manifest.size + ROOM_FOR_ORDERS
    free(needed - 1)
    with pytest.raises(StoreFull):
        files.part(manifest)
    free(needed)
    assert files.part(manifest).read_bytes() == data[:100]


def test_more_than_all_of_a_download_makes_no_room(
    files: CatalogueFiles, made: Made, pack: Pack, free: Free
) -> None:
    manifest, data = pack(made())
    files.part(manifest).write_bytes(data * 2)
    free(manifest.size + ROOM_FOR_ORDERS - 1)
    with pytest.raises(StoreFull):
        files.part(manifest)


def test_a_picture_is_kept_only_where_it_fits_beside_the_orders(data_dir: Path, free: Free) -> None:
    one, other = png(b"one" * 100), png(b"other" * 100)
    store = PictureFiles(data_dir, len(one) + len(other) - 1)
    path = store.keep(hashlib.sha256(one).hexdigest(), one)
    free(len(other) + ROOM_FOR_ORDERS - 1)
    with pytest.raises(StoreFull):
        store.keep(hashlib.sha256(other).hexdigest(), other)
    assert list(path.parent.iterdir()) == [path], "nothing was thrown out for it"
    free(len(other) + ROOM_FOR_ORDERS)
    store.keep(hashlib.sha256(other).hexdigest(), other)


def test_changes_wait_where_they_do_not_fit_beside_the_orders(
    files: CatalogueFiles, install: Install, free: Free
) -> None:
    install(files)
    free(ROOM_FOR_ORDERS - 1)
    with pytest.raises(StoreFull):
        files.apply_page(page(11))
    position = files.position()
    assert position is not None and position.sequence == 10
    files.apply_page(page())  # nothing new: the hub is in reach all the same
    free(ROOM_FOR_ORDERS)
    files.apply_page(page(11))
    position = files.position()
    assert position is not None and position.sequence == 11
