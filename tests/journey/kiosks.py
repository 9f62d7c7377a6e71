"""A whole terminal with its window, and the hands that use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.app import Kiosk
from kiosk.demo.hands import Hands
from kiosk.demo.world import World


@contextmanager
def terminal(world: World) -> Iterator[tuple[Kiosk, Hands]]:
    """Run a shopper's terminal that is online and has its catalogue."""
    bugs: list[BaseException] = []
    kiosk = Kiosk(*world.terminal("shopper", "T7"), bugs.append)
    hands = Hands(kiosk.ui.window, bugs)
    shell = kiosk.ui.shell
    hands.wait(lambda: shell.property("linkState") == "online", "being online")
    hands.wait(lambda: shell.property("catalogueReady"), "the catalogue")
    try:
        yield kiosk, hands
    finally:
        kiosk.close()
