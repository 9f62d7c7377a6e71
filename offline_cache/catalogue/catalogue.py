"""Reads of the catalogue, with newer prices, stock, promotions and terms laid over the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
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
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput
from kiosk.ports.catalogue import ProductHit
from offline_cache.catalogue import search_codes, sql
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.catalogue.search import find
from offline_cache.catalogue.snapshot_file import OpenCatalogue

GTIN_DIGITS = 14

_localised = msgspec.json.Decoder(Localised).decode
_promotion = msgspec.json.Decoder(Promotion).decode
_terms = msgspec.json.Decoder(Terms).decode
_listed = msgspec.json.Encoder().encode


class LocalCatalogue:
    """`kiosk.ports.catalogue.Catalogue`; any thread may call, each on a connection of its own.

    Without a catalogue everything is empty and `terms` raises `BadInput`
    (`catalogue_missing`).
    """

    def __init__(self, files: CatalogueFiles) -> None:
        self._files = files

    def at_once(self) -> AbstractContextManager[None]:
        """Let all reads of this thread within see one catalogue, one set of prices and stock."""
        return self._files.at_once()

    def variant_by_gtin(self, gtin14: str) -> Variant | None:
        """Return the variant that carries a GTIN."""
        if len(gtin14) != GTIN_DIGITS or not (gtin14.isascii() and gtin14.isdigit()):
            return None
        return self._one_variant(sql.VARIANT_BY_GTIN, int(gtin14))

    def variant(self, sku: str) -> Variant | None:
        """Return a variant by its SKU."""
        return self._one_variant(sql.VARIANT, sku)

    def by_article(self, text: str) -> Sequence[Variant]:
        """Return the variants of a SKU, else of an article, in any case and gaps for dashes."""
        codes = _listed(search_codes.readings(text))

        def job(opened: OpenCatalogue) -> Sequence[Variant]:
            rows = opened.execute(sql.VARIANTS_BY_SKU, (opened.base, codes)).fetchall()
            if not rows:
                for (product_id,) in opened.execute(sql.PRODUCTS_BY_ARTICLE, [codes]).fetchall():
                    rows += opened.execute(sql.VARIANTS_OF, (opened.base, product_id)).fetchall()
            return tuple(_variant(row, opened.currency) for row in rows)

        return self._files.read(job, ())

    def product(self, product_id: str) -> Product | None:
        """Return a product."""

        def job(opened: OpenCatalogue) -> Product | None:
            row = opened.execute(sql.PRODUCT, [product_id]).fetchone()
            return _product(row) if row else None

        return self._files.read(job, None)

    def variants_of(self, product_id: str) -> Sequence[Variant]:
        """Return a product's variants, colour by colour, in the order of sizes."""

        def job(opened: OpenCatalogue) -> Sequence[Variant]:
            rows = opened.execute(sql.VARIANTS_OF, (opened.base, product_id))
            return tuple(_variant(row, opened.currency) for row in rows)

        return self._files.read(job, ())

    def categories(self) -> Sequence[Category]:
        """Return the shelves in the shop's order."""

        def job(opened: OpenCatalogue) -> Sequence[Category]:
            rows = opened.execute(sql.CATEGORIES)
            return tuple(Category(row[0], _localised(row[1]), *row[2:]) for row in rows)

        return self._files.read(job, ())

    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]:
        """Return part of a shelf in the shop's order."""

        def job(opened: OpenCatalogue) -> Sequence[ProductHit]:
            rows = opened.execute(sql.IN_CATEGORY, (category_id, limit, offset))
            return _hits(opened, [row[0] for row in rows])

        return self._files.read(job, ())

    def search(self, text: str, limit: int) -> Sequence[ProductHit]:
        """Return what matches a typed text, best first. Never raises for what was typed."""

        def job(opened: OpenCatalogue) -> Sequence[ProductHit]:
            return _hits(opened, find(opened.database, opened.languages, text, limit))

        return self._files.read(job, ())

    def stock_of(self, skus: Sequence[str]) -> Mapping[str, Sequence[StockLevel]]:
        """Return each SKU's level at every location that has a figure."""
        wanted = _listed(list(skus))
        empty: Mapping[str, Sequence[StockLevel]] = dict.fromkeys(skus, ())

        def job(opened: OpenCatalogue) -> Mapping[str, Sequence[StockLevel]]:
            levels: dict[str, dict[str, StockLevel]] = {sku: {} for sku in skus}
            for row in opened.execute(sql.STOCK, [wanted]):
                levels[row[0]][row[1]] = StockLevel(*row)
            for row in opened.execute(sql.NEWER_STOCK, [wanted, opened.base]):
                levels[row[0]][row[1]] = StockLevel(*row)
            return {sku: tuple(by_location.values()) for sku, by_location in levels.items()}

        return self._files.read(job, empty)

    def locations(self) -> Mapping[str, Location]:
        """Return stores and warehouses by id."""

        def job(opened: OpenCatalogue) -> Mapping[str, Location]:
            rows = opened.execute(sql.LOCATIONS)
            return {
                row[0]: Location(row[0], row[1], _localised(row[2]), _localised(row[3]), *row[4:])
                for row in rows
            }

        return self._files.read(job, {})

    def promotions(self) -> Sequence[Promotion]:
        """Return all promotions, ended ones too, ordered by id."""

        def job(opened: OpenCatalogue) -> Sequence[Promotion]:
            found = {row[0]: row[1] for row in opened.execute(sql.PROMOTIONS)}
            newer = opened.execute(sql.NEWER_PROMOTIONS, [opened.base])
            found.update((row[0], row[1]) for row in newer)
            return tuple(_promotion(found[key]) for key in sorted(found))

        return self._files.read(job, ())

    def terms(self) -> Terms:
        """Return the shop's terms. Raises `BadInput` (`catalogue_missing`)."""

        def job(opened: OpenCatalogue) -> Terms | None:
            row = opened.execute(sql.NEWER_TERMS, [opened.base]).fetchone()
            return _terms(row[0]) if row else opened.terms

        terms = self._files.read(job, None)
        if terms is None:
            raise BadInput("catalogue_missing")
        return terms

    def _one_variant(self, statement: str, key: str | int) -> Variant | None:
        def job(opened: OpenCatalogue) -> Variant | None:
            row = opened.execute(statement, (opened.base, key)).fetchone()
            return _variant(row, opened.currency) if row else None

        return self._files.read(job, None)


def _hits(opened: OpenCatalogue, looks: list[int]) -> tuple[ProductHit, ...]:
    """Complete looks to tiles, in the order given."""
    rows = opened.execute(sql.TILES, (opened.base, _listed(looks)))
    return tuple(
        ProductHit(
            _product(row[:9]),
            Colour(row[9], _localised(row[10]), row[11], row[12]),
            Money(row[13], opened.currency),
        )
        for row in rows
    )


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
    sku, product_id, category_id, code, name, tint, picture, size, position, gtins, minor = row
    return Variant(
        sku,
        product_id,
        category_id,
        Colour(code, _localised(name), tint, picture),
        size,
        position,
        tuple([gtin.zfill(GTIN_DIGITS) for gtin in gtins.split(",")]) if gtins else (),
        Money(minor, currency),
    )
