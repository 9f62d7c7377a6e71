"""Products, variants, places and the shop's terms."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category

from kiosk.domain.money import Money

Localised = dict[str, str]
"""A text by language code (`en`, `ru`, …)."""


def pick(texts: Localised, language: str) -> str:
    """Return the text in a language, or in English, or in whatever there is.

    Control and direction characters, which faulty exports leave in texts, are dropped: they would
    show as boxes or reverse the text behind them.
    """
    text = texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or category(c) not in ("Cc", "Cf"))


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop; `drawing` is the picture that stands for it."""

    id: str
    name: Localised
    drawing: str
    colour_hex: str
    position: int


@dataclass(frozen=True, slots=True)
class Product:
    """A style: everything its variants share."""

    id: str
    category_id: str
    brand: str
    audience: str  # women, men, kids, baby
    name: Localised
    description: Localised
    composition: Localised
    care: Localised
    drawing: str


@dataclass(frozen=True, slots=True)
class Colour:
    """A variant's colour; `hex` is `#RRGGBB` and tints the drawing.

    `picture` is the SHA-256 (hex) of the product's photograph in this colour, "" for none.
    """

    code: str
    name: Localised
    hex: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is sold: one colour and size of a product."""

    sku: str
    product_id: str
    category_id: str
    colour: Colour
    size: str
    size_position: int
    gtins: tuple[str, ...]  # 14 digits each
    list_price: Money


@dataclass(frozen=True, slots=True)
class Location:
    """A store or the warehouse."""

    id: str
    kind: str  # store, warehouse
    name: Localised
    address: Localised
    latitude: float
    longitude: float
    opens_hour: int
    closes_hour: int


@dataclass(frozen=True, slots=True)
class Promotion:
    """A rule that lowers prices. Applied in the order of `kind` below, then of `id`.

    `percent_off`: `percent_bp` off every unit in scope (the best one per line applies).
    `n_for_m`: of every `buy` units in scope the cheapest `buy - pay` are free.
    An empty scope (no categories, no products) means the whole shop.
    `starts` and `ends` are ISO dates, inclusive; empty means open.
    """

    id: str
    kind: str
    name: Localised
    percent_bp: int = 0
    buy: int = 0
    pay: int = 0
    categories: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """A loyalty tier: what it takes off every price and what it earns.

    `earn_bp`: points earned per major unit paid, in basis points (500 = 5 points per 100).
    """

    id: str
    name: Localised
    percent_bp: int
    earn_bp: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The shop's rules, from which terminal and hub compute the same prices and promises.

    Offline nobody can see what else was sold meanwhile, so an order is limited there: at most
    `offline_max_quantity` pieces of a SKU and `offline_max_total` in all (None: no limit).
    """

    shop_name: Localised
    currency: str
    time_zone: str  # IANA name
    delivery_fee: Money
    delivery_free_from: Money
    delivery_cutoff_hour: int  # ordered before this hour: delivered next day
    delivery_slots: tuple[tuple[int, int], ...]  # (from hour, to hour)
    collect_after_hours: int  # a piece on hand in a store is ready to collect after this
    transfer_days: int
    tiers: tuple[Tier, ...]
    max_quantity_per_line: int = 20
    offline_max_quantity: int = 5
    offline_max_total: Money | None = None
    track_url: str = ""  # where a phone follows an order; the number is appended
    phone_countries: tuple[str, ...] = ("RU",)  # ISO 3166-1 alpha-2; the first is the likeliest

    def tier(self, tier_id: str) -> Tier | None:
        """Return a tier by its id, or None for a customer without one."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)
