"""What the hub asks of a commerce engine: customers, live baskets, goods and orders.

The engine is the shop's system of record; the hub keeps what terminals need besides. An engine
may be slow, away, or another company's: no call is made while a transaction of the hub is open,
each may raise `EngineUnavailable`, and of `place` the hub then does not know whether it was done.
Parts, so that an engine can say which of them it has; `docs/engines.md` tells how to write
one, `kiosk engine-check` checks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from kiosk.domain.basket import BasketOp
from kiosk.domain.catalogue import Product, Variant
from kiosk.domain.customers import Account, KnownAddress, Recognition
from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.domain.masks import mask_addresses
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact
from kiosk.domain.pricing import Priced
from kiosk.errors import KioskError
from kiosk.wire.baskets import BasketState
from kiosk.wire.customers import HistoryEvent

PAGE = 500  # rows that a caller asks for at once, at most


class EngineUnavailable(KioskError):
    """No answer from the engine, or none that makes sense: what was asked may be done or not."""


class CursorGone(KioskError):
    """What followed a cursor is no longer kept: begin again from ""."""


class By(StrEnum):
    """What a customer is looked up by, exactly: `phone` is E.164, `email` in any case."""

    ID = "id"
    CARD = "card"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the engine knows them; leaves the hub only as `Account` or `Profile`.

    `basket_id` is their open basket of all channels; `consents` are the channels they agreed
    to be reached by.
    """

    id: str
    card_number: str
    first_name: str
    last_name: str = field(repr=False)
    phone: str = field(repr=False)  # E.164
    email: str = field(repr=False)
    tier_id: str
    points: int
    points_as_of: str  # ISO 8601 UTC
    since: str  # ISO date
    consents: tuple[str, ...]
    sizes: tuple[str, ...]
    addresses: tuple[Address, ...] = field(repr=False)
    basket_id: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def known_addresses(self) -> tuple[KnownAddress, ...]:
        """The addresses, masked."""
        labels = mask_addresses([(a.city, a.street, a.house) for a in self.addresses])
        return tuple(
            KnownAddress(a.ref, label) for a, label in zip(self.addresses, labels, strict=True)
        )

    def account(self, recognition: Recognition) -> Account:
        """Return what may be shown: a card alone does not open the addresses."""
        proven = recognition is Recognition.PROVEN
        return Account(
            customer_id=self.id,
            first_name=self.first_name,
            tier_id=self.tier_id,
            points=self.points,
            points_as_of=self.points_as_of,
            recognition=recognition,
            addresses=self.known_addresses if proven else (),
            basket_id=self.basket_id,
        )


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A row of the staff's search; `basket_lines` of their open basket."""

    customer: Customer
    basket_lines: int


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Events, newest first; `next` asks for older ones, "" where there are none."""

    events: tuple[HistoryEvent, ...]
    next: str


@runtime_checkable
class Customers(Protocol):
    """Who buys here, over all channels."""

    def customer(self, by: By, value: str) -> Customer | None:
        """Look one up, exactly."""

    def find_customers(self, text: str, limit: int) -> Sequence[FoundCustomer]:
        """Search for staff: by name, by four digits of the phone or more, by a whole card."""

    def history(self, customer_id: str, before: str = "", limit: int = PAGE) -> HistoryPage:
        """Return what has been; `before` is the `next` of the page before."""


@runtime_checkable
class Baskets(Protocol):
    """The open basket that every channel writes, as the log of what was done to it.

    An engine without logs gives each of its lines as one operation, whose id changes with the
    line.
    """

    def basket(self, basket_id: str) -> BasketState | None:
        """Return a basket; None where the id is unknown."""

    def change_basket(
        self, basket_id: str, ops: Sequence[BasketOp], channel: str
    ) -> BasketState | None:
        """Apply operations, each id once for ever, and return what the basket is then.

        Another channel may write at the same moment: nothing acknowledged is lost. The version
        grows with every change.
        """


@dataclass(frozen=True, slots=True)
class Goods:
    """Products and variants as they are now; `gone_skus` are sold no more.

    `next` is where to go on, at once if `more`, else later.
    """

    products: tuple[Product, ...]
    variants: tuple[Variant, ...]
    gone_skus: tuple[str, ...]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """One SKU at one location, in pieces: what lies there, and what of it is allocated."""

    sku: str
    location_id: str
    on_hand: int
    allocated: int


@dataclass(frozen=True, slots=True)
class StockPage:
    """Stock as it is now, and where to go on, as in `Goods`."""

    pieces: tuple[Pieces, ...]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be priced."""

    sku: str
    quantity: int
    kind: FulfilmentKind


