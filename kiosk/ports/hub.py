"""The hub, as the terminal sees it: one Protocol for each of its resources.

Every call may raise `HubUnreachable`. A use case names the resources that it needs; `Hub` is
all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.basket import BasketOp
from kiosk.wire.baskets import BasketState
from kiosk.wire.calls import StaffCall
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest
from kiosk.wire.customers import CustomerSummary, Granted, Profile
from kiosk.wire.feed import ChangesPage
from kiosk.wire.lookup import FoundProduct
from kiosk.wire.orders import OrderAnswer
from kiosk.wire.snapshot import Manifest, SignedManifest
from kiosk.wire.staff import SignedIn, StaffTask
from kiosk.wire.terminals import Enrolled, EnrolRequest, HubStatus


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to an order and the epoch of the hub that gave it."""

    answer: OrderAnswer
    epoch: str


class HubTerminals(Protocol):
    """Whether a hub is speaking, and becoming one of its terminals."""

    def status(self) -> HubStatus:
        """Return who is speaking, ready or not; its `epoch` is known."""

    def enrol(self, request: EnrolRequest) -> Enrolled: ...


class HubCatalogue(Protocol):
    """The catalogue file, what is newer than it, and what it does not know."""

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
    def listen(self, heard: Callable[[int], None]) -> None:
        """Follow the stream until it ends; `heard` is called with the feed's newest sequence."""

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is that our catalogue does not have; None: the shop has no such."""


class HubCustomers(Protocol):
    """Who the customer is; a grant is this session's right to them."""

    def recognise(self, card_number: str) -> Granted: ...
    def prove(self, app_code: str) -> Granted: ...
    def profile(self, grant: str) -> Profile: ...
    def forget(self, grant: str) -> None:
        """End a grant: the session is over."""


class HubBaskets(Protocol):
    """The basket that a customer has in all channels."""

    def basket(self, grant: str, basket_id: str) -> BasketState: ...
    def append(self, grant: str, basket_id: str, ops: Sequence[BasketOp]) -> BasketState: ...


class HubCheckouts(Protocol):
    """Pieces held while somebody decides."""

    def hold(
        self, checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        """Reserve. `HubRefused("basket_changed")` where the basket is not at `version`."""

    def let_go(self, checkout_id: str) -> None:
        """End a checkout: what it held is free again."""


class HubOrders(Protocol):
    """Orders, each decided once."""

    def put_order(self, order_id: str, body: bytes, first: bytes = b"") -> Answered:
        """Send an order. `first` is what a hub answered to it before, for one that forgot it."""

    def missing(self, epoch: str, ids: Sequence[str]) -> Sequence[str]:
        """Ask which of these orders, accepted in an epoch, the hub does not know."""


class HubStaff(Protocol):
    """What a member of staff asks with their own grant, and the call for one."""

    def call_staff(self, call: StaffCall) -> None:
        """Ask an assistant of this store to come; repeating it (same id) calls once."""

    def sign_in(self, number: str, pin: str) -> SignedIn: ...
    def sign_out(self, staff_grant: str) -> None: ...
    def staff_tasks(self, staff_grant: str) -> Sequence[StaffTask]: ...
    def finish_task(self, staff_grant: str, task_id: str) -> None: ...
    def find_customers(self, staff_grant: str, text: str) -> Sequence[CustomerSummary]: ...
    def open_customer(self, staff_grant: str, customer_id: str) -> Granted: ...


class Hub(
    HubTerminals,
    HubCatalogue,
    HubCustomers,
    HubBaskets,
    HubCheckouts,
    HubOrders,
    HubStaff,
    Protocol,
):
    """All that a terminal asks."""
