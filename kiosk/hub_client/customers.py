"""Who the customer is."""

from __future__ import annotations

from kiosk.hub_client.calls import Calls, customer
from kiosk.wire.customers import CardRequest, Granted, Profile, ProofRequest


class CustomerCalls(Calls):
    """`kiosk.ports.hub.HubCustomers`."""

    def recognise(self, card_number: str) -> Granted:
        """Say whose loyalty card it is."""
        return self._ask("POST", "/v1/customers/recognise", Granted, CardRequest(card_number))

    def prove(self, app_code: str) -> Granted:
        """Prove who the customer is by a signed app code."""
        return self._ask("POST", "/v1/customers/prove", Granted, ProofRequest(app_code))

    def profile(self, grant: str) -> Profile:
        """Return what this terminal may see of the customer."""
        return self._ask("GET", "/v1/customers/me", Profile, headers=customer(grant))

    def forget(self, grant: str) -> None:
        """End a grant: the session is over."""
        self._send("DELETE", "/v1/grants/current", headers=customer(grant))
