"""What `kiosk bench` is told; imports nothing that costs time."""

from __future__ import annotations

import argparse
from pathlib import Path

ON_A_HUB = frozenset({"hub"})
SCANNING = frozenset({"scan", "streams", "wedge"})  # these need neither a shop nor a display
SCAN = """\
Score a folder of photographs with expected.csv (file, symbology, expected, also_present,
source, licence, processing; values of also_present parted by | or ;).

images, positives   pictures, and those in which a code is expected (symbology not NONE)
correct, recall     pictures whose expected value is read from the single still; as a share
wrong_single        values read from single stills that are neither expected nor also_present
accepted_wrong      (--vote) such values accepted by voting over 12-20 jittered frames each
accepted_unknown_to_catalogue
                    (--vote) those of accepted_wrong that only a catalogue can refuse: GTINs
                    with a right check digit that no picture of the folder expects
ms_p50, ms_p95      processor time of a frame in stream mode, pictures scaled to fit 1280x720
by_symbology        positives, correct and recall of each
pyzbar_alone, zxing_cpp_alone: the same figures of each decoder by itself, same pictures,
same frames, same voting, whose catalogue holds exactly the values the folder expects.

EAN and UPC compare as GTIN-14 with UPC-E expanded, other codes as their exact text.
The exit status is 0 when the folder could be scored."""
HUB = """\
Made terminals, each with a stream open, ask a hub in a mix as shoppers and assistants cause it, as
fast as they are answered. The hub has a processor's core for itself, the load the other one.

requests_per_s, p50_ms to p99_ms   good answers, and how long each took once it was sent
cpu_ms          processor time of the hub for a request; database_cpu_ms: of its database's
                processes, where it has any
alone           the same with one kind of request only
errors          answers that were not good, and requests without one

A server of PostgreSQL is left on the cores it has, and keeps what was written.

The last line is the yardstick: availability, asked in turns of the hub and of a bare Litestar
application that sends the same statements by the driver, without tokens and rules. The exit
status is 0 if there was no error and the hub's rate is at least half of the bare one's."""
STREAMS = """\
Play made streams (1280x720, 30 fps) through decoding and voting as live: a frame that comes
while another is being decoded is dropped.

accepted       share of the streams whose code was accepted; wrong: other values accepted
latency_*_ms   from the product's stop to acceptance, in the stream's time, over the accepted
               ones; 0 where it was accepted before the stop
frame_ms_*     processor time of a frame that was looked at
pyzbar_alone, zxing_cpp_alone: each decoder by itself with the same frames and voting.
The conditions and how often each occurs: tests/benchmarks/stream_conditions.py"""


def add_bench_options(bench: argparse.ArgumentParser) -> None:
    """Describe the command's options."""
    kinds = bench.add_subparsers(required=True, metavar="WHAT")
    one = kinds.add_parser("app", help="every row of the README's table, on one shop")
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
    _add_hub(kinds)
    _add_scanning(kinds)


def _add_hub(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    hub = kinds.add_parser(
        "hub",
        help="load on a hub by made terminals, beside bare Litestar with the same SQL",
        description=HUB,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    hub.add_argument("--terminals", type=_count, default=50, metavar="N")
    hub.add_argument("--in-flight", type=_count, default=8, metavar="N", help="requests at a time")
    hub.add_argument("--seconds", type=_count, default=30, metavar="S", help="of the mix")
    hub.add_argument("--variants", type=_count, default=2_500, metavar="N")
    hub.add_argument("--seed", type=_seed, default=0, metavar="S")
    hub.add_argument("--json", action="store_true")
    hub.add_argument(
        "--database-url", default="", metavar="URL", help="an empty database; by itself a file"
    )
    hub.set_defaults(what="hub")


def _add_scanning(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    shape = argparse.RawDescriptionHelpFormatter
    scan = kinds.add_parser(
        "scan",
        help="how many codes of photographs are read, beside each decoder alone",
        description=SCAN,
        formatter_class=shape,
    )
    scan.add_argument("folder", type=Path, metavar="DIR", help="pictures and expected.csv")
    scan.add_argument("--vote", action="store_true", help="also as jittered frames with voting")
    scan.add_argument("--seed", type=_seed, default=0, metavar="S")
    scan.add_argument("--limit", type=_count, metavar="N", help="that many, drawn by the seed")
    scan.add_argument("--notes", action="store_true", help="what was missed or wrong, on stderr")
    scan.add_argument("--json", action="store_true")
    scan.set_defaults(what="scan")

    streams = kinds.add_parser(
        "streams",
        help="made camera streams: a product comes, stops, is held",
        description=STREAMS,
        formatter_class=shape,
    )
    streams.add_argument("--count", type=_count, default=100, metavar="N")
    streams.add_argument("--seed", type=_seed, default=0, metavar="S")
    streams.add_argument(
        "--frame-ms", type=_count, metavar="MS", help="what a frame costs, instead of measuring"
    )
    streams.add_argument("--json", action="store_true")
    streams.set_defaults(what="streams")

    wedge = kinds.add_parser("wedge", help="made keyboard-wedge scans between typing")
    wedge.add_argument("--scans", type=_count, default=20_000, metavar="N")
    wedge.add_argument("--seed", type=_seed, default=0, metavar="S")
    wedge.add_argument("--json", action="store_true")
    wedge.set_defaults(what="wedge")


def _seed(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("at least 0")
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
