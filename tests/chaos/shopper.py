"""Somebody who shops at a terminal by the services that the screens use."""

from __future__ import annotations

import hashlib
import os
import queue
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import msgspec

from kiosk.demo.shop.showcase import guest
from kiosk.domain.customers import Recognition
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact, Fallback
from kiosk.errors import HubUnreachable, KioskError
from kiosk.ports.machine import Deliver
from kiosk.ports.orders import Outbox
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Checkout, Form, Placed, payments
from kiosk.services.session import Choice
from kiosk.services.terminal import Terminal
from kiosk.wire.orders import OrderBody

T = TypeVar("T")
PATIENCE_S = 60.0
GOOD = "good"


class Tell(Protocol):
    """Tells the controller what happened."""

    def __call__(self, event: str, **news: object) -> None: ...


class Ledger:
    """What the screen has called accepted: nothing else counts as promised."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def write(self, placed: Placed, body: bytes, kind: str) -> None:
        """Put one order down, for ever."""
        sha256 = hashlib.sha256(body).hexdigest()
        order = placed.order
        line = f"{order.id} {order.number} {sha256} {time.monotonic():.3f} {kind}\n"
        os.write(self._file, line.encode())
        os.fsync(self._file)


class SpoiltOutbox:
    """The outbox's port with a fault on purpose: what is committed must be refused (labelled)."""

    def __init__(self, outbox: Outbox, how: str) -> None:
        self._outbox = outbox
        self._how = how
        self.next_counter = outbox.next_counter
        self.body = b""

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
        if self._how == "currency":
            other = msgspec.structs.replace(order, to_pay=Money(order.to_pay.minor, "XTS"))
            body = msgspec.json.encode(other)
        elif self._how == "number":  # another terminal's
            body = msgspec.json.encode(msgspec.structs.replace(order, number="ZZ-00001-0"))
        else:
            body = body[:-1]
        self.body = body
        self._outbox.commit(order_id, number, body, created_at, basket_id, replaces)


class Shopper:
    """Shops in a thread of its own; sessions live on the main thread, jobs in their lanes."""

    def __init__(
        self,
        terminal: Terminal,
        deliver: Deliver,
        prefix: str,
        acks: Path,
        codes: dict[str, str],
        tell: Tell,
    ) -> None:
        self._terminal = terminal
        self._prefix = prefix
        self._deliver = deliver
        self._ledger = Ledger(acks)
        self._codes = codes
        self._tell = tell

    def shop(self, wish: dict[str, Any]) -> None:
        """Take all orders of one basket; what cannot be taken is told."""
        try:
            self._on_main(self._terminal.session.end)
            if wish["who"] != "guest":
                self._identify(wish["who"], wish["customer"])
            for order in wish["orders"]:
                self._order(order)
        except KioskError as error:
            self._tell("unserved", code=error.code)
        except queue.Empty:
            self._tell("unserved", code="no answer from a lane")

    def _identify(self, who: str, customer: str) -> None:
        terminal = self._terminal
        link = terminal.syncing.link
        by = terminal.identifying
        known = self._run(
            "net",
            (lambda: by.by_card(customer, link))
            if who == "card"
            else (lambda: by.by_app_code(self._codes[customer], link)),
        )
        self._on_main(lambda: terminal.session.identify(known))

    def _order(self, wish: dict[str, Any]) -> None:
        terminal = self._terminal
        session = terminal.session
        for sku, quantity, kind, location in wish["lines"]:
            choice = Choice(FulfilmentKind(kind), location)
            self._on_main(partial(session.add, sku, quantity))
            self._on_main(partial(session.choose, sku, choice))
        if wish["hold"] and terminal.syncing.link.online:
            self._hold()
        view = self._view()
        state, online = session.state, terminal.syncing.link.online
        form = self._form(view, Fallback(wish["fallback"]), wish["payment"])
        spoilt = wish["spoilt"]

        def place() -> Placed:
            """Commit; then, and only then, the screen says "accepted"."""
            position = terminal.store.position()
            if not spoilt:
                placed = terminal.checkout.place(state, view, form, position, online)
                self._ledger.write(placed, placed.body, GOOD)
                return placed
            bad = SpoiltOutbox(terminal.outbox, spoilt)
            book = cast(Outbox, bad)  # as much of it as a checkout uses
            checkout = Checkout(
                terminal.catalogue, book, terminal.clock, self._prefix, terminal.here_id
            )
            placed = checkout.place(state, view, form, position, online)
            self._ledger.write(placed, bad.body, spoilt)
            return placed

        self._run("disk", place)
        self._tell("placed")
        self._on_main(session.ordered)
        self._on_main(terminal.syncing.drain)

    def _hold(self) -> None:
        terminal, view = self._terminal, self._view()
        state = terminal.session.state
        try:
            hold = self._run("net", lambda: terminal.holding.hold(state, view))
        except HubUnreachable:
            return  # without a reservation, by the customer's fallback
        if hold.changed is not None:
            log = hold.changed
            self._on_main(lambda: terminal.session.adopt(log))
        else:
            self._on_main(lambda: terminal.session.hold(hold.pieces))

    def _view(self) -> BasketView:
        state = self._terminal.session.state
        return self._run("read", lambda: self._terminal.baskets.view(state))

    def _form(self, view: BasketView, fallback: Fallback, payment: int) -> Form:
        ways = payments(view)
        paid = ways[payment % len(ways)]
        who, customer = guest(), self._terminal.session.state.customer
        address = Address(city=who.city, street=who.street, house=who.house, flat=who.flat)
        if customer and customer.account.recognition is Recognition.PROVEN:
            known = customer.account.addresses
            if known:
                address = Address(ref=known[0].ref, label=known[0].label)
        slot = self._run("read", self._terminal.checkout.slots)[0]
        return Form(paid, address, Contact(who.phone, who.name), slot, fallback)

    def _run(self, lane: str, job: Callable[[], T]) -> T:
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
