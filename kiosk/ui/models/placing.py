"""From the tap on "place order" to the committed order: hold once more, then write it down."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum
from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.errors import KioskError
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Form, Placed
from kiosk.services.holding import Hold
from kiosk.ui.context import Context
from kiosk.ui.models.holds import Holds

SHOWS_WORK_MS = 300
PATIENCE_MS = 2_500  # a shopper waits no longer for a hub that does not answer


class Hindrance(Enum):
    """Why an order was not placed although nothing is wrong with it: look, then press again."""

    SHORT = "short"
    CHANGED = "changed"
    UNHELD = "unheld"


class Placing(QObject):
    """One order at a time. `busy` only when it takes long enough to be noticed."""

    changed = Signal()
    placed = Signal(object, object)  # Placed, BasketView
    refused = Signal(object)  # KioskError
    hindered = Signal(object)  # Hindrance

    def __init__(self, context: Context, holds: Holds, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._holds = holds
        self._turn = 0
        self._written = 0  # the last turn that `disk` began to write down
        self._lock = Lock()
        self.under_way = False
        self.busy = False
        self._timer = QTimer(self, singleShot=True, interval=SHOWS_WORK_MS)
        self._timer.timeout.connect(self._show_work)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._holds.stop_waiting)

    def go(self, view: BasketView, form: Form, fallback_asked: bool) -> None:
        """Place an order for what `view` shows.

        Where nothing could be held it is placed only if the customer was asked for a fallback
        (or needs none): `fallback_asked`.
        """
        self._turn += 1
        turn, self.under_way = self._turn, True
        self._timer.start()
        if not self._context.link.online:
            self._commit(turn, view, form, online=False)
            return
        self._patience.start()
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
        self._patience.stop()
        if hold is None and not fallback_asked:
            self._hinder(Hindrance.UNHELD)
        elif hold is not None and hold.changed is not None:
            self._hinder(Hindrance.CHANGED)
        elif hold is not None and hold.short:
            self._hinder(Hindrance.SHORT)
        else:
            self._commit(turn, view, form, online=hold is not None)

    def _commit(self, turn: int, view: BasketView, form: Form, online: bool) -> None:
        state, terminal = self._context.state, self._context.terminal

        def commit() -> Placed | None:
            if not self._begin_to_write(turn):
                return None
            position = None
            with suppress(KioskError):  # evidence: an order is placed without it
                position = terminal.store.position()
            return terminal.checkout.place(state, view, form, position, online)

        session_id = state.id
        terminal.lanes.run(
            "disk",
            commit,
            lambda placed: self._committed(session_id, placed, view),
            lambda error: self._not_committed(session_id, error),
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
        if self._context.state.id == session_id:
            self.placed.emit(placed, view)
        # Else: the shopper has gone and the screen is another's. The order is sent all the same.
        self._context.terminal.syncing.drain()

    def _not_committed(self, session_id: str, error: KioskError) -> None:
        if self._context.state.id == session_id:
            self.refused.emit(error)

    def _hinder(self, why: Hindrance) -> None:
        self._holds.go_on()
        self._end()
        self.hindered.emit(why)

    def _show_work(self) -> None:
        self.busy = True
        self.changed.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._patience.stop()
        self.under_way, self.busy = False, False
        self.changed.emit()
