"""A scanned code becomes something to do: by its grammar, then by the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.catalogue import Variant
from kiosk.domain.code_kinds import (
    AppCode,
    Code,
    LoyaltyCard,
    MeasuredCode,
    OrderSlip,
    ProductCode,
    StaffBadge,
    UnknownCode,
)
from kiosk.domain.codes import readings
from kiosk.domain.scans import CAMERA, Scan, Symbology, symbology_of
from kiosk.domain.store_codes import StoreRule
from kiosk.ports.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A variant of ours.

    `mark` is the marking code of the piece that was scanned; `value` what a label of the
    shop's scales says of it, in grams (`measure` is `weight`) or minor units (`price`).
    """

    variant: Variant
    mark: str = ""
    measure: str = ""
    value: int = 0


@dataclass(frozen=True, slots=True)
class ProductMissing:
    """A valid GTIN that the catalogue does not have."""

    gtin14: str


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """The article number of a product of ours: colour and size are still to be chosen."""

    product_id: str


@dataclass(frozen=True, slots=True)
class Several:
    """A code that may be any of several variants of ours: only the person can tell."""

    found: tuple[ProductFound, ...]


Scanned = (
    ProductFound
    | ProductMissing
    | ArticleFound
    | Several
    | LoyaltyCard
    | AppCode
    | OrderSlip
    | StaffBadge
    | UnknownCode
)


_CORRECTED = frozenset(
    {Symbology.QR, Symbology.GS1_QR, Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX}
)


_FREE = frozenset(
    {
        Symbology.UNKNOWN,
        Symbology.CODE128,
        Symbology.CODE39,
        Symbology.QR,
        Symbology.DATAMATRIX,
    }
)
"""What a shop prints its own article numbers in; the others hold GTINs alone."""


def _may_be_article(code: Code, symbology: Symbology) -> bool:
    """Tell whether a code that the catalogue does not have as a GTIN may be an article number."""
    nobodys = isinstance(code, UnknownCode) and code.reason in ("not_ours", "checksum")
    return symbology in _FREE and (nobodys or isinstance(code, ProductCode | MeasuredCode))


class Scanning:
    """Resolves codes against the catalogue (lane `read`)."""

    def __init__(self, catalogue: Catalogue, rules: Sequence[StoreRule] = ()) -> None:
        self._catalogue = catalogue
        self._rules = tuple(rules)

    def resolve(self, scan: Scan | str) -> Scanned:
        """Say what a code means here; never raises for a bad code."""
        if isinstance(scan, str):
            scan = Scan(scan, "typed", 0)
        exact = scan.source == CAMERA  # decoders tell a symbol's separators; scanners may not
        codes = readings(scan.text, scan.symbology, self._rules, exact)
        first, found = codes[0], dict[str, ProductFound]()
        for code in codes:
            if isinstance(code, ProductCode | MeasuredCode) and (one := self._find(code)):
                found.setdefault(one.variant.sku, one)
        if not found:
            if _may_be_article(first, scan.symbology) and (article := self._article(scan.text)):
                return article
            if isinstance(first, ProductCode | MeasuredCode):
                return ProductMissing(first.gtin14)
            return first
        return Several(tuple(found.values())) if len(found) > 1 else found.popitem()[1]

    def knows(self, text: str, symbology: Symbology) -> bool:
        """Tell whether a code that a camera read proves itself, so that two frames are enough.

        The others need three. A product proves itself by being in the catalogue; an app code
        by its signature, which is checked later; an order's number by its second check
        character. A card, a badge or a scale's label has one check digit, which a misread of
        bars passes one time in ten, and would then be another person's or another weight:
        two frames are enough only where the symbol itself corrects errors.
        """
        found = self.resolve(Scan(text, CAMERA, 0, symbology))
        if isinstance(found, LoyaltyCard | StaffBadge):
            return symbology in _CORRECTED
        if isinstance(found, ProductFound):
            return not found.measure or symbology in _CORRECTED
        return isinstance(found, ArticleFound | Several | AppCode | OrderSlip)

    def _article(self, text: str) -> ProductFound | ArticleFound | Several | None:
        if text[:1] == "]":  # an AIM identifier that the scanner's reader left on
            text = text[3:] if symbology_of(text[:3]) in _FREE else ""
        variants = self._catalogue.by_article(text)
        if len(variants) > 1 and len({variant.product_id for variant in variants}) == 1:
            return ArticleFound(variants[0].product_id)
        found = tuple(map(ProductFound, variants))
        return Several(found) if len(found) > 1 else found[0] if found else None

    def _find(self, code: ProductCode | MeasuredCode) -> ProductFound | None:
        variant = self._catalogue.variant_by_gtin(code.gtin14)
        if variant is None:
            return None
        if isinstance(code, MeasuredCode):
            return ProductFound(variant, measure=code.measure, value=code.value)
        return ProductFound(variant, code.mark)
