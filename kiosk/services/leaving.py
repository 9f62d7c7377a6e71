"""The end of a session, however it came: what the hub must still hear is kept, the rest let go."""

from __future__ import annotations

import msgspec

from kiosk.lanes import Lane, Lanes
from kiosk.ports.orders import ActionKind
from kiosk.services.actions import ActionOutbox
from kiosk.services.basket import unsent
from kiosk.services.clienteling import Clienteling
from kiosk.services.holding import Holding
from kiosk.services.identifying import Identifying
from kiosk.services.senders import LeftBasket
from kiosk.services.session import Identified, Session, SessionState
from kiosk.wire.staff import SignedIn

EVIDENCE = ("card", "app_code")  # what recognises the customer again without staff


class Leaving:
    """Follows the session; what the hub does not hear ends there by itself."""

    def __init__(
        self,
        session: Session,
        actions: ActionOutbox,
        holding: Holding,
        identifying: Identifying,
        clienteling: Clienteling,
        lanes: Lanes,
    ) -> None:
        self._session = session
        self._actions = actions
        self._holding = holding
        self._identifying = identifying
        self._clienteling = clienteling
        self._lanes = lanes
        session.ended.add(self._ended)

    def give_back(self, customer: Identified | None) -> None:
        """End the grant of a customer who is not served, or no longer."""
        if customer is not None and customer.grant:
            self._lanes.run_and_forget(Lane.NET, lambda: self._identifying.forget(customer))

    def sign_out(self, staff: SignedIn) -> None:
        """End a sign-in at the hub."""
        self._lanes.run_and_forget(Lane.NET, lambda: self._clienteling.sign_out(staff))

    def _ended(self, was: SessionState) -> None:
        self._keep_basket(was)
        if was.asked_to_hold:
            self._lanes.run_and_forget(Lane.NET, lambda: self._holding.let_go(was))
        self.give_back(was.customer)
        if was.staff is not None and was.staff != self._session.state.staff:
            self.sign_out(was.staff)

    def _keep_basket(self, was: SessionState) -> None:
        """Keep what the hub has not heard of a shared basket."""
        ops, customer = unsent(was), was.customer
        if ops and customer is not None and customer.evidence.kind in EVIDENCE:
            left = LeftBasket(was.id, customer.evidence, ops)
            self._actions.commit(was.id, ActionKind.LEFT_BASKET, msgspec.json.encode(left))
