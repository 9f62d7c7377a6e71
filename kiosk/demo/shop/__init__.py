"""The demo shop: a family clothing shop from a seed, the same every time."""

from __future__ import annotations

from datetime import date
from random import Random

from kiosk.demo.shop import house, people, stock, styles
from kiosk.demo.shop.texts import load
from kiosk.hub.engines.embedded.seed import ShopSeed


def build_shop(today: date, seed: int = 7) -> ShopSeed:
    """Make the whole shop; `today` anchors promotions and histories.

    The parts draw from one generator each, so that a change in one leaves the others alone.
    """
    texts = load()
    made = styles.make(texts, _generator(seed, "styles"))
    return ShopSeed(
        terms=house.terms(texts.shop),
        locations=house.locations(texts.shop),
        categories=styles.categories(texts.range),
        products=tuple(style.product for style in made),
        variants=tuple(variant for style in made for variant in style.variants),
        promotions=house.promotions(texts.shop, made, today),
        stock=stock.make(texts, made, _generator(seed, "stock")),
        customers=people.customers(texts, made, today, _generator(seed, "people")),
        staff=house.staff(texts.shop),
    )


def _generator(seed: int, part: str) -> Random:
    return Random(f"{seed} {part}")  # noqa: S311 - repeatable is what is wanted, not secret
