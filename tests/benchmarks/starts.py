"""From a process's start to its first accepted scan, against an empty QML window's first frame."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from tests.benchmarks.child import run
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row

LIMIT = 4.0
EMPTY, TERMINAL = "tests.benchmarks.window.empty", "tests.benchmarks.window.start"


def measure(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Start both in turns, with the hub in reach and with the cable cut; compare medians."""
    took: dict[str, list[float]] = {"hub out of reach": [], "hub in reach": []}
    frames, empty = [], []
    cable = shop.world.cable
    variants = iter(shop.variants)
    try:
        for _ in range(effort.pairs):
            for reach, times in took.items():
                (cable.restore if reach == "hub in reach" else cable.cut)()
                empty.append(_started(shop, EMPTY)[0])
                frame, scan = _started(shop, TERMINAL, next(variants).gtins[0].lstrip("0"))
                frames.append(frame)
                times.append(scan)
    finally:
        cable.restore()
    medians = {reach: round(median(times), 3) for reach, times in took.items()}
    yardstick = median(empty)
    ratio = max(medians.values()) / yardstick
    yield Row(
        name="start_to_first_scan",
        values=medians | {"first frame": round(median(frames), 3)},
        unit="s",
        how=f"medians of {effort.pairs} fresh processes each, in turns with an empty QML window's; "
        "the scan comes at the first frame, its answer counts when it is painted",
        limit=f"at most {LIMIT:.0f} x an empty window",
        yardstick={"empty window": round(yardstick, 3)},
        ratio=round(ratio, 2),
        ok=ratio <= LIMIT,
    )


def _started(shop: PreparedShop, module: str, *arguments: str) -> list[float]:
    """Return seconds from the process's start to what it reports."""
    began = time.monotonic()
    printed = run(module, list(arguments), shop.environ(), shop.folder / "start.log")
    return [float(text) - began for text in printed.split()]
