"""A catalogue file's way: built and packed by the hub, downloaded, verified, swapped in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kiosk.hub import admin
from kiosk.services.enrolling import identity
from kiosk.wire.snapshot import Manifest, verify
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row

_LOOK_EVERY_S = 0.02


def measure(shop: PreparedShop, _: Effort) -> Iterator[Row]:
    """Do it all once, step by step, as lane `snapshot` does; the terminal then has the file."""
    with _packing_seen(shop.hub_data) as packing_since:
        began = time.monotonic()
        built = admin.rebuild_catalogue(shop.world.hub_engine, shop.hub_data)
        ended = time.monotonic()
    packed_at = packing_since() or ended
    yield Row(
        name="snapshot_build",
        values={
            "build": round(packed_at - began, 3),
            "pack": round(ended - packed_at, 3),
            "fill the hub": shop.fill_s,
        },
        unit="s",
        how="by the hub, out of its own tables; filled once before",
    )
    yield _size(built)
    yield from _taken(shop)


def _size(built: Manifest) -> Row:
    return Row(
        name="snapshot_size",
        values={
            "catalogue file": round(built.size / 1e6, 2),
            "packed": round(built.packed_size / 1e6, 2),
        },
        unit="MB",
        how="as the signed manifest says",
    )


def _taken(shop: PreparedShop) -> Iterator[Row]:
    files, hub = CatalogueFiles(shop.settings.data_dir), shop.client()
    catalogue = LocalCatalogue(files)
    code = shop.variants[0].gtins[0]
    try:
        catalogue.variant_by_gtin(code)
        keys = identity(shop.secrets).app_code_keys
        manifest = verify(hub.manifest(), keys, datetime.now(UTC))
        part = files.part(manifest)
        download = _timed(lambda: hub.download_catalogue(manifest, part, lambda _: None))
        install = _timed(lambda: files.install(manifest))
        swap = _timed(lambda: catalogue.variant_by_gtin(code))
    finally:
        files.close()
        hub.close()
    yield Row(
        name="snapshot_download",
        values={"download": round(download, 3)},
        unit="s",
        how="over HTTP on loopback, through the cable",
    )
    yield Row(
        name="snapshot_install",
        values={"unpack and verify": round(install, 3), "first read after": round(swap, 4)},
        unit="s",
        how="unpack, hash, quick_check, swap; then the first lookup, which opens the new file",
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


@contextmanager
def _packing_seen(hub_data: Path) -> Iterator[Callable[[], float]]:
    """Watch the hub's folder for the moment at which building ends and packing begins."""
    seen: list[float] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(_LOOK_EVERY_S):
            if any(hub_data.glob("catalogue/*.zst.partial")):
                seen.append(time.monotonic())
                return

    thread = threading.Thread(target=watch, name="packing", daemon=True)
    thread.start()
    try:
        yield lambda: seen[0] if seen else 0.0
    finally:
        stop.set()
        thread.join()
