"""What waits on this terminal to be sent to the hub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.domain.orders import OutboxState


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An order on its way; times are ISO 8601 UTC. `reason` is a problem code if rejected.

    `answer` are the hub's bytes once it accepted. `resolution` is what staff made of a
    rejected order: "" (still theirs to decide), `replaced` or `cancelled`; or `exported`: IT
    took the terminal out of service and the order went to the hub in a file.
    """

    order_id: str
    number: str
    state: OutboxState
    created_at: str
    attempts: int
    reason: str
    body: bytes
    answer: bytes | None = None
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many orders wait for the hub, and how many refused ones wait for staff."""

    unsent: int
    refused: int


@dataclass(frozen=True, slots=True)
class Damage:
    """The store was found damaged and what could be read was saved into a new one.

    `saved` orders were; `lost` are the numbers of those that are known to be missing.
    `file` is the damaged file's name: it is kept beside the new one. Without a file nothing
    had to be saved: a crash left a counter without its order, `lost` is its number.
    """

    at: str  # ISO 8601 UTC
    saved: int
    lost: tuple[str, ...]
    file: str


class Outbox(Protocol):
    """Orders committed before anyone hears of them (lane `disk`).

    Milliseconds are monotonic: no jump of the wall clock moves a lease or a retry.
    """

    def next_counter(self) -> int:
        """Reserve the next order counter, durably."""

    def commit(
        self,
        order_id: str,
        number: str,
        body: bytes,
        created_at: str,
        basket_id: str = "",
        replaces: str = "",
    ) -> None:
        """Write an order with synchronous=FULL. Raises `StoreFull`: nothing was written.

        Orders of one basket are sent in order. The rejected order it `replaces` is resolved
        in the same transaction.
        """

    def lease(self, now_ms: int, limit: int) -> Sequence[OutboxRow]:
        """Take the rows that are due and lend them to the caller until the lease expires."""

    def accept(self, order_id: str, answer: bytes, epoch: str, sequence: int) -> None: ...
    def reject(self, order_id: str, reason: str, detail: str) -> None: ...
    def retry_at(self, order_id: str, at_ms: int) -> None: ...
    def resend(self, epoch: str) -> int:
        """Make accepted orders of any other epoch due again: the hub was restored."""

    def kept(self, epoch: str, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """List accepted orders of an epoch whose bodies are kept: positions past one, and ids."""

    def release(self, epoch: str, durable_through: int) -> int:
        """Forget the bodies of orders that the hub has in a backup; return how many."""

    def resolve(self, order_id: str, resolution: str, by: str) -> None:
        """Note what staff (`by`, a staff id) made of a rejected order."""

    def rows(self, limit: int = 200) -> Sequence[OutboxRow]:
        """What needs a person first, then unsent ones, then the newest, for the staff's sheet."""

    def row(self, order_id: str) -> OutboxRow | None: ...
    def counts(self) -> OutboxCounts: ...
    def damages(self) -> Sequence[Damage]:
        """What happened to the store and nobody has taken note of yet."""

    def note_damages(self, by: str) -> None:
        """A member of staff has read them."""


class ActionKind(StrEnum):
    """What a terminal tells the hub besides orders; each has its sender in `services`."""

    LEFT_BASKET = "left_basket"  # what a session changed in the shared basket offline
    TASK_FINISHED = "task_finished"
    CALL = "call"  # a shopper asks for an assistant


@dataclass(frozen=True, slots=True)
class Action:
    """Something to tell the hub; `body` is what its kind's sender reads.

    `keep_ms` after `made_at_ms` (wall clock) nobody needs it any more. `reason` is a problem
    code once the hub refused it for good.
    """

    id: str
    kind: ActionKind
    made_at_ms: int
    keep_ms: int
    body: bytes = field(repr=False)
    attempts: int = 0
    reason: str = ""


class Actions(Protocol):
    """The outbox of all that is no order (lane `disk`); encrypted, durable, forwards only.

    `now_ms` is monotonic, `wall_ms` the wall clock's.
    """

    def commit(self, action: Action) -> None:
        """Write an action; what is there stays, unless it was refused. Raises `StoreFull`."""

    def lease(self, now_ms: int, wall_ms: int, limit: int) -> Sequence[Action]:
        """Take what is due, least tried first; what is too old is forgotten here."""

    def done(self, action_id: str) -> None:
        """The hub has it."""

    def refuse(self, action_id: str, reason: str) -> None:
        """The hub will never take it: staff are to read that."""

    def retry_at(self, action_id: str, at_ms: int) -> None:
        """End the lease; it is due again later."""

    def refused(self) -> Sequence[Action]:
        """What the hub refused and nobody has read."""

    def note_refused(self) -> None:
        """A member of staff has read it."""
