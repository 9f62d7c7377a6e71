"""A benchmark's rows, whether they hold, and how they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

ELSEWHERE = {
    "orders_lost_or_doubled": "make chaos",
    "whole_suite": "make test",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured. `values` are in `unit`, the one that grows with the shop first.

    `limit` is what the row is held to, in words; `yardstick` what it was measured against in
    the same run, and `ratio` to that. `ok` is None where nothing was promised, or where this
    system does not tell.
    """

    name: str
    values: Mapping[str, float | None]
    unit: str
    how: str
    limit: str = ""
    yardstick: Mapping[str, float] = field(default_factory=dict)
    ratio: float | None = None
    ok: bool | None = None

    @property
    def cost(self) -> float | None:
        """What grows with the shop."""
        return next(iter(self.values.values()), None)


@dataclass(frozen=True, slots=True)
class Report:
    """One run on a shop of so many variants."""

    variants: int
    machine: Mapping[str, str | int]
    rows: Sequence[Row]

    @property
    def ok(self) -> bool:
        """Whether every row that promises something holds; a run without any shows nothing."""
        promised = [row.ok for row in self.rows if row.ok is not None]
        return bool(promised) and all(promised)

    def as_json(self) -> dict[str, object]:
        """Return what `--json` prints: a key a row."""
        return {
            "ok": self.ok,
            "variants": self.variants,
            "machine": dict(self.machine),
            **{
                row.name: {
                    "values": dict(row.values),
                    "unit": row.unit,
                    "limit": row.limit,
                    "yardstick": dict(row.yardstick),
                    "ratio": row.ratio,
                    "ok": row.ok,
                    "how": row.how,
                }
                for row in self.rows
            },
            "elsewhere": ELSEWHERE,
        }

    def as_text(self) -> str:
        """Return the table for people."""
        head = ("row", "measured", "yardstick", "limit", "")
        body = [
            (row.name, _shown(row), _beside(row), row.limit, _verdict(row.ok)) for row in self.rows
        ]
        widths = [max(len(line[n]) for line in [head, *body]) for n in range(len(head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in [head, *body]
        ]
        machine = ", ".join(f"{name} {value}" for name, value in self.machine.items())
        told = "every row holds" if self.ok else "NOT every row holds"
        apart = ", ".join(f"{name} ({command})" for name, command in ELSEWHERE.items())
        return "\n".join(
            [f"{self.variants:,} variants: {told}", machine, "", *lines, "", f"Elsewhere: {apart}"]
        )


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile of at least one value."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def spread(values: Sequence[float], *percents: int) -> dict[str, float]:
    """Return percentiles and the greatest value, by name, rounded."""
    found = {f"p{percent}": round(percentile(values, percent), 3) for percent in percents}
    return found | {"max": round(max(values), 3)}


def number(value: float | None) -> str:
    """Write a figure: whole from 100 on, else with three significant digits."""
    if value is None:
        return "not known here"
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _shown(row: Row) -> str:
    figures = ", ".join(f"{name} {number(value)}" for name, value in row.values.items())
    return f"{figures} {row.unit}"


def _beside(row: Row) -> str:
    figures = ", ".join(f"{name} {number(value)}" for name, value in row.yardstick.items())
    return f"{figures} (x {row.ratio:.2f})" if row.ratio is not None else figures


def _verdict(ok: bool | None) -> str:
    return {True: "ok", False: "MISSED", None: ""}[ok]
