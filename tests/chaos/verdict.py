"""What was promised against what is there: acknowledgements, outboxes, hub, engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kiosk.domain.orders import OutboxState

CHECKOUT_S = 15.0  # from the first hold to the order
HELD_FOR_S = 120.0  # an order's way, far within what the hub holds for
UNDECIDED = (OutboxState.PENDING, OutboxState.SENT)


class Line(NamedTuple):
    """What the hub decided about a line, as the engine is given it."""

    sku: str
    quantity: int
    kind: str
    location_id: str
    source_id: str
    waits: bool


Content = tuple[Line, ...]
"""What was not left out, in order of SKU."""
Told = tuple[tuple[str, str, str, bool], ...]
"""The same as a customer hears it: SKU, where they meet it, where it comes from, if they wait."""


class Fate(StrEnum):
    """What can be wrong with an order."""

    LOST = "lost"
    DOUBLED = "doubled"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Acked:
    """An order whose screen said "accepted"; `kind` is `good`, or how it was spoilt on purpose.

    `held` are the SKUs that the hub kept pieces of when it was placed, `at_s` is when (monotonic).
    """

    id: str
    number: str
    sha256: str
    kind: str
    terminal: str
    held: Sequence[str] = ()
    at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a terminal heard of an order, and when (monotonic); `short` are SKUs not as ordered."""

    order_id: str
    told: Told
    short: Sequence[str] = ()
    at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of a terminal's outbox; `before_staff` tells whether their sheet shows it."""

    id: str
    number: str
    state: OutboxState
    reason: str
    attempts: int
    before_staff: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of the hub."""

    id: str
    number: str
    status: str
    sha256: str
    handed_over: bool
    attempts: int
    content: Content
    customer_id: str = ""

    @property
    def told(self) -> Told:
        """What the customer must have heard."""
        return tuple((one.sku, one.location_id, one.source_id, one.waits) for one in self.content)


@dataclass(frozen=True, slots=True)
class Held:
    """A row of the engine."""

    id: str
    number: str
    content: Content


@dataclass(frozen=True, slots=True)
class Points:
    """A customer's points, and what they must be by all orders that were handed over."""

    customer_id: str
    now: int
    due: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One order that is not as promised, with its story."""

    fate: Fate
    order_id: str
    why: str
    story: str = ""


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that is compared.

    `waiting` is how many orders each outbox says it has to send, also once more;
    `reserved_for` are orders that still hold pieces, `kept_for` checkouts that do; `left` are
    checkouts that were left in peace. `entered` are the orders in customers' histories, `accounts`
    their points. `answers` reached a terminal; `restored_s` is when hubs
    began to forget (monotonic).
    """

    acked: Sequence[Acked]
    outboxes: Mapping[str, Sequence[Sent]]
    waiting: Mapping[str, int]
    hub: Sequence[Taken]
    engine: Sequence[Held]
    reserved_for: Sequence[str]
    answers: Sequence[Answer] = ()
    restored_s: Sequence[float] = ()
    kept_for: Sequence[str] = ()
    left: Sequence[str] = ()
    entered: frozenset[str] = frozenset()
    accounts: Sequence[Points] = ()


@dataclass
class Verdict:
    """The findings and a few counts for the table."""

    findings: list[Finding] = field(default_factory=list)
    accepted: int = 0
    rejected: int = 0
    never_told: list[str] = field(default_factory=list)

    def count(self, fate: Fate) -> int:
        """Count the orders of a fate."""
        return len({found.order_id for found in self.findings if found.fate is fate})


def judge(books: Books) -> Verdict:
    """Compare all books; pure."""
    return _Judge(books).verdict()


