"""What people type into the search field: a corpus made from the shop's own words."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kiosk.domain.catalogue import Product, Variant
from offline_cache.catalogue.search_words import switched

_SHAPES = ("name", "name", "brand", "colour", "turned", "slip", "article", "typo", "gtin")


def queries(
    products: Sequence[Product], variants: Sequence[Variant], count: int, seed: int = 7
) -> list[str]:
    """Make `count` things to type, Russian and English by turns; the same at each call.

    A name, name and brand, name with colour and size, words turned around, the wrong keyboard
    layout, an article number, one with a slip of the finger, a GTIN.
    """
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    styles = {product.id: product for product in products}
    known = [variant for variant in variants if variant.product_id in styles] or list(variants)
    made = []
    for number in range(count):
        shape, language = _SHAPES[number % len(_SHAPES)], ("ru", "en")[number % 2]
        variant = rng.choice(known)
        product = styles.get(variant.product_id) or rng.choice(products)
        made.append(_typed(shape, language, product, variant, rng))
    return made


def keystrokes(typed: Sequence[str]) -> list[str]:
    """Return what stands in the field after each key."""
    return [text[:end] for text in typed for end in range(1, len(text) + 1)]


def _typed(shape: str, language: str, product: Product, variant: Variant, rng: Random) -> str:
    name = product.name[language].translate({ord(sign): None for sign in "«»“”"}).lower()
    if shape == "brand":
        return f"{name} {product.brand.lower()}"
    if shape == "colour":
        return f"{name.split()[0]} {variant.colour.name[language].lower()} {variant.size}"
    if shape == "turned":
        return " ".join(reversed(name.split()))
    if shape == "slip":
        return switched(name)
    if shape == "article":
        return variant.sku.lower()
    if shape == "typo":
        return _mistyped(variant.product_id, rng)
    if shape == "gtin":
        return variant.gtins[0].lstrip("0")
    return name


def _mistyped(article: str, rng: Random) -> str:
    """Swap two neighbours, or hit another digit."""
    at = rng.randrange(len(article) - 1)
    if rng.random() < 0.5:
        return article[:at] + article[at + 1] + article[at] + article[at + 2 :]
    return article[:at] + rng.choice("0123456789") + article[at + 1 :]
