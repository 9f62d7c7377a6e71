"""How the tests call a hub: a clock they can move, a terminal, and orders to place."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Protocol

import httpx
import msgspec
from sqlalchemy import Engine, delete

from kiosk.domain.catalogue import Variant
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.ids import OrderNumber, uuid7
from kiosk.domain.orders import Address, Contact, OrderLine, Payment
from kiosk.domain.pricing import PriceRequest, price
from kiosk.domain.stock import StockLevel
from kiosk.hub import admin
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.engines.port import Orders
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import catalogue, shop
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import shared_file
from kiosk.hub.worker import Worker
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutLine, CheckoutRequest
from kiosk.wire.orders import Evidence, OrderBody
from kiosk.wire.terminals import Enrolled
from tests.patience import PATIENCE_S


class Clock:
    """The hub's clock: it begins with a test and goes on as far as the test sets it.

    However long a test takes; each look is a millisecond later, so that what comes is in order.
    """

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self._looks = count()
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return self._began + timedelta(milliseconds=next(self._looks)) + self.ahead


def calling(url: str, token: str = "") -> httpx.Client:
    """Return a client of a hub on loopback."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nobody: to load who is costs 12 ms
    return httpx.Client(
        base_url=url, headers=headers, trust_env=False, verify=trusted, timeout=PATIENCE_S
    )


def lose_catalogue(hub: HubServer) -> Path:
    """Lose the newest file, wherever hubs look for it; return where this one had it."""
    with write(hub.engine) as connection:
        found = catalogue.manifest(connection, hub.hub.clock())
        connection.execute(delete(shared_file).where(shared_file.c.name == found.file_name))
    lost = hub.hub.data_dir / "catalogue" / found.file_name
    lost.unlink()
    return lost


@dataclass
class Terminal:
    """An enrolled terminal and how it calls the hub."""

    http: httpx.Client
    enrolled: Enrolled
    orders: int = field(default=0)

    def ask(self, method: str, path: str, json: object = None, **headers: str) -> httpx.Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        body = None if json is None else msgspec.json.encode(json)
        return self.http.request(method, f"/v1{path}", content=body, headers=named)

    def next_number(self) -> str:
        self.orders += 1
        return str(OrderNumber(self.enrolled.prefix, self.orders))

    def put(self, order: OrderBody) -> httpx.Response:
        return self.ask("PUT", f"/orders/{order.id}", order)

    def hold(self, checkout_id: str, *lines: CheckoutLine) -> CheckoutAnswer:
        answer = self.ask("PUT", f"/checkouts/{checkout_id}", CheckoutRequest(lines))
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=CheckoutAnswer)

    def sign_in(self, number: str = "17", pin: str = "4711") -> dict[str, str]:
        answer = self.ask("POST", "/staff/sign-in", {"number": number, "pin": pin})
        return dict(answer.json())


def enrolled_at(url: str, engine: Engine, prefix: str, location_id: str) -> Terminal:
    """Enrol a terminal at a hub, or at the proxy of several; its client is to be closed."""
    code = admin.new_enrolment_code(engine, "shopper", location_id, prefix)
    http = calling(url)
    request = {"code": code, "device": "test", "app_version": "1"}
    answer = http.post("/v1/terminals/enrol", json=request)
    assert answer.status_code == 201, answer.text
    enrolled = msgspec.json.decode(answer.content, type=Enrolled)
    http.headers["Authorization"] = f"Bearer {enrolled.token}"
    return Terminal(http, enrolled)


def collect(sku: str = "S1", pieces: int = 1, at: str = "store-b") -> CheckoutLine:
    """So many pieces to be collected where they lie."""
    return CheckoutLine(sku, pieces, FulfilmentKind.COLLECT, at, at)


def level(engine: Engine, sku: str = "S1", at: str = "store-b") -> StockLevel:
    """A SKU's stock at a location."""
    with read(engine) as database:
        found = shop.level(database, sku, at)
    assert found is not None
    return found


