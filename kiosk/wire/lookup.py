"""`GET /v1/products/by-gtin/{gtin14}`: what the shop knows of a code our catalogue lacks."""

from __future__ import annotations

import msgspec

from kiosk.domain.catalogue import Localised
from kiosk.domain.money import Money

PRODUCT_UNKNOWN = "product_unknown"


class FoundProduct(msgspec.Struct, frozen=True):
    """A variant of the shop's that is not in the terminal's catalogue yet.

    404 `product_unknown` where the shop has none with this GTIN.
    """

    gtin14: str
    sku: str
    name: Localised
    brand: str
    colour: Localised
    size: str
    price: Money
