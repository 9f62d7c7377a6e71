"""At the real window: scan to painted, tap to visible, key to results on the glass."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.child import Window
from tests.benchmarks.corpus import queries
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row, percentile, spread

SCAN_P95_MS = 50.0
TAP_P95_MS, TAP_MAX_MS = 100.0, 400.0
_WARM_UP = 4


def measure(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Scan, tap and type at one window; the first few of each are not counted."""
    codes = shop.codes(effort.rounds + _WARM_UP)
    texts = queries(shop.products, shop.variants, effort.typed)
    with Window(shop) as window:
        scans = window.do("scans", codes=codes)["ms"][_WARM_UP:]
        window.do("taps", codes=codes[:1], texts=texts)
        taps = window.do("taps", codes=codes[_WARM_UP:], texts=texts)["ms"]
        keys = window.do("keys", texts=texts)["ms"]
    yield Row(
        name="scan_to_painted",
        values=spread(scans, 95, 50),
        unit="ms",
        how=f"{len(scans)} scans, every other one from the first page; until the product's frame",
        limit=f"p95 at most {SCAN_P95_MS:.0f} ms",
        ok=percentile(scans, 95) <= SCAN_P95_MS,
    )
    every = [ms for times in taps.values() for ms in times]
    slowest = max(taps, key=lambda what: max(taps[what]))
    yield Row(
        name="tap_to_visible",
        values=spread(every, 95, 50),
        unit="ms",
        how=f"{len(every)} taps on {', '.join(sorted(taps))}; the slowest: {slowest}",
        limit=f"p95 at most {TAP_P95_MS:.0f}, never above {TAP_MAX_MS:.0f} ms",
        ok=percentile(every, 95) <= TAP_P95_MS and max(every) <= TAP_MAX_MS,
    )
    yield Row(
        name="search_painted",
        values=spread(keys, 95, 50, 99),
        unit="ms",
        how=f"{len(keys)} keys; from the key press to the frame with its results",
    )
