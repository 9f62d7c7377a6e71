"""Fill a catalogue file from the hub's tables, a few products at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.domain.catalogue import Category, Colour, Product, Variant
from kiosk.hub.storage import shop, tables
from kiosk.hub.storage.search_index import SearchIndex
from kiosk.wire.catalogue_file import INDEXES, LANGUAGE, TABLES, VERSION

LOG = logging.getLogger(__name__)
AT_ONCE = 200  # products, which with their variants and stock is all that is in memory

# A file that a crash leaves half done is never used: nothing has to be safe meanwhile.
_PRAGMAS = (
    "page_size = 4096",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -32768",
    "temp_store = FILE",  # sorting a million codes for an index must not be done in memory
    f"user_version = {VERSION}",
)
_to_product = msgspec.json.Decoder(Product).decode
_to_variant = msgspec.json.Decoder(Variant).decode
_encode = msgspec.json.Encoder().encode

_Row = tuple[Any, ...]


def build(path: Path, connection: Connection, sequence: int) -> None:
    """Write a catalogue file of what a reading transaction sees; `sequence` is its last change."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as out:
        for pragma in _PRAGMAS:
            out.execute(f"PRAGMA {pragma}")
        out.executescript(TABLES)
        out.execute("BEGIN")
        languages = _languages(connection)
        _insert(out, "meta", _meta(connection, sequence, languages))
        categories = {shelf.id: shelf for shelf in _categories(connection)}
        _insert(out, "category", [_category_row(shelf) for shelf in categories.values()])
        _insert(out, "promotion", [(p.id, _json(p)) for p in shop.promotions(connection)])
        index = SearchIndex(out, languages)
        _Range(connection, out, categories, index).write()
        index.finish()
        out.execute("COMMIT")
        out.executescript(INDEXES)


@dataclass(slots=True)
class _Style:
    """A product with its variants and their current prices by colour."""

    product: Product
    colours: dict[str, list[tuple[Variant, int]]] = field(default_factory=dict)


class _Range:
    """Writes places, products, looks, variants, GTINs and stock, numbered in shop order."""

    def __init__(
        self,
        connection: Connection,
        out: dbapi2.Connection,
        categories: dict[str, Category],
        index: SearchIndex,
    ) -> None:
        self._connection = connection
        self._out = out
        self._categories = categories
        self._index = index
        self._places: dict[str, int] = {}
        self._colours: dict[tuple[str, str, str], int] = {}
        self._product = self._look = self._variant = 0
        self._gtins_left_out = 0

    def write(self) -> None:
        """Write everything."""
        places = enumerate(shop.locations(self._connection).values(), 1)
        rows = []
        for number, place in places:
            self._places[place.id] = number
            rows.append(
                (
                    *(number, place.id, place.kind, _json(place.name), _json(place.address)),
                    *(place.latitude, place.longitude, place.opens_hour, place.closes_hour),
                )
            )
        _insert(self._out, "location", rows)
        for styles, stock in _pages(self._connection):
            self._write_page(styles, stock)
        _insert(self._out, "colour", [(n, *colour) for colour, n in self._colours.items()])
        if self._gtins_left_out:
            LOG.warning(
                "%d codes are no GTIN-14, or of two variants: left out of the catalogue",
                self._gtins_left_out,
            )

    def _write_page(self, styles: Sequence[_Style], stock: dict[str, list[_Row]]) -> None:
        products: list[_Row] = []
        texts: list[_Row] = []
        looks: list[_Row] = []
        variants: list[_Row] = []
        gtins: list[_Row] = []
        levels: list[_Row] = []
        for style in styles:
            product = style.product
            self._product += 1
            products.append(
                (
                    *(self._product, product.id, product.category_id, product.brand),
                    *(product.audience, _json(product.name), product.drawing),
                )
            )
            told = (product.description, product.composition, product.care)
            texts.append((self._product, *map(_json, told)))
            for group in style.colours.values():
                group.sort(key=lambda one: one[0].size_position)
                self._look += 1
                looks.append(self._look_row(product, group))
                for variant, minor in group:
                    self._variant += 1
                    variants.append(
                        (
                            *(self._variant, variant.sku, self._look, variant.size),
                            *(variant.size_position, minor),
                        )
                    )
                    gtins += [(gtin, self._variant) for gtin in variant.gtins]
                    levels += [
                        (self._variant, self._places[place], *pieces)
                        for place, *pieces in stock.get(variant.sku, ())
                    ]
        _insert(self._out, "product", products)
        _insert(self._out, "product_text", texts)
        _insert(self._out, "look", looks)
        _insert(self._out, "variant", variants)
        _insert(self._out, "stock", levels)
        self._write_gtins(gtins)

    def _look_row(self, product: Product, group: Sequence[tuple[Variant, int]]) -> _Row:
        colour = group[0][0].colour
        sizes = [variant.size for variant, _ in group]
        shelf = self._categories.get(product.category_id)
        self._index.add(self._look, product, shelf, colour, sizes)
        picture = next((v.colour.picture for v, _ in group if v.colour.picture), "")
        return (self._look, self._product, self._colour(colour), picture)

    def _colour(self, colour: Colour) -> int:
        known = (colour.code, _json(colour.name), colour.hex)
        return self._colours.setdefault(known, len(self._colours) + 1)

    def _write_gtins(self, gtins: Sequence[_Row]) -> None:
        good = [(int(gtin), variant) for gtin, variant in gtins if _is_gtin14(gtin)]
        before = self._out.total_changes
        _insert(self._out, "gtin", good, "IGNORE")
        self._gtins_left_out += len(gtins) - (self._out.total_changes - before)


