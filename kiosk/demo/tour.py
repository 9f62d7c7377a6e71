"""The tour: both journeys, played by themselves through the real window.

Everything outside is real as well: a hub in its own process over loopback, a cable that is
cut, a TCP listener that speaks a receipt printer's protocol, labels read by the camera's
code out of pictures, a keyboard wedge's key presses.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import traceback
from dataclasses import replace
from pathlib import Path

from kiosk.app import Kiosk
from kiosk.demo.assistant_thread import AssistantThread
from kiosk.demo.hands import Hands
from kiosk.demo.journey import Journey, Thread
from kiosk.demo.player import Player
from kiosk.demo.shopper_thread import ShopperThread
from kiosk.demo.world import World
from kiosk.ending import Ending
from kiosk.ui.runtime import make_app

THREADS: dict[str, tuple[type[Player], str]] = {
    "shopper": (ShopperThread, "T7"),
    "assistant": (AssistantThread, "T8"),
}


def tour(out: Path) -> int:
    """Play everything, write pictures, receipts and `journey.json`; 0 if all of it happened."""
    logging.basicConfig(level=logging.WARNING)
    app = make_app(sys.argv[:1])
    journey = Journey(out)
    bugs: list[BaseException] = []
    with (
        Ending(bugs.append) as ending,
        tempfile.TemporaryDirectory(prefix="kiosk-tour-") as folder,
    ):
        world = World(Path(folder), ending.check)
        try:
            world.start()
            for mode in THREADS:
                _play(mode, world, journey, bugs)
            journey.problem = ""
        except Exception as error:  # whatever it was, the record is written and says so
            journey.problem = f"{type(error).__name__}: {error}"
            traceback.print_exc()
        finally:
            world.stop()
    record = journey.write()
    app.quit()
    told = "all of it happened" if journey.ok else "NOT all of it happened"
    print(f"{len(journey.steps)} steps, {told}. Pictures and record: {record.parent}")  # noqa: T201
    return 0 if journey.ok else 1


def _play(mode: str, world: World, journey: Journey, bugs: list[BaseException]) -> None:
    kind, prefix = THREADS[mode]
    settings, secrets = world.terminal(mode, prefix)
    # A busy machine, too, sees and answers the question in time.
    settings = replace(settings, idle_s=12, still_there_s=15)
    kiosk = Kiosk(settings, secrets, bugs.append)
    try:
        hands = Hands(kiosk.ui.window, bugs)
        thread = Thread(journey, hands, kiosk.ui.shell, settings.languages)
        kind(world, kiosk, hands, thread, journey.out).play()
    finally:
        kiosk.close()
