"""SKUs and GTINs of the demo shop: both follow from article, colour and size."""

from __future__ import annotations

from kiosk.domain.gtin import gtin13

# GS1 restricted circulation numbers (General Specifications §1.4): no real article has one.
_GTIN_PREFIX = "204"
_SIGNS = str.maketrans({"–": "", "×": "X", "-": ""})


def sku_of(article: str, colour_code: str, size: str) -> str:
    """Return a readable SKU: `MK-40118-OCB-098`."""
    plain = size.translate(_SIGNS)
    return f"MK-{article}-{colour_code}-{plain.zfill(3) if plain.isdecimal() else plain}"


def gtin14_of(article: str, colour_number: int, size_number: int) -> str:
    """Return the 14-digit GTIN of a five-digit article's colour and size (numbers from 1)."""
    return gtin13(f"{_GTIN_PREFIX}{article}{colour_number:02d}{size_number:02d}").zfill(14)
