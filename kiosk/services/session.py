"""One shopper's or assistant's session: who, which basket, in which language.

The state is a frozen value that lives on the main thread; use cases take it and return new
values. Ending a session replaces the state, so nothing of the shopper stays referenced.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.basket import BasketLine, BasketOp, OpKind, lines, merge
from kiosk.domain.customers import Account, Recognition
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.ids import uuid7
from kiosk.ports.machine import Clock
from kiosk.services.listeners import Listeners
from kiosk.wire.orders import Evidence, OrderBody
from kiosk.wire.staff import SignedIn

GUEST = Evidence("guest")


@dataclass(frozen=True, slots=True)
class Identified:
    """A customer known to this session.

    `grant` is empty when they were identified offline; `adopted` is the basket of the other
    channels, None while it is not known.
    """

    account: Account
    evidence: Evidence
    grant: str = field(default="", repr=False)
    adopted: tuple[BasketOp, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """How the shopper wants a line: `location_id` is where they meet it, "" for delivery."""

    kind: FulfilmentKind
    location_id: str = ""


@dataclass(frozen=True, slots=True)
class HeldPieces:
    """Pieces at a source that the hub keeps for this session, for minutes."""

    sku: str
    source_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class SessionState:
    """Everything a session holds. `own` are the operations made at this terminal.

    `replaces` is the rejected order that staff are taking anew. `asked_to_hold`: the hub may
    hold pieces for us, even where none are in `held` because its answer was lost.
    """

    id: str
    language: str
    own: tuple[BasketOp, ...] = ()
    choices: tuple[tuple[str, Choice], ...] = ()  # (SKU, wish)
    customer: Identified | None = None
    apart: bool = False  # the shopper undid the merge with the other channels' basket
    staff: SignedIn | None = None
    replaces: OrderBody | None = field(default=None, repr=False)
    held: tuple[HeldPieces, ...] = ()
    asked_to_hold: bool = False
    marks: tuple[tuple[str, str], ...] = ()  # (SKU, marking code): the pieces scanned here

    @property
    def log(self) -> tuple[BasketOp, ...]:
        """The merged basket's log."""
        if self.apart or self.customer is None:
            return self.own
        return merge(self.customer.adopted or (), self.own)

    @property
    def lines(self) -> tuple[BasketLine, ...]:
        """The merged basket's lines."""
        return lines(self.log)

    @property
    def adopted_lines(self) -> int:
        """How many lines other channels brought."""
        customer = self.customer
        return 0 if self.apart or customer is None else len(lines(customer.adopted or ()))

    @property
    def tier_id(self) -> str:
        """The loyalty tier that prices follow."""
        return self.customer.account.tier_id if self.customer else ""

    @property
    def recognition(self) -> Recognition:
        """How well the customer is known."""
        return self.customer.account.recognition if self.customer else Recognition.NOBODY

    def has_mark(self, sku: str, mark: str) -> bool:
        """Tell whether the piece with this marking code is in the basket: one code, one piece."""
        return (sku, mark) in self.marks


