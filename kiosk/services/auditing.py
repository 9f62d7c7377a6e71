"""Asking the hub whether it still has what it accepted: a restored copy does not say so itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.errors import KioskError
from kiosk.lanes import Lanes
from kiosk.ports import Clock, Hub, Outbox
from kiosk.wire.orders import AUDIT_LIMIT

EVERY_S = 3600.0
MANY_HUBS = 50  # processes of one hub that may take turns to answer


class Auditing:
    """Goes through the accepted orders whose bodies are kept; methods on the main thread.

    A hub that misses one has lost history and begins a new epoch; the feed tells us, and
    everything of older epochs is sent again.
    """

    def __init__(self, hub: Hub, outbox: Outbox, clock: Clock, lanes: Lanes) -> None:
        self._hub = hub
        self._outbox = outbox
        self._clock = clock
        self._lanes = lanes
        self._on_missing: Callable[[], None] = lambda: None
        self._due = True
        self._busy = False
        self._at = 0.0
        self._boots: tuple[str, ...] = ()

    def listen(self, on_missing: Callable[[], None]) -> None:
        """Name who is told that the hub has lost orders."""
        self._on_missing = on_missing

    def suspect(self) -> None:
        """The hub was away: it may have come back as an older copy."""
        self._due = True

    def go(self, epoch: str, boot: str) -> None:
        """Ask, after an absence or a start of the hub, and every hour."""
        known = boot in self._boots
        if self._busy or (known and not self._due and self._clock.monotonic() < self._at):
            return
        self._busy, self._due = True, False
        self._boots = (*self._boots[-MANY_HUBS:], boot)
        self._read(epoch, 0)

    def _read(self, epoch: str, after: int) -> None:
        self._lanes.run(
            "disk",
            lambda: self._outbox.kept(epoch, after, AUDIT_LIMIT),
            lambda rows: self._ask(epoch, rows),
            self._not_now,
        )

    def _ask(self, epoch: str, rows: Sequence[tuple[int, str]]) -> None:
        if not rows:
            self._busy, self._at = False, self._clock.monotonic() + EVERY_S
            return
        ids = tuple(order_id for _, order_id in rows)
        self._lanes.run(
            "orders",
            lambda: self._hub.missing(epoch, ids),
            lambda missing: self._answered(epoch, rows[-1][0], missing),
            self._not_now,
        )

    def _answered(self, epoch: str, last: int, missing: Sequence[str]) -> None:
        if missing:
            self._busy = False
            self._on_missing()
        else:
            self._read(epoch, last)

    def _not_now(self, _: KioskError) -> None:
        """Nothing was learnt; the next contact asks again."""
        self._busy, self._due = False, True
