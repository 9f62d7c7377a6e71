"""Reservations: pieces that are promised and not yet in the engine's book.

A checkout holds them for minutes of hub time, an accepted order until the engine has it.
`stock.reserved` is the sum of the rows here: both change in the same transaction, at whose
end the feed is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update

from kiosk.domain.stock import StockLevel
from kiosk.hub.storage import feed, shop
from kiosk.hub.storage.tables import checkout, reservation, stock
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.upserts import insert_new

CHECKOUT, ORDER = "checkout", "order"
CLOCK_SLACK = timedelta(minutes=1)  # two readings of the clock may be this much apart


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds pieces: a checkout or an order. Ids come from outside, so two may be the same."""

    kind: str
    id: str


class Book:
    """The reservations as one transaction sees and changes them; made by `opened`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before: dict[tuple[str, str], StockLevel | None] = {}

    def levels(self, sku: str) -> tuple[StockLevel, ...]:
        """Return a variant's stock at every location, with what was changed here."""
        return shop.levels(self._connection, sku)

    def enough(self, sku: str, quantity: int) -> list[StockLevel]:
        """Return the locations that can promise all of these pieces."""
        return [level for level in self.levels(sku) if level.available >= quantity]

    def available(self, sku: str, location_id: str) -> int:
        """Return how many pieces can still be promised there."""
        level = shop.locked_level(self._connection, sku, location_id)
        return level.available if level else 0

    def hold(self, holder: Holder, sku: str, location_id: str, quantity: int) -> bool:
        """Reserve all of these pieces, or none where there are not enough."""
        if self.available(sku, location_id) < quantity:
            return False
        self._add(holder, sku, location_id, quantity)
        return True

    def take(self, holder: Holder, sku: str, location_id: str, quantity: int) -> bool:
        """Reserve pieces that the customer has in hand; False where stock knows of fewer."""
        known = self.available(sku, location_id) >= quantity
        first = {
            **{"sku": sku, "location_id": location_id, "on_hand": 0},
            **{"allocated": 0, "reserved": 0, "buffer": 0},
        }
        if insert_new(self._connection, stock, first):
            self._before[sku, location_id] = None
        self._add(holder, sku, location_id, quantity)
        return known

    def held(self, holder: Holder, sku: str, location_id: str) -> int:
        """Return how many pieces of a SKU somebody holds at a location."""
        found = select(reservation.c.quantity).where(
            _of(holder), reservation.c.sku == sku, reservation.c.location_id == location_id
        )
        return self._connection.scalar(found) or 0

    def allocate(self, sku: str, location_id: str, quantity: int, *, of_all: bool) -> bool:
        """Enter pieces into the engine's book, or none where there are not enough.

        `of_all`: they were reserved for this; what is reserved for others does not count.
        """
        level = shop.locked_level(self._connection, sku, location_id)
        if level is None:
            return False
        free = level.on_hand - level.allocated if of_all else level.available
        if free < quantity:
            return False
        self._change(sku, location_id, allocated=quantity)
        return True

    def carry_away(self, sku: str, location_id: str, quantity: int) -> bool:
        """Enter pieces that are gone, whatever stock says; False where it never had any."""
        if shop.locked_level(self._connection, sku, location_id) is None:
            return False
        self._change(sku, location_id, allocated=quantity)
        return True

    def release(self, holder: Holder) -> None:
        """Free everything of a holder; nothing where it holds nothing."""
        freed = self._connection.execute(
            delete(reservation)
            .where(_of(holder))
            .returning(reservation.c.sku, reservation.c.location_id, reservation.c.quantity)
        ).all()
        for row in freed:
            self._change(row.sku, row.location_id, reserved=-row.quantity)

    def tell(self) -> None:
        """Tell the feed of the levels that have changed."""
        changed = []
        for (sku, location_id), before in sorted(self._before.items()):
            level = shop.level(self._connection, sku, location_id)
            if level is not None and level != before:
                changed.append(level)
        feed.tell_stock(self._connection, changed)

    def _add(self, holder: Holder, sku: str, location_id: str, quantity: int) -> None:
        self._change(sku, location_id, reserved=quantity)
        self._connection.execute(
            insert(reservation).values(
                kind=holder.kind,
                holder=holder.id,
                sku=sku,
                location_id=location_id,
                quantity=quantity,
            )
        )

    def _change(self, sku: str, location_id: str, reserved: int = 0, allocated: int = 0) -> None:
        key = (sku, location_id)
        if key not in self._before:
            self._before[key] = shop.level(self._connection, sku, location_id)
        self._connection.execute(
            update(stock)
            .where(stock.c.sku == sku, stock.c.location_id == location_id)
            .values(reserved=stock.c.reserved + reserved, allocated=stock.c.allocated + allocated)
        )


@contextmanager
def opened(
    connection: Connection,
    now: datetime | None,
    holders: Sequence[Holder] = (),
    skus: Collection[str] = (),
) -> Iterator[Book]:
    """Open the book for a decision on what these hold and want, and end expired checkouts.

    `now` is None for the engine, which ends none: they are the hub's.

    All that may be changed is locked here, and in one order, so that no two decisions wait for each
    other: checkouts, then stock. After an error inside, the transaction must be rolled back: the
    feed was not told.
    """
    own = [holder.id for holder in holders if holder.kind == CHECKOUT]
    if own:
        mine = checkout.c.id.in_(own)
        connection.execute(select(checkout.c.id).where(mine).with_for_update(key_share=True)).all()
    # Who else has locked an expired one ends it, or renews it.
    ended = []
    if now is not None:
        expired = select(checkout.c.id).where(over(now)).with_for_update(skip_locked=True)
        ended = [Holder(CHECKOUT, checkout_id) for checkout_id in connection.scalars(expired)]
    held = _skus_of(connection, [*holders, *ended])
    shop.lock_levels(connection, {*skus, *held})
    book = Book(connection)
    if ended:
        gone = checkout.c.id.in_([holder.id for holder in ended])
        connection.execute(delete(checkout).where(gone))
    for holder in ended:
        book.release(holder)
    yield book
    book.tell()


def any_over(connection: Connection, now: datetime) -> bool:
    """Tell whether there is anything to sweep."""
    return bool(connection.scalar(select(exists().where(over(now)))))


def _skus_of(connection: Connection, holders: Sequence[Holder]) -> set[str]:
    if not holders:
        return set()
    chosen = select(reservation.c.sku).where(or_(*map(_of, holders)))
    return set(connection.scalars(chosen))


def _of(holder: Holder) -> ColumnElement[bool]:
    return (reservation.c.kind == holder.kind) & (reservation.c.holder == holder.id)


def over(now: datetime) -> ColumnElement[bool]:
    """Match what has expired, or began in the future: then the clock was set back since."""
    future = checkout.c.first_at > as_text(now + CLOCK_SLACK)
    return (checkout.c.expires_at <= as_text(now)) | future
