"""Pieces are held at the hub while the checkout is open, and let go when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.errors import HubUnreachable, KioskError
from kiosk.services.basket import BasketView
from kiosk.services.holding import Hold
from kiosk.services.session import SessionState
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel

RENEW_MS = 60_000

Asked = frozenset[tuple[object, ...]]


class Holds(QObject):
    """Asks one thing at a time, so that the hub hears it in the order it was meant.

    `failed`: the last time nothing could be held; then the customer's fallback decides.
    """

    answered = Signal(object)  # Hold
    changed = Signal()

    def __init__(self, context: Context, basket: BasketModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._basket = basket
        self._open = False
        self._under_way = 0
        self._for_order = False
        self._asked: Asked = frozenset()
        self._answer: Callable[[Hold | None], None] | None = None
        self._was_online = context.link.online
        self.failed = False
        self._timer = QTimer(self, interval=RENEW_MS)
        self._timer.timeout.connect(self.ask)
        basket.changed.connect(self._basket_changed)
        context.events.linkChanged.connect(self._link_changed)

    @property
    def possible(self) -> bool:
        """Pieces can be held now, as far as is known."""
        return self._context.link.online and not self.failed

    def begin(self) -> None:
        """The checkout was opened."""
        self._open, self._asked = True, frozenset()
        self._timer.start()
        self.ask()

    def end(self) -> None:
        """The checkout was left: what is still held is free for others."""
        self._open, self._for_order, self._answer = False, False, None
        self.failed = False
        self._timer.stop()
        if not self._under_way:  # else when the answer is there: the hub hears it in this order
            self._let_go(self._context.state)

    @Slot()
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

    @Slot()
    def stop_waiting(self) -> None:
        """No answer for so long that it counts as none; when it comes it is heard all the same."""
        if (answer := self._answer) is not None:
            self._answer, self.failed = None, True
            self._context.terminal.syncing.tick()
            self.changed.emit()
            answer(None)

    def look_again(self) -> None:
        """Ask as soon as the basket was read anew, whatever it shows then."""
        self._asked = frozenset()

    def _ask_for_order(self) -> None:
        answer = self._answer
        if answer is not None and not self._ask() and not self._under_way:
            self._answer = None
            answer(None)

    def _ask(self) -> bool:
        """Ask if that is possible now; what is under way is followed by one more."""
        view, terminal = self._basket.view, self._context.terminal
        if self._under_way or not self._open or view is None or not self._context.link.online:
            return False
        self._asked = _shown(view)
        for_order = self._for_order
        self._under_way += 1
        terminal.session.ask_to_hold()
        state = self._context.state
        terminal.lanes.run(
            "net",
            lambda: terminal.holding.hold(state, view),
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
        session, self.failed = self._context.terminal.session, False
        if hold.changed is not None:
            session.adopt(hold.changed)
        else:
            session.hold(hold.pieces)
        if hold.short:  # what this terminal knows of the stock is old
            self._context.terminal.syncing.tick()
        self.answered.emit(hold)
        self._go_on(hold, for_order)

    def _not_held(self, asked: SessionState, error: KioskError, for_order: bool) -> None:
        if self._too_late(asked):
            return
        self.failed = True
        if isinstance(error, HubUnreachable):
            self._context.terminal.syncing.tick()  # the whole screen shall know
        self.changed.emit()
        self._go_on(None, for_order)

    def _too_late(self, asked: SessionState) -> bool:
        """Let go what nobody waits for any more; the hub may hold it whatever it answered."""
        state = self._context.state
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
        if state.id == self._context.state.id:
            self._context.terminal.session.let_go()
        holding = self._context.terminal.holding
        self._under_way += 1
        self._context.terminal.lanes.run(
            "net",
            lambda: holding.let_go(state),
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

    @Slot()
    def _basket_changed(self) -> None:
        view = self._basket.view
        if view is not None and self._open and _shown(view) != self._asked:
            self.ask()

    @Slot()
    def _link_changed(self) -> None:
        before, self._was_online = self._was_online, self._context.link.online
        if self._was_online and not before:
            self.ask()
        if self._was_online != before:
            self.changed.emit()


def _shown(view: BasketView) -> Asked:
    """What a request is about: it is repeated when this has changed."""
    found = ((v.line.sku, v.line.quantity, v.way) for v in view.lines)
    return frozenset(
        (sku, quantity, way and (way.kind, way.location_id, way.source_id))
        for sku, quantity, way in found
    )
