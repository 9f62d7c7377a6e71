"""Asking the hub whether it still has what it accepted: a restored copy does not say so itself."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.errors import KioskError
from kiosk.lanes import Lane, Lanes, Steps
from kiosk.ports.hub import Hub
from kiosk.ports.machine import Clock
from kiosk.ports.orders import Outbox
from kiosk.services.listeners import Listeners
from kiosk.wire.orders import AUDIT_LIMIT

EVERY_S = 3600.0
MANY_HUBS = 50  # processes of one hub that may take turns to answer


class Auditing:
    """Goes through the accepted orders whose bodies are kept; methods on the main thread.

    A hub that misses one has lost history and begins a new epoch; the feed tells us, and
    everything of older epochs is sent again. Only when it has them all are the bodies
    forgotten that it calls safe in a backup: an older copy that other terminals filled up
    again counts them as its own.
    """

    def __init__(self, hub: Hub, outbox: Outbox, clock: Clock, lanes: Lanes) -> None:
        self._hub = hub
        self._outbox = outbox
        self._clock = clock
        self.missing = Listeners[()]()
        self._due = True
        self._steps = Steps(lanes, self._not_now)
        self._at = 0.0
        self._backed_up = ("", 0)  # an epoch, and how far the backup went that we asked about
        self._boots: tuple[str, ...] = ()

    def suspect(self) -> None:
        """The hub was away: it may have come back as an older copy."""
        self._due = True

    def go(self, epoch: str, boot: str, durable_through: int) -> None:
        """Ask, after an absence, a start or a backup of the hub, and every hour."""
        backed_up, now = (epoch, durable_through), self._clock.monotonic()
        known = boot in self._boots and backed_up == self._backed_up
        if self._steps.busy or (known and not self._due and now < self._at):
            return
        self._due, self._at, self._backed_up = False, now + EVERY_S, backed_up
        self._boots = (*self._boots[-MANY_HUBS:], boot)
        self._read(0)

    def _read(self, after: int) -> None:
        epoch, durable_through = self._backed_up

        def page() -> Sequence[tuple[int, str]]:
            rows = self._outbox.kept(epoch, after, AUDIT_LIMIT)
            if not rows:
                self._outbox.release(epoch, durable_through)
            return rows

        self._steps.step(Lane.DISK, page, self._ask)

    def _ask(self, rows: Sequence[tuple[int, str]]) -> None:
        if not rows:
            return
        epoch, _ = self._backed_up
        ids = tuple(order_id for _, order_id in rows)
        last = rows[-1][0]
        self._steps.step(
            Lane.ORDERS,
            lambda: self._hub.missing(epoch, ids),
            lambda missing: self.missing() if missing else self._read(last),
        )

    def _not_now(self, _: KioskError) -> None:
        """Nothing was learnt; the next contact asks again."""
        self._due = True
