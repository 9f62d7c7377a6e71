"""The orders of this terminal, as staff see them (lane `disk`)."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.ports.orders import Damage, Outbox, OutboxCounts, OutboxRow
from kiosk.wire.staff import SignedIn


class OrdersHere:
    """Reads the outbox. Every call may raise `StoreBroken`."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def rows(self) -> Sequence[OutboxRow]:
        """What needs a person first, then unsent orders, then the newest."""
        return self._outbox.rows()

    def find(self, number: str) -> OutboxRow | None:
        """Find an order by its number, among those that `rows` lists."""
        return next((row for row in self._outbox.rows() if row.number == number), None)

    def counts(self) -> OutboxCounts:
        """Count what waits for the hub, and what waits for staff."""
        return self._outbox.counts()

    def damages(self) -> Sequence[Damage]:
        """What happened to the store and nobody has taken note of yet."""
        return self._outbox.damages()

    def note_damages(self, staff: SignedIn) -> None:
        """A member of staff has read them."""
        self._outbox.note_damages(staff.staff_id)
