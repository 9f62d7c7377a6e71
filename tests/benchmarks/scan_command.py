"""`kiosk bench scan`, `kiosk bench streams` and `kiosk bench wedge`: no shop, no display."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping

from kiosk.errors import BadInput
from kiosk.tools.scan_file import shown
from kiosk.tools.wording import in_words
from tests.benchmarks import scan_score, streams, wedge


def scan(options: argparse.Namespace) -> int:
    """Score a folder of photographs; 2 where it cannot be."""
    try:
        tallies = scan_score.score(
            options.folder, vote=options.vote, seed=options.seed, limit=options.limit
        )
    except BadInput as error:
        print(in_words(error), file=sys.stderr)
        return 2
    _show(scan_score.report(tallies, options.vote), options.json)
    if options.notes:
        for name, tally in tallies.items():
            for path, what, value in tally.notes:
                print(name, path, what, shown(value), sep="\t", file=sys.stderr)
    return 0


def streams_alone(options: argparse.Namespace) -> int:
    """Play made camera streams."""
    outcomes = streams.measure(options.count, options.seed, frame_ms=options.frame_ms)
    _show(streams.report(outcomes, options.seed, options.frame_ms), options.json)
    return 0


def wedge_alone(options: argparse.Namespace) -> int:
    """Play made scans of a keyboard wedge; 0 if every layout holds."""
    report = wedge.as_json(wedge.measure(options.scans, options.seed))
    _show(report, options.json)
    return 0 if report["ok"] else 1


def _show(figures: Mapping[str, object], as_json: bool) -> None:
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else _as_text(figures))


def _as_text(figures: Mapping[str, object], indent: str = "") -> str:
    lines = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}", _as_text(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [_as_text({f"{name} {at}": one}, indent) for at, one in enumerate(value, 1)]
        else:
            lines.append(f"{indent}{name:<32} {'-' if value is None else value}")
    return "\n".join(lines)


COMMANDS = {"scan": scan, "streams": streams_alone, "wedge": wedge_alone}
