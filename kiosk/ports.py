"""What the services need from the outside, as Protocols.

Implemented by `offline_cache`, `hub_client`, `devices` and `ui`; put together in `app`.
All calls are synchronous and made from a lane, never from the main thread. Errors are
those of `kiosk.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kiosk.domain.basket import BasketOp
from kiosk.domain.catalogue import (
    Category,
    Colour,
    Location,
    Product,
    Promotion,
    Terms,
    Variant,
)
from kiosk.domain.money import Money
from kiosk.domain.orders import OutboxState
from kiosk.domain.stock import StockLevel
from kiosk.wire.baskets import BasketState
from kiosk.wire.calls import StaffCall
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest
from kiosk.wire.customers import CustomerSummary, Granted, Profile
from kiosk.wire.feed import ChangesPage
from kiosk.wire.lookup import FoundProduct
from kiosk.wire.orders import Evidence, OrderAnswer
from kiosk.wire.snapshot import Manifest, SignedManifest
from kiosk.wire.staff import SignedIn, StaffTask
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
    def by_article(self, text: str) -> Sequence[Variant]:
        """Return the variants of a SKU or of a product's article number, folded as a search."""

    def product(self, product_id: str) -> Product | None: ...
    def variants_of(self, product_id: str) -> Sequence[Variant]: ...
    def categories(self) -> Sequence[Category]: ...
    def in_category(self, category_id: str, limit: int, offset: int) -> Sequence[ProductHit]: ...
    def search(self, text: str, limit: int) -> Sequence[ProductHit]: ...
    def stock_of(self, skus: Sequence[str]) -> Mapping[str, Sequence[StockLevel]]: ...
    def locations(self) -> Mapping[str, Location]: ...
    def promotions(self) -> Sequence[Promotion]: ...
    def terms(self) -> Terms: ...
    def at_once(self) -> AbstractContextManager[None]:
        """Let all reads of this thread within see one catalogue, one set of prices and stock."""


@dataclass(frozen=True, slots=True)
class ProductHit:
    """One tile of a list: a product in the colour that matched best; `price` is the lowest."""

    product: Product
    colour: Colour
    price: Money


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """How far this terminal has followed the hub.

    `sha256` names the catalogue file in use, `base` is the last change that it includes,
    `taken_at` when it came into use here (ISO 8601 UTC, "" where that is not known).
    """

    epoch: str
    sequence: int
    sha256: str
    base: int
    taken_at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A catalogue file that was not taken: the code of the `SnapshotRefused`, ISO 8601 UTC."""

    code: str
    at: str


class CatalogueStore(Protocol):
    """The writing side of the catalogue: files on lane `snapshot`, pages on lane `bulk`."""

    def position(self) -> FeedPosition | None:
        """Return where we are; None before the first catalogue."""

    def part(self, manifest: Manifest) -> Path:
        """Where the packed file is downloaded to; what is there already is its beginning.

        Raises `StoreFull` where it would take the room that orders need.
        """

    def install(self, manifest: Manifest) -> None:
        """Unpack and verify the downloaded file, then swap it in for all later reads.

        Raises `SnapshotRefused("snapshot_damaged")`, the file in use stays; `StoreFull`.
        """

    def apply_page(self, page: ChangesPage, after: int = 0) -> None:
        """Apply one page of changes in one transaction; an unfinished batch stays unseen.

        `after` is the position it was asked for; where we fell behind that meanwhile, it
        is not applied: `StoreBroken("catalogue_missing")`, the next round goes on.
        """

    def refused(self) -> Refusal | None:
        """What was last not taken, until a file is taken."""

    def note_refusal(self, refusal: Refusal) -> None:
        """Keep for staff why a file was not taken."""


class PictureStore(Protocol):
    """Product pictures on this terminal's disk, as many bytes as allowed (lane `pictures`)."""

    def find(self, picture: str) -> Path | None:
        """Return a picture's file and count it as used; None where it is not here."""

    def keep(self, picture: str, data: bytes) -> Path:
        """Write a picture; those that were not used for longest go to make room.

        Raises `BadInput("picture_wrong")` where the bytes are not what the name says.
        """


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An order on its way; times are ISO 8601 UTC. `reason` is a problem code if rejected.

    `answer` are the hub's bytes once it accepted. `resolution` is what staff made of a
    rejected order: "" (still theirs to decide), `replaced` or `cancelled`; or `exported`: IT
    took the terminal out of service and the order went to the hub in a file.
    """

    order_id: str
    number: str
    state: OutboxState
    created_at: str
    attempts: int
    reason: str
    body: bytes
    answer: bytes | None = None
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many orders wait for the hub, and how many refused ones wait for staff."""

    unsent: int
    refused: int


@dataclass(frozen=True, slots=True)
class Damage:
    """The store was found damaged and what could be read was saved into a new one.

    `saved` orders were; `lost` are the numbers of those that are known to be missing.
    `file` is the damaged file's name: it is kept beside the new one. Without a file nothing
    had to be saved: a crash left a counter without its order, `lost` is its number.
    """

    at: str  # ISO 8601 UTC
    saved: int
    lost: tuple[str, ...]
    file: str


