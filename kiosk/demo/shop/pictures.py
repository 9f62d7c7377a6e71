"""Pictures of the demo shop: the showcase in all its colours, and some of every shelf.

The rest of the range keeps its drawings. They are made when a demo hub is filled, and are the
same every time; a machine whose Qt cannot draw gets none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, zip_longest

from kiosk.demo.shop.texts import load
from kiosk.domain.catalogue import Variant
from kiosk.hub.engines.embedded.seed import ShopSeed

COUNT = 48  # 15 ms each: nobody waits long for a first start

Look = tuple[str, str]  # a product and a colour


def with_pictures(seed: ShopSeed, keep: Callable[[bytes], str]) -> ShopSeed:
    """Photograph a part of the demo shop; `keep` stores a picture and returns its name."""
    try:
        from kiosk.demo.shop.studio import photograph  # noqa: PLC0415  # Qt, at a first start alone
    except ImportError:  # a server without the libraries of a display
        return seed
    drawings = {product.id: product.drawing for product in seed.products}
    taken: dict[Look, str] = {}
    shown = frozenset(style.article for style in load().showcase.style)
    for (product_id, code), variant in _chosen(seed, shown):
        data = photograph(drawings[product_id], variant.colour.hex.removeprefix("#"))
        taken[product_id, code] = keep(data)
    return replace(seed, variants=tuple(_shot(variant, taken) for variant in seed.variants))


def _chosen(seed: ShopSeed, shown: frozenset[str]) -> list[tuple[Look, Variant]]:
    """Choose looks: the showcase's, then each shelf's first, each shelf's second, and so on."""
    looks: dict[Look, Variant] = {}
    for variant in seed.variants:
        looks.setdefault((variant.product_id, variant.colour.code), variant)
    first = [look for look in looks if look[0] in shown]
    shelves: dict[str, list[Look]] = {}
    for look, variant in looks.items():
        if look[0] not in shown:
            shelves.setdefault(variant.category_id, []).append(look)
    turns = chain.from_iterable(zip_longest(*shelves.values()))
    others = [look for look in turns if look is not None]
    return [(look, looks[look]) for look in (first + others)[:COUNT]]


def _shot(variant: Variant, taken: dict[Look, str]) -> Variant:
    name = taken.get((variant.product_id, variant.colour.code), "")
    return replace(variant, colour=replace(variant.colour, picture=name)) if name else variant
