"""Prices and stock, as the shop's own people and systems set them in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput
from kiosk.hub.storage import feed, shop
from kiosk.hub.storage.tables import stock, variant
from kiosk.wire.feed import Change, PriceChange

K = TypeVar("K")

_AT_ONCE = 1_000  # rows of a statement that names them


def set_prices(connection: Connection, prices: Mapping[str, int]) -> None:
    """Change list prices, in minor units by SKU, and tell the terminals at once.

    Raises `BadInput` `sku_unknown`, and nothing may be committed then.
    """
    for skus in _pieces(prices):
        _check_skus(connection, skus)
        connection.execute(
            update(variant)
            .where(variant.c.sku == bindparam("of"))
            .values(price_minor=bindparam("now")),
            [{"of": sku, "now": prices[sku]} for sku in skus],
        )
    currency = shop.terms(connection).currency
    made = [partial(_price_change, sku, Money(minor, currency)) for sku, minor in prices.items()]
    feed.append(connection, made)


def set_stocks(connection: Connection, counted: Iterable[tuple[str, str, int]]) -> None:
    """Change what lies where (SKU, location, pieces) and tell the terminals at once.

    Raises `BadInput`: `sku_unknown`, `location_unknown`; nothing may be committed then.
    """
    on_hand = {(sku, location_id): pieces for sku, location_id, pieces in counted}
    levels: list[StockLevel] = []
    for keys in _pieces(on_hand):
        connection.execute(
            update(stock)
            .where(stock.c.sku == bindparam("of"), stock.c.location_id == bindparam("at"))
            .values(on_hand=bindparam("now")),
            [{"of": sku, "at": at, "now": on_hand[sku, at]} for sku, at in keys],
        )
        rows = connection.execute(select(stock).where(stock.c.sku.in_({sku for sku, _ in keys})))
        there = {(row.sku, row.location_id): shop.to_level(row) for row in rows}
        first = [StockLevel(*key, on_hand[key]) for key in keys if key not in there]
        _add_levels(connection, first)
        there |= {(level.sku, level.location_id): level for level in first}
        levels += [there[key] for key in keys]
    feed.tell_stock(connection, levels)


def _add_levels(connection: Connection, levels: Sequence[StockLevel]) -> None:
    if not levels:
        return
    _check_skus(connection, [level.sku for level in levels])
    for place in {level.location_id for level in levels} - shop.locations(connection).keys():
        raise BadInput("location_unknown", location_id=place)
    connection.execute(insert(stock), [msgspec.to_builtins(level) for level in levels])


def _check_skus(connection: Connection, skus: Sequence[str]) -> None:
    known = connection.scalars(select(variant.c.sku).where(variant.c.sku.in_(skus)))
    for sku in set(skus).difference(known):
        raise BadInput("sku_unknown", sku=sku)


def _price_change(sku: str, price: Money, sequence: int) -> Change:
    return PriceChange(sequence, sku, price)


def _pieces(keys: Iterable[K]) -> Iterator[list[K]]:
    rest = iter(keys)
    while piece := list(islice(rest, _AT_ONCE)):
        yield piece
