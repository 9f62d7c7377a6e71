"""A scanned text becomes something to do."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.catalogue import Variant
from kiosk.domain.codes import (
    AppCode,
    LoyaltyCard,
    ProductCode,
    StaffBadge,
    UnknownCode,
    classify,
)
from kiosk.ports import Catalogue


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A variant of ours."""

    variant: Variant


@dataclass(frozen=True, slots=True)
class ProductMissing:
    """A valid GTIN that the catalogue does not have."""

    gtin14: str


Scanned = ProductFound | ProductMissing | LoyaltyCard | AppCode | StaffBadge | UnknownCode


class Scanning:
    """Resolves codes against the catalogue (lane `read`)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def resolve(self, text: str) -> Scanned:
        """Say what a scanned text means here; never raises for a bad code."""
        code = classify(text)
        if not isinstance(code, ProductCode):
            return code
        variant = self._catalogue.variant_by_gtin(code.gtin14)
        return ProductFound(variant) if variant else ProductMissing(code.gtin14)
