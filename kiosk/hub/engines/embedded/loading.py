"""Fill an empty hub with a shop."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, insert

from kiosk.domain.catalogue import Category, Location, Product, Promotion, Variant
from kiosk.domain.stock import StockLevel
from kiosk.hub.engines.embedded import baskets
from kiosk.hub.engines.embedded.customers import folded_name
from kiosk.hub.engines.embedded.seed import CustomerSeed, ShopSeed
from kiosk.hub.engines.embedded.tables import customer, history
from kiosk.hub.storage import tables
from kiosk.hub.storage.database import write
from kiosk.hub.storage.staff import pin_hash
from kiosk.hub.storage.times import as_text, utc_now
from kiosk.hub.storage.upserts import insert_new

_AT_ONCE = 5_000  # rows in memory

_encode = msgspec.json.Encoder().encode


def load_seed(engine: Engine, seed: ShopSeed) -> None:
    """Write a whole shop in one transaction. Raises `ValueError` where there is one already."""
    pins = {one.id: pin_hash(one.pin) for one in seed.staff}  # slow: before the lock
    with write(engine) as connection:
        terms = {"name": "terms", "value": _json(seed.terms)}
        if not insert_new(connection, tables.setting, terms):
            raise ValueError("this hub has a shop already")
        _fill(connection, tables.location, map(_with_body, seed.locations))
        _fill(connection, tables.category, map(_with_body, seed.categories))
        _fill(connection, tables.promotion, map(_with_body, seed.promotions))
        _fill(
            connection,
            tables.product,
            (_with_body(x) | {"position": n} for n, x in enumerate(seed.products)),
        )
        _fill(connection, tables.variant, map(_variant, seed.variants))
        _fill(connection, tables.stock, map(_level, seed.stock))
        _customers(connection, seed)
        _fill(
            connection,
            tables.staff,
            [
                {
                    "id": x.id,
                    "badge_number": x.badge_number,
                    "number": x.number,
                    "name": x.name,
                    "role": x.role,
                    "location_id": x.location_id,
                    "pin_hash": pins[x.id],
                }
                for x in seed.staff
            ],
        )


def _customers(connection: Connection, seed: ShopSeed) -> None:
    now = as_text(utc_now())
    _fill(connection, customer, [_customer(x, now) for x in seed.customers])
    _fill(
        connection,
        history,
        [
            {"id": event.id, "customer_id": x.id, "at": event.at, "body": _json(event)}
            for x in seed.customers
            for event in x.history
        ],
    )
    for one in seed.customers:
        baskets.make(connection, one.basket_id)
        baskets.append(connection, one.basket_id, one.basket)


def _customer(x: CustomerSeed, now: str) -> dict[str, Any]:
    return {
        "id": x.id,
        "card_number": x.card_number,
        "first_name": x.first_name,
        "last_name": x.last_name,
        "folded_name": folded_name(x.first_name, x.last_name),
        "phone": x.phone,
        "email": x.email,
        "tier_id": x.tier_id,
        "points": x.points,
        "points_as_of": now,
        "since": x.since,
        "consents": _json(x.consents),
        "sizes": _json(x.sizes),
        "addresses": _json(x.addresses),
        "basket_id": x.basket_id,
    }


def _fill(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        connection.execute(insert(table), some)


def _variant(x: Variant) -> dict[str, Any]:
    return {
        "sku": x.sku,
        "product_id": x.product_id,
        "price_minor": x.list_price.minor,
        "body": _json(x),
    }


def _level(x: StockLevel) -> dict[str, Any]:
    return {
        "sku": x.sku,
        "location_id": x.location_id,
        "on_hand": x.on_hand,
        "allocated": x.allocated,
        "reserved": x.reserved,
        "buffer": x.buffer,
    }


def _with_body(item: Location | Category | Promotion | Product) -> dict[str, Any]:
    return {"id": item.id, "body": _json(item)}


def _json(value: object) -> str:
    return _encode(value).decode()
