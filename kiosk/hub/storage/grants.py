"""Grants: what a terminal may see of a customer, and who of the staff works at it.

A grant is bound to the terminal it was given to and judged by the hub's clock.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from kiosk.domain.customers import Recognition
from kiosk.errors import HubRefused
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import customer_grant, staff_grant
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.tokens import new_token, token_hash
from kiosk.hub.storage.upserts import delete_old

CUSTOMER_LIFE = timedelta(minutes=30)  # since the last use, to the minute
USED_AGAIN = timedelta(minutes=1)
STAFF_LIFE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class CustomerGrant:
    """Access to one customer, as far as `recognition` goes."""

    customer_id: str
    recognition: Recognition
    basket_id: str


@dataclass(frozen=True, slots=True)
class StaffGrant:
    """A member of staff signed in at a terminal."""

    id: str
    staff_id: str
    terminal_id: str
    made_at: str
    expires_at: str


def grant_customer(
    connection: Connection,
    terminal_id: str,
    grant: CustomerGrant,
    now: datetime,
) -> str:
    """Give a terminal access to a customer; return the grant's token."""
    delete_old(connection, customer_grant, customer_grant.c.expires_at <= as_text(now))
    token = new_token()
    connection.execute(
        insert(customer_grant).values(
            token_hash=token_hash(token),
            terminal_id=terminal_id,
            customer_id=grant.customer_id,
            basket_id=grant.basket_id,
            recognition=grant.recognition.value,
            expires_at=as_text(now + CUSTOMER_LIFE),
        )
    )
    return token


def use_customer_grant(
    engine: Engine, terminal_id: str, token: str, now: datetime
) -> CustomerGrant:
    """Check a grant, and let its time begin anew. Raises `HubRefused` `grant_ended`.

    It begins anew at most once a minute: a terminal exchanges a basket every second or two, and
    a write for each would be one too many.
    """
    table = customer_grant
    mine = (table.c.token_hash == token_hash(token)) & (table.c.terminal_id == terminal_id)
    good = mine & (table.c.expires_at > as_text(now))
    with read(engine) as connection:
        row = connection.execute(select(table).where(good)).one_or_none()
    if row is None:
        raise HubRefused("grant_ended", 403)
    if row.expires_at < as_text(now + CUSTOMER_LIFE - USED_AGAIN):
        with write(engine) as connection:
            connection.execute(
                update(table).where(good).values(expires_at=as_text(now + CUSTOMER_LIFE))
            )
    return CustomerGrant(row.customer_id, Recognition(row.recognition), row.basket_id)


def end_customer_grant(connection: Connection, terminal_id: str, token: str) -> None:
    """End a grant; ending one that has ended changes nothing."""
    table = customer_grant
    connection.execute(
        delete(table).where(
            table.c.token_hash == token_hash(token), table.c.terminal_id == terminal_id
        )
    )


def grant_staff(
    connection: Connection, terminal_id: str, staff_id: str, now: datetime
) -> tuple[StaffGrant, str]:
    """Sign a member of staff in at a terminal; return the grant and its token."""
    token = new_token()
    made = StaffGrant(
        id=str(uuid.uuid4()),
        staff_id=staff_id,
        terminal_id=terminal_id,
        made_at=as_text(now),
        expires_at=as_text(now + STAFF_LIFE),
    )
    connection.execute(
        insert(staff_grant).values(
            id=made.id,
            token_hash=token_hash(token),
            terminal_id=terminal_id,
            staff_id=staff_id,
            made_at=made.made_at,
            expires_at=made.expires_at,
        )
    )
    return made, token


def use_staff_grant(
    connection: Connection, terminal_id: str, token: str, now: datetime
) -> StaffGrant:
    """Check a sign-in. Raises `HubRefused` `grant_ended`."""
    table = staff_grant
    row = connection.execute(
        select(table)
        .where(table.c.token_hash == token_hash(token), table.c.terminal_id == terminal_id)
        .where(table.c.expires_at > as_text(now))
    ).one_or_none()
    if row is None:
        raise HubRefused("grant_ended", 403)
    return StaffGrant(row.id, row.staff_id, row.terminal_id, row.made_at, row.expires_at)


def end_staff_grant(connection: Connection, terminal_id: str, token: str, now: datetime) -> None:
    """Sign out; the row stays, since orders may name it as evidence."""
    table = staff_grant
    connection.execute(
        update(table)
        .where(table.c.token_hash == token_hash(token), table.c.terminal_id == terminal_id)
        .where(table.c.expires_at > as_text(now))
        .values(expires_at=as_text(now))
    )


def staff_grant_by_id(connection: Connection, grant_id: str) -> StaffGrant | None:
    """Return a sign-in, also an ended one, for an order's evidence."""
    row = connection.execute(select(staff_grant).where(staff_grant.c.id == grant_id)).one_or_none()
    if row is None:
        return None
    return StaffGrant(row.id, row.staff_id, row.terminal_id, row.made_at, row.expires_at)
