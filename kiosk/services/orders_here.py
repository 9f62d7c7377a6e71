"""What this terminal has to send, as staff see it (lane `disk`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from kiosk.ports.orders import ActionKind, Actions, Damage, Outbox, OutboxCounts, OutboxRow
from kiosk.services.senders import FinishedTask
from kiosk.wire.staff import SignedIn


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An action that the hub refused; `about` is the order's number for a task."""

    kind: ActionKind
    about: str = ""


class OrdersHere:
    """Reads the outboxes. Every call may raise `StoreBroken`."""

    def __init__(self, outbox: Outbox, actions: Actions) -> None:
        self._outbox = outbox
        self._actions = actions

    def rows(self) -> Sequence[OutboxRow]:
        """What needs a person first, then unsent orders, then the newest."""
        return self._outbox.rows()

    def find(self, number: str) -> OutboxRow | None:
        """Find an order by its number, among those that `rows` lists."""
        return next((row for row in self._outbox.rows() if row.number == number), None)

    def counts(self) -> OutboxCounts:
        """Count the orders that wait for the hub, and those that wait for staff."""
        return self._outbox.counts()

    def damages(self) -> Sequence[Damage]:
        """What happened to the store and nobody has taken note of yet."""
        return self._outbox.damages()

    def note_damages(self, staff: SignedIn) -> None:
        """A member of staff has read them."""
        self._outbox.note_damages(staff.staff_id)

    def not_taken(self) -> Sequence[NotTaken]:
        """Other actions that the hub refused and nobody has read."""
        return tuple(
            NotTaken(one.kind, _about(one.kind, one.body)) for one in self._actions.refused()
        )

    def note_not_taken(self) -> None:
        """A member of staff has read them."""
        self._actions.note_refused()


def _about(kind: ActionKind, body: bytes) -> str:
    if kind is not ActionKind.TASK_FINISHED:
        return ""
    try:
        return msgspec.json.decode(body, type=FinishedTask).about
    except msgspec.DecodeError:
        return ""
