"""From the tap on "place order" to the committed order: hold once more, then write it down."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum
from threading import Lock

from kiosk.errors import KioskError
from kiosk.lanes import Lane, Lanes, Timer
from kiosk.ports.catalogue import CatalogueStore
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Checkout, Form, Placed
from kiosk.services.checkout_holds import CheckoutHolds
from kiosk.services.holding import Hold
from kiosk.services.listeners import Listeners
from kiosk.services.session import Session
from kiosk.services.shared_basket import SharedBasket
from kiosk.services.syncing import Syncing

SHOWS_WORK_S = 0.3
PATIENCE_S = 2.5  # a shopper waits no longer for a hub that does not answer


class Hindrance(Enum):
    """Why an order was not placed although nothing is wrong with it: look, then press again."""

    SHORT = "short"
    CHANGED = "changed"
    UNHELD = "unheld"


class Placing:
    """One order at a time. `busy` only when it takes long enough to be noticed.

    `placed` is told when the order is committed, and the session's basket is empty by then.
    """

    def __init__(
        self,
        checkout: Checkout,
        holds: CheckoutHolds,
        shared: SharedBasket,
        session: Session,
        store: CatalogueStore,
        syncing: Syncing,
        lanes: Lanes,
    ) -> None:
        self.changed = Listeners[()]()
        self.placed = Listeners[Placed, BasketView]()
        self.refused = Listeners[KioskError]()
        self.hindered = Listeners[Hindrance]()
        self.under_way = False
        self.busy = False
        self._checkout = checkout
        self._holds = holds
        self._shared = shared
        self._session = session
        self._store = store
        self._syncing = syncing
        self._lanes = lanes
        self._turn = 0
        self._written = 0  # the last turn that `disk` began to write down
        self._lock = Lock()
        self._timers: list[Timer] = []

    def go(self, view: BasketView, form: Form, fallback_asked: bool) -> None:
        """Place an order for what `view` shows.

        Where nothing could be held it is placed only if the customer was asked for a fallback
        (or needs none): `fallback_asked`.
        """
        self._turn += 1
        turn, self.under_way = self._turn, True
        self._timers.append(self._lanes.after(SHOWS_WORK_S, self._show_work))
        if not self._syncing.link.online:
            self._commit(turn, view, form, online=False)
            return
        self._timers.append(self._lanes.after(PATIENCE_S, self._holds.stop_waiting))
        self._holds.ask_for_order(lambda hold: self._held(turn, hold, view, form, fallback_asked))

    def give_up(self) -> None:
        """The page was left: what is not being written down by now is not placed.

        What is being written stays under way, so that nobody places it a second time.
        """
        with self._lock:
            if self._turn == self._written:
                return
            self._turn += 1
        self._end()

    def look_again(self) -> None:
        """What the order costs has changed: it is placed when that was seen.

        What is being written down by now stays as it was agreed.
        """
        with self._lock:
            if not self.under_way or self._turn == self._written:
                return
            self._turn += 1
        self._hinder(Hindrance.CHANGED)

    def _held(
        self, turn: int, hold: Hold | None, view: BasketView, form: Form, fallback_asked: bool
    ) -> None:
        if turn != self._turn:
            return
        if hold is None and not fallback_asked:
            self._hinder(Hindrance.UNHELD)
        elif hold is not None and hold.changed is not None:
            self._hinder(Hindrance.CHANGED)
        elif hold is not None and hold.short:
            self._hinder(Hindrance.SHORT)
        else:
            self._commit(turn, view, form, online=hold is not None)

    def _commit(self, turn: int, view: BasketView, form: Form, online: bool) -> None:
        state = self._session.state

        def commit() -> Placed | None:
            if not self._begin_to_write(turn):
                return None
            position = None
            with suppress(KioskError):  # evidence: an order is placed without it
                position = self._store.position()
            return self._checkout.place(state, view, form, position, online)

        self._lanes.run(
            Lane.DISK,
            commit,
            lambda placed: self._committed(state.id, placed, view),
            lambda error: self._not_committed(state.id, error),
            ended=lambda: self._ended(turn),
        )

    def _begin_to_write(self, turn: int) -> bool:
        """Tell in lane `disk` whether the order is still wanted; then nothing stops it."""
        with self._lock:
            if turn == self._turn:
                self._written = turn
            return turn == self._turn

    def _ended(self, turn: int) -> None:
        if turn == self._turn:
            self._holds.go_on()
            self._end()

    def _committed(self, session_id: str, placed: Placed | None, view: BasketView) -> None:
        if placed is None:
            return
        if self._session.state.id == session_id:
            self._shared.order_placed()
            self._session.ordered()
            self.placed(placed, view)
        # Else: the shopper has gone and the screen is another's. The order is sent all the same.
        self._syncing.drain()

    def _not_committed(self, session_id: str, error: KioskError) -> None:
        if self._session.state.id == session_id:
            self.refused(error)

    def _hinder(self, why: Hindrance) -> None:
        self._holds.go_on()
        self._end()
        self.hindered(why)

    def _show_work(self) -> None:
        self.busy = True
        self.changed()

    def _end(self) -> None:
        for timer in self._timers:
            timer.stop()
        self._timers.clear()
        self.under_way, self.busy = False, False
        self.changed()
