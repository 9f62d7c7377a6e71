"""Faults planted in the protocol of placing an order (labelled): the judge must find each.

`make planted` plays a short run with each of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

from kiosk.services.holding import Hold
from kiosk.services.terminal import Terminal
from tests.chaos.shopper import SpoiltOutbox

LATER_S = 0.1


def hold_forgotten(terminal: Terminal, _: SpoiltOutbox) -> None:
    """Nothing is held, and the order says that it was."""
    holds = terminal.holds
    holds.ask = lambda: None  # type: ignore[method-assign]  # the fault
    holds.ask_for_order = lambda answer: answer(Hold())  # type: ignore[method-assign]  # the fault


def commit_after_the_screen(_: Terminal, outbox: SpoiltOutbox) -> None:
    """The screen says "accepted" before the order is written down."""
    commit = outbox.commit

    def later(
        order_id: str,
        number: str,
        body: bytes,
        created_at: str,
        basket_id: str = "",
        replaces: str = "",
    ) -> None:
        outbox.body = body
        order = (order_id, number, body, created_at, basket_id, replaces)
        threading.Timer(LATER_S, commit, order).start()

    outbox.commit = later  # type: ignore[method-assign]  # the fault


def let_go_lost(terminal: Terminal, _: SpoiltOutbox) -> None:
    """Whoever leaves the checkout tells nobody."""
    terminal.holds._holding.let_go = lambda state: None  # type: ignore[method-assign]  # the fault


FAULTS: dict[str, Callable[[Terminal, SpoiltOutbox], None]] = {
    "hold-forgotten": hold_forgotten,
    "commit-after-the-screen": commit_after_the_screen,
    "let-go-lost": let_go_lost,
}


def main() -> int:
    """Play a run with each fault; 0 if the judge found something in each."""
    unseen = 0
    for fault in FAULTS:
        environ = {"KILLS": "40", "SEED": "11", **os.environ, "PLANT": fault}
        command = [sys.executable, "-m", "tests.chaos.run"]
        run = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603  # ourselves
        last = run.stdout.splitlines()[-1] if run.stdout else run.stderr
        found = dict(pair.split("=") for pair in last.split())
        seen = any(int(found[fate]) for fate in ("lost", "doubled", "stuck"))
        unseen += not seen
        print(f"{fault}: {'found' if seen else 'NOT FOUND'}: {last}", flush=True)
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
