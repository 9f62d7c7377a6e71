"""`kiosk engine-check`: run the kit against an engine and say what it does otherwise."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

from kiosk.errors import BadInput
from kiosk.tools.engine_check import baskets, events, goods, orders, people
from kiosk.tools.engine_check.embedded import embedded
from kiosk.tools.engine_check.kit import CHECKS, Bench, Outcome, Result, run

MODULES = (people, baskets, goods, orders, events)  # importing them enters their checks
Benches = Callable[[], AbstractContextManager[Bench]]


def engine_check(which: str, database_url: str, hubs: int, as_json: bool) -> int:
    """Run all checks; 1 where one failed. `which` is `FILE.py:NAME`, or "" for the embedded one.

    That one is checked over a file, or over an empty database of a server, with as many hubs as
    are wanted side by side. Raises `BadInput` `engine_unknown`, and as `embedded` does.
    """
    results = []
    with _benches(which)() if which else embedded(database_url, hubs) as bench:
        for result in run(bench, CHECKS):
            results.append(result)
            if not as_json:
                _say(result)
    counts = Counter(result.outcome for result in results)
    if as_json:
        print(json.dumps([_row(result) for result in results], ensure_ascii=False, indent=1))
    else:
        print(", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome))
    return 1 if counts[Outcome.FAILED] else 0


def _benches(which: str) -> Benches:
    file, _, name = which.rpartition(":")
    path = Path(file)
    spec = importlib.util.spec_from_file_location(path.stem, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise BadInput("engine_unknown", which=which)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    if not callable(found := getattr(module, name, None)):
        raise BadInput("engine_unknown", which=which)
    return cast(Benches, found)


def _say(result: Result) -> None:
    sign = {Outcome.PASSED: "ok  ", Outcome.FAILED: "FAIL", Outcome.LEFT_OUT: "-   "}
    why = f" ({result.why})" if result.why else ""
    print(f"{sign[result.outcome]}  {_part(result):9} {result.check.name}{why}", flush=True)


def _part(result: Result) -> str:
    return result.check.run.__module__.rpartition(".")[2]


def _row(result: Result) -> dict[str, str]:
    return {
        "part": _part(result),
        "check": result.check.name,
        "outcome": result.outcome,
        "why": result.why,
    }
