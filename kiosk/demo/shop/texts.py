"""The words and figures of the demo shop as they stand in `assets/shop/*.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import msgspec

from kiosk.assets import asset
from kiosk.domain.catalogue import Localised

Pair = tuple[str, str]
"""A text in English and in Russian."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of which every key is known: a misspelt one is an error."""


class Kind(_Table, frozen=True):
    """A kind of garment; `styles` and `prices` (roubles, from and to) go by audience."""

    id: str
    category: str
    name: Localised
    sizes: str
    group: str
    materials: list[str]
    styles: dict[str, int]
    prices: dict[str, tuple[int, int]]
    about: list[Pair]
    palette: str = ""
    season: str = ""


class Kinds(_Table, frozen=True):
    """kinds.toml."""

    kind: list[Kind]


class Closing(_Table, frozen=True):
    """Second sentences for children's and for adults' clothes."""

    young: list[Pair]
    grown: list[Pair]


class Material(_Table, frozen=True):
    """What it is made of and how to care for it."""

    composition: Localised
    care: Localised


class Descriptions(_Table, frozen=True):
    """texts.toml."""

    closing: dict[str, Closing]
    material: dict[str, Material]


class CategoryText(_Table, frozen=True):
    """A shelf with its picture."""

    id: str
    drawing: str
    colour: str
    name: Localised


class ColourText(_Table, frozen=True):
    """A colour of the palette."""

    code: str
    hex: str
    name: Localised


class ByAge(_Table, frozen=True):
    """Names for children's and for adults' clothes."""

    young: list[str]
    grown: list[str]


class Models(_Table, frozen=True):
    """Names of models."""

    young: list[Pair]
    grown: list[Pair]


class Range(_Table, frozen=True):
    """range.toml."""

    brands: ByAge
    categories: list[CategoryText]
    colours: list[ColourText]
    palettes: dict[str, list[str]]
    sizes: dict[str, dict[str, list[list[str]]]]
    models: Models


class TierText(_Table, frozen=True):
    """A loyalty tier."""

    id: str
    percent_bp: int
    earn_bp: int
    name: Localised


class TermsText(_Table, frozen=True):
    """What of the terms is words."""

    name: Localised
    track_url: str
    tiers: list[TierText]


class LocationText(_Table, frozen=True):
    """A store or the warehouse."""

    id: str
    latitude: float
    longitude: float
    name: Localised
    address: Localised
    kind: str = "store"


class PromotionText(_Table, frozen=True):
    """A promotion; days count from the day the shop is made."""

    id: str
    kind: str
    name: Localised
    from_day: int
    to_day: int | None = None
    percent_bp: int = 0
    buy: int = 0
    pay: int = 0
    categories: list[str] = []
    season: str = ""


class StaffText(_Table, frozen=True):
    """A member of staff; `badge` lacks its check digit."""

    id: str
    badge: str
    number: str
    name: str
    role: str
    location: str
    pin: str


class Shop(_Table, frozen=True):
    """shop.toml."""

    terms: TermsText
    location: list[LocationText]
    promotion: list[PromotionText]
    staff: list[StaffText]


class People(_Table, frozen=True):
    """people.toml; `history` is by kind, then by channel."""

    city: str
    women: list[str]
    men: list[str]
    surnames: list[str]
    streets: list[str]
    history: dict[str, dict[str, list[str]]]


class ShowStyle(_Table, frozen=True):
    """A style that is fixed in every detail."""

    article: str
    kind: str
    audience: str
    brand: str
    price: int
    material: str
    colours: list[str]
    sizes: list[str]
    name: Localised
    description: Localised


class OnHand(_Table, frozen=True):
    """Pieces of one size by location."""

    size: str
    at: dict[str, int]


class ShowStock(_Table, frozen=True):
    """Fixed stock of one colour of a style."""

    article: str
    colour: str
    on_hand: list[OnHand]


class AddressText(_Table, frozen=True):
    """An address in full."""

    city: str
    street: str
    house: str
    flat: str


class BasketText(_Table, frozen=True):
    """A line of an open basket; `time` is UTC."""

    sku: str
    quantity: int
    channel: str
    days_ago: int
    time: str


class EventText(_Table, frozen=True):
    """An event of a history; `order` is a number's prefix and counter, `amount` roubles."""

    days_ago: int
    time: str
    channel: str
    kind: str
    text: str
    order: tuple[str, int] | None = None
    amount: int | None = None
    location: str = ""


class ShowCustomer(_Table, frozen=True):
    """A customer who is fixed in every detail; `card` lacks its check digit."""

    id: str
    card: str
    first_name: str
    last_name: str
    phone: str
    email: str
    tier: str
    points: int
    since: str
    consents: list[str]
    sizes: list[str]
    addresses: list[AddressText]
    basket: list[BasketText]
    history: list[EventText]


class GuestText(_Table, frozen=True):
    """What a guest without an account types."""

    name: str
    phone: str
    city: str
    street: str
    house: str
    flat: str


class Showcase(_Table, frozen=True):
    """showcase.toml."""

    style: list[ShowStyle]
    stock: list[ShowStock]
    customer: list[ShowCustomer]
    guest: GuestText


@dataclass(frozen=True, slots=True)
class Texts:
    """All of the demo shop's files."""

    kinds: tuple[Kind, ...]
    descriptions: Descriptions
    range: Range
    shop: Shop
    people: People
    showcase: Showcase


_T = TypeVar("_T")


@cache
def load() -> Texts:
    """Read the files once; a wrong or missing key raises `msgspec.ValidationError`."""
    return Texts(
        kinds=tuple(_read("kinds", Kinds).kind),
        descriptions=_read("texts", Descriptions),
        range=_read("range", Range),
        shop=_read("shop", Shop),
        people=_read("people", People),
        showcase=_read("showcase", Showcase),
    )


def _read(name: str, shape: type[_T]) -> _T:
    return msgspec.toml.decode(asset("shop", f"{name}.toml").read_bytes(), type=shape)
