"""`kiosk bench hub`: load on a hub, told as a table or as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from tests.benchmarks.hub.measure import Load, measure
from tests.benchmarks.hub.target import target_of
from tests.benchmarks.rows import number

_COLUMNS = ("requests_per_s", "p50_ms", "p95_ms", "p99_ms", "cpu_ms", "database_cpu_ms", "errors")


def hub(options: argparse.Namespace) -> int:
    """Measure; 0 if nothing failed and the hub's rate is a fair share of the bare one's."""
    wanted = Load(
        options.terminals, options.in_flight, options.seconds, options.variants, options.seed
    )
    server = ["--database-url", options.database_url] if options.database_url else []
    report = measure(lambda folder: target_of(["--data", str(folder), *server]), wanted)
    print(json.dumps(report, indent=1) if options.json else as_text(report))
    return 0 if report["ok"] else 1


def as_text(report: Mapping[str, Any]) -> str:
    """Return the table for people."""
    mixed, beside = report["mixed"], report["yardstick"]
    told = {"all together": mixed}
    told |= {f"  {kind}": figures for kind, figures in mixed["by_kind"].items()}
    told |= {f"alone: {kind}": figures for kind, figures in report["alone"].items()}
    names = [name for name in _COLUMNS if any(name in one for one in told.values())]
    rows = [["", *names]]
    rows += [
        [kind, *(number(one[name]) if name in one else "" for name in names)]
        for kind, one in told.items()
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(len(names) + 1)]
    table = [
        "  ".join(cell.rjust(width) if n else cell.ljust(width) for n, (cell, width) in pairs)
        for row in rows
        for pairs in [enumerate(zip(row, widths, strict=True))]
    ]
    head = (
        f"{report['database']}, {report['variants']:,} variants: {report['terminals']} terminals "
        f"with a stream each, {report['in_flight']} requests in flight, {report['seconds']:g} s"
    )
    pinned = "the hub on a core of its own" if report["pinned"] else "nothing is pinned here"
    share = (
        f"{beside['request']}: {number(beside['hub_requests_per_s'])} a second, bare Litestar with "
        f"the same SQL {number(beside['bare_requests_per_s'])}: {beside['share']:.0%} of it "
        f"(wanted: {beside['wanted']:.0%}); {_cost(beside)}"
    )
    streams = f"streams: {report['streams']['open']} open, {report['streams']['words']} lines heard"
    verdict = "ok" if report["ok"] else "MISSED"
    return "\n".join([head, pinned, "", *table, "", streams, f"{share}: {verdict}"])


def _cost(beside: Mapping[str, Any]) -> str:
    """Tell what does not depend on who else uses the machine."""
    if "hub_cpu_ms" not in beside:
        return "processor time is not told here"
    return (
        f"processor {beside['hub_cpu_ms']} and {beside['bare_cpu_ms']} ms each, the load's own "
        f"{beside['bare_load_cpu_ms']}"
    )


COMMANDS = {"hub": hub}
