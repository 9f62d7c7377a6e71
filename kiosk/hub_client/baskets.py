"""The basket that a customer has in all channels."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.basket import BasketOp
from kiosk.hub_client.calls import Calls, customer, part
from kiosk.wire.baskets import AppendOps, BasketState


class BasketCalls(Calls):
    """`kiosk.ports.hub.HubBaskets`."""

    def basket(self, grant: str, basket_id: str) -> BasketState:
        """Return a basket's log."""
        path = f"/v1/baskets/{part(basket_id)}"
        return self._ask("GET", path, BasketState, headers=customer(grant))

    def append(self, grant: str, basket_id: str, ops: Sequence[BasketOp]) -> BasketState:
        """Add operations to a basket; repeating it changes nothing."""
        path = f"/v1/baskets/{part(basket_id)}/ops"
        body = AppendOps(tuple(ops))
        return self._ask("POST", path, BasketState, body, headers=customer(grant))
