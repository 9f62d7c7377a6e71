"""What changed in the catalogue and in stock, read off the tables and the hub's change feed.

A cursor `all:N:KEY` is in the middle of the first, whole reading, which began when the feed was
at N; `since:N` follows the feed.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select, tuple_

from kiosk.domain.catalogue import Product
from kiosk.errors import HubRefused
from kiosk.hub.engines.port import CursorGone, Goods, Pieces, StockPage
from kiosk.hub.storage import feed, shop
from kiosk.hub.storage.tables import product, stock, variant
from kiosk.wire.feed import Change, PriceChange, StockChange

_ALL, _SINCE = "all", "since"


def goods_since(connection: Connection, cursor: str, limit: int) -> Goods:
    """Return products with their variants, then variants whose price changed."""
    how, sequence, key = _read(connection, cursor)
    if how == _SINCE:
        changes, last, more = _changes(connection, sequence, limit)
        skus = {one.sku for one in changes if isinstance(one, PriceChange)}
        variants = shop.variants(connection, skus)
        return Goods((), tuple(variants.values()), (), f"{_SINCE}:{last}", more)
    products = connection.execute(
        select(product.c.id, product.c.position, product.c.body)
        .where(product.c.position > int(key or -1))
        .order_by(product.c.position)
        .limit(limit)
    ).all()
    rows = connection.execute(
        select(variant.c.body, variant.c.price_minor)
        .where(variant.c.product_id.in_([row.id for row in products]))
        .order_by(variant.c.sku)
    )
    more = len(products) == limit
    here = f"{_ALL}:{sequence}:{products[-1].position}" if more else f"{_SINCE}:{sequence}"
    return Goods(
        tuple(msgspec.json.decode(row.body, type=Product) for row in products),
        tuple(map(shop.to_variant, rows)),
        (),
        here,
        more=more or sequence < feed.head(connection),
    )


def stock_since(connection: Connection, cursor: str, limit: int) -> StockPage:
    """Return levels by SKU and location, then those that changed."""
    how, sequence, key = _read(connection, cursor)
    if how == _SINCE:
        changes, last, more = _changes(connection, sequence, limit)
        levels = {
            (one.level.sku, one.level.location_id): one.level
            for one in changes
            if isinstance(one, StockChange)
        }
        pieces = tuple(Pieces(*at, x.on_hand, x.allocated) for at, x in levels.items())
        return StockPage(pieces, f"{_SINCE}:{last}", more)
    sku, _, place = key.partition(" ")
    rows = connection.execute(
        select(stock)
        .where(tuple_(stock.c.sku, stock.c.location_id) > tuple_(sku, place))
        .order_by(stock.c.sku, stock.c.location_id)
        .limit(limit)
    ).all()
    more = len(rows) == limit
    at = f"{rows[-1].sku} {rows[-1].location_id}" if more else ""
    here = f"{_ALL}:{sequence}:{at}" if more else f"{_SINCE}:{sequence}"
    pieces = tuple(Pieces(r.sku, r.location_id, r.on_hand, r.allocated) for r in rows)
    return StockPage(pieces, here, more=more or sequence < feed.head(connection))


def _read(connection: Connection, cursor: str) -> tuple[str, int, str]:
    """Take a cursor apart; "" begins the first reading where the feed is now."""
    if not cursor:
        return _ALL, feed.head(connection), ""
    how, _, rest = cursor.partition(":")
    sequence, _, key = rest.partition(":")
    if how not in (_ALL, _SINCE) or not sequence.isdecimal():
        raise CursorGone("changes_gone")
    return how, int(sequence), key


def _changes(connection: Connection, since: int, limit: int) -> tuple[list[Change], int, bool]:
    try:
        rows = feed.rows_since(connection, since, limit)
    except HubRefused as error:
        raise CursorGone("changes_gone") from error
    last = rows[-1].sequence if rows else since
    changes = [msgspec.json.decode(row.body, type=Change) for row in rows]
    return changes, last, last < feed.head(connection)
