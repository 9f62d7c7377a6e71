"""What shopper's and assistant's thread have in common: hands, eyes, and placing an order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.app import Kiosk
from kiosk.demo.hands import Hands
from kiosk.demo.journey import Thread
from kiosk.demo.proof import count_at_hub, paper_says, received_once
from kiosk.demo.world import World
from kiosk.domain.orders import OutboxState
from kiosk.services.session import SessionState


@dataclass
class Player(ABC):
    """Plays one person before one window; `orders` collects the numbers of placed orders."""

    world: World
    kiosk: Kiosk
    hands: Hands
    thread: Thread
    out: Path
    orders: list[str] = field(default_factory=list)
    _shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to watch which pages are shown."""
        self.kiosk.ui.shell.pageShown.connect(self._shown.append)

    @abstractmethod
    def play(self) -> None:
        """Play everything; raises at the first thing that did not happen."""

    def hold_up(self, code: str) -> None:
        """Hold a label, a card or a phone before the camera."""
        self._shown.clear()
        self.kiosk.camera.show(self.world.label(code))

    def tap(self, name: str) -> Callable[[], None]:
        """Return the act of tapping an item."""

        def act() -> None:
            self._shown.clear()
            self.hands.tap(name)

        return act

    def sees(self, name: str) -> Callable[[], bool]:
        """Return the check that an item is on the glass."""
        return lambda: self.hands.sees(name)

    def on_page(self, name: str) -> Callable[[], bool]:
        """Return the check that a page was shown, with its data, after the last act."""
        return lambda: name in self._shown and self.kiosk.ui.shell.page == name

    @property
    def state(self) -> SessionState:
        """The session as the terminal has it."""
        return self.kiosk.terminal.session.state

    @property
    def pieces(self) -> int:
        """How many pieces are in the basket."""
        return sum(line.quantity for line in self.state.lines)

    def order(self, name: str) -> None:
        """Place the order on the checkout page; prove that paper and hub agree with it.

        With the cable cut: that nothing reached the hub, and after it is back exactly one
        order did.
        """
        step, world = self.thread.step, self.world
        printed, before = len(world.paper.jobs), count_at_hub(world)
        step(f"done-{name}", self.tap("place"), self.on_page("done"), self._ids)
        number = self.orders[-1]
        self.hands.wait(lambda: len(world.paper.jobs) > printed, "the receipt on paper")
        receipt = world.paper.jobs[-1]
        (self.out / f"receipt-{number}.bin").write_bytes(receipt)
        if world.cable.plugged:
            step(f"confirmed-{name}", lambda: None, self._confirmed)
        else:
            if count_at_hub(world) != before:
                raise AssertionError("an order reached the hub through a cut cable")
            step(f"cable-back-{name}", world.cable.restore, self._confirmed)
        if count_at_hub(world) != before + 1:
            raise AssertionError(f"order {number} did not arrive exactly once")
        paper_says(receipt, received_once(world, number))

    def _confirmed(self) -> bool:
        rows = self.kiosk.terminal.orders.rows()
        return bool(rows) and all(row.state is OutboxState.ACCEPTED for row in rows)

    def _ids(self) -> dict[str, str]:
        row = self.kiosk.terminal.orders.rows()[0]
        self.orders.append(row.number)
        return {"order_id": row.order_id, "number": row.number}
