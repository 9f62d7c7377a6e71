"""Checkouts: for whom pieces are held, and until when by the hub's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from kiosk.errors import HubRefused
from kiosk.hub.storage import reservations
from kiosk.hub.storage.reservations import CHECKOUT, Book, Holder
from kiosk.hub.storage.tables import checkout
from kiosk.hub.storage.terminals import Caller, TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.upserts import insert_new

HELD_FOR = timedelta(minutes=15)  # since the last renewal
AT_MOST = timedelta(minutes=30)  # since the first


def owner_of(caller: Caller) -> str:
    """Name who a checkout belongs to: a terminal, or a channel."""
    return f"terminal {caller.id}" if isinstance(caller, TerminalRow) else caller.channel


def renew(connection: Connection, checkout_id: str, owner: str, now: datetime) -> datetime:
    """Begin a checkout or let it last longer; return its end.

    To be called before the `Book` is opened. Who comes back too late begins anew, behind those who
    came meanwhile. Raises `HubRefused` `forbidden`.
    """
    first = {
        "id": checkout_id,
        "owner": owner,
        "first_at": as_text(now),
        "expires_at": as_text(now + HELD_FOR),
    }
    if insert_new(connection, checkout, first):
        return now + HELD_FOR
    mine = checkout.c.id == checkout_id
    known = connection.execute(
        select(checkout.c.owner, checkout.c.first_at, reservations.over(now).label("over"))
        .where(mine)
        .with_for_update(key_share=True)
    ).one_or_none()
    if known is None:  # let go at this moment
        return renew(connection, checkout_id, owner, now)
    if known.over:
        connection.execute(update(checkout).where(mine).values(first))
        return now + HELD_FOR
    _check_owner(known.owner, owner)
    ends = min(now + HELD_FOR, datetime.fromisoformat(known.first_at) + AT_MOST)
    connection.execute(update(checkout).where(mine).values(expires_at=as_text(ends)))
    return ends


def end(connection: Connection, book: Book, checkout_id: str, owner: str) -> None:
    """Free what a checkout holds; ending one that has ended changes nothing.

    Raises `HubRefused` `forbidden`.
    """
    found = connection.scalar(select(checkout.c.owner).where(checkout.c.id == checkout_id))
    if found is None:
        return
    _check_owner(found, owner)
    connection.execute(delete(checkout).where(checkout.c.id == checkout_id))
    book.release(Holder(CHECKOUT, checkout_id))


def end_if_own(connection: Connection, book: Book, checkout_id: str, owner: str) -> None:
    """Free what an order's checkout holds; an order never fails for naming another's."""
    found = connection.scalar(select(checkout.c.owner).where(checkout.c.id == checkout_id))
    if found == owner:
        end(connection, book, checkout_id, owner)


def _check_owner(found: str, owner: str) -> None:
    if found != owner:
        raise HubRefused("forbidden", 403, detail="the checkout of somebody else")