class _Judge:
    def __init__(self, books: Books) -> None:
        self._books = books
        self._sent = {row.id: row for rows in books.outboxes.values() for row in rows}
        self._taken = {row.id: row for row in books.hub}
        self._held: dict[str, list[Held]] = {}
        for row in books.engine:
            self._held.setdefault(row.id, []).append(row)
        self._reserved = set(books.reserved_for)
        self._told: dict[str, set[Told]] = {}
        self._first: dict[str, Answer] = {}
        for answer in books.answers:
            self._told.setdefault(answer.order_id, set()).add(answer.told)
            self._first.setdefault(answer.order_id, answer)
        self._verdict = Verdict()

    def verdict(self) -> Verdict:
        """Judge each acknowledged order, then what is there that should not be."""
        for order in self._books.acked:
            self._judge(order)
        self._unpromised()
        self._twice()
        for account in self._books.accounts:
            if account.now != account.due:
                fate = Fate.DOUBLED if account.now > account.due else Fate.LOST
                why = f"{account.now} points and not {account.due}"
                self._find(fate, account.customer_id, why)
        for checkout in set(self._books.left) & set(self._books.kept_for):
            self._find(Fate.STUCK, checkout, "left, and its pieces are still held")
        return self._verdict

    def _judge(self, order: Acked) -> None:
        row = self._sent.get(order.id)
        if row is None:
            self._find(Fate.LOST, order.id, "not in its outbox")
        elif row.state in UNDECIDED:
            self._find(Fate.STUCK, order.id, "undecided")
        elif order.kind != "good":
            self._judge_spoilt(order, row)
        elif row.state is OutboxState.REJECTED:
            self._find(Fate.LOST, order.id, f"refused though good: {row.reason}")
        else:
            self._judge_accepted(order)

    def _judge_spoilt(self, order: Acked, row: Sent) -> None:
        self._verdict.rejected += 1
        if row.state is not OutboxState.REJECTED:
            self._find(Fate.LOST, order.id, f"spoilt ({order.kind}) and yet accepted")
        elif not row.before_staff:
            self._find(Fate.LOST, order.id, "refused and not in front of staff")

    def _judge_accepted(self, order: Acked) -> None:
        self._verdict.accepted += 1
        taken = self._taken.get(order.id)
        if taken is None or taken.status != "accepted":
            self._find(Fate.LOST, order.id, "accepted, and the hub lacks it")
        elif taken.sha256 != order.sha256 or taken.number != order.number:
            self._find(Fate.LOST, order.id, "the hub has other bytes")
        else:
            self._judge_held(order)
            self._judge_handed_over(taken)

    def _judge_held(self, order: Acked) -> None:
        """Pieces that were held when it was placed are its own, if no hub forgot that."""
        answer = self._first.get(order.id)
        if answer is None or answer.at_s - order.at_s > HELD_FOR_S:
            return
        begun_s = order.at_s - CHECKOUT_S
        forgot = any(begun_s < at_s < answer.at_s for at_s in self._books.restored_s)
        if not forgot and set(order.held) & set(answer.short):
            self._find(Fate.LOST, order.id, "held when it was placed, and then not there")

    def _judge_handed_over(self, taken: Taken) -> None:
        held = self._held.get(taken.id, [])
        if not taken.handed_over:
            self._find(Fate.STUCK, taken.id, "not handed over")
        elif not held and taken.content:
            self._find(Fate.LOST, taken.id, "handed over, and the engine lacks it")
        elif taken.customer_id and taken.id not in self._books.entered:
            self._find(Fate.LOST, taken.id, "handed over, and not in the customer's history")
        elif taken.id in self._reserved:
            self._find(Fate.STUCK, taken.id, "handed over and still reserved")
        elif self._told.get(taken.id, {taken.told}) != {taken.told}:
            self._find(Fate.LOST, taken.id, "the customer was told otherwise")
        elif held and held[0].content != taken.content:
            self._judge_other_lines(taken)

    def _judge_other_lines(self, taken: Taken) -> None:
        """Tell the one good reason from a fault.

        The engine has a decision that a restored hub forgot before any terminal heard of it:
        nobody can say it to the hub again, and the customer was only told the second one.
        """
        if self._books.restored_s and self._told.get(taken.id) == {taken.told}:
            self._verdict.never_told.append(taken.id)
        else:
            self._find(Fate.LOST, taken.id, "the engine has other lines")

    def _unpromised(self) -> None:
        """What a killed screen never said may be there, but must be whole as well."""
        for row in self._books.hub:
            if row.id not in self._sent:
                self._find(Fate.LOST, row.id, "in the hub and in no outbox")
            elif row.status == "accepted" and not row.handed_over:
                self._find(Fate.STUCK, row.id, "not handed over")
        for order_id in self._held:
            taken = self._taken.get(order_id)
            if taken is None or taken.status != "accepted":
                self._find(Fate.LOST, order_id, "in the engine and not in the hub")
        for sent in self._sent.values():
            if sent.state in UNDECIDED:
                self._find(Fate.STUCK, sent.id, "undecided")
            elif sent.state is OutboxState.ACCEPTED and sent.id not in self._taken:
                self._find(Fate.LOST, sent.id, "accepted, and the hub lacks it")

        for terminal, waiting in self._books.waiting.items():
            rows = self._books.outboxes[terminal]
            if waiting > sum(row.state in UNDECIDED for row in rows):
                self._find(Fate.STUCK, terminal, f"{waiting} to be sent, or sent once more")

    def _twice(self) -> None:
        for rows in (self._books.engine, [r for r in self._books.hub if r.status == "accepted"]):
            for which in ("id", "number"):
                for value in _repeated(getattr(row, which) for row in rows):
                    ids = {row.id for row in rows if getattr(row, which) == value}
                    for order_id in sorted(ids):
                        self._find(Fate.DOUBLED, order_id, f"{which} {value} more than once")

    def _find(self, fate: Fate, order_id: str, why: str) -> None:
        if any(one.fate is fate and one.order_id == order_id for one in self._verdict.findings):
            return
        story = (
            f"outbox {self._sent.get(order_id)}\n    hub {self._taken.get(order_id)}"
            f"\n    engine {self._held.get(order_id)}"
        )
        self._verdict.findings.append(Finding(fate, order_id, why, story))


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