def _pages(connection: Connection) -> Iterator[tuple[list[_Style], dict[str, list[_Row]]]]:
    """Yield the products in the shop's order, with the stock of each page by SKU."""
    product, variant, stock = tables.product.c, tables.variant.c, tables.stock.c
    beginning = select(product.position, product.id, product.body).order_by(product.position)
    after = -1
    while page := connection.execute(
        beginning.where(product.position > after).limit(AT_ONCE)
    ).all():
        here = product.position.between(page[0].position, page[-1].position)
        after = page[-1].position
        styles = {row.id: _Style(_to_product(row.body)) for row in page}
        of_page = tables.product.join(tables.variant)
        sold = select(variant.body, variant.price_minor).select_from(of_page).where(here)
        found = [(_to_variant(body), minor) for body, minor in connection.execute(sold)]
        for one in sorted(found, key=lambda one: one[0].sku):
            colours = styles[one[0].product_id].colours
            colours.setdefault(one[0].colour.code, []).append(one)
        counted = select(*stock).select_from(of_page.join(tables.stock)).where(here)
        levels: dict[str, list[_Row]] = {}
        for sku, *level in connection.execute(counted):
            levels.setdefault(sku, []).append(tuple(level))
        yield list(styles.values()), levels


def _is_gtin14(code: str) -> bool:
    return len(code) == 14 and code.isascii() and code.isdigit()


class _Named(msgspec.Struct):
    name: dict[str, str]


def _languages(connection: Connection) -> list[str]:
    """Return the languages that products have names in and that can name a table."""
    named = msgspec.json.Decoder(_Named).decode
    bodies = connection.scalars(
        select(tables.product.c.body), execution_options={"yield_per": AT_ONCE}
    )
    found = {language for body in bodies for language in named(body).name}
    good = set(filter(LANGUAGE.fullmatch, found))
    if odd := found - good:
        LOG.warning(
            "languages that are no code of two or three small letters are left out of the"
            " catalogue's search: %s",
            sorted(odd),
        )
    return sorted(good)


def _meta(connection: Connection, sequence: int, languages: Sequence[str]) -> list[_Row]:
    return [
        ("version", str(VERSION)),
        ("sequence", str(sequence)),
        ("languages", _json(languages)),
        ("terms", _json(shop.terms(connection))),
    ]


def _categories(connection: Connection) -> list[Category]:
    rows = connection.scalars(select(tables.category.c.body).order_by(tables.category.c.id))
    return [msgspec.json.decode(body, type=Category) for body in rows]


def _category_row(shelf: Category) -> _Row:
    return (shelf.id, _json(shelf.name), shelf.drawing, shelf.colour_hex, shelf.position)


def _insert(out: dbapi2.Connection, table: str, rows: Sequence[_Row], twice: str = "ABORT") -> None:
    """Insert rows in the order of the table's columns; `twice`: what to do with known keys."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        out.executemany(f"INSERT OR {twice} INTO {table} VALUES ({marks})", rows)  # noqa: S608  # our names


def _json(value: object) -> str:
    return _encode(value).decode()
