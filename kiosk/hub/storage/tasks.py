"""What about accepted orders needs a person: one task for each order, kind and SKU."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from kiosk.domain.masks import mask_phone
from kiosk.domain.orders import Contact, LineState
from kiosk.errors import HubRefused
from kiosk.hub.storage.orders import read_body
from kiosk.hub.storage.tables import order_line, shop_order, staff, staff_task
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.upserts import insert_new
from kiosk.wire.staff import StaffTask

LIST_LIMIT = 200


def add(
    connection: Connection, order_id: str, wanted: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Give staff tasks: pairs of a kind and a SKU, which is empty for the whole order."""
    if wanted:
        rows = [_row(order_id, kind, sku, now) for kind, sku in wanted]
        connection.execute(insert(staff_task), rows)


def add_once(connection: Connection, order_id: str, kind: str, now: datetime) -> None:
    """Give staff a task about a whole order, unless they had it before."""
    insert_new(connection, staff_task, _row(order_id, kind, "", now))


def withdraw(connection: Connection, order_id: str, kind: str) -> None:
    """Take back an open task about a whole order: it has settled itself."""
    still_open = staff_task.c.done_at.is_(None)
    connection.execute(delete(staff_task).where(_about(order_id, kind), still_open))


def open_at(connection: Connection, location_id: str) -> tuple[StaffTask, ...]:
    """List what is open about a location's orders, oldest first."""
    rows = connection.execute(
        select(
            staff_task,
            shop_order.c.number,
            shop_order.c.body,
            shop_order.c.customer,
            order_line.c.location_id.label("collected_at"),
        )
        .join(shop_order, shop_order.c.id == staff_task.c.order_id)
        .outerjoin(
            order_line,
            (order_line.c.order_id == staff_task.c.order_id)
            & (order_line.c.sku == staff_task.c.sku),
        )
        .where(staff_task.c.done_at.is_(None), _concerns(location_id))
        .order_by(staff_task.c.made_at, staff_task.c.id)
        .limit(LIST_LIMIT)
    )
    return tuple(map(_task, rows))


def finish(
    connection: Connection, task_id: str, location_id: str, staff_id: str, now: datetime
) -> None:
    """Note who closed a task; the first one stands. Raises `HubRefused` `not_found`."""
    found = connection.execute(
        select(staff_task.c.id)
        .join(shop_order, shop_order.c.id == staff_task.c.order_id)
        .where(staff_task.c.id == task_id, _concerns(location_id))
    ).one_or_none()
    if found is None:
        raise HubRefused("not_found", 404)
    connection.execute(
        update(staff_task)
        .where(staff_task.c.id == task_id, staff_task.c.done_at.is_(None))
        .values(done_at=as_text(now), done_by=staff_id)
    )


def location_of(connection: Connection, staff_id: str) -> str:
    """Return where a member of staff works."""
    works_at: str = connection.execute(
        select(staff.c.location_id).where(staff.c.id == staff_id)
    ).scalar_one()
    return works_at


def _row(order_id: str, kind: str, sku: str, now: datetime) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "kind": kind,
        "order_id": order_id,
        "sku": sku,
        "made_at": as_text(now),
    }


def _about(order_id: str, kind: str) -> ColumnElement[bool]:
    of_all = (staff_task.c.kind == kind) & (staff_task.c.sku == "")
    return of_all & (staff_task.c.order_id == order_id)


def _concerns(location_id: str) -> ColumnElement[bool]:
    """Match a store's orders, and those of the first release, which name no store."""
    return or_(shop_order.c.location_id == location_id, shop_order.c.location_id.is_(None))


def _task(row: Row[*tuple[Any, ...]]) -> StaffTask:
    order = read_body(row.body)  # None: an order of before that we cannot read any more
    contact = order.contact if order else Contact()
    known = msgspec.json.decode(row.customer, type=Contact) if row.customer else None
    phone = contact.phone or (mask_phone(known.phone) if known else "")
    return StaffTask(
        id=row.id,
        kind=row.kind,
        order_id=row.order_id,
        number=row.number,
        sku=row.sku,
        name=next((x.name for x in (order.lines if order else ()) if x.sku == row.sku), ""),
        customer=known.name if known else contact.name,
        phone=phone,
        made_at=row.made_at,
        location_id=(row.collected_at or "") if row.kind == LineState.MOVED else "",
    )
