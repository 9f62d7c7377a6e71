"""A hub in memory, and the clock it goes by."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.basket import BasketOp, OpKind, merge
from kiosk.domain.customers import Account, KnownAddress, Recognition
from kiosk.domain.fulfilment import Way
from kiosk.domain.gtin import gtin13
from kiosk.errors import (
    HubRefused,
    HubUnreachable,
    NotAuthorised,
)
from kiosk.ports.hub import Answered
from kiosk.wire.app_code import AppCodePayload, sign
from kiosk.wire.baskets import BasketState
from kiosk.wire.calls import StaffCall
from kiosk.wire.catalogue_file import MIN_APP, VERSION
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest, HeldLine
from kiosk.wire.customers import CustomerSummary, Granted, Profile
from kiosk.wire.feed import ChangesPage
from kiosk.wire.lookup import FoundProduct
from kiosk.wire.orders import LineOutcome, OrderAnswer, OrderBody
from kiosk.wire.search_text import fold
from kiosk.wire.snapshot import Manifest, SignedManifest
from kiosk.wire.snapshot import sign as sign_manifest
from kiosk.wire.staff import SignedIn, StaffTask
from kiosk.wire.terminals import Enrolled, EnrolRequest, HubStatus
from tests.fake_shop_data import (
    ANNA_CARD,
    BOOTS,
    TEE,
    history,
)


class FakeClock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)  # 14:05 in Moscow, a Tuesday
        self.seconds = 1_000.0
        self.moved: Callable[[], None] = lambda: None

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
        self.at += timedelta(seconds=seconds)
        self.moved()


MANIFEST = Manifest(
    "epoch-1", 7, VERSION, "0" * 64, 2, "1" * 64, 1, MIN_APP, "2100-01-01T00:00:00+00:00"
)


@dataclass
class FakeHub:
    """A hub in memory; `reachable` is the cable, `refusal` what it answers to an order."""

    clock: FakeClock
    reachable: bool = True
    refusal: str = ""
    revoked: bool = False
    refuses_proof: bool = False
    proofs: int = 0
    forgotten: list[str] = field(default_factory=list)
    orders: dict[str, OrderBody] = field(default_factory=dict)
    log: tuple[BasketOp, ...] = ()
    audits: list[tuple[str, ...]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    decision: str = "confirmed"
    outcomes: tuple[LineOutcome, ...] = ()
    held: dict[str, CheckoutRequest] = field(default_factory=dict)
    sold: set[str] = field(default_factory=set)
    alternatives: dict[str, tuple[Way, ...]] = field(default_factory=dict)
    tasks: tuple[StaffTask, ...] = ()
    calls: list[StaffCall] = field(default_factory=list)
    known_there: dict[str, FoundProduct] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    newest: Manifest = MANIFEST

    def __post_init__(self) -> None:
        self.log = (
            BasketOp("w1", OpKind.ADD, BOOTS, 1, "web", "2026-11-24T06:00:00+00:00", 1),
            BasketOp("w2", OpKind.ADD, TEE, 2, "app", "2026-11-24T06:10:00+00:00", 2),
        )

    def account(self, recognition: Recognition) -> Account:
        addresses = (KnownAddress("a1", "Лип••• 8"), KnownAddress("a2", "Мор••• 21"))
        return Account(
            "c-anna",
            "Анна",
            "gold",
            1240,
            self.clock.now().isoformat(),
            recognition,
            addresses if recognition is Recognition.PROVEN else (),
            "b-anna",
        )

    def app_code(self, life: timedelta = timedelta(hours=1)) -> str:
        """Sign the code that Anna's app would show."""
        now = self.clock.now()
        account = self.account(Recognition.PROVEN)
        payload = AppCodePayload(
            "k1", account.customer_id, ANNA_CARD, account.first_name, account.tier_id,
            account.points, now.isoformat(), now.isoformat(), (now + life).isoformat(),
            account.basket_id, account.addresses,
        )  # fmt: skip
        return sign(payload, self.key)

    def public_key(self) -> str:
        """The key that terminals verify app codes with."""
        raw = self.key.public_key().public_bytes_raw()
        return urlsafe_b64encode(raw).rstrip(b"=").decode()

    def add_on_web(self, sku: str, quantity: int = 1) -> None:
        """Another channel changes the basket."""
        number = len(self.log) + 1
        at = self.clock.now().isoformat()
        op = BasketOp(f"web-{number}", OpKind.ADD, sku, quantity, "web", at, number)
        self.log = (*self.log, op)

    def status(self) -> HubStatus:
        self._reach()
        return HubStatus("store-kiosk-hub", "1", "epoch-1", self.clock.now().isoformat())

    def enrol(self, request: EnrolRequest) -> Enrolled:
        raise HubRefused("enrolment_code_unknown", 404)

    def manifest(self) -> SignedManifest:
        self._reach()
        return sign_manifest(self.newest, self.key, "k1")

    def download_catalogue(
        self, manifest: Manifest, to: Path, received: Callable[[int], None]
    ) -> None:
        self._reach()
        received(manifest.packed_size)

    def picture(self, picture: str) -> bytes:
        self.fetched.append(picture)
        self._reach()
        if picture not in self.pictures:
            raise HubRefused("not_found", 404)
        return self.pictures[picture]

    def changes(self, since: int, limit: int, epoch: str = "") -> ChangesPage:
        self._reach()
        return ChangesPage("epoch-1", (), since, False, self.clock.now().isoformat())

    def listen(self, heard: Callable[[int], None]) -> None:
        raise HubUnreachable("hub_nonsense")  # a proxy that lets no stream through

    def hold(
        self, checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        self._reach()
        if grant and version != len(self.log):
            raise HubRefused("basket_changed", 412)
        self.held[checkout_id] = request
        lines = tuple(
            HeldLine(line.sku, line.sku not in self.sold, 0, self.alternatives.get(line.sku, ()))
            for line in request.lines
        )
        ends = self.clock.now() + timedelta(minutes=15)
        return CheckoutAnswer(checkout_id, ends.isoformat(), lines)

    def let_go(self, checkout_id: str) -> None:
        self._reach()
        self.held.pop(checkout_id, None)

    def missing(self, epoch: str, ids: Sequence[str]) -> Sequence[str]:
        self._reach()
        self.audits.append(tuple(ids))
        return [order_id for order_id in ids if order_id in self.lost]

    def look_up(self, gtin14: str) -> FoundProduct | None:
        self._reach()
        return self.known_there.get(gtin14)

    def call_staff(self, call: StaffCall) -> None:
        self._reach()
        self.calls.append(call)

    def staff_tasks(self, staff_grant: str) -> Sequence[StaffTask]:
        self._reach()
        return self.tasks

    def finish_task(self, staff_grant: str, task_id: str) -> None:
        self._reach()
        self.tasks = tuple(task for task in self.tasks if task.id != task_id)

    def recognise(self, card_number: str) -> Granted:
        self._reach()
        if card_number != ANNA_CARD:
            raise HubRefused("card_unknown", 404)
        return Granted("grant-card", self.account(Recognition.RECOGNISED))

    def prove(self, app_code: str) -> Granted:
        self._reach()
        self.proofs += 1
        if self.refuses_proof:
            raise HubRefused("app_code_expired", 403)
        return Granted("grant-proof", self.account(Recognition.PROVEN))

    def profile(self, grant: str) -> Profile:
        self._reach()
        return Profile(
            self.account(Recognition.PROVEN), "Келлер", "•• •• 04 17", "2021-03-02",
            ("messenger", "web"), ("98", "обувь 27"), history(),
        )  # fmt: skip

    def forget(self, grant: str) -> None:
        self._reach()
        self.forgotten.append(grant)

    def basket(self, grant: str, basket_id: str) -> BasketState:
        self._reach()
        return BasketState(basket_id, len(self.log), self.log)

    def append(self, grant: str, basket_id: str, ops: Sequence[BasketOp]) -> BasketState:
        self._reach()
        known = {op.id for op in self.log}
        new = [op for op in ops if op.id not in known]
        numbered = [replace(op, sequence=len(self.log) + i) for i, op in enumerate(new, 1)]
        self.log = merge(self.log, numbered)
        return BasketState(basket_id, len(self.log), self.log)

    def put_order(self, order_id: str, body: bytes, first: bytes = b"") -> Answered:
        self._reach()
        if self.refusal:
            raise HubRefused(self.refusal, 422)
        order = msgspec.json.decode(body, type=OrderBody)
        self.orders[order_id] = order
        answer = OrderAnswer(
            order_id, order.number, self.decision, order.to_pay, order.points, (), self.outcomes
        )
        return Answered(answer, "epoch-1")

    def sign_in(self, number: str, pin: str) -> SignedIn:
        self._reach()
        if pin != "1234":
            raise HubRefused("sign_in_failed", 403)
        return SignedIn("s1", "Мила", "assistant", "staff-grant", "sg1", "2026-11-24T20:00:00Z")

    def sign_out(self, staff_grant: str) -> None:
        self._reach()
        self.forgotten.append(staff_grant)

    def find_customers(self, staff_grant: str, text: str) -> Sequence[CustomerSummary]:
        self._reach()
        rows = [
            CustomerSummary("c-anna", "Анна Келлер", "•• •• 04 17", "gold", 1240, ANNA_CARD, 2),
            CustomerSummary("c-oleg", "Олег Смирнов", "•• •• 31 90", "", 60,
                            gtin13("299000000002"), 0),
        ]  # fmt: skip
        return [row for row in rows if fold(text) in fold(row.name) or text in row.card_number]

    def open_customer(self, staff_grant: str, customer_id: str) -> Granted:
        self._reach()
        return Granted("grant-staff", self.account(Recognition.PROVEN))

    def _reach(self) -> None:
        if not self.reachable:
            raise HubUnreachable("hub_unreachable")
        if self.revoked:
            raise NotAuthorised("terminal_revoked", 401)
