"""The terminal's precious store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.domain.orders import OutboxState
from kiosk.errors import StoreFull
from kiosk.ports.orders import Action, Damage, OutboxCounts, OutboxRow

FIRST = {OutboxState.REJECTED: 0, OutboxState.ACCEPTED: 2}
OPEN = (OutboxState.PENDING, OutboxState.SENT)


class FakeOutbox:
    """An outbox in a dictionary; `full` is a full disk."""

    def __init__(self) -> None:
        self.full = False
        self.damaged: tuple[Damage, ...] = ()
        self.epochs: list[str] = []
        self.released: list[tuple[str, int]] = []
        self.leases = 0
        self.lends = False
        self.retries: list[int] = []
        self._counter = 411
        self._rows: dict[str, OutboxRow] = {}

    def next_counter(self) -> int:
        if self.full:
            raise StoreFull("store_full")
        self._counter += 1
        return self._counter

    def commit(
        self,
        order_id: str,
        number: str,
        body: bytes,
        created_at: str,
        basket_id: str = "",
        replaces: str = "",
    ) -> None:
        if self.full:
            raise StoreFull("store_full")
        row = OutboxRow(order_id, number, OutboxState.PENDING, created_at, 0, "", body)
        self._rows[order_id] = row
        if replaces:
            self.resolve(replaces, "replaced", "")

    def lease(self, now_ms: int, limit: int) -> Sequence[OutboxRow]:
        self.leases += 1
        if self.lends:  # as the real one; most tests need no lease to expire
            due = [r for r in self._rows.values() if r.state is OutboxState.PENDING][:limit]
            for row in due:
                self._set(row.order_id, OutboxState.SENT)
            return due
        due = [row for row in self._rows.values() if row.state is OutboxState.PENDING]
        return due[:limit]

    def accept(self, order_id: str, answer: bytes, epoch: str, sequence: int) -> None:
        self._set(order_id, OutboxState.ACCEPTED)
        self._rows[order_id] = replace(self._rows[order_id], answer=answer)

    def reject(self, order_id: str, reason: str, detail: str) -> None:
        self._set(order_id, OutboxState.REJECTED, reason)

    def retry_at(self, order_id: str, at_ms: int) -> None:
        self.retries.append(at_ms)
        self._set(order_id, OutboxState.PENDING)

    def resend(self, epoch: str) -> int:
        self.epochs.append(epoch)
        return 0

    def kept(self, epoch: str, after: int, limit: int) -> Sequence[tuple[int, str]]:
        rows = enumerate(self._rows.values(), 1)
        found = [(n, r.order_id) for n, r in rows if n > after and r.state is OutboxState.ACCEPTED]
        return found[:limit]

    def release(self, epoch: str, durable_through: int) -> int:
        self.released.append((epoch, durable_through))
        return 0

    def resolve(self, order_id: str, resolution: str, by: str) -> None:
        self._rows[order_id] = replace(self._rows[order_id], resolution=resolution)

    def rows(self, limit: int = 200) -> Sequence[OutboxRow]:
        newest = list(reversed(self._rows.values()))
        return sorted(newest, key=_step)[:limit]

    def row(self, order_id: str) -> OutboxRow | None:
        return self._rows.get(order_id)

    def counts(self) -> OutboxCounts:
        rows = self._rows.values()
        return OutboxCounts(
            sum(row.state in OPEN for row in rows), sum(_step(row) == 0 for row in rows)
        )

    def damages(self) -> Sequence[Damage]:
        return self.damaged

    def note_damages(self, by: str) -> None:
        self.damaged = ()

    def put(self, row: OutboxRow) -> None:
        """Let a row be there, whatever its state."""
        self._rows[row.order_id] = row

    def _set(self, order_id: str, state: OutboxState, reason: str = "") -> None:
        self._rows[order_id] = replace(self._rows[order_id], state=state, reason=reason)


class FakeActions:
    """Other actions that wait, by their ids; leased ones are due again at once."""

    def __init__(self) -> None:
        self.kept: dict[str, Action] = {}
        self.not_before: dict[str, int] = {}

    def commit(self, action: Action) -> None:
        known = self.kept.get(action.id)
        if known is None or known.reason:
            self.kept[action.id] = action

    def lease(self, now_ms: int, wall_ms: int, limit: int) -> Sequence[Action]:
        self.kept = {
            i: one for i, one in self.kept.items() if abs(wall_ms - one.made_at_ms) < one.keep_ms
        }
        due = [
            one
            for one in self.kept.values()
            if not one.reason and self.not_before.get(one.id, 0) <= now_ms
        ]
        found = sorted(due, key=lambda one: one.attempts)[:limit]
        for one in found:
            self.kept[one.id] = replace(one, attempts=one.attempts + 1)
        return tuple(self.kept[one.id] for one in found)

    def done(self, action_id: str) -> None:
        self.kept.pop(action_id, None)

    def refuse(self, action_id: str, reason: str) -> None:
        self.kept[action_id] = replace(self.kept[action_id], reason=reason)

    def retry_at(self, action_id: str, at_ms: int) -> None:
        self.not_before[action_id] = at_ms

    def refused(self) -> Sequence[Action]:
        return tuple(one for one in self.kept.values() if one.reason)

    def note_refused(self) -> None:
        self.kept = {i: one for i, one in self.kept.items() if not one.reason}


def _step(row: OutboxRow) -> int:
    """What needs a person first, then what is under way."""
    return 2 if row.resolution else FIRST.get(row.state, 1)
