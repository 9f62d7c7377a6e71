"""Calls of shoppers for an assistant; shown among the store's tasks until one is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from kiosk.errors import HubRefused
from kiosk.hub.storage.tables import staff_call, terminal
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.upserts import delete_old, insert_new
from kiosk.wire.calls import StaffCall
from kiosk.wire.staff import StaffTask

LIVES = timedelta(minutes=15)  # nobody waits longer: then the call is not shown any more
AT_ONCE = 3  # open calls of one terminal: whoever taps and taps hides no other task


def add(connection: Connection, call: StaffCall, caller: TerminalRow, now: datetime) -> None:
    """Keep a call; one that is there already stays as it is. Old ones go.

    Raises `HubRefused` `bad_request` for the id of another terminal's call.
    """
    delete_old(connection, staff_call, staff_call.c.made_at < as_text(now - LIVES))
    # Locked: of calls that come at once none is counted too late.
    connection.execute(
        select(terminal.c.id).where(terminal.c.id == caller.id).with_for_update(key_share=True)
    )
    known = connection.scalar(select(staff_call.c.terminal_id).where(staff_call.c.id == call.id))
    if known not in (None, caller.id):
        raise HubRefused("bad_request", 409, detail="id")
    waiting = connection.scalars(
        select(staff_call.c.id).where(
            staff_call.c.terminal_id == caller.id, staff_call.c.done_at.is_(None)
        )
    ).all()
    if known is not None or len(waiting) >= AT_ONCE:
        return
    made = {
        "id": call.id,
        "terminal_id": caller.id,
        "prefix": caller.prefix,
        "location_id": caller.location_id,
        "about": call.about,
        "made_at": as_text(now),
    }
    if not insert_new(connection, staff_call, made):  # another terminal was faster
        raise HubRefused("bad_request", 409, detail="id")


def open_at(connection: Connection, location_id: str, now: datetime) -> tuple[StaffTask, ...]:
    """List the calls of a store that nobody has answered, oldest first."""
    rows = connection.execute(
        select(staff_call)
        .where(
            staff_call.c.location_id == location_id,
            staff_call.c.done_at.is_(None),
            staff_call.c.made_at >= as_text(now - LIVES),
        )
        .order_by(staff_call.c.made_at, staff_call.c.id)
    )
    return tuple(
        StaffTask(
            id=row.id,
            kind="call",
            order_id="",
            number="",
            sku="",
            name=row.about,
            customer=row.prefix,
            phone="",
            made_at=row.made_at,
        )
        for row in rows
    )


def finish(connection: Connection, call_id: str, location_id: str, now: datetime) -> bool:
    """Close a call; False where this store has none such."""
    mine = (staff_call.c.id == call_id) & (staff_call.c.location_id == location_id)
    done = connection.execute(update(staff_call).where(mine).values(done_at=as_text(now)))
    return bool(done.rowcount)
