"""Customers over all channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import category

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update

from kiosk.domain.customers import (
    Account,
    KnownAddress,
    Recognition,
)
from kiosk.domain.masks import mask_addresses, mask_phone
from kiosk.domain.orders import Address
from kiosk.domain.phones import read_phone
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.engines.embedded import baskets
from kiosk.hub.engines.embedded.tables import customer, history
from kiosk.hub.storage import shop
from kiosk.hub.storage.times import as_text
from kiosk.wire.customers import FEWEST_PHONE_DIGITS, CustomerSummary, HistoryEvent, Profile
from kiosk.wire.search_text import fold

HISTORY_LIMIT = 200
SEARCH_LIMIT = 50
_NAME_LETTERS = 2  # fewer would list half of the shop


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as the hub knows them; leaves the hub only as `Account` or `Profile`."""

    id: str
    card_number: str
    first_name: str
    last_name: str
    phone: str
    tier_id: str
    points: int
    points_as_of: str
    since: str
    consents: tuple[str, ...]
    sizes: tuple[str, ...]
    addresses: tuple[Address, ...]
    basket_id: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def known_addresses(self) -> tuple[KnownAddress, ...]:
        """The addresses, masked."""
        labels = mask_addresses([(a.city, a.street, a.house) for a in self.addresses])
        return tuple(
            KnownAddress(a.ref, label) for a, label in zip(self.addresses, labels, strict=True)
        )

    def account(self, recognition: Recognition) -> Account:
        """Return what may be shown: a card alone does not open the addresses."""
        proven = recognition is Recognition.PROVEN
        return Account(
            customer_id=self.id,
            first_name=self.first_name,
            tier_id=self.tier_id,
            points=self.points,
            points_as_of=self.points_as_of,
            recognition=recognition,
            addresses=self.known_addresses if proven else (),
            basket_id=self.basket_id,
        )


def by_card(connection: Connection, card_number: str) -> CustomerRow | None:
    """Find a customer by the number of the card."""
    return _one(connection, customer.c.card_number == card_number)


def by_id(connection: Connection, customer_id: str) -> CustomerRow | None:
    """Find a customer by id."""
    return _one(connection, customer.c.id == customer_id)


def existing(connection: Connection, customer_id: str) -> CustomerRow:
    """Return a customer. Raises `HubRefused` `not_found`."""
    found = by_id(connection, customer_id)
    if found is None:
        raise HubRefused("not_found", 404)
    return found


def profile(connection: Connection, customer_id: str) -> Profile:
    """Return everything a proven customer or an assistant may see."""
    row = existing(connection, customer_id)
    events = connection.scalars(
        select(history.c.body)
        .where(history.c.customer_id == customer_id)
        .order_by(history.c.at.desc(), history.c.id)
        .limit(HISTORY_LIMIT)
    )
    return Profile(
        account=row.account(Recognition.PROVEN),
        last_name=row.last_name,
        phone=mask_phone(row.phone),
        since=row.since,
        consents=row.consents,
        sizes=row.sizes,
        history=tuple(msgspec.json.decode(body, type=HistoryEvent) for body in events),
    )


def search(connection: Connection, query: str) -> tuple[CustomerSummary, ...]:
    """Find by name, by digits of the phone number, or by the whole card number."""
    wanted = _condition(query, shop.terms(connection).phone_countries)
    if wanted is None:
        return ()
    rows = connection.execute(
        select(customer).where(wanted).order_by(customer.c.folded_name).limit(SEARCH_LIMIT)
    ).all()
    counts = baskets.line_counts(connection, [row.basket_id for row in rows])
    return tuple(
        CustomerSummary(
            customer_id=row.id,
            name=f"{row.first_name} {row.last_name}".strip(),
            phone=mask_phone(row.phone),
            tier_id=row.tier_id,
            points=row.points,
            card_number=row.card_number,
            basket_lines=counts.get(row.basket_id, 0),
        )
        for row in rows
    )


def add_order(
    connection: Connection, customer_id: str, points: int, event: HistoryEvent, now: datetime
) -> None:
    """Credit an order's points and write it into the history."""
    connection.execute(
        update(customer)
        .where(customer.c.id == customer_id)
        .values(points=customer.c.points + points, points_as_of=as_text(now))
    )
    body = msgspec.json.encode(event).decode()
    connection.execute(
        insert(history).values(id=event.id, customer_id=customer_id, at=event.at, body=body)
    )


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


def _one(connection: Connection, condition: ColumnElement[bool]) -> CustomerRow | None:
    row = connection.execute(select(customer).where(condition)).one_or_none()
    return _customer(row) if row else None


def _customer(row: Row[*tuple[Any, ...]]) -> CustomerRow:
    names = msgspec.json.Decoder(tuple[str, ...])
    return CustomerRow(
        id=row.id,
        card_number=row.card_number,
        first_name=row.first_name,
        last_name=row.last_name,
        phone=row.phone,
        tier_id=row.tier_id,
        points=row.points,
        points_as_of=row.points_as_of,
        since=row.since,
        consents=names.decode(row.consents),
        sizes=names.decode(row.sizes),
        addresses=msgspec.json.decode(row.addresses, type=tuple[Address, ...]),
        basket_id=row.basket_id,
    )
