"""Print what was committed by presses too early to be meant, by page and gap.

Run it as `python -m tests.press_table`; it takes some minutes. All gaps are counted from the
frame that showed the page. Every spot is pressed with mouse, touch, keys and as a screen reader
does; at one spot there are four taps in a row. From 700 ms on a press may commit.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kiosk.ui.options import Options
from kiosk.ui.runtime import make_app
from tests.press_scenes import SCENES, STEPS, Scene, Step
from tests.pressing import (
    GAPS_MS,
    POINTERS,
    after,
    clicked,
    press_everything,
    ready,
    seen,
    tap_again,
    too_early,
)
from tests.ui_driver import Driver


@contextmanager
def builder() -> Iterator[Callable[..., Driver]]:
    """Build windows over the fake shop; they are closed after use."""
    built: list[Driver] = []
    with tempfile.TemporaryDirectory() as folder:

        def make(online: bool = True, catalogue: bool = True, **options: object) -> Driver:
            built.append(Driver(Path(folder), Options(**options), online, catalogue))  # type: ignore[arg-type]  # by name
            return built[-1]

        yield make
        for driver in built:
            driver.close()


def pressed(scene: Scene) -> list[int]:
    """Press all that is new at every gap; return how many presses committed, gap by gap."""
    counts, passed = [], 0
    with builder() as build:
        driver = scene(build)
        seen(driver)
        for gap in GAPS_MS:
            after(driver, gap - passed)
            passed = gap
            found = too_early(driver, gap)
            press_everything(driver, found)
            driver.settle()
            counts.append(len(clicked(found)))
    return counts


def ordered(step: Step, pointer: str) -> list[int]:
    """Take a step with four taps at one spot; return the orders placed beyond that step."""
    counts = []
    for gap in GAPS_MS:
        with builder() as build:
            driver = step.scene(build)
            ready(driver)
            counts.append(tap_again(driver, step.name, gap, pointer) - (step.name == "place"))
            counts[-1] += driver.ui.shell.page != step.leads_to
    return counts


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    app = make_app(["press-table"])
    rows = [(f"on {scene.__name__}", partial(pressed, scene)) for scene in SCENES]
    for pointer in POINTERS:
        for step in STEPS:
            name = f"4 × {step.name} on {step.scene.__name__}, {pointer}"
            rows.append((name, partial(ordered, step, pointer)))
    print(f"{'ms after the page was seen':52}", *(f"{gap:>5}" for gap in GAPS_MS))  # noqa: T201
    total = 0
    for name, count in rows:
        counts = count()
        total += sum(counts)
        print(f"{name:52}", *(f"{one:>5}" for one in counts), flush=True)  # noqa: T201
    print(f"committed unread: {total}")  # noqa: T201
    app.quit()
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