class Session:
    """Holds the state on the main thread; `changed` is told after each step.

    `ended` is told before that of a session that is over, by `end` or by `leave_customer`.
    """

    def __init__(self, clock: Clock, language: str) -> None:
        self._clock = clock
        self._home_language = language
        self.changed = Listeners[()]()
        self.ended = Listeners[SessionState]()
        self.state = self._fresh()

    def end(self) -> None:
        """Forget everything of this session."""
        self._set(self._fresh())

    def leave_customer(self) -> None:
        """An assistant is done with a customer: forget them, stay signed in."""
        was = self.state
        self._set(replace(self._fresh(), language=was.language, staff=was.staff))

    def speak(self, language: str) -> None:
        """Switch this session's language."""
        self._set(replace(self.state, language=language))

    def sign_in(self, staff: SignedIn) -> None:
        """A member of staff begins to work here."""
        self._set(replace(self.state, staff=staff))

    def identify(self, customer: Identified) -> None:
        """A customer was recognised, or proven after having been recognised."""
        apart = self.state.replaces is not None  # the lines of an order taken anew are agreed
        self._set(replace(self.state, customer=customer, apart=apart))

    def adopt(self, log: tuple[BasketOp, ...]) -> None:
        """Take a newer copy of the other channels' basket."""
        if self.state.customer is not None:
            state = replace(self.state, customer=replace(self.state.customer, adopted=log))
            there = {line.sku for line in state.lines}  # another channel may take a line out
            self._set(replace(state, marks=tuple(m for m in state.marks if m[0] in there)))

    def keep_apart(self) -> tuple[BasketOp, ...]:
        """Undo the merge: only what was chosen here stays on this screen.

        Returns the operations that take it out of the other channels' basket again. A line
        whose number was set here gets back the number it has without us.
        """
        own, adopted = self.state.own, self._adopted()
        ours = {op.id for op in own}
        theirs = {x.sku: x.quantity for x in lines([op for op in adopted if op.id not in ours])}
        out = [self._op(OpKind.REMOVE, line.sku, 0, line.op_ids) for line in lines(own)]
        left = {x.sku: x.quantity for x in lines(merge(adopted, own, out))}
        undo = tuple(
            op
            if left.get(op.sku, 0) == (before := theirs.get(op.sku, 0))
            else self._op(OpKind.SET, op.sku, before, self._seen(op.sku))
            for op in out
        )
        self._set(replace(self.state, apart=True))
        return undo

    def bring_together(self) -> None:
        """Take the undo back: what was chosen here joins the other basket anew.

        Pieces are added; a number that was set for the whole line is set for it again.
        """
        ours = {op.id: op for op in self.state.own}
        theirs = {line.sku: line.op_ids for line in lines(self._adopted())}
        own = []
        for line in lines(self.state.own):
            over = {i for op_id in line.op_ids for i in ours[op_id].seen} - ours.keys()
            kind = OpKind.SET if over else OpKind.ADD
            seen = (*theirs.get(line.sku, ()), *over, *line.op_ids) if over else ()
            own.append(self._op(kind, line.sku, line.quantity, tuple(dict.fromkeys(seen))))
        self._set(replace(self.state, apart=False, own=tuple(own)))

    def choose(self, sku: str, choice: Choice) -> None:
        """Say how a line shall get to the shopper."""
        others = tuple(pair for pair in self.state.choices if pair[0] != sku)
        self._set(replace(self.state, choices=(*others, (sku, choice))))

    def add(self, sku: str, quantity: int = 1, mark: str = "") -> BasketOp:
        """Put pieces into the basket; `mark` is the marking code of the one that was scanned."""
        if mark:
            self.mark(sku, mark)
        return self._append(OpKind.ADD, sku, quantity, ())

    def mark(self, sku: str, mark: str) -> None:
        """Note the marking code of a piece that is in the basket, or comes into it now."""
        if not self.state.has_mark(sku, mark):
            self.state = replace(self.state, marks=(*self.state.marks, (sku, mark)))

    def set_quantity(self, sku: str, quantity: int) -> BasketOp:
        """Say how many; nothing else anybody adds meanwhile is lost."""
        return self._append(OpKind.SET, sku, quantity, self._seen(sku))

    def remove(self, sku: str) -> BasketOp:
        """Take a line out."""
        marks = tuple(pair for pair in self.state.marks if pair[0] != sku)
        self.state = replace(self.state, marks=marks)
        return self._append(OpKind.REMOVE, sku, 0, self._seen(sku))

    def take_anew(self, order: OrderBody) -> None:
        """Staff take a rejected order again: its lines and ways, whoever is identified."""
        own = tuple(self._op(OpKind.ADD, line.sku, line.quantity, ()) for line in order.lines)
        choices = tuple((line.sku, Choice(line.kind, line.location_id)) for line in order.lines)
        marks = tuple((line.sku, mark) for line in order.lines for mark in line.marks)
        # Apart from the web basket: the customer agreed to these lines.
        anew = replace(self.state, own=own, choices=choices, apart=True, replaces=order)
        self._set(replace(anew, marks=marks))

    def ask_to_hold(self) -> None:
        """The hub is being asked to hold pieces."""
        self._hold(self.state.held, asked=True)

    def hold(self, pieces: tuple[HeldPieces, ...]) -> None:
        """The hub holds these for us now, and nothing else."""
        self._hold(pieces, asked=True)

    def let_go(self) -> None:
        """The hub is being told to free what it holds for us."""
        self._hold((), asked=False)

    def ordered(self) -> None:
        """The basket became an order: it is empty now.

        The order takes its lines out of the other channels' basket. What the shopper had
        taken out before is still to be sent, or it would come back.
        """
        state = replace(self.state, held=(), asked_to_hold=False)  # what is held is the order's
        customer = state.customer
        own: tuple[BasketOp, ...] = ()
        if customer is not None and not state.apart:
            settled = {op.id for op in customer.adopted or ()}
            settled.update(op_id for line in state.lines for op_id in line.op_ids)
            own = tuple(op for op in state.own if op.id not in settled)
        kept = replace(customer, adopted=()) if customer else None
        done = replace(state, own=own, choices=(), customer=kept, replaces=None, marks=())
        self._set(done)

    def _hold(self, pieces: tuple[HeldPieces, ...], asked: bool) -> None:
        state = replace(self.state, held=pieces, asked_to_hold=asked)
        if state != self.state:
            self._set(state)

    def _adopted(self) -> tuple[BasketOp, ...]:
        customer = self.state.customer
        return (customer.adopted if customer else None) or ()

    def _seen(self, sku: str) -> tuple[str, ...]:
        return next((line.op_ids for line in self.state.lines if line.sku == sku), ())

    def _append(self, kind: OpKind, sku: str, quantity: int, seen: tuple[str, ...]) -> BasketOp:
        op = self._op(kind, sku, quantity, seen)
        self._set(replace(self.state, own=(*self.state.own, op)))
        return op

    def _op(self, kind: OpKind, sku: str, quantity: int, seen: tuple[str, ...]) -> BasketOp:
        now = self._clock.now()
        op_id = uuid7(int(now.timestamp() * 1000))
        return BasketOp(op_id, kind, sku, quantity, "store", now.isoformat(), 0, seen)

    def _fresh(self) -> SessionState:
        now_ms = int(self._clock.now().timestamp() * 1000)
        return SessionState(uuid7(now_ms), self._home_language)

    def _set(self, state: SessionState) -> None:
        was, self.state = self.state, state
        if was.id != state.id:
            self.ended(was)
        self.changed()
