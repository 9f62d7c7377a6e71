"""What the catalogue does not know: ask the shop, or a person (lane `net`)."""

from __future__ import annotations

from kiosk.domain.ids import uuid7
from kiosk.ports import Clock, Hub
from kiosk.wire.calls import MAX_ABOUT, StaffCall
from kiosk.wire.lookup import FoundProduct


class Asking:
    """Asks the hub. Every call may raise `HubUnreachable` or `HubRefused`."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is; None where the shop has no such product."""
        return self._hub.look_up(gtin14)

    def call(self, about: str) -> None:
        """Ask an assistant to come."""
        now_ms = int(self._clock.now().timestamp() * 1000)
        self._hub.call_staff(StaffCall(uuid7(now_ms), about[:MAX_ABOUT]))
