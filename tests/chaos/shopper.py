"""Somebody who shops at a terminal by the use cases that the screens forward to."""

from __future__ import annotations

import hashlib
import os
import queue
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from kiosk.demo.shop.showcase import guest
from kiosk.domain.customers import Recognition
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact, Fallback
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ports.machine import Deliver
from kiosk.ports.orders import Outbox
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Form, Placed, payments
from kiosk.services.holding import Hold
from kiosk.services.placing import Hindrance
from kiosk.services.recognising import Recognised
from kiosk.services.session import Choice
from kiosk.services.terminal import Terminal
from kiosk.wire.orders import OrderBody

T = TypeVar("T")
PATIENCE_S = 60.0
GOOD = "good"
NOTHING = "-"
MOST_TRIES = 4
"""Looks at a basket that moved on, and presses again, no more often."""


class Tell(Protocol):
    """Tells the controller what happened."""

    def __call__(self, event: str, **news: object) -> None: ...


class Ledger:
    """What the screen has called accepted: nothing else counts as promised."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def write(self, placed: Placed, body: bytes, kind: str) -> None:
        """Put one order down, for ever, with what the hub was said to hold for it."""
        sha256 = hashlib.sha256(body).hexdigest()
        order = placed.order
        held = [
            line.sku
            for line in order.lines
            if not order.offline and line.kind is not FulfilmentKind.TAKE_AWAY
        ]
        now_s, skus = f"{time.monotonic():.3f}", ",".join(held) or NOTHING
        line = f"{order.id} {order.number} {sha256} {now_s} {kind} {skus}\n"
        os.write(self._file, line.encode())
        os.fsync(self._file)


class SpoiltOutbox:
    """The outbox's port with a fault on purpose: what is committed must be refused (labelled).

    `how` is what the next order gets, "" for none; `body` is what was committed last.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.how = ""
        self.body = b""

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._outbox, name)
        return found

    def commit(
        self,
        order_id: str,
        number: str,
        body: bytes,
        created_at: str,
        basket_id: str = "",
        replaces: str = "",
    ) -> None:
        """Commit other bytes than those given."""
        order = msgspec.json.decode(body, type=OrderBody)
        if self.how == "currency":
            other = msgspec.structs.replace(order, to_pay=Money(order.to_pay.minor, "XTS"))
            body = msgspec.json.encode(other)
        elif self.how == "number":  # another terminal's
            body = msgspec.json.encode(msgspec.structs.replace(order, number="ZZ-00001-0"))
        elif self.how:
            body = body[:-1]
        self.body = body
        self._outbox.commit(order_id, number, body, created_at, basket_id, replaces)


Outcome = Placed | Hindrance | KioskError


