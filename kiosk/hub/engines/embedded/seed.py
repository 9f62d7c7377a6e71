"""What a new embedded shop is filled with; `kiosk.demo` makes one, a migration may too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.domain.basket import BasketOp
from kiosk.domain.catalogue import (
    Category,
    Location,
    Product,
    Promotion,
    Terms,
    Variant,
)
from kiosk.domain.orders import Address
from kiosk.domain.stock import StockLevel
from kiosk.wire.customers import HistoryEvent


@dataclass(frozen=True, slots=True)
class CustomerSeed:
    """A customer as all channels know them. `history` is newest first."""

    id: str
    card_number: str
    first_name: str
    last_name: str
    phone: str  # E.164
    email: str
    tier_id: str
    points: int
    since: str  # ISO date
    consents: tuple[str, ...]
    sizes: tuple[str, ...]
    addresses: tuple[Address, ...]
    history: tuple[HistoryEvent, ...]
    basket_id: str  # the open basket of web and app
    basket: tuple[BasketOp, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffSeed:
    """A member of staff; `badge_number` has the badge prefix, `pin` is hashed on load."""

    id: str
    badge_number: str
    number: str
    name: str
    role: str
    location_id: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShopSeed:
    """A whole shop.

    Products, variants and stock may be too many for the memory: they are iterated once, in the
    shop's order, products before their variants and variants before their stock.
    """

    terms: Terms
    locations: tuple[Location, ...]
    categories: tuple[Category, ...]
    products: Iterable[Product]
    variants: Iterable[Variant]
    promotions: tuple[Promotion, ...]
    stock: Iterable[StockLevel]
    customers: tuple[CustomerSeed, ...]
    staff: tuple[StaffSeed, ...]
