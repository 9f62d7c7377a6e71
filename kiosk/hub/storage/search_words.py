"""The words under which a product in one colour is found, in every language."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.catalogue import Category, Product, Variant
from kiosk.wire.catalogue_file import fold

AUDIENCES = {
    "women": "women woman ladies женщины женщинам женский женская женское женские",
    "men": "men man mens мужчины мужчинам мужской мужская мужское мужские",
    "kids": "kids kid children child детям дети детский детская детское детские",
    "baby": "baby babies newborn infant малыши малышам малыш новорожденным младенец",
}


def words(product: Product, category: Category | None, variants: Sequence[Variant]) -> str:
    """Join and fold what people may type: names, brand, colour, shelf, sizes, SKUs."""
    found = [
        *product.name.values(),
        product.brand,
        *variants[0].colour.name.values(),
        *(category.name.values() if category else ()),
        AUDIENCES.get(product.audience, product.audience),
        *dict.fromkeys(variant.size for variant in variants),
        *(variant.sku for variant in variants),
    ]
    return fold(" ".join(found))
