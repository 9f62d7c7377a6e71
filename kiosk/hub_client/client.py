"""The hub's resources as calls: `kiosk.ports.Hub` over HTTPS."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec

from kiosk import __version__
from kiosk.domain.basket import BasketOp
from kiosk.domain.pictures import LARGEST_FILE
from kiosk.errors import HubRefused, HubUnreachable
from kiosk.hub_client.answers import decode
from kiosk.hub_client.downloads import download
from kiosk.hub_client.line import Line
from kiosk.hub_client.stream import follow
from kiosk.hub_client.transport import (
    LONGEST_HEADER,
    Reply,
    Route,
    Transport,
    check_base_url,
    media_type,
    nonsense,
)
from kiosk.ports import Answered
from kiosk.wire.baskets import AppendOps, BasketState
from kiosk.wire.calls import StaffCall
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest
from kiosk.wire.customers import CardRequest, CustomerSummary, Granted, Profile, ProofRequest
from kiosk.wire.feed import ChangesPage
from kiosk.wire.lookup import PRODUCT_UNKNOWN, FoundProduct
from kiosk.wire.orders import (
    EPOCH_HEADER,
    FIRST_ANSWER_HEADER,
    FIRST_ANSWER_LIMIT,
    STATUSES,
    AuditAnswer,
    AuditRequest,
    OrderAnswer,
)
from kiosk.wire.snapshot import Manifest, SignedManifest
from kiosk.wire.staff import SignedIn, SignInRequest, StaffTask
from kiosk.wire.terminals import SERVICE, Enrolled, EnrolRequest, HubStatus

T = TypeVar("T")
RELEASE_1_STATUS = "accepted"


class HubClient:
    """`kiosk.ports.Hub`; one connection pool for all lanes.

    Every call raises `HubUnreachable` (`hub_unreachable`, `hub_nonsense`), `NotAuthorised`
    or `HubRefused`.
    """

    def __init__(self, base_url: str, token: str, *, extra_ca: str = "", proxy: str = "") -> None:
        """Check the settings; nothing is sent or loaded yet. Raises `BadConfig`.

        `token` is "" before the enrolment. `extra_ca` is the path of a PEM file trusted
        besides the system's store; `proxy` is not used to loopback.
        """
        route = Route(check_base_url(base_url), extra_ca, proxy)
        route.check()
        self._transport = Transport(route)
        long_answers = Transport(route, keep_idle=False)
        self._files, self._news = Line(long_answers), Line(long_answers)
        self._token = token

    def hang_up(self) -> None:
        """Ask nothing more, from any thread: a download and the stream end now.

        Later calls raise `HubUnreachable`.
        """
        self._transport.closing.set()
        self._files.hang_up()
        self._news.hang_up()

    def close(self) -> None:
        """Close all connections; no call may be under way."""
        self.hang_up()
        self._files.close()
        self._news.close()
        self._transport.close()

    def status(self) -> HubStatus:
        """Return proof that a hub is speaking."""
        status = self._ask("GET", "/v1/status", HubStatus)
        if status.service != SERVICE:
            raise HubUnreachable("hub_nonsense", looked_like="another service")
        return status

    def enrol(self, request: EnrolRequest) -> Enrolled:
        """Become a terminal."""
        return self._ask("POST", "/v1/terminals/enrol", Enrolled, request)

    def manifest(self) -> SignedManifest:
        """Return which catalogue file is current, as it was signed."""
        return self._ask("GET", "/v1/catalogue/manifest", SignedManifest)

    def download_catalogue(
        self, manifest: Manifest, to: Path, received: Callable[[int], None]
    ) -> None:
        """Complete a packed catalogue file (see `downloads.download`)."""
        download(self._files, self._headers(), manifest, to, received)

    def picture(self, picture: str) -> bytes:
        """Return a product picture's file."""
        headers = {**self._headers(), "Accept": "image/*"}
        with self._transport.open("GET", f"/v1/pictures/{_part(picture)}", headers) as response:
            self._transport.check_status(response)
            if not media_type(response).startswith("image/"):
                raise nonsense(response)
            return self._transport.body(response, LARGEST_FILE)

    def changes(self, since: int, limit: int, epoch: str = "") -> ChangesPage:
        """Return one page of the feed. `HubRefused("changes_gone")`: take a new catalogue.

        `epoch` is the history that `since` belongs to, "" if unknown.
        """
        params = {"since": str(since), "limit": str(limit)} | ({"epoch": epoch} if epoch else {})
        return self._ask("GET", "/v1/changes", ChangesPage, params=params)

    def recognise(self, card_number: str) -> Granted:
        """Say whose loyalty card it is."""
        return self._ask("POST", "/v1/customers/recognise", Granted, CardRequest(card_number))

    def prove(self, app_code: str) -> Granted:
        """Prove who the customer is by a signed app code."""
        return self._ask("POST", "/v1/customers/prove", Granted, ProofRequest(app_code))

    def profile(self, grant: str) -> Profile:
        """Return what this terminal may see of the customer."""
        return self._ask("GET", "/v1/customers/me", Profile, headers=_customer(grant))

    def forget(self, grant: str) -> None:
        """End a grant: the session is over."""
        self._send("DELETE", "/v1/grants/current", headers=_customer(grant))

    def basket(self, grant: str, basket_id: str) -> BasketState:
        """Return a basket's log."""
        path = f"/v1/baskets/{_part(basket_id)}"
        return self._ask("GET", path, BasketState, headers=_customer(grant))

    def append(self, grant: str, basket_id: str, ops: Sequence[BasketOp]) -> BasketState:
        """Add operations to a basket; repeating it changes nothing."""
        path = f"/v1/baskets/{_part(basket_id)}/ops"
        body = AppendOps(tuple(ops))
        return self._ask("POST", path, BasketState, body, headers=_customer(grant))

    def listen(self, heard: Callable[[int], None]) -> None:
        """Follow the stream in the calling thread until the hub or `hang_up` ends it.

        `heard` is called in this thread with the feed's newest sequence. Raises
        `HubUnreachable`, also after a silence of 3 heartbeats, and `NotAuthorised`.
        """
        follow(self._news, "/v1/changes/stream", self._headers(), heard)

    def hold(
        self, checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        """Reserve. `HubRefused("basket_changed")` where the basket is not at `version`."""
        headers = _customer(grant) if grant else {}
        if request.basket_id:
            headers["If-Match"] = f'"{version}"'
        path = f"/v1/checkouts/{_part(checkout_id)}"
        answer = self._ask("PUT", path, CheckoutAnswer, request, headers=headers)
        if answer.id != checkout_id:
            raise _something_else()
        return answer

    def let_go(self, checkout_id: str) -> None:
        """End a checkout: what it held is free again."""
        self._send("DELETE", f"/v1/checkouts/{_part(checkout_id)}")

    def put_order(self, order_id: str, body: bytes, first: bytes = b"") -> Answered:
        """Send an order's frozen bytes; a replay answers like the first time.

        `first` is that answer, where one came: a hub that was restored may have forgotten it.
        """
        reply = self._send("PUT", f"/v1/orders/{_part(order_id)}", body, _first_answer(first))
        answer = decode(reply.body, OrderAnswer)
        if answer.status == RELEASE_1_STATUS:  # what that release answered is replayed for ever
            answer = msgspec.structs.replace(answer, status="confirmed")
        if answer.order_id != order_id or answer.status not in STATUSES:
            raise _something_else()
        epoch = reply.headers.get(EPOCH_HEADER, "")
        if len(epoch) > LONGEST_HEADER:
            raise _something_else()
        return Answered(answer, epoch)

    def missing(self, epoch: str, ids: Sequence[str]) -> Sequence[str]:
        """Ask which of these orders, accepted in an epoch, the hub does not know."""
        request = AuditRequest(epoch, tuple(ids))
        return self._ask("POST", "/v1/orders/missing", AuditAnswer, request).missing

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is; None where the shop has no such product."""
        try:
            return self._ask("GET", f"/v1/products/by-gtin/{_part(gtin14)}", FoundProduct)
        except HubRefused as error:
            if error.code == PRODUCT_UNKNOWN:
                return None
            raise

    def call_staff(self, call: StaffCall) -> None:
        """Call an assistant to this terminal; repeating it calls once."""
        self._send("PUT", f"/v1/calls/{_part(call.id)}", msgspec.json.encode(call))

    def staff_tasks(self, staff_grant: str) -> Sequence[StaffTask]:
        """Return what waits for staff, for the store of this terminal."""
        headers = _staff(staff_grant)
        return self._ask("GET", "/v1/staff/tasks", tuple[StaffTask, ...], headers=headers)

    def finish_task(self, staff_grant: str, task_id: str) -> None:
        """Close a task."""
        path = f"/v1/staff/tasks/{_part(task_id)}/done"
        self._send("POST", path, headers=_staff(staff_grant))

    def sign_in(self, number: str, pin: str) -> SignedIn:
        """Sign a member of staff in."""
        return self._ask("POST", "/v1/staff/sign-in", SignedIn, SignInRequest(number, pin))

    def sign_out(self, staff_grant: str) -> None:
        """Sign a member of staff out."""
        self._send("DELETE", "/v1/staff/current", headers=_staff(staff_grant))

    def find_customers(self, staff_grant: str, text: str) -> Sequence[CustomerSummary]:
        """Search customers for an assistant."""
        return self._ask(
            "GET",
            "/v1/customers",
            tuple[CustomerSummary, ...],
            headers=_staff(staff_grant),
            params={"query": text.encode(errors="replace").decode()},  # half an emoji, typed
        )

    def open_customer(self, staff_grant: str, customer_id: str) -> Granted:
        """Open a customer that an assistant identified."""
        path = f"/v1/customers/{_part(customer_id)}/open"
        return self._ask("POST", path, Granted, headers=_staff(staff_grant))

    def _ask(
        self,
        method: str,
        path: str,
        answer: type[T],
        body: msgspec.Struct | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> T:
        return decode(self._send(method, path, body, headers, params).body, answer)

    def _send(
        self,
        method: str,
        path: str,
        body: msgspec.Struct | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        content = msgspec.json.encode(body) if isinstance(body, msgspec.Struct) else body
        sent = {**self._headers(), **(headers or {})}
        if content is not None:
            sent["Content-Type"] = "application/json"
        return self._transport.ask(method, path, sent, content, params)

    def _headers(self) -> dict[str, str]:
        headers = {
            "Accept": "application/json, application/problem+json",
            "User-Agent": f"store-kiosk/{__version__}",
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers


def _something_else() -> HubUnreachable:
    return HubUnreachable("hub_nonsense", looked_like="an answer to something else")


def _part(text: str) -> str:
    """Make one segment of a path of an id, whatever it holds (`..` too)."""
    return quote(text, safe="").replace(".", "%2E")


def _first_answer(first: bytes) -> dict[str, str]:
    packed = urlsafe_b64encode(first).rstrip(b"=").decode()
    return {FIRST_ANSWER_HEADER: packed} if 0 < len(packed) <= FIRST_ANSWER_LIMIT else {}


def _customer(grant: str) -> dict[str, str]:
    return {"Kiosk-Grant": grant}


def _staff(grant: str) -> dict[str, str]:
    return {"Kiosk-Staff": grant}
