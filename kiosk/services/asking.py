"""What the catalogue does not know: ask the shop, or a person (lane `net`)."""

from __future__ import annotations

from uuid import UUID, uuid5

from kiosk.ports.hub import Hub
from kiosk.wire.calls import MAX_ABOUT, StaffCall
from kiosk.wire.lookup import FoundProduct


class Asking:
    """Asks the hub. Every call may raise `HubUnreachable` or `HubRefused`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is; None where the shop has no such product."""
        return self._hub.look_up(gtin14)

    def call(self, session_id: str, about: str) -> None:
        """Ask an assistant to come; in one session once for one thing, however often asked."""
        call_id = uuid5(UUID(session_id), about)
        self._hub.call_staff(StaffCall(str(call_id), about[:MAX_ABOUT]))
