"""What the catalogue does not know: ask the shop, or a person."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid5

import msgspec

from kiosk.errors import KioskError
from kiosk.ports.hub import HubCatalogue
from kiosk.ports.orders import ActionKind
from kiosk.services.actions import ActionOutbox
from kiosk.wire.calls import MAX_ABOUT, StaffCall
from kiosk.wire.lookup import FoundProduct


class Asking:
    """Asks the hub now, and an assistant as soon as the hub can be told."""

    def __init__(self, hub: HubCatalogue, actions: ActionOutbox) -> None:
        self._hub = hub
        self._actions = actions

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is (lane `net`); None where the shop has no such product.

        Raises `HubUnreachable` or `HubRefused`.
        """
        return self._hub.look_up(gtin14)

    def call(
        self,
        session_id: str,
        about: str,
        committed: Callable[[str], None],
        failed: Callable[[KioskError], None],
    ) -> None:
        """Ask an assistant to come; in one session once for one thing, however often asked.

        `committed` gets the id of the action: `ActionOutbox.sent` tells when the hub has it.
        """
        call_id = str(uuid5(UUID(session_id), about))
        body = msgspec.json.encode(StaffCall(call_id, about[:MAX_ABOUT]))
        self._actions.commit(call_id, ActionKind.CALL, body, lambda: committed(call_id), failed)
