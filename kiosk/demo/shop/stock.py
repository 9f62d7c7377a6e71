"""Stock by location: plenty in the warehouse, a part of it in each store."""

from __future__ import annotations

from random import Random

from kiosk.demo.shop.codes import sku_of
from kiosk.demo.shop.styles import Style
from kiosk.demo.shop.texts import Showcase, Texts
from kiosk.domain.stock import StockLevel

_WAREHOUSE = "W01"
# How much of the range a store carries: the demo terminal's store is a big one.
_CARRIES = {
    "S01": 0.85,
    "S02": 0.75,
    "S03": 0.55,
    "S04": 0.65,
    "S05": 0.6,
    "S06": 0.5,
    "S07": 0.45,
    "S08": 0.4,
}
_SOLD_OUT_EVERYWHERE = 0.04
_LAST_IN_ONE_STORE = 0.06
_SOLD_OUT_IN_STORE = 0.36
_SOLD_OUT_IN_WAREHOUSE = 0.14
_KEPT_FOR_SHOW = 0.2  # a piece on the mannequin: a safety buffer of one
_PROMISED = 0.06


def make(texts: Texts, styles: tuple[Style, ...], rng: Random) -> tuple[StockLevel, ...]:
    """Fill the shelves; the showcase's stock is as written, without buffers."""
    fixed = _fixed(texts.showcase)
    levels: list[StockLevel] = []
    for style in styles:
        carrying = [store for store, odds in _CARRIES.items() if rng.random() < odds]
        for variant in style.variants:
            if variant.sku in fixed:
                at = fixed[variant.sku]
                levels += [
                    StockLevel(variant.sku, place, at.get(place, 0))
                    for place in (*_CARRIES, _WAREHOUSE)
                ]
            else:
                levels += _variant(variant.sku, carrying, rng)
    return tuple(levels)


def _fixed(showcase: Showcase) -> dict[str, dict[str, int]]:
    return {
        sku_of(entry.article, entry.colour, on_hand.size): on_hand.at
        for entry in showcase.stock
        for on_hand in entry.on_hand
    }


def _variant(sku: str, carrying: list[str], rng: Random) -> list[StockLevel]:
    """Draw one variant; places that carry it and have none get a row of zero."""
    fate = rng.random()
    others = [store for store in carrying if store != "S01"]
    if fate < _SOLD_OUT_EVERYWHERE:
        on_hand = dict.fromkeys((*carrying, _WAREHOUSE), 0)
    elif fate < _SOLD_OUT_EVERYWHERE + _LAST_IN_ONE_STORE and others:
        on_hand = dict.fromkeys((*carrying, _WAREHOUSE), 0)
        on_hand[rng.choice(others)] = rng.randint(1, 2)
        return [StockLevel(sku, place, pieces) for place, pieces in on_hand.items()]
    else:
        on_hand = {
            store: 0 if rng.random() < _SOLD_OUT_IN_STORE else _pieces(rng) for store in carrying
        }
        on_hand[_WAREHOUSE] = 0 if rng.random() < _SOLD_OUT_IN_WAREHOUSE else rng.randint(3, 40)
    return [_level(sku, place, pieces, rng) for place, pieces in on_hand.items()]


def _pieces(rng: Random) -> int:
    return rng.choices((1, 2, 3, 4, 5, 8), (26, 28, 20, 13, 9, 4))[0]


def _level(sku: str, place: str, pieces: int, rng: Random) -> StockLevel:
    buffer = int(place != _WAREHOUSE and rng.random() < _KEPT_FOR_SHOW)
    allocated = int(pieces > 1 and rng.random() < _PROMISED)
    return StockLevel(sku, place, pieces, allocated=allocated, buffer=buffer)
