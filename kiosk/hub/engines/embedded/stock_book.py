"""Prices and stock, as the shop's own people and systems set them in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput
from kiosk.hub.storage import feed, shop
from kiosk.hub.storage.tables import stock, variant
from kiosk.hub.storage.upserts import insert_new
from kiosk.wire.feed import Change, PriceChange

K = TypeVar("K")

_AT_ONCE = 1_000  # rows of a statement that names them


def set_prices(connection: Connection, prices: Mapping[str, int]) -> None:
    """Change list prices, in minor units by SKU, and tell the terminals at once.

    Raises `BadInput` `sku_unknown`, and nothing may be committed then.
    """
    for skus in _pieces(sorted(prices)):  # who locks several does so in this order
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
    for keys in _pieces(sorted(on_hand)):  # who locks stock does so in this order
        chosen = select(stock).where(stock.c.sku.in_({sku for sku, _ in keys}))
        there = {(row.sku, row.location_id) for row in connection.execute(chosen)}
        _add_levels(connection, [key for key in keys if key not in there])
        connection.execute(
            update(stock)
            .where(stock.c.sku == bindparam("of"), stock.c.location_id == bindparam("at"))
            .values(on_hand=bindparam("now")),
            [{"of": sku, "at": at, "now": on_hand[sku, at]} for sku, at in keys],
        )
        now = {(row.sku, row.location_id): row for row in connection.execute(chosen)}
        levels += [shop.to_level(now[key]) for key in keys]
    feed.tell_stock(connection, levels)


def _add_levels(connection: Connection, keys: Sequence[tuple[str, str]]) -> None:
    if not keys:
        return
    _check_skus(connection, [sku for sku, _ in keys])
    for place in {at for _, at in keys} - shop.locations(connection).keys():
        raise BadInput("location_unknown", location_id=place)
    for sku, at in keys:
        insert_new(connection, stock, msgspec.to_builtins(StockLevel(sku, at, 0)))


def _check_skus(connection: Connection, skus: Sequence[str]) -> None:
    for sku in set(skus) - shop.known_skus(connection, skus):
        raise BadInput("sku_unknown", sku=sku)


def _price_change(sku: str, price: Money, sequence: int) -> Change:
    return PriceChange(sequence, sku, price)


def _pieces(keys: Iterable[K]) -> Iterator[list[K]]:
    rest = iter(keys)
    while piece := list(islice(rest, _AT_ONCE)):
        yield piece
