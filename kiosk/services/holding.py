"""Holding pieces at the hub while somebody decides, and noticing that the basket moved on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.basket import BasketLine, BasketOp, lines, merge
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.errors import HubRefused
from kiosk.ports.hub import Hub
from kiosk.services.basket import BasketView, unsent
from kiosk.services.session import HeldPieces, SessionState
from kiosk.wire.baskets import BasketState
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutLine, CheckoutRequest, HeldLine


@dataclass(frozen=True, slots=True)
class Hold:
    """What the hub says before an order is placed.

    `changed` is the merged basket where another channel wrote it meanwhile: nothing is held
    then, and the shopper sees it first. Otherwise `pieces` are held and `short` lines are not.
    """

    pieces: tuple[HeldPieces, ...] = ()
    short: tuple[HeldLine, ...] = ()
    changed: tuple[BasketOp, ...] | None = None


class Holding:
    """Asks the hub (lane `net`)."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def hold(self, state: SessionState, view: BasketView) -> Hold:
        """Reserve what the basket's view shows, or tell what is in the way.

        Repeat it while the customer decides and once more right before the order. Raises
        `HubUnreachable`: order without, with the customer's fallback.
        """
        wanted = tuple(
            CheckoutLine(
                v.variant.sku, v.line.quantity, v.way.kind, v.way.location_id, v.way.source_id
            )
            for v in view.lines
            if v.way is not None and v.way.kind is not FulfilmentKind.TAKE_AWAY
        )
        customer = state.customer
        if customer is None or not customer.grant or state.apart or not customer.account.basket_id:
            answer = self._hub.hold(state.id, CheckoutRequest(wanted))
            return _hold(answer, wanted)
        basket = self._basket(state, customer.grant, customer.account.basket_id)
        shown = (*(v.line for v in view.lines), *view.gone)
        if _quantities(lines(merge(basket.log, state.own))) != _quantities(shown):
            return Hold(changed=basket.log)
        request = CheckoutRequest(wanted, basket.basket_id)
        try:
            answer = self._hub.hold(state.id, request, customer.grant, basket.version)
        except HubRefused as refusal:
            if refusal.code != "basket_changed":
                raise
            return Hold(changed=self._hub.basket(customer.grant, basket.basket_id).log)
        return _hold(answer, wanted)

    def let_go(self, state: SessionState) -> None:
        """Free what the hub may hold for the session; it is not asked where nothing was."""
        if state.asked_to_hold:
            self._hub.let_go(state.id)

    def _basket(self, state: SessionState, grant: str, basket_id: str) -> BasketState:
        if ops := unsent(state):
            return self._hub.append(grant, basket_id, ops)
        return self._hub.basket(grant, basket_id)


def _hold(answer: CheckoutAnswer, wanted: tuple[CheckoutLine, ...]) -> Hold:
    held = {line.sku for line in answer.lines if line.held}
    pieces = tuple(
        HeldPieces(line.sku, line.source_id, line.quantity) for line in wanted if line.sku in held
    )
    return Hold(pieces, tuple(line for line in answer.lines if not line.held))


def _quantities(found: Iterable[BasketLine]) -> Mapping[str, int]:
    return {line.sku: line.quantity for line in found}
