"""What the services need from the outside, as Protocols.

Implemented by `offline_cache`, `hub_client`, `devices` and `ui`; put together in `app`.
All calls are synchronous and made from a lane, never from the main thread. Errors are
those of `kiosk.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kiosk.domain.basket import BasketOp
from kiosk.domain.catalogue import (
    Category,
    Location,
    Product,
    Promotion,
    Terms,
    Variant,
)
from kiosk.domain.money import Money
from kiosk.domain.orders import OutboxState
from kiosk.domain.receipts import Receipt
from kiosk.domain.stock import StockLevel
from kiosk.wire.baskets import BasketState
from kiosk.wire.customers import CustomerSummary, Granted, Profile
from kiosk.wire.feed import ChangesPage, Manifest
from kiosk.wire.orders import OrderAnswer
from kiosk.wire.staff import SignedIn
from kiosk.wire.terminals import Enrolled, EnrolRequest, HubStatus


class Clock(Protocol):
    """Time: monotonic for timers, UTC for people."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""


class Catalogue(Protocol):
    """The catalogue file with newer prices, stock and promotions laid over it."""

    def variant_by_gtin(self, gtin14: str) -> Variant | None: ...
    def variant(self, sku: str) -> Variant | None: ...
    def product(self, product_id: str) -> Product | None: ...
    def variants_of(self, product_id: str) -> Sequence[Variant]: ...
    def categories(self) -> Sequence[Category]: ...
    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]: ...
    def search(self, text: str, limit: int) -> Sequence[ProductHit]: ...
    def stock_of(self, skus: Sequence[str]) -> Mapping[str, Sequence[StockLevel]]: ...
    def locations(self) -> Mapping[str, Location]: ...
    def promotions(self) -> Sequence[Promotion]: ...
    def terms(self) -> Terms: ...


@dataclass(frozen=True, slots=True)
class ProductHit:
    """One tile of a list: a product in the colour that matched best; `price` is the lowest."""

    product: Product
    colour_code: str
    colour_hex: str
    price: Money


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """How far this terminal has followed the hub; `sha256` names the open catalogue file."""

    epoch: str
    sequence: int
    sha256: str


class CatalogueStore(Protocol):
    """The writing side of the catalogue (lane `bulk`)."""

    def position(self) -> FeedPosition | None:
        """Return where we are; None before the first catalogue."""

    def incoming(self, sha256: str) -> Path:
        """Where to download a catalogue file to."""

    def install(self, manifest: Manifest, epoch: str) -> None:
        """Verify the downloaded file's hash and swap it in; older overlay rows are dropped."""

    def apply_page(self, page: ChangesPage) -> None:
        """Apply one page of changes in one transaction."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An order on its way; times are ISO 8601 UTC. `reason` is a problem code if rejected."""

    order_id: str
    number: str
    state: OutboxState
    created_at: str
    attempts: int
    reason: str
    body: bytes


class Outbox(Protocol):
    """Orders committed before anyone hears of them (lane `disk`)."""

    def next_counter(self) -> int:
        """Reserve the next order counter, durably."""

    def commit(self, order_id: str, number: str, body: bytes, created_at: str) -> None:
        """Write an order with synchronous=FULL. Raises `StoreFull`: nothing was written."""

    def lease(self, now_ms: int, limit: int) -> Sequence[OutboxRow]:
        """Take the rows that are due and lend them to the caller until the lease expires."""

    def accept(self, order_id: str, answer: bytes) -> None: ...
    def reject(self, order_id: str, reason: str, detail: str) -> None: ...
    def retry_at(self, order_id: str, at_ms: int) -> None: ...
    def rows(self) -> Sequence[OutboxRow]:
        """All rows, newest first, for the staff's sheet."""

    def row(self, order_id: str) -> OutboxRow | None: ...


class Hub(Protocol):
    """The hub, as the terminal sees it. Every call may raise `HubUnreachable`."""

    def status(self) -> HubStatus: ...
    def enrol(self, request: EnrolRequest) -> Enrolled: ...
    def manifest(self) -> Manifest: ...
    def download_catalogue(self, sha256: str, to: Path) -> None: ...
    def changes(self, since: int, limit: int) -> ChangesPage: ...
    def recognise(self, card_number: str) -> Granted: ...
    def prove(self, app_code: str) -> Granted: ...
    def profile(self, grant: str) -> Profile: ...
    def forget(self, grant: str) -> None:
        """End a grant: the session is over."""

    def basket(self, grant: str, basket_id: str) -> BasketState: ...
    def append(self, grant: str, basket_id: str, ops: Sequence[BasketOp]) -> BasketState: ...
    def put_order(self, order_id: str, body: bytes) -> OrderAnswer: ...
    def sign_in(self, number: str, pin: str) -> SignedIn: ...
    def sign_out(self, staff_grant: str) -> None: ...
    def find_customers(self, staff_grant: str, text: str) -> Sequence[CustomerSummary]: ...
    def open_customer(self, staff_grant: str, customer_id: str) -> Granted: ...


class ReceiptPrinter(Protocol):
    """A receipt printer (lane `printer`)."""

    def print(self, receipt: Receipt) -> None:
        """Put a receipt on paper. Raises `DeviceFault`: out of paper, cover open, no answer."""

    def check(self) -> None:
        """Raise `DeviceFault` if the printer could not print now."""


class Texts(Protocol):
    """The words of receipts in one language, built on the application's translations."""

    language: str

    def text(self, code: str, **args: object) -> str: ...
    def money(self, amount: Money) -> str: ...
    def day(self, iso_date: str) -> str: ...
    def moment(self, iso_utc: str, time_zone: str) -> str: ...


class SecretStore(Protocol):
    """The device's secrets."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str) -> None: ...
    def delete(self, name: str) -> None: ...


Deliver = Callable[[Callable[[], None]], None]
"""Runs a function on the main thread (`ui` supplies it; tests run it at once)."""
