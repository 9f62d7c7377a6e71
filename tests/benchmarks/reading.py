"""Reads of the terminal's catalogue: by GTIN against the bare driver, and search as you type."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import median

from kiosk.services.browsing import PAGE
from offline_cache.catalogue import sql
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.connection import open_catalogue
from tests.benchmarks.corpus import keystrokes, queries
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row, percentile, spread

AT_ONCE = 100  # lookups in one go before it is the other one's turn
RATIO = 2.0
SEARCH_P95_MS, SEARCH_P99_MS = 50.0, 100.0


def lookups(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Look random GTINs up, in turns with the same statement prepared in the bare driver."""
    rng = Random(11)  # noqa: S311  # repeatable, not secret
    codes = [v.gtins[0] for v in rng.choices(shop.variants, k=effort.lookups)]
    files = CatalogueFiles(shop.settings.data_dir)
    catalogue = LocalCatalogue(files)
    folder, position = shop.settings.data_dir, files.position()
    if position is None:
        raise LookupError("the terminal has no catalogue")
    path = folder / f"catalogue-{position.sha256}.db"
    bare = open_catalogue(path, folder / "overlay.db").conn

    def ours(gtin: str) -> object:
        return catalogue.variant_by_gtin(gtin)

    def same(gtin: str) -> object:
        return bare.execute(sql.VARIANT_BY_GTIN, [position.base, int(gtin)]).fetchone()

    def row_alone(gtin: str) -> object:
        return bare.execute("SELECT variant FROM main.gtin WHERE gtin = ?", [int(gtin)]).fetchone()

    found = _in_turns([ours, same, row_alone], codes)
    bare.close()
    files.close()
    ratio = median(found[0]) / median(found[1])
    yield Row(
        name="gtin_lookup",
        values={"p50": _us(found[0], 50), "p99": _us(found[0], 99)},
        unit="µs",
        how=f"{len(codes)} random GTINs, {AT_ONCE} at a time in turns and both orders; the GTIN's "
        "row alone is for information",
        limit=f"at most {RATIO:.0f} x the same SQL by the bare driver",
        yardstick={"same SQL p50": _us(found[1], 50), "GTIN row p50": _us(found[2], 50)},
        ratio=round(ratio, 2),
        ok=ratio <= RATIO,
    )


def searches(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Search after every key of a corpus, tiles included."""
    files = CatalogueFiles(shop.settings.data_dir)
    catalogue = LocalCatalogue(files)
    typed = keystrokes(queries(shop.products, shop.variants, effort.queries))
    took, empty = [], 0
    for text in typed:
        began = time.perf_counter()
        hits = catalogue.search(text, PAGE)
        took.append((time.perf_counter() - began) * 1000)
        empty += not hits
    files.close()
    yield Row(
        name="search_keystroke",
        values=spread(took, 95, 50, 99),
        unit="ms",
        how=f"{len(typed)} keys of {effort.queries} texts (ru, en, slips, typos, codes), tiles "
        f"included; {empty} found nothing",
        limit=f"p95 at most {SEARCH_P95_MS:.0f}, p99 at most {SEARCH_P99_MS:.0f} ms",
        ok=percentile(took, 95) <= SEARCH_P95_MS and percentile(took, 99) <= SEARCH_P99_MS,
    )


def _in_turns(works: Sequence[Callable[[str], object]], codes: Sequence[str]) -> list[list[float]]:
    """Time each on the same codes, block by block, every other block in reverse order."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:  # warm: the first read of a page is the disk's time
        for code in codes:
            work(code)
    for number, start in enumerate(range(0, len(codes), AT_ONCE)):
        order = range(len(works)) if number % 2 == 0 else reversed(range(len(works)))
        for which in order:
            work = works[which]
            for code in codes[start : start + AT_ONCE]:
                began = time.perf_counter()
                found = work(code)
                times[which].append(time.perf_counter() - began)
                if found is None:
                    raise LookupError(f"{code} is in the shop, but was not found")
    return times


def _us(times: Sequence[float], percent: int) -> float:
    return round(percentile(times, percent) * 1_000_000, 1)
