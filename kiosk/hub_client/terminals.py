"""Whether a hub is speaking, and becoming one of its terminals."""

from __future__ import annotations

from kiosk.errors import HubUnreachable
from kiosk.hub_client.answers import decode
from kiosk.hub_client.calls import Calls
from kiosk.wire.terminals import SERVICE, Enrolled, EnrolRequest, HubStatus

_NOT_READY = 503  # of a hub that says why; a proxy's, and an older hub's, says something else


class TerminalCalls(Calls):
    """`kiosk.ports.hub.HubTerminals`."""

    def status(self) -> HubStatus:
        """Return proof that a hub is speaking, ready or not.

        One that cannot read its database knows no epoch, and is as good as out of reach.
        """
        asked = self._transport.ask("GET", "/v1/status", self._headers(), besides=_NOT_READY)
        status = decode(asked.body, HubStatus)
        if status.service != SERVICE:
            raise HubUnreachable("hub_nonsense", looked_like="another service")
        if not status.epoch:
            raise HubUnreachable("hub_unreachable", why=f"status {_NOT_READY}")
        return status

    def enrol(self, request: EnrolRequest) -> Enrolled:
        """Become a terminal."""
        return self._ask("POST", "/v1/terminals/enrol", Enrolled, request)
