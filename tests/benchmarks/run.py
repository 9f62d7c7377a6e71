"""All measurements of one size, in order; one that fails is a row that does not hold."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks import (
    camera,
    changes,
    machine,
    memory,
    orders,
    reading,
    snapshots,
    starts,
    window_times,
)
from tests.benchmarks.prepared_shop import Effort, PreparedShop, prepared, say
from tests.benchmarks.rows import Report, Row

Measure = Callable[[PreparedShop, Effort], Iterator[Row]]
# In this order: the first leaves the terminal with a catalogue, the last with two.
FAMILIES: dict[str, Measure] = {
    "snapshots": snapshots.measure,
    "lookups": reading.lookups,
    "searches": reading.searches,
    "orders": orders.measure,
    "starts": starts.measure,
    "window": window_times.measure,
    "camera": camera.measure,
    "memory": memory.measure,
    "changes": changes.measure,
}
FIRST = "snapshots"


def run(
    variants: int, effort: Effort, folder: Path, *, keep: bool, only: Sequence[str] = ()
) -> Report:
    """Measure on a shop of so many variants; the hub and the terminal live under `folder`."""
    rows: list[Row] = []
    with prepared(folder, variants, keep) as shop:
        for name, measure in FAMILIES.items():
            if name == FIRST or not only or name in only:
                say(name)
                rows += _rows(name, measure, shop, effort)
        described = machine.describe(shop.world.hub_engine)
    return Report(variants, described, rows)


def _rows(name: str, measure: Measure, shop: PreparedShop, effort: Effort) -> list[Row]:
    rows: list[Row] = []
    try:
        rows.extend(measure(shop, effort))
    except Exception as error:  # an hour of other rows is not lost for it, and it is no pass
        traceback.print_exc(file=sys.stderr)
        rows.append(Row(name, {}, "", how=f"it failed: {error}", limit="to be measured", ok=False))
    return rows
