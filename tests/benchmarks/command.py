"""`kiosk bench app`, `kiosk bench orders` and `kiosk bench plot`."""

from __future__ import annotations

import argparse
import json

from tests.benchmarks import orders, snapshots
from tests.benchmarks.plot import draw
from tests.benchmarks.prepared_shop import FOLDER, Effort, prepared
from tests.benchmarks.run import FAMILIES, run
from tests.benchmarks.table import markdown


def app(options: argparse.Namespace) -> int:
    """Measure everything on one shop; 0 if every row holds."""
    if unknown := set(options.only) - FAMILIES.keys():
        print(f"There is no {', '.join(unknown)}. There are: {', '.join(FAMILIES)}.")
        return 2
    report = run(
        options.variants,
        Effort(sessions=options.sessions),
        options.keep or FOLDER,
        keep=options.keep is not None,
        only=options.only,
    )
    print(
        json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        if options.json
        else report.as_text()
    )
    if options.plot:
        draw([report.as_json()], options.plot)
    return 0 if report.ok else 1


def orders_alone(options: argparse.Namespace) -> int:
    """Time an order's commit, idle and with busy processors."""
    with prepared(options.keep or FOLDER, options.variants, options.keep is not None) as shop:
        list(snapshots.measure(shop, Effort()))
        orders.print_times(shop, options.orders)
    return 0


def plot(options: argparse.Namespace) -> int:
    """Draw several results over the number of variants; print them as a Markdown table."""
    results = [json.loads(path.read_text(encoding="utf-8")) for path in options.files]
    results.sort(key=lambda result: int(result["variants"]))
    print(markdown(results))
    if options.out:
        draw(results, options.out)
    return 0


COMMANDS = {"app": app, "orders": orders_alone, "plot": plot}
