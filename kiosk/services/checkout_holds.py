"""Pieces are held at the hub while the checkout is open, and let go when it is left."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane, Lanes, Timer
from kiosk.services.basket import BasketView
from kiosk.services.holding import Hold, Holding
from kiosk.services.link import Link
from kiosk.services.listeners import Listeners
from kiosk.services.session import Session, SessionState
from kiosk.services.syncing import Syncing

RENEW_S = 60.0

Asked = frozenset[tuple[object, ...]]


class CheckoutHolds:
    """Asks one thing at a time, so that the hub hears it in the order it was meant.

    `failed`: the last time nothing could be held; then the customer's fallback decides.
    """

    def __init__(self, holding: Holding, session: Session, syncing: Syncing, lanes: Lanes) -> None:
        self.answered = Listeners[Hold]()
        self.changed = Listeners[()]()
        self.failed = False
        self._holding = holding
        self._session = session
        self._syncing = syncing
        self._lanes = lanes
        self._view: BasketView | None = None
        self._open = False
        self._under_way = 0
        self._for_order = False
        self._asked: Asked = frozenset()
        self._answer: Callable[[Hold | None], None] | None = None
        self._was_online = syncing.link.online
        self._renewing: Timer | None = None
        syncing.linked.add(self._linked)

    @property
    def possible(self) -> bool:
        """Pieces can be held now, as far as is known."""
        return self._syncing.link.online and not self.failed

    def look_at(self, view: BasketView | None) -> None:
        """Hear what the basket shows now; what is held follows it while the checkout is open."""
        self._view = view
        if view is not None and self._open and _shown(view) != self._asked:
            self.ask()

    def begin(self) -> None:
        """The checkout was opened."""
        self._open, self._asked = True, frozenset()
        self._stop_renewing()
        self._renew()

    def end(self) -> None:
        """The checkout was left: what is still held is free for others."""
        self._open, self._for_order, self._answer = False, False, None
        self.failed = False
        self._stop_renewing()
        if not self._under_way:  # else when the answer is there: the hub hears it in this order
            self._let_go(self._session.state)

    def ask(self) -> None:
        """Hold what the basket shows."""
        if not self._for_order:
            self._ask()

    def ask_for_order(self, answer: Callable[[Hold | None], None]) -> None:
        """Hold once more for an order that follows; `answer` gets None where it failed.

        Nothing else is asked until `end` or `go_on`: what is held becomes the order's.
        """
        self._for_order, self._answer = True, answer
        self._ask_for_order()

    def go_on(self) -> None:
        """The order was not placed: hold as before."""
        self._for_order, self._answer = False, None

    def stop_waiting(self) -> None:
        """No answer for so long that it counts as none; when it comes it is heard all the same."""
        if (answer := self._answer) is not None:
            self._answer, self.failed = None, True
            self._syncing.tick()
            self.changed()
            answer(None)

    def look_again(self) -> None:
        """Ask as soon as the basket was read anew, whatever it shows then."""
        self._asked = frozenset()

    def _renew(self) -> None:
        self._renewing = self._lanes.after(RENEW_S, self._renew)
        self.ask()

    def _stop_renewing(self) -> None:
        if self._renewing is not None:
            self._renewing.stop()

    def _ask_for_order(self) -> None:
        answer = self._answer
        if answer is not None and not self._ask() and not self._under_way:
            self._answer = None
            answer(None)

    def _ask(self) -> bool:
        """Ask if that is possible now; what is under way is followed by one more."""
        view = self._view
        if self._under_way or not self._open or view is None or not self._syncing.link.online:
            return False
        self._asked = _shown(view)
        for_order = self._for_order
        self._under_way += 1
        self._session.ask_to_hold()
        state = self._session.state
        self._lanes.run(
            Lane.NET,
            lambda: self._holding.hold(state, view),
            lambda hold: self._held(state, hold, for_order),
            lambda error: self._not_held(state, error, for_order),
            ended=self._ended,
        )
        return True

    def _ended(self) -> None:
        self._under_way -= 1

    def _held(self, asked: SessionState, hold: Hold, for_order: bool) -> None:
        if self._too_late(asked):
            return
        self.failed = False
        if hold.changed is not None:
            self._session.adopt(hold.changed)
        else:
            self._session.hold(hold.pieces)
        if hold.short:  # what this terminal knows of the stock is old
            self._syncing.tick()
        self.answered(hold)
        self._go_on(hold, for_order)

    def _not_held(self, asked: SessionState, error: KioskError, for_order: bool) -> None:
        if self._too_late(asked):
            return
        self.failed = True
        if isinstance(error, HubUnreachable):
            self._syncing.tick()  # the whole screen shall know
        self.changed()
        self._go_on(None, for_order)

    def _too_late(self, asked: SessionState) -> bool:
        """Let go what nobody waits for any more; the hub may hold it whatever it answered."""
        state = self._session.state
        if self._open and state.id == asked.id:
            return False
        self._let_go(state if state.id == asked.id else asked)
        return True

    def _go_on(self, hold: Hold | None, for_order: bool) -> None:
        if self._for_order and not for_order:
            self._ask_for_order()  # it came while an earlier request was under way
        elif self._for_order and (answer := self._answer) is not None:
            self._answer = None
            answer(hold)

    def _let_go(self, state: SessionState) -> None:
        if not state.asked_to_hold:  # or what is held has become an order's
            return
        if state.id == self._session.state.id:
            self._session.let_go()
        self._under_way += 1
        self._lanes.run(
            Lane.NET,
            lambda: self._holding.let_go(state),
            None,
            lambda _: None,  # at the hub it ends by itself
            ended=self._gone,
        )

    def _gone(self) -> None:
        self._under_way -= 1
        if self._for_order:
            self._ask_for_order()
        else:
            self.ask()  # the page may have been opened again meanwhile

    def _linked(self, link: Link) -> None:
        before, self._was_online = self._was_online, link.online
        if link.online and not before:
            self.ask()
        if link.online != before:
            self.changed()


def _shown(view: BasketView) -> Asked:
    """What a request is about: it is repeated when this has changed."""
    found = ((v.line.sku, v.line.quantity, v.way) for v in view.lines)
    return frozenset(
        (sku, quantity, way and (way.kind, way.location_id, way.source_id))
        for sku, quantity, way in found
    )
