"""Whether a hub is speaking, and becoming one of its terminals."""

from __future__ import annotations

from kiosk.errors import HubUnreachable
from kiosk.hub_client.calls import Calls
from kiosk.wire.terminals import SERVICE, Enrolled, EnrolRequest, HubStatus


class TerminalCalls(Calls):
    """`kiosk.ports.hub.HubTerminals`."""

    def status(self) -> HubStatus:
        """Return proof that a hub is speaking."""
        status = self._ask("GET", "/v1/status", HubStatus)
        if status.service != SERVICE:
            raise HubUnreachable("hub_nonsense", looked_like="another service")
        return status

    def enrol(self, request: EnrolRequest) -> Enrolled:
        """Become a terminal."""
        return self._ask("POST", "/v1/terminals/enrol", Enrolled, request)
