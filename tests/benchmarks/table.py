"""Results of several sizes side by side, and how each row grows."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from tests.benchmarks.rows import number

Result = dict[str, Any]
"""What `kiosk bench app --json` printed."""

LEAST = 1e-4  # below it a figure is as good as nothing


def names(results: Sequence[Result]) -> list[str]:
    """Return the rows' names in the order in which they were measured."""
    found: dict[str, None] = {}
    for result in results:
        found |= {key: None for key, row in result.items() if _is_row(row)}
    return list(found)


def costs(results: Sequence[Result], name: str) -> list[tuple[int, float]]:
    """Return a row's cost by number of variants, where it was measured."""
    points = []
    for result in results:
        values = list(result.get(name, {}).get("values", {}).values())
        if values and values[0] is not None:
            points.append((int(result["variants"]), float(values[0])))
    return points


def exponent(points: Sequence[tuple[int, float]]) -> float | None:
    """Return how it grows from the smallest to the largest: cost ~ variants ** exponent."""
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return None
    (few, low), (many, high) = points[0], points[-1]
    return log(max(high, LEAST) / max(low, LEAST)) / log(many / few)


def markdown(results: Sequence[Result]) -> str:
    """Return the table; the newest machine's line stands above it."""
    sizes = [f"{result['variants']:,}" for result in results]
    lines = [
        ", ".join(f"{name} {value}" for name, value in results[-1]["machine"].items()),
        "",
        f"| row | {' | '.join(sizes)} | grows as N to the power of | limit |",
        f"|---|{'---|' * len(sizes)}---|---|",
    ]
    for name in names(results):
        power = exponent(costs(results, name))
        cells = [_cell(result.get(name)) for result in results]
        grows = "" if power is None else f"{power:.2f}"
        limit = next(r[name]["limit"] for r in reversed(results) if name in r)
        lines.append(f"| {name} | {' | '.join(cells)} | {grows} | {limit} |")
    return "\n".join(lines)


def _cell(row: Result | None) -> str:
    if row is None:
        return ""
    figures = ", ".join(f"{name} {number(value)}" for name, value in row["values"].items())
    ratio = "" if row["ratio"] is None else f" ({row['ratio']:.2f} x)"
    missed = " **missed**" if row["ok"] is False else ""
    return f"{figures} {row['unit']}{ratio}{missed}"


def _is_row(value: object) -> bool:
    return isinstance(value, dict) and "values" in value