Until = Callable[[Callable[[], bool]], None]
Quoted = Callable[..., OrderBody]


class Enrol(Protocol):
    """Makes a terminal of a prefix, at a store."""

    def __call__(self, prefix: str, location_id: str = "store-a") -> Terminal: ...


class MakeOrder(Protocol):
    """Builds an order as a terminal does, priced by the same rules from the seed's prices."""

    def __call__(
        self,
        wanted: tuple[tuple[str, int], ...] = (("S1", 1),),
        kind: FulfilmentKind = FulfilmentKind.COLLECT,
        tier_id: str = "",
        source_id: str = "store-b",
        **changed: object,
    ) -> OrderBody: ...


def order_of(
    terminal: Terminal,
    seed: ShopSeed,
    now: datetime,
    wanted: tuple[tuple[str, int], ...] = (("S1", 1),),
    kind: FulfilmentKind = FulfilmentKind.COLLECT,
    tier_id: str = "",
    source_id: str = "store-b",
    **changed: object,
) -> OrderBody:
    """Build a terminal's next order, priced from the seed."""
    variants = {variant.sku: variant for variant in seed.variants}
    way = Wanted(wanted, kind, "store-b", source_id, "store-a")
    number = terminal.next_number()
    order = priced_order(seed, variants, way, number, now, "2025-06-01", tier_id)
    return msgspec.structs.replace(order, **changed)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order is for: pieces by SKU, and how all of them shall come.

    `at` is where they are collected, `source` where they lie, `here` where they are ordered.
    """

    pieces: tuple[tuple[str, int], ...]
    kind: FulfilmentKind
    at: str
    source: str
    here: str


def priced_order(
    seed: ShopSeed,
    variants: Mapping[str, Variant],
    wanted: Wanted,
    number: str,
    now: datetime,
    today: str,
    tier_id: str = "",
) -> OrderBody:
    """Build a guest's order, priced as a terminal does."""
    at_home = wanted.kind is FulfilmentKind.DELIVERY
    requests = [
        PriceRequest(sku, v.product_id, v.category_id, pieces, v.list_price)
        for sku, pieces in wanted.pieces
        for v in [variants[sku]]
    ]
    delivered = frozenset(sku for sku, _ in wanted.pieces) if at_home else frozenset[str]()
    priced = price(requests, seed.promotions, seed.terms, tier_id, today, delivered)
    lines = tuple(
        OrderLine(
            sku=line.sku,
            name="Dress",
            colour="Red",
            size="98",
            quantity=line.quantity,
            unit=line.unit,
            adjustments=line.adjustments,
            total=line.total,
            kind=wanted.kind,
            location_id="" if at_home else wanted.at,
            source_id=wanted.source,
            promise=Promise("2025-06-02", 10, 14),
        )
        for line in priced.lines
    )
    return OrderBody(
        id=uuid7(int(now.timestamp() * 1000)),
        number=number,
        location_id=wanted.here,
        created_at=now.isoformat(),
        language="ru",
        customer_id="",
        evidence=Evidence("guest"),
        contact=Contact("+79005550011"),
        address=Address(city="Москва", street="Новая", house="1") if at_home else Address(),
        lines=lines,
        goods=priced.goods,
        delivery_fee=priced.delivery_fee,
        to_pay=priced.to_pay,
        points=priced.points,
        payment=Payment.AT_TILL,
        feed_sequence=0,
        offline=False,
    )


def worker_of(hub: HubServer, clock: Clock, engine: Orders | None = None) -> Worker:
    """Make a worker that hands over when it is told to."""
    return Worker(hub.engine, engine or EmbeddedEngine(hub.engine), clock, threading.Event())


def handed_over(hub: HubServer) -> bool:
    """Tell whether the engine has every order."""
    return all(row.handed_over_at for row in admin.list_orders(hub.engine))
