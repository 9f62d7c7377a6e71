"""Catalogue files: built from the tables, named by their hash, kept two at a time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, delete, insert, select
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.domain.catalogue import Category, Product, Variant
from kiosk.errors import HubRefused
from kiosk.hub.storage import feed, shop, tables
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.search_words import words
from kiosk.hub.storage.times import as_text
from kiosk.wire.catalogue_file import SCHEMA, VERSION
from kiosk.wire.feed import Manifest

KEPT = 2


def folder(data_dir: Path) -> Path:
    """Return where the files lie."""
    return data_dir / "catalogue"


def manifest(connection: Connection) -> Manifest:
    """Describe the newest file. Raises `HubRefused` `not_found` before the first."""
    row = connection.execute(
        select(tables.catalogue).order_by(tables.catalogue.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        raise HubRefused("not_found", 404, detail="no catalogue has been built yet")
    return Manifest(row.sha256, row.size, row.sequence, VERSION)


def is_kept(connection: Connection, sha256: str) -> bool:
    """Tell whether a file of this name was built here and is still kept."""
    known = select(tables.catalogue.c.id).where(tables.catalogue.c.sha256 == sha256)
    return connection.scalar(known.limit(1)) is not None


def rebuild(engine: Engine, data_dir: Path, now: datetime) -> Manifest:
    """Build a catalogue file of the present state and make it the current one.

    The last file before it is kept for terminals in mid-download, older ones go, and with
    them the changes that both kept files include.
    """
    place = folder(data_dir)
    place.mkdir(parents=True, exist_ok=True)
    for left_over in place.glob("*.partial"):
        left_over.unlink()
    partial = place / f"{os.getpid()}.partial"
    with read(engine) as connection:
        sequence = feed.head(connection)
        _fill(partial, connection, sequence)
    with partial.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    size = partial.stat().st_size
    partial.replace(place / f"{sha256}.db")
    row = {"sha256": sha256, "size": size, "sequence": sequence, "built_at": as_text(now)}
    with write(engine) as connection:
        connection.execute(insert(tables.catalogue).values(row))
        dropped = _drop_old(connection)
    for name in dropped:
        (place / f"{name}.db").unlink(missing_ok=True)
    return Manifest(sha256, size, sequence, VERSION)


def _drop_old(connection: Connection) -> set[str]:
    table = tables.catalogue
    rows = connection.execute(select(table).order_by(table.c.id.desc())).all()
    kept, old = rows[:KEPT], rows[KEPT:]
    connection.execute(delete(table).where(table.c.id.in_([row.id for row in old])))
    feed.forget_up_to(connection, kept[-1].sequence)
    return {row.sha256 for row in old} - {row.sha256 for row in kept}


def _fill(path: Path, connection: Connection, sequence: int) -> None:
    out = dbapi2.connect(str(path), isolation_level=None)
    try:
        out.execute("PRAGMA journal_mode = OFF")
        out.executescript(SCHEMA)
        out.execute("BEGIN")
        terms = msgspec.json.encode(shop.terms(connection)).decode()
        meta = [("version", str(VERSION)), ("sequence", str(sequence)), ("terms", terms)]
        out.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        for table, rows in _contents(connection):
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                out.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  # our names
        out.execute("COMMIT")
        out.execute("INSERT INTO search (search) VALUES ('optimize')")
        out.execute("VACUUM")
    finally:
        out.close()


def _contents(connection: Connection) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield every table of the file with its rows, in the order of its columns."""
    categories = _decoded(connection, tables.category, Category)
    products = _decoded(connection, tables.product, Product, "position")
    order = tables.variant.c.sku
    variants = [
        shop.to_variant(row) for row in connection.execute(select(tables.variant).order_by(order))
    ]
    yield (
        "category",
        [(c.id, _json(c.name), c.drawing, c.colour_hex, c.position) for c in categories],
    )
    yield "product", [_product_row(p, position) for position, p in enumerate(products)]
    yield (
        "variant",
        [
            (
                *(v.sku, v.product_id, v.colour.code, _json(v.colour.name), v.colour.hex),
                *(v.size, v.size_position, v.list_price.minor),
            )
            for v in variants
        ],
    )
    yield "gtin", [(gtin, v.sku) for v in variants for gtin in v.gtins]
    yield (
        "location",
        [
            (
                *(place.id, place.kind, _json(place.name), _json(place.address)),
                *(place.latitude, place.longitude, place.opens_hour, place.closes_hour),
            )
            for place in shop.locations(connection).values()
        ],
    )
    yield "promotion", [(p.id, _json(p)) for p in shop.promotions(connection)]
    yield "stock", [tuple(row) for row in connection.execute(select(tables.stock))]
    yield "search", _search_rows(categories, products, variants)


def _search_rows(
    categories: list[Category], products: list[Product], variants: list[Variant]
) -> list[tuple[Any, ...]]:
    """One row per product and colour."""
    shelves = {shelf.id: shelf for shelf in categories}
    by_colour: dict[tuple[str, str], list[Variant]] = {}
    for one in variants:
        by_colour.setdefault((one.product_id, one.colour.code), []).append(one)
    styles = {style.id: style for style in products}
    return [
        (
            words(styles[product_id], shelves.get(styles[product_id].category_id), group),
            product_id,
            colour,
        )
        for (product_id, colour), group in by_colour.items()
    ]


def _product_row(p: Product, position: int) -> tuple[Any, ...]:
    texts = (p.name, p.description, p.composition, p.care)
    return (
        *(p.id, p.category_id, p.brand, p.audience),
        *map(_json, texts),
        *(p.drawing, position),
    )


def _decoded(connection: Connection, table: Table, kind: type[Any], order: str = "id") -> list[Any]:
    rows = connection.scalars(select(table.c.body).order_by(table.c[order]))
    return [msgspec.json.decode(body, type=kind) for body in rows]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