class Shopper:
    """Decides in a thread of its own; the use cases run on the main thread and in their lanes."""

    def __init__(
        self,
        terminal: Terminal,
        deliver: Deliver,
        outbox: SpoiltOutbox,
        acks: Path,
        codes: dict[str, str],
        tell: Tell,
    ) -> None:
        self._terminal = terminal
        self._deliver = deliver
        self._outbox = outbox
        self._ledger = Ledger(acks)
        self._codes = codes
        self._tell = tell
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Hold | None] = queue.SimpleQueue()
        self._short: Hold | None = None
        self._scanned: queue.SimpleQueue[Recognised | KioskError] = queue.SimpleQueue()
        terminal.recognising.ended.add(self._scanned.put)
        terminal.recognising.refused.add(self._scanned.put)
        terminal.placing.placed.add(self._placed)
        terminal.placing.hindered.add(self._outcomes.put)
        terminal.placing.refused.add(self._outcomes.put)
        terminal.holds.answered.add(self._answered)
        terminal.holds.changed.add(lambda: self._answers.put(None))

    def shop(self, wish: dict[str, Any]) -> None:
        """Take all orders of one basket; what cannot be taken is told."""
        terminal = self._terminal
        try:
            self._on_main(terminal.session.end)
            if wish["who"] != "guest":
                self._identify(wish["who"], wish["customer"])
            for order in wish["orders"]:
                self._order(order, wish.get("leaves", False))
        except KioskError as error:
            self._tell("unserved", code=error.code)
        except queue.Empty:
            self._tell("unserved", code="no answer from a lane")
        finally:
            self._on_main(terminal.holds.end)

    def _placed(self, placed: Placed, _: BasketView) -> None:
        """The screen says "accepted": this is the promise."""
        self._ledger.write(placed, self._outbox.body, self._outbox.how or GOOD)
        self._outcomes.put(placed)

    def _answered(self, hold: Hold) -> None:
        self._short = hold
        self._answers.put(hold)

    def _identify(self, who: str, customer: str) -> None:
        recognising = self._terminal.recognising
        while not self._scanned.empty():
            self._scanned.get()  # of the customer before, whose grant came late
        if who == "card":
            self._on_main(lambda: recognising.card(customer))
        else:
            self._on_main(lambda: recognising.app_code(self._codes[customer]))
        answer = self._scanned.get(timeout=PATIENCE_S)
        if isinstance(answer, KioskError):
            raise answer

    def _order(self, wish: dict[str, Any], leaves: bool) -> None:
        terminal = self._terminal
        session = terminal.session
        for sku, quantity, kind, location in wish["lines"]:
            choice = Choice(FulfilmentKind(kind), location)
            self._on_main(partial(session.add, sku, quantity))
            self._on_main(partial(session.choose, sku, choice))
        self._look()
        self._forget_answers()
        self._on_main(terminal.holds.begin)
        if leaves:
            hold = self._answers.get(timeout=PATIENCE_S)
            self._on_main(terminal.holds.end)
            self._tell("left", session=session.state.id, held=bool(hold and hold.pieces))
            return
        self._outbox.how = wish["spoilt"]
        for _ in range(MOST_TRIES):
            view = self._look()
            form = self._form(view, Fallback(wish["fallback"]), wish["payment"])
            self._on_main(partial(terminal.placing.go, view, form, fallback_asked=True))
            outcome = self._outcomes.get(timeout=PATIENCE_S)
            if isinstance(outcome, Placed):
                self._tell("placed")
                break
            if isinstance(outcome, KioskError):
                raise outcome
            self._tell(f"hindered: {outcome.value}")
            if outcome is Hindrance.SHORT and not self._take_fewer():
                break
        self._on_main(terminal.holds.end)

    def _forget_answers(self) -> None:
        while not self._answers.empty():
            self._answers.get()

    def _take_fewer(self) -> bool:
        """Take what there is of what ran short; tell whether anything is left to order."""
        session, short = self._terminal.session, self._short
        for line in short.short if short else ():
            if line.available:
                self._on_main(partial(session.set_quantity, line.sku, line.available))
            else:
                self._on_main(partial(session.remove, line.sku))
        return bool(session.state.lines)

    def _look(self) -> BasketView:
        """Read the basket, as its page does whenever it has changed."""
        terminal, state = self._terminal, self._terminal.session.state
        view = self._run(Lane.READ, lambda: terminal.baskets.view(state))
        self._on_main(lambda: terminal.holds.look_at(view))
        return view

    def _form(self, view: BasketView, fallback: Fallback, payment: int) -> Form:
        ways = payments(view)
        paid = ways[payment % len(ways)]
        who, customer = guest(), self._terminal.session.state.customer
        address = Address(city=who.city, street=who.street, house=who.house, flat=who.flat)
        if customer and customer.account.recognition is Recognition.PROVEN:
            known = customer.account.addresses
            if known:
                address = Address(ref=known[0].ref, label=known[0].label)
        slot = self._run(Lane.READ, self._terminal.checkout.slots)[0]
        return Form(paid, address, Contact(who.phone, who.name), slot, fallback)

    def _run(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run a use case in its lane as a view model does; raise what it raises."""
        answers: queue.SimpleQueue[tuple[T, None] | tuple[None, KioskError]] = queue.SimpleQueue()
        self._deliver(
            lambda: self._terminal.lanes.run(
                lane,
                job,
                lambda found: answers.put((found, None)),
                lambda error: answers.put((None, error)),
            )
        )
        found, error = answers.get(timeout=PATIENCE_S)
        if error is not None:
            raise error
        return found  # type: ignore[return-value]  # the pair says so, mypy does not see it

    def _on_main(self, step: Callable[[], T]) -> T:
        done: queue.SimpleQueue[T] = queue.SimpleQueue()
        self._deliver(lambda: done.put(step()))
        return done.get(timeout=PATIENCE_S)
