"""What `kiosk bench` is told; imports nothing that costs time."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_bench_options(bench: argparse.ArgumentParser) -> None:
    """Describe the command's options."""
    kinds = bench.add_subparsers(required=True, metavar="WHAT")
    one = kinds.add_parser("app", help="everything that DESIGN §9 promises, on one shop")
    one.add_argument("--variants", type=_count, default=2_500, metavar="N")
    one.add_argument("--sessions", type=_count, default=1_000, metavar="N")
    one.add_argument("--json", action="store_true")
    one.add_argument("--plot", type=Path, metavar="FILE", help="PNG or SVG")
    one.add_argument(
        "--only", action="append", default=[], metavar="FAMILY", help="may be repeated"
    )
    one.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the shop there, or use that one"
    )
    one.set_defaults(what="app")

    order = kinds.add_parser("orders", help="an order's commit, beside one write and fsync")
    order.add_argument("--orders", type=_count, default=400, metavar="N")
    order.add_argument("--variants", type=_count, default=2_500, metavar="N")
    order.add_argument("--keep", type=Path, metavar="DIR")
    order.set_defaults(what="orders")

    several = kinds.add_parser("plot", help="results of several sizes in one plot and table")
    several.add_argument("files", nargs="+", type=Path, metavar="FILE.json")
    several.add_argument("--out", type=Path, metavar="FILE", help="PNG or SVG")
    several.set_defaults(what="plot")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
