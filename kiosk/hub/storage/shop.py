"""The shop's master data: terms, places, variants, promotions, stock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, select

from kiosk.domain.catalogue import Location, Product, Promotion, Terms, Variant
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.errors import HubRefused
from kiosk.hub.storage.tables import location, product, promotion, setting, stock, variant

# Asked with nearly every request: put together once, and what is the same is decoded once.
_TERMS = select(setting.c.value).where(setting.c.name == "terms")
_LOCATIONS = select(location.c.body).order_by(location.c.id)
_VARIANT = select(variant.c.sku).where(variant.c.sku == bindparam("of"))
_LEVELS = select(stock).where(stock.c.sku == bindparam("of"))


@lru_cache(maxsize=4)
def _terms(body: str) -> Terms:
    return msgspec.json.decode(body, type=Terms)


@lru_cache(maxsize=4_096)
def _location(body: str) -> Location:
    return msgspec.json.decode(body, type=Location)


def terms(connection: Connection) -> Terms:
    """Return the shop's terms. Raises `HubRefused` `not_found` while there is no shop."""
    body = connection.scalar(_TERMS)
    if body is None:
        raise HubRefused("not_found", 404, detail="this hub has no shop yet")
    return _terms(body)


def has_shop(connection: Connection) -> bool:
    """Tell whether a seed has been loaded."""
    return bool(connection.scalar(select(setting.c.name).where(setting.c.name == "terms")))


def locations(connection: Connection) -> dict[str, Location]:
    """Return stores and warehouses by id."""
    found = map(_location, connection.scalars(_LOCATIONS))
    return {place.id: place for place in found}


def promotions(connection: Connection) -> tuple[Promotion, ...]:
    """Return all promotions; pricing picks those that run."""
    rows = connection.scalars(select(promotion.c.body).order_by(promotion.c.id))
    return tuple(msgspec.json.decode(body, type=Promotion) for body in rows)


def has_variant(connection: Connection, sku: str) -> bool:
    """Tell whether the shop has a variant."""
    return connection.scalar(_VARIANT, {"of": sku}) is not None


def known_skus(connection: Connection, skus: Collection[str]) -> set[str]:
    """Return which of these the shop has."""
    return set(connection.scalars(select(variant.c.sku).where(variant.c.sku.in_(skus))))


def variants(connection: Connection, skus: Iterable[str]) -> Mapping[str, Variant]:
    """Return the variants the shop has of these, at their current prices."""
    chosen = select(variant.c.body, variant.c.price_minor).where(variant.c.sku.in_(list(skus)))
    found = (to_variant(row) for row in connection.execute(chosen))
    return {one.sku: one for one in found}


def by_gtin(connection: Connection, gtin14: str) -> tuple[Product, Variant] | None:
    """Find a variant by one of its GTINs.

    It reads all variants (0.4 s for a million): a person asks, once in a while, for what the
    catalogue file does not have; that file has the index.
    """
    chosen = (
        select(variant.c.body, variant.c.price_minor, product.c.body.label("product_body"))
        .join(product, product.c.id == variant.c.product_id)
        .where(variant.c.body.contains(f'"{gtin14}"', autoescape=True))
    )
    for row in connection.execute(chosen):
        one = to_variant(row)
        if gtin14 in one.gtins:
            return msgspec.json.decode(row.product_body, type=Product), one
    return None


def to_variant(row: Row[*tuple[Any, ...]]) -> Variant:
    """Read a variant; its price column is newer than its body."""
    stored = msgspec.json.decode(row.body, type=Variant)
    price = Money(row.price_minor, stored.list_price.currency)
    return replace(stored, list_price=price)


def levels(connection: Connection, sku: str) -> tuple[StockLevel, ...]:
    """Return a variant's stock at every location that has had any."""
    return tuple(to_level(row) for row in connection.execute(_LEVELS, {"of": sku}))


def level(connection: Connection, sku: str, location_id: str) -> StockLevel | None:
    """Return a variant's stock at one location; None where it never had any."""
    return _level(connection, _at(sku, location_id))


def locked_level(connection: Connection, sku: str, location_id: str) -> StockLevel | None:
    """Return a variant's stock at one location, which nobody else changes meanwhile.

    Who locks several does so by SKU, then location: two who lock in different orders would wait
    for each other.
    """
    return _level(connection, _at(sku, location_id).with_for_update(key_share=True))


def lock_levels(connection: Connection, skus: Collection[str]) -> None:
    """Let nobody else change the stock of these variants, at any location, until the end."""
    if skus:
        mine = select(stock.c.sku).where(stock.c.sku.in_(skus))
        in_order = mine.order_by(stock.c.sku, stock.c.location_id)
        connection.execute(in_order.with_for_update(key_share=True)).all()


def _at(sku: str, location_id: str) -> Select[*tuple[Any, ...]]:
    return select(stock).where(stock.c.sku == sku, stock.c.location_id == location_id)


def _level(connection: Connection, chosen: Select[*tuple[Any, ...]]) -> StockLevel | None:
    row = connection.execute(chosen).one_or_none()
    return to_level(row) if row else None


def to_level(row: Row[*tuple[Any, ...]]) -> StockLevel:
    """Read a stock row."""
    return StockLevel(
        row.sku, row.location_id, row.on_hand, row.allocated, row.reserved, row.buffer
    )