class Outbox(Protocol):
    """Orders committed before anyone hears of them (lane `disk`).

    Milliseconds are monotonic: no jump of the wall clock moves a lease or a retry.
    """

    def next_counter(self) -> int:
        """Reserve the next order counter, durably."""

    def commit(
        self,
        order_id: str,
        number: str,
        body: bytes,
        created_at: str,
        basket_id: str = "",
        replaces: str = "",
    ) -> None:
        """Write an order with synchronous=FULL. Raises `StoreFull`: nothing was written.

        Orders of one basket are sent in order. The rejected order it `replaces` is resolved
        in the same transaction.
        """

    def lease(self, now_ms: int, limit: int) -> Sequence[OutboxRow]:
        """Take the rows that are due and lend them to the caller until the lease expires."""

    def accept(self, order_id: str, answer: bytes, epoch: str, sequence: int) -> None: ...
    def reject(self, order_id: str, reason: str, detail: str) -> None: ...
    def retry_at(self, order_id: str, at_ms: int) -> None: ...
    def resend(self, epoch: str) -> int:
        """Make accepted orders of any other epoch due again: the hub was restored."""

    def kept(self, epoch: str, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """List accepted orders of an epoch whose bodies are kept: positions past one, and ids."""

    def release(self, epoch: str, durable_through: int) -> int:
        """Forget the bodies of orders that the hub has in a backup; return how many."""

    def resolve(self, order_id: str, resolution: str, by: str) -> None:
        """Note what staff (`by`, a staff id) made of a rejected order."""

    def rows(self, limit: int = 200) -> Sequence[OutboxRow]:
        """What needs a person first, then unsent ones, then the newest, for the staff's sheet."""

    def row(self, order_id: str) -> OutboxRow | None: ...
    def counts(self) -> OutboxCounts: ...
    def damages(self) -> Sequence[Damage]:
        """What happened to the store and nobody has taken note of yet."""

    def note_damages(self, by: str) -> None:
        """A member of staff has read them."""


@dataclass(frozen=True, slots=True)
class LeftBasket:
    """Changes to an identified customer's basket that the hub has not heard of."""

    id: str
    evidence: Evidence
    ops: tuple[BasketOp, ...]


class LeftBaskets(Protocol):
    """What a session that ended offline left to be sent: encrypted, 24 hours (lane `disk`)."""

    def keep(self, left: LeftBasket, now_ms: int) -> None:
        """Keep it; `now_ms` is the wall clock's, for the 24 hours."""

    def waiting(self, now_ms: int) -> Sequence[LeftBasket]:
        """What is to be sent; older ones are forgotten here."""

    def drop(self, left_id: str) -> None:
        """It was sent, or will never be taken."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to an order and the epoch of the hub that gave it."""

    answer: OrderAnswer
    epoch: str


class Hub(Protocol):
    """The hub, as the terminal sees it. Every call may raise `HubUnreachable`."""

    def status(self) -> HubStatus: ...
    def enrol(self, request: EnrolRequest) -> Enrolled: ...
    def manifest(self) -> SignedManifest: ...
    def download_catalogue(
        self, manifest: Manifest, to: Path, received: Callable[[int], None]
    ) -> None:
        """Fetch the packed file, going on after what `to` holds; `received` hears bytes so far.

        What came stays in `to` when the download breaks off.
        """

    def picture(self, picture: str) -> bytes:
        """Fetch a product picture."""

    def changes(self, since: int, limit: int, epoch: str = "") -> ChangesPage: ...
    def recognise(self, card_number: str) -> Granted: ...
    def prove(self, app_code: str) -> Granted: ...
    def profile(self, grant: str) -> Profile: ...
    def forget(self, grant: str) -> None:
        """End a grant: the session is over."""

    def basket(self, grant: str, basket_id: str) -> BasketState: ...
    def append(self, grant: str, basket_id: str, ops: Sequence[BasketOp]) -> BasketState: ...
    def listen(self, heard: Callable[[int], None]) -> None:
        """Follow the stream until it ends; `heard` is called with the feed's newest sequence."""

    def hold(
        self, checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        """Reserve. `HubRefused("basket_changed")` where the basket is not at `version`."""

    def let_go(self, checkout_id: str) -> None:
        """End a checkout: what it held is free again."""

    def put_order(self, order_id: str, body: bytes, first: bytes = b"") -> Answered:
        """Send an order. `first` is what a hub answered to it before, for one that forgot it."""

    def missing(self, epoch: str, ids: Sequence[str]) -> Sequence[str]:
        """Ask which of these orders, accepted in an epoch, the hub does not know."""

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is that our catalogue does not have; None: the shop has no such."""

    def call_staff(self, call: StaffCall) -> None:
        """Ask an assistant of this store to come; repeating it (same id) calls once."""

    def staff_tasks(self, staff_grant: str) -> Sequence[StaffTask]: ...
    def finish_task(self, staff_grant: str, task_id: str) -> None: ...
    def sign_in(self, number: str, pin: str) -> SignedIn: ...
    def sign_out(self, staff_grant: str) -> None: ...
    def find_customers(self, staff_grant: str, text: str) -> Sequence[CustomerSummary]: ...
    def open_customer(self, staff_grant: str, customer_id: str) -> Granted: ...


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
