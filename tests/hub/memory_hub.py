"""A small hub over a database in memory, for stories of many steps."""

from __future__ import annotations

import functools
import itertools
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import StaticPool, create_engine, event, insert
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.ids import OrderNumber
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact, Fallback, OrderLine, Payment
from kiosk.domain.stock import StockLevel
from kiosk.hub.context import Hub
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.keys import load_keys
from kiosk.hub.storage import terminals
from kiosk.hub.storage.database import write
from kiosk.hub.storage.tables import METADATA, counter, setting
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.wire.orders import Evidence, OrderBody
from kiosk.wire.terminals import EnrolRequest
from tests.hub.small_shop import small_shop

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
SKUS, STORES = ("S1", "S2"), ("store-a", "store-b")
PLACES = (*STORES, "warehouse")


@dataclass
class World:
    """A hub over memory, made once; its clock is moved by hand."""

    hub: Hub
    terminals: tuple[TerminalRow, ...]
    levels: tuple[StockLevel, ...]
    time: list[datetime]
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))


@functools.cache
def world() -> World:
    engine = create_engine("sqlite://", module=dbapi2, poolclass=StaticPool)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON"))
    METADATA.create_all(engine)
    time = [START]
    with tempfile.TemporaryDirectory() as folder:
        keys = load_keys(Path(folder))
    commerce = EmbeddedEngine(engine, lambda: time[0])
    hub = Hub(engine, commerce, keys, Path(folder), lambda: time[0], threading.Event())
    pieces = {"store-a": 1, "store-b": 2, "warehouse": 3}
    levels = tuple(
        StockLevel(sku, place, pieces[place], buffer=int(place == "warehouse"))
        for sku in SKUS
        for place in PLACES
    )
    load_seed(engine, replace(small_shop(), stock=levels, customers=(), staff=(), promotions=()))
    with write(engine) as database:
        database.execute(insert(setting).values(name="epoch", value="e"))
        database.execute(insert(counter).values(name="changes", value=0))
        rows = []
        for prefix in ("T1", "T2"):
            code = terminals.make_code(database, "shopper", "store-a", prefix, START)
            rows.append(terminals.enrol(database, EnrolRequest(code, "test", "1"), START)[0])
    return World(hub, tuple(rows), levels, time)


def make_body(
    here: World,
    row: TerminalRow,
    checkout: str,
    fallback: Fallback,
    wanted: dict[str, tuple[FulfilmentKind, str, int]],
) -> OrderBody:
    """Build a guest's order, as a terminal prices it."""
    prices = {"S1": 100_000, "S2": 200_000}
    lines = []
    for sku, (kind, place, pieces) in wanted.items():
        unit = Money(prices[sku], "RUB")
        meets = {FulfilmentKind.DELIVERY: "", FulfilmentKind.TRANSFER: "store-a"}
        at = meets.get(kind, place if place in STORES else "store-b")
        promise = Promise("2026-11-22", 10, 14)
        whole = unit * pieces
        lines.append(OrderLine(sku, sku, "", "", pieces, unit, (), whole, kind, at, place, promise))
    goods = Money(sum(line.total.minor for line in lines), "RUB")
    home = sum(line.total.minor for line in lines if line.kind is FulfilmentKind.DELIVERY)
    fee = Money(30_000 if 0 < home < 300_000 else 0, "RUB")
    now = here.time[0]
    return OrderBody(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, str(number := next(here.numbers)))),
        number=str(OrderNumber(row.prefix, number)),
        location_id="store-a",
        created_at=now.isoformat(),
        language="ru",
        customer_id="",
        evidence=Evidence("guest"),
        contact=Contact("+79005550011"),
        address=Address(city="М", street="Н", house="1"),
        lines=tuple(lines),
        goods=goods,
        delivery_fee=fee,
        to_pay=goods + fee,
        points=0,
        payment=Payment.AT_TILL,
        feed_sequence=0,
        offline=False,
        checkout_id=checkout,
        fallback=fallback,
    )