@runtime_checkable
class Catalogue(Protocol):
    """What is sold, where it lies, how it gets to a customer and for how much.

    A row that changed is seen once at least after its cursor; it may be seen again.
    """

    def goods_since(self, cursor: str, limit: int = PAGE) -> Goods:
        """Return what changed; "" begins with everything. Raises `CursorGone`."""

    def stock_since(self, cursor: str, limit: int = PAGE) -> StockPage:
        """Return what changed; "" begins with everything. Raises `CursorGone`."""

    def ways(self, sku: str, location_id: str, now: datetime) -> Sequence[Way]:
        """Return the ways to get a variant for who stands at a location, with their slots.

        None for what is not sold, or at a place that is none.
        """

    def quote(self, wanted: Sequence[Wanted], tier_id: str, today: str) -> Priced:
        """Price lines of known variants; `today` is the shop's ISO date."""


@dataclass(frozen=True, slots=True)
class EngineLine:
    """So many pieces of a SKU out of one location, for this much in all.

    `waits`: the customer was told that there are none and waits; the engine answers it as
    backordered.
    """

    sku: str
    quantity: int
    kind: FulfilmentKind
    location_id: str
    source_id: str
    charged: Money
    waits: bool = False


@dataclass(frozen=True, slots=True)
class EngineOrder:
    """An accepted order; `id` is the external reference, unique in the engine.

    A customer's of which everything was left out has no lines: it is only entered. `points` are
    to be credited and `basket_op_ids` taken out of `basket_id` with it.
    """

    id: str
    number: str
    made_at: str  # ISO 8601 UTC
    location_id: str  # of the store that took it
    customer_id: str  # empty for a guest
    contact: Contact = field(repr=False)
    deliver_to: Address | None = field(repr=False)
    lines: tuple[EngineLine, ...]
    delivery_fee: Money
    to_pay: Money
    points: int
    basket_id: str = ""
    basket_op_ids: tuple[str, ...] = ()

    @property
    def event(self) -> HistoryEvent:
        """What the customer's history says of it."""
        return order_event(self.id, self.made_at, self.number, self.to_pay, self.location_id)


def order_event(
    order_id: str, made_at: str, number: str, to_pay: Money, location_id: str
) -> HistoryEvent:
    """Return what a customer's history says of an order that was taken in a store."""
    return HistoryEvent(order_id, made_at, "store", "order", number, "", to_pay, location_id)


@dataclass(frozen=True, slots=True)
class Placement:
    """The engine has the order under `reference`; it lacks pieces for `backordered` SKUs.

    `ordered_before`: another order had taken the same out of the customer's basket.
    """

    reference: str
    backordered: tuple[str, ...]
    ordered_before: bool = False


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """Something that happened to an order, by its external reference; `state` is its state then."""

    order_id: str
    state: str
    at: str  # ISO 8601 UTC


@dataclass(frozen=True, slots=True)
class EventPage:
    """Events, oldest first, and where to go on."""

    events: tuple[OrderEvent, ...]
    next: str
    more: bool


@runtime_checkable
class Orders(Protocol):
    """Orders that the hub has accepted."""

    def place(self, order: EngineOrder) -> Placement:
        """Take an order, with all that it means: pieces allocated, history, points, the basket.

        All of it happens once or not at all. The engine takes one id once and says of a known
        one what it has.
        """

    def status(self, order_id: str) -> Placement | None:
        """Return what became of an order, if the engine has it."""


@runtime_checkable
class Events(Protocol):
    """What happened to orders, in whichever channel."""

    def events(self, cursor: str, limit: int = PAGE) -> EventPage:
        """Return what follows; "" begins with the oldest that is kept."""


class CommerceEngine(Customers, Baskets, Catalogue, Orders, Events, Protocol):
    """An engine with all parts: one that a hub can stand on."""


@dataclass(frozen=True, slots=True)
class LinePieces:
    """Pieces of a line that are cancelled or brought back; `reason` is a code of the shop's."""

    sku: str
    quantity: int
    reason: str = ""


class AfterSales(Protocol):
    """What may follow an order. No engine here has this part yet, and the hub asks no one for it.

    Each call names its own id, so that repeating it changes nothing.
    """

    def cancel(self, order_id: str, call_id: str, lines: Sequence[LinePieces]) -> Placement:
        """Take pieces back before they leave; all of them where `lines` is empty."""

    def announce_return(self, order_id: str, call_id: str, lines: Sequence[LinePieces]) -> str:
        """Announce that pieces come back; return the engine's reference of the return."""
