"""Customers over all channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unicodedata import category

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from kiosk.domain.orders import Address
from kiosk.domain.phones import read_phone
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.engines.embedded import baskets
from kiosk.hub.engines.embedded.tables import customer, history
from kiosk.hub.engines.port import By, Customer, EngineOrder, FoundCustomer, HistoryPage
from kiosk.hub.storage import shop
from kiosk.hub.storage.times import as_text
from kiosk.wire.customers import FEWEST_PHONE_DIGITS, HistoryEvent
from kiosk.wire.search_text import fold

_NAME_LETTERS = 2  # fewer would list half of the shop


def find(connection: Connection, by: By, value: str) -> Customer | None:
    """Look a customer up; where two share a phone or an e-mail address, the older customer."""
    if not value or _typed(value) != value:
        return None
    row = connection.execute(
        select(customer).where(_exactly(by, value)).order_by(customer.c.since, customer.c.id)
    ).first()
    return _customer(row) if row else None


def existing(connection: Connection, customer_id: str) -> Customer:
    """Return a customer. Raises `HubRefused` `not_found`."""
    found = find(connection, By.ID, customer_id)
    if found is None:
        raise HubRefused("not_found", 404)
    return found


def history_page(connection: Connection, customer_id: str, before: str, limit: int) -> HistoryPage:
    """Return what has been, newest first; the time and the id of the last row go on from it."""
    at, _, event_id = before.partition(" ")
    older = (history.c.at < at) | ((history.c.at == at) & (history.c.id > event_id))
    mine = history.c.customer_id == customer_id
    rows = connection.execute(
        select(history.c.id, history.c.at, history.c.body)
        .where(mine & older if before else mine)
        .order_by(history.c.at.desc(), history.c.id)
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    return HistoryPage(
        tuple(msgspec.json.decode(row.body, type=HistoryEvent) for row in shown),
        f"{shown[-1].at} {shown[-1].id}" if len(rows) > limit else "",
    )


def search(connection: Connection, query: str, limit: int) -> tuple[FoundCustomer, ...]:
    """Find by name, by digits of the phone number, or by the whole card number."""
    wanted = _condition(query, shop.terms(connection).phone_countries)
    if wanted is None:
        return ()
    rows = connection.execute(
        select(customer).where(wanted).order_by(customer.c.folded_name).limit(limit)
    ).all()
    counts = baskets.line_counts(connection, [row.basket_id for row in rows])
    return tuple(FoundCustomer(_customer(row), counts.get(row.basket_id, 0)) for row in rows)


def add_order(connection: Connection, order: EngineOrder, now: datetime) -> bool:
    """Credit an order's points and write it into the history; False if that is done already.

    The release before did both when it accepted the order.
    """
    there = select(history.c.id).where(history.c.id == order.id)
    if connection.scalar(there) is not None:
        return False
    connection.execute(
        update(customer)
        .where(customer.c.id == order.customer_id)
        .values(points=customer.c.points + order.points, points_as_of=as_text(now))
    )
    event = order.event
    body = msgspec.json.encode(event).decode()
    connection.execute(
        insert(history).values(id=event.id, customer_id=order.customer_id, at=event.at, body=body)
    )
    return True


def folded_name(first: str, last: str) -> str:
    """Return a name to search in, in either order."""
    return fold(f"{first} {last} {first}")


def _condition(query: str, countries: Sequence[str]) -> ColumnElement[bool] | None:
    text = " ".join(fold(_typed(query)).split())
    digits = "".join(c for c in text if c.isdecimal())
    if digits and not any(c.isalpha() for c in text):
        if len(digits) < FEWEST_PHONE_DIGITS:
            return None
        try:
            phone = read_phone(query, countries)
        except BadInput:
            phone = digits  # a part of one
        return or_(
            customer.c.phone.contains(phone, autoescape=True),
            customer.c.phone.contains(digits, autoescape=True),
            customer.c.card_number == digits,
        )
    if sum(c.isalnum() for c in text) < _NAME_LETTERS:
        return None
    return customer.c.folded_name.contains(text, autoescape=True)


def _typed(query: str) -> str:
    """Return what was typed without invisible characters; "" for what nobody can type.

    A NUL would end the pattern that SQLite compares with, and every name would match.
    """
    kinds = {c: category(c) for c in query if c not in "\t\n\r"}
    if not {"Cc", "Cs", "Co", "Cn"}.isdisjoint(kinds.values()):
        return ""
    return "".join(c for c in query if kinds.get(c) != "Cf")


def _exactly(by: By, value: str) -> ColumnElement[bool]:
    match by:
        case By.ID:
            return customer.c.id == value
        case By.CARD:
            return customer.c.card_number == value
        case By.PHONE:
            return customer.c.phone == value
        case By.EMAIL:
            return func.lower(customer.c.email) == value.lower()


def _customer(row: Row[*tuple[Any, ...]]) -> Customer:
    names = msgspec.json.Decoder(tuple[str, ...])
    return Customer(
        id=row.id,
        card_number=row.card_number,
        first_name=row.first_name,
        last_name=row.last_name,
        phone=row.phone,
        email=row.email,
        tier_id=row.tier_id,
        points=row.points,
        points_as_of=row.points_as_of,
        since=row.since,
        consents=names.decode(row.consents),
        sizes=names.decode(row.sizes),
        addresses=msgspec.json.decode(row.addresses, type=tuple[Address, ...]),
        basket_id=row.basket_id,
    )
