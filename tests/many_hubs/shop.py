"""The shop of these checks: a database, hubs as processes, haproxy, and terminals that call."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
from sqlalchemy import Engine, func, select

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.ids import uuid7
from kiosk.domain.orders import Fallback
from kiosk.hub import admin
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.engines.embedded.tables import engine_order
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tables import shop_order
from kiosk.wire.orders import OrderAnswer, OrderBody
from tests.chain import Hub, Proxy
from tests.hub.calling import Terminal, calling, enrolled_at, order_of
from tests.hub.small_shop import small_shop
from tests.postgres import PostgresServer

HERE, SOURCE, BASKET = "store-a", "warehouse", "basket-1"


@dataclass
class ManyHubs:
    """Everybody who takes part; `engine` looks past the hubs, into their database.

    `terminals` and `web`, the website, call through the proxy.
    """

    server: PostgresServer
    hubs: Sequence[Hub]
    proxy: Proxy
    engine: Engine
    seed: ShopSeed
    terminals: list[Terminal]
    web: httpx.Client

    def order(self, terminal: Terminal, sku: str, pieces: int = 1) -> OrderBody:
        """Return an order for delivery out of the source; what is short is left out."""
        wanted, home, now = ((sku, pieces),), FulfilmentKind.DELIVERY, datetime.now(UTC)
        leave = Fallback.LEAVE_OUT
        return order_of(terminal, self.seed, now, wanted, home, "", SOURCE, fallback=leave)

    def count(self, sku: str, pieces: int) -> None:
        """Let so many free pieces lie at the source, and none elsewhere."""
        with read(self.engine) as connection:
            levels = shop.levels(connection, sku)
        wanted = []
        for at in levels:
            free = pieces if at.location_id == SOURCE else 0
            wanted.append((sku, at.location_id, free + at.allocated + at.reserved + at.buffer))
        admin.set_stocks(self.engine, wanted)

    def edit(self) -> str:
        """Add a piece to the basket as the website does; return its id, acknowledged."""
        now = datetime.now(UTC)
        op = BasketOp(uuid7(int(now.timestamp() * 1000)), OpKind.ADD, "S2", 1, "web", str(now))
        body = msgspec.json.encode({"ops": [op]})
        answer = answered(lambda: self.web.post(f"/v1/baskets/{BASKET}/ops", content=body))
        assert answer.status_code == httpx.codes.OK, answer.text
        return op.id

    def buy(self, terminal: Terminal, sku: str) -> OrderAnswer:
        """Order one piece; return the answer to the order, which was taken."""
        order = self.order(terminal, sku)
        answer = answered(lambda: terminal.put(order))
        assert answer.status_code == httpx.codes.CREATED, answer.text
        return msgspec.json.decode(answer.content, type=OrderAnswer)

    def orders(self) -> tuple[int, int]:
        """Return how many accepted orders wait for the engine, and how many it has."""
        waits = shop_order.c.handed_over_at.is_(None) & (shop_order.c.status == "accepted")
        waiting = select(func.count()).select_from(shop_order).where(waits)
        there = select(func.count()).select_from(engine_order)
        with read(self.engine) as connection:
            return connection.scalar(waiting) or 0, connection.scalar(there) or 0

    @property
    def commerce(self) -> EmbeddedEngine:
        """The engine behind the hubs."""
        return EmbeddedEngine(self.engine)


def answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask the same as often as it takes, as a terminal does whose hub breaks off or is busy."""
    while True:
        try:
            answer = ask()
        except httpx.TransportError:
            continue
        if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
            return answer


@contextmanager
def many_hubs(hubs: int = 2, terminals: int = 12) -> Iterator[ManyHubs]:
    """Open a small shop with so many hubs, each with a folder of its own, and terminals."""
    folder = Path(tempfile.mkdtemp(prefix="many-hubs-"))
    server = PostgresServer()
    server.start()
    url, seed = server.url(server.create()), small_shop()
    made = open_hub(HubSettings(folder / "filled", database_url=url))
    load_seed(made.engine, seed)
    admin.rebuild_catalogue(made.engine, folder / "filled")
    running = [Hub(folder / f"hub{n}", url, folder / f"hub{n}.log") for n in range(hubs)]
    for one in running:
        one.start()
    proxy = Proxy(folder, [one.port for one in running])
    clients: list[httpx.Client] = []
    try:
        enrolled = [
            enrolled_at(proxy.url, made.engine, f"T{n}", HERE) for n in range(1, terminals + 1)
        ]
        clients += [one.http for one in enrolled]
        web = calling(proxy.url, admin.new_channel_token(made.engine, "web"))
        clients.append(web)
        yield ManyHubs(server, running, proxy, made.engine, seed, enrolled, web)
    finally:
        for client in clients:
            client.close()
        proxy.stop()
        for one in running:
            one.stop()
        made.engine.dispose()
        server.throw_away()
        shutil.rmtree(folder)
