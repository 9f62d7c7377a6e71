"""Pieces held while somebody decides."""

from __future__ import annotations

from kiosk.hub_client.calls import Calls, customer, part, something_else
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest


class CheckoutCalls(Calls):
    """`kiosk.ports.hub.HubCheckouts`."""

    def hold(
        self, checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        """Reserve. `HubRefused("basket_changed")` where the basket is not at `version`."""
        headers = customer(grant) if grant else {}
        if request.basket_id:
            headers["If-Match"] = f'"{version}"'
        path = f"/v1/checkouts/{part(checkout_id)}"
        answer = self._ask("PUT", path, CheckoutAnswer, request, headers=headers)
        if answer.id != checkout_id:
            raise something_else()
        return answer

    def let_go(self, checkout_id: str) -> None:
        """End a checkout: what it held is free again."""
        self._send("DELETE", f"/v1/checkouts/{part(checkout_id)}")
