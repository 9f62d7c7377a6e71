"""Reads of the catalogue, with newer prices, stock, promotions and terms laid over the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kiosk.domain.catalogue import (
    Category,
    Colour,
    Localised,
    Location,
    Product,
    Promotion,
    Terms,
    Variant,
)
from kiosk.domain.codes import ProductCode, classify
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput
from kiosk.ports import ProductHit
from offline_cache import sql
from offline_cache.catalogue_files import CatalogueFiles, OpenCatalogue
from offline_cache.search import CANDIDATE_SQL, CANDIDATES, Candidate, parse, rank

_SKU = re.compile(r"[\w.\-]{1,64}")
_localised = msgspec.json.Decoder(Localised).decode
_promotion = msgspec.json.Decoder(Promotion).decode
_terms = msgspec.json.Decoder(Terms).decode
_ids = msgspec.json.Encoder().encode


class LocalCatalogue:
    """`kiosk.ports.Catalogue`; any thread may call, each reads on a connection of its own.

    Without a catalogue everything is empty and `terms` raises `BadInput`
    (`catalogue_missing`).
    """

    def __init__(self, files: CatalogueFiles) -> None:
        self._files = files

    def variant_by_gtin(self, gtin14: str) -> Variant | None:
        """Return the variant that carries a GTIN."""
        return self._one_variant(sql.VARIANT_BY_GTIN, gtin14)

    def variant(self, sku: str) -> Variant | None:
        """Return a variant by its SKU."""
        return self._one_variant(sql.VARIANT, sku)

    def product(self, product_id: str) -> Product | None:
        """Return a product."""

        def job(opened: OpenCatalogue) -> Product | None:
            row = opened.database.execute(sql.PRODUCT, [product_id]).fetchone()
            return _product(row) if row else None

        return self._files.read(job, None)

    def variants_of(self, product_id: str) -> Sequence[Variant]:
        """Return a product's variants, colour by colour, in the order of sizes."""

        def job(opened: OpenCatalogue) -> Sequence[Variant]:
            rows = opened.database.execute(sql.VARIANTS_OF, [opened.base, product_id])
            return tuple(_variant(row, opened.terms.currency) for row in rows)

        return self._files.read(job, ())

    def categories(self) -> Sequence[Category]:
        """Return the shelves in the shop's order."""

        def job(opened: OpenCatalogue) -> Sequence[Category]:
            rows = opened.database.execute(sql.CATEGORIES)
            return tuple(Category(row[0], _localised(row[1]), *row[2:]) for row in rows)

        return self._files.read(job, ())

    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]:
        """Return part of a shelf in the shop's order."""

        def job(opened: OpenCatalogue) -> Sequence[ProductHit]:
            rows = opened.database.execute(sql.IN_CATEGORY, [category_id, limit, offset])
            return _hits(opened, [(row[0], "") for row in rows])

        return self._files.read(job, ())

    def search(self, text: str, limit: int) -> Sequence[ProductHit]:
        """Return what matches a typed text, best first; a GTIN or SKU finds its product.

        Every word must occur, whole or as a beginning. Never raises for what was typed.
        """

        def job(opened: OpenCatalogue) -> Sequence[ProductHit]:
            if named := _named(opened, text):
                return _hits(opened, [named])
            query = parse(text)
            if not query.tokens or limit < 1:
                return ()
            # Whole words apart: among a million rows the bounded set of beginnings might
            # not hold them.
            rows = [
                Candidate(*row)
                for match in (query.exact, query.prefix)
                for row in opened.database.execute(CANDIDATE_SQL, [match, CANDIDATES])
            ]
            return _hits(opened, rank(query, rows, limit))

        return self._files.read(job, ())

    def stock_of(self, skus: Sequence[str]) -> Mapping[str, Sequence[StockLevel]]:
        """Return each SKU's level at every location that has a figure."""
        wanted = _ids(list(skus))
        empty: Mapping[str, Sequence[StockLevel]] = dict.fromkeys(skus, ())

        def job(opened: OpenCatalogue) -> Mapping[str, Sequence[StockLevel]]:
            levels: dict[str, dict[str, StockLevel]] = {sku: {} for sku in skus}
            for row in opened.database.execute(sql.STOCK, [wanted]):
                levels[row[0]][row[1]] = StockLevel(*row)
            for row in opened.database.execute(sql.NEWER_STOCK, [wanted, opened.base]):
                levels[row[0]][row[1]] = StockLevel(*row)
            return {sku: tuple(by_location.values()) for sku, by_location in levels.items()}

        return self._files.read(job, empty)

    def locations(self) -> Mapping[str, Location]:
        """Return stores and warehouses by id."""

        def job(opened: OpenCatalogue) -> Mapping[str, Location]:
            rows = opened.database.execute(sql.LOCATIONS)
            return {
                row[0]: Location(row[0], row[1], _localised(row[2]), _localised(row[3]), *row[4:])
                for row in rows
            }

        return self._files.read(job, {})

    def promotions(self) -> Sequence[Promotion]:
        """Return all promotions, ended ones too, ordered by id."""

        def job(opened: OpenCatalogue) -> Sequence[Promotion]:
            found = {row[0]: row[1] for row in opened.database.execute(sql.PROMOTIONS)}
            newer = opened.database.execute(sql.NEWER_PROMOTIONS, [opened.base])
            found.update((row[0], row[1]) for row in newer)
            return tuple(_promotion(found[key]) for key in sorted(found))

        return self._files.read(job, ())

    def terms(self) -> Terms:
        """Return the shop's terms. Raises `BadInput` (`catalogue_missing`)."""

        def job(opened: OpenCatalogue) -> Terms | None:
            row = opened.database.execute(sql.NEWER_TERMS, [opened.base]).fetchone()
            return _terms(row[0]) if row else opened.terms

        terms = self._files.read(job, None)
        if terms is None:
            raise BadInput("catalogue_missing")
        return terms

    def _one_variant(self, statement: str, key: str) -> Variant | None:
        def job(opened: OpenCatalogue) -> Variant | None:
            row = opened.database.execute(statement, [opened.base, key]).fetchone()
            return _variant(row, opened.terms.currency) if row else None

        return self._files.read(job, None)


