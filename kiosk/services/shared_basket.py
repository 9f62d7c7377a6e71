"""The basket that a known customer has in all channels, kept current on both sides."""

from __future__ import annotations

from kiosk.domain.basket import BasketOp
from kiosk.lanes import Lane, Lanes, Timer
from kiosk.services.basket import Baskets, unsent
from kiosk.services.session import Session, SessionState
from kiosk.services.syncing import Syncing

EXCHANGE_S = 2.0
WATCHED_S = 1.0  # what the web changes is seen within 2 s while somebody looks at the basket


class SharedBasket:
    """Sends what was changed here and fetches what others changed, while there is a grant."""

    def __init__(self, baskets: Baskets, session: Session, syncing: Syncing, lanes: Lanes) -> None:
        self._baskets = baskets
        self._session = session
        self._syncing = syncing
        self._lanes = lanes
        self._watched = False
        self._exchanging = False
        self._ordered = False
        self._undo: tuple[BasketOp, ...] = ()
        self._timer: Timer | None = None
        session.changed.add(self._session_changed)
        session.ended.add(self._session_ended)
        syncing.settled.add(lambda _: self._order_settled())

    def watch(self, closely: bool) -> None:
        """Somebody looks at the basket, or no longer does."""
        if closely != self._watched:
            self._watched = closely
            if self._timer is not None:
                self._timer.stop()
                self._start()

    def exchange(self) -> None:
        """Send what is new in the shared basket and fetch what others changed."""
        state = self._session.state
        customer = state.customer
        if self._exchanging or self._ordered or not self._syncing.link.online:
            return
        if customer is None or not customer.grant or not customer.account.basket_id:
            return
        if state.apart and not self._undo:
            return
        ops = self._undo if state.apart else unsent(state)
        undone = state.apart
        self._exchanging = True
        session_id, grant, basket_id = state.id, customer.grant, customer.account.basket_id
        self._lanes.run(
            Lane.NET,
            lambda: self._baskets.exchange(grant, basket_id, ops),
            lambda log: self._exchanged(session_id, grant, log, undone),
            lambda _: None,  # nothing is lost: what was not sent is still in the session
            ended=self._exchange_ended,
        )

    def keep_apart(self) -> None:
        """Undo the merge, here and at the hub."""
        self._undo = self._session.keep_apart()
        self.exchange()

    def bring_together(self) -> None:
        """Take the undo back."""
        self._undo = ()
        self._session.bring_together()
        self.exchange()

    def order_placed(self) -> None:
        """Until the hub has taken the order, its copy of the basket still has the lines."""
        self._ordered = True

    def _exchange_ended(self) -> None:
        self._exchanging = False

    def _exchanged(
        self, session_id: str, grant: str, log: tuple[BasketOp, ...], undone: bool
    ) -> None:
        state = self._session.state
        customer = state.customer
        if state.id != session_id or customer is None or customer.grant != grant:
            return
        if undone:
            self._undo = ()
        if not self._ordered and customer.adopted != log:
            self._session.adopt(log)

    def _order_settled(self) -> None:
        self._ordered = False

    def _session_changed(self) -> None:
        customer = self._session.state.customer
        if customer is None or not customer.grant:
            self._stop()
        elif self._timer is None:
            self._start()

    def _session_ended(self, _: SessionState) -> None:
        self._stop()
        self._ordered, self._undo = False, ()

    def _start(self) -> None:
        interval_s = WATCHED_S if self._watched else EXCHANGE_S
        self._timer = self._lanes.after(interval_s, self._go_round)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _go_round(self) -> None:
        self._start()
        self.exchange()
