"""Check this machine and say what to do: `kiosk doctor [--json]`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from kiosk.config import Settings
from kiosk.tools import checks
from kiosk.tools.checks import Check, Status
from kiosk.tools.wording import fault_in_words


def run(settings: Settings, environ: Mapping[str, str] | None = None) -> list[Check]:
    """Make all checks, one after another; takes seconds where something does not answer."""
    around = os.environ if environ is None else environ
    planned: dict[str, Callable[[], tuple[Check, ...]]] = {
        "display": lambda: (checks.display(around),),
        "libraries": lambda: (checks.libraries(around),),
        "camera": lambda: (checks.camera(settings),),
        "printer": lambda: (checks.printer(settings),),
        "secret store": lambda: (checks.secret_store(settings),),
        "sqlite": lambda: (checks.sqlite(),),
        "disk": lambda: (checks.disk(settings),),
        "orders": lambda: (_orders(settings),),
        "catalogue": lambda: (_catalogue(settings),),
        "hub": lambda: _hub_and_clock(settings),
    }
    return [found for name, check in planned.items() for found in _safely(name, check)]


def print_report(found: Sequence[Check], as_json: bool) -> int:
    """Print the checks; return the exit status: 1 when any failed."""
    fine = all(check.status is not Status.FAIL for check in found)
    if as_json:
        rows = [asdict(check) for check in found]
        print(json.dumps({"ok": fine, "checks": rows}, ensure_ascii=False, indent=2))
    else:
        for check in found:
            print(f"{check.status:5} {check.name:13} {check.found}")
            if check.advice:
                print(f"{'':20}→ {check.advice}")
    return 0 if fine else 1


def _safely(name: str, check: Callable[[], tuple[Check, ...]]) -> tuple[Check, ...]:
    """Let a check that breaks (a package half installed) hide no other answer."""
    try:
        return check()
    except OSError as error:  # of the machine, not of the program
        found = fault_in_words(error)
        return (Check(name, Status.FAIL, found, "look at its rights and at the disk check"),)
    except Exception as error:
        found = f"the check itself broke: {type(error).__name__}: {error}"
        return (Check(name, Status.FAIL, found, "reinstall the program; report this if it stays"),)


def _orders(settings: Settings) -> Check:
    from kiosk.tools.order_check import orders  # noqa: PLC0415  it needs more libraries

    return orders(settings)


def _catalogue(settings: Settings) -> Check:
    from kiosk.tools.catalogue_check import catalogue  # noqa: PLC0415  it needs more libraries

    return catalogue(settings)


def _hub_and_clock(settings: Settings) -> tuple[Check, ...]:
    from kiosk.tools.hub_check import hub_and_clock  # noqa: PLC0415  it needs more libraries

    return hub_and_clock(settings)