def _named(opened: OpenCatalogue, text: str) -> tuple[str, str] | None:
    """Look a typed text up as a GTIN or SKU; return product id and colour code."""
    code = classify(text)
    name = text.strip()
    if isinstance(code, ProductCode):
        keys = [(sql.NAMED_BY_GTIN, code.gtin14), (sql.NAMED_BY_SKU, name)]
    elif _SKU.fullmatch(name):
        keys = [(sql.NAMED_BY_SKU, name), (sql.NAMED_BY_SKU, name.upper())]
    else:
        return None
    for statement, key in keys:
        if row := opened.database.execute(statement, [key]).fetchone():
            return str(row[0]), str(row[1])
    return None


def _hits(opened: OpenCatalogue, wanted: Iterable[tuple[str, str]]) -> tuple[ProductHit, ...]:
    """Complete products to tiles, in the order given; colour "" is the first colour."""
    pairs = list(wanted)
    ids = _ids([product_id for product_id, _ in pairs])
    currency = opened.terms.currency
    products = {
        row[0]: (_product(row[:-1]), Money(row[-1], currency))
        for row in opened.database.execute(sql.TILES, [opened.base, ids])
    }
    colours: dict[str, dict[str, str]] = {}
    for product_id, code, colour_hex in opened.database.execute(sql.COLOURS, [ids]):
        colours.setdefault(product_id, {})[code] = colour_hex
    hits = []
    for product_id, code in pairs:
        if product_id in products:
            of_product = colours[product_id]
            shown = code if code in of_product else next(iter(of_product))
            product, lowest = products[product_id]
            hits.append(ProductHit(product, shown, of_product[shown], lowest))
    return tuple(hits)


def _product(row: Sequence[Any]) -> Product:
    product_id, category_id, brand, audience, name, description, composition, care, drawing = row
    return Product(
        product_id,
        category_id,
        brand,
        audience,
        _localised(name),
        _localised(description),
        _localised(composition),
        _localised(care),
        drawing,
    )


def _variant(row: Sequence[Any], currency: str) -> Variant:
    sku, product_id, category_id, code, name, colour_hex, size, position, minor, gtins = row
    return Variant(
        sku,
        product_id,
        category_id,
        Colour(code, _localised(name), colour_hex),
        size,
        position,
        tuple(gtins.split(",")) if gtins else (),
        Money(minor, currency),
    )
