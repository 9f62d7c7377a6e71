"""Orders on their way to the hub: durable before anyone hears of them, forwards only."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import Damage, OutboxCounts, OutboxRow
from offline_cache.store import outbox_sql as sql
from offline_cache.store.terminal_store import TerminalStore

LEASE_S = 120.0  # longer than a full batch may take on two workers
BASKET_TRIES = 5  # after so many an order no longer holds back later ones of its basket
RESOLUTIONS = frozenset({"replaced", "cancelled"})


class SqliteOutbox:
    """`kiosk.ports.orders.Outbox` in `terminal.db`; any thread may call.

    Every call is one statement or one transaction, durable when it returns (WAL,
    `synchronous=FULL`), and raises `StoreFull` with nothing changed when the disk is full
    and the reserve is gone. Leases and waits count only for the opening of the store that
    made them: after a restart everything is due at once.
    """

    def __init__(self, store: TerminalStore, lease_s: float = LEASE_S) -> None:
        self._store = store
        self._lease_ms = int(lease_s * 1000)
        self._epoch = ""
        self._past_epochs: set[str] = set()

    def next_counter(self) -> int:
        """Reserve the next order counter, from 1; one reserved and not used is a gap."""
        return int(self._store.run(lambda db: db.execute(sql.COUNT).fetchall())[0][0])

    def commit(
        self,
        order_id: str,
        number: str,
        body: bytes,
        created_at: str,
        basket_id: str = "",
        replaces: str = "",
    ) -> None:
        """Write an order, and resolve the refused one that it replaces.

        Raises `ValueError`, with nothing written, when its id or number was used before, or
        when what it replaces does not wait for staff: mended twice, it would be sent twice.
        """

        def work(db: Database) -> None:
            with db.atomic():
                db.execute(sql.INSERT, [order_id, number, created_at, body, basket_id])
                if replaces and db.execute(sql.RESOLVE, ["replaced", "", replaces]).rowcount != 1:
                    raise ValueError(f"order {replaces} does not wait to be replaced")

        try:
            self._store.run(work)
        except dbapi2.IntegrityError as error:
            raise ValueError(f"order {order_id} or number {number} was used before") from error

    def lease(self, now_ms: int, limit: int) -> Sequence[OutboxRow]:
        """Lend due rows, least tried and oldest first; each counts as attempted from here."""
        values = {
            "now": now_ms,
            "lease": self._lease_ms,
            "holder": self._store.opening,
            "tries": BASKET_TRIES,
            "limit": limit,
        }
        found = self._store.run(lambda db: db.execute(sql.LEASE, values).fetchall())
        # RETURNING gives no order of its own.
        found.sort(key=lambda row: (row[4], row[-1]))
        return tuple(_row(row[:-1]) for row in found)

    def accept(self, order_id: str, answer: bytes, epoch: str, sequence: int) -> None:
        """Settle an order with the hub's answer; a settled order stays as it is.

        An answer that was under way while the hub was restored settles nothing for good: the
        order is due again.
        """
        again = epoch in self._past_epochs
        self._settle(sql.ACCEPT, [answer, epoch, sequence, again, order_id], order_id)

    def reject(self, order_id: str, reason: str, detail: str) -> None:
        """Settle an order as refused, for staff to see; a settled order stays as it is.

        The one step back: an accepted order that a restored hub refuses when it is resent.
        """
        self._settle(sql.REJECT, [reason, detail, order_id], order_id)

    def retry_at(self, order_id: str, at_ms: int) -> None:
        """End the lease and wait until a monotonic time."""
        self._settle(sql.RETRY, [at_ms, self._store.opening, order_id], order_id)

    def resend(self, epoch: str) -> int:
        """Make accepted orders of any other epoch due again; cheap when there are none.

        An order accepted by the previous release has no epoch: it is sent once more.
        """
        if not epoch:
            raise ValueError("a hub has an epoch")
        self._past_epochs |= {self._epoch} - {""}
        self._past_epochs.discard(epoch)
        self._epoch = epoch
        return self._changed(sql.RESEND, {"epoch": epoch})

    def kept(self, epoch: str, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """List accepted orders of an epoch whose bodies are kept: positions past one, and ids."""
        values = {"epoch": epoch, "after": after, "limit": limit}
        found = self._store.run(lambda db: db.execute(sql.KEPT, values).fetchall())
        return [(position, order_id) for position, order_id in found]

    def release(self, epoch: str, durable_through: int) -> int:
        """Forget the bodies of orders that the hub has in a backup; no copy stays in the log."""
        released = self._changed(sql.RELEASE, {"epoch": epoch, "through": durable_through})
        if released:
            self._store.tidy()
        return released

    def resolve(self, order_id: str, resolution: str, by: str) -> None:
        """Note what staff made of a rejected order; what was noted first stays."""
        if resolution not in RESOLUTIONS:
            raise ValueError(f"{resolution!r} is not what becomes of a refused order")
        self._settle(sql.RESOLVE, [resolution, by, order_id], order_id)

    def rows(self, limit: int = 200) -> Sequence[OutboxRow]:
        """What needs a person first, then unsent ones, then the others, each newest first."""
        values = {"limit": limit}
        return tuple(map(_row, self._store.run(lambda db: db.execute(sql.ROWS, values).fetchall())))

    def row(self, order_id: str) -> OutboxRow | None:
        """Return one row."""
        found = self._store.run(lambda db: db.execute(sql.ROW, [order_id]).fetchone())
        return _row(found) if found else None

    def counts(self) -> OutboxCounts:
        """Count what waits for the hub (to be resent, too) and what waits for staff."""
        return OutboxCounts(*self._store.run(lambda db: db.execute(sql.COUNTS).fetchone()))

    def damages(self) -> Sequence[Damage]:
        """What happened to the store and nobody has taken note of yet."""
        found = self._store.run(lambda db: db.execute(sql.DAMAGES).fetchall())
        return tuple(Damage(at, n, tuple(json.loads(lost)), file) for at, n, lost, file in found)

    def note_damages(self, by: str) -> None:
        """A member of staff has read them."""
        if not by:
            raise ValueError("somebody reads them")
        self._store.run(lambda db: db.execute(sql.NOTE_DAMAGES, [by]))

    def _changed(self, statement: str, values: dict[str, str | int]) -> int:
        work: Callable[[Database], int] = lambda db: db.execute(statement, values).rowcount  # noqa: E731
        return self._store.run(work)

    def _settle(self, statement: str, values: Sequence[str | int | bytes], order_id: str) -> None:
        def work(db: Database) -> bool:
            changed = db.execute(statement, values).rowcount == 1
            return changed or db.execute(sql.ROW, [order_id]).fetchone() is not None

        if not self._store.run(work):
            raise ValueError(f"no order {order_id} in the outbox")


def _row(found: tuple[Any, ...]) -> OutboxRow:
    order_id, number, state, created_at, attempts, reason, body, answer, resolution = found
    return OutboxRow(
        order_id,
        number,
        OutboxState(state),
        created_at,
        attempts,
        reason,
        body,
        answer,
        resolution,
    )
