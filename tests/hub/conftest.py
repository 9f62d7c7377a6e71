"""A real hub on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.domain.money import total
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.wire.orders import OrderBody
from tests.databases import copy_hub, hub_settings
from tests.hub.calling import (
    Clock,
    Enrol,
    MakeOrder,
    Quoted,
    Terminal,
    Until,
    calling,
    enrolled_at,
    order_of,
)
from tests.hub.small_shop import money, small_shop
from tests.patience import PATIENCE_S


@pytest.fixture(scope="session")
def seed() -> ShopSeed:
    return small_shop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, seed: ShopSeed) -> Path:
    """A hub's data folder with the shop in it, to be copied."""
    folder = tmp_path_factory.mktemp("hub") / "data"
    opened = open_hub(hub_settings(folder))
    load_seed(opened.engine, seed)
    admin.rebuild_catalogue(opened.engine, folder)
    opened.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def stopping() -> Iterator[Callable[[HubServer], None]]:
    """Stop hubs beside the next tests: a stop is 0.2 s of waiting."""
    stopped: list[Future[None]] = []

    def stop(server: HubServer) -> None:
        server.stop()
        server.hub.close()

    with ThreadPoolExecutor(2) as pool:
        yield lambda server: stopped.append(pool.submit(stop, server))
    for one in stopped:
        one.result()


@pytest.fixture
def with_worker() -> bool:
    """Whether the hub hands orders over; a module that does it by hand says no."""
    return True


@pytest.fixture
def settings(tmp_path: Path, filled: Path) -> HubSettings:
    """Of the hub that each test gets; its data are there."""
    return hub_settings(copy_hub(filled, tmp_path / "hub"))


@pytest.fixture
def hub(
    settings: HubSettings,
    clock: Clock,
    stopping: Callable[[HubServer], None],
    with_worker: bool,
) -> Iterator[HubServer]:
    server = HubServer(settings, clock, worker=with_worker)
    server.start()
    yield server
    stopping(server)


@pytest.fixture
def client(hub: HubServer) -> Iterator[httpx.Client]:
    """Nobody in particular."""
    with calling(hub.url) as http:
        yield http


@pytest.fixture
def enrol(hub: HubServer) -> Iterator[Enrol]:
    clients: list[httpx.Client] = []

    def make(prefix: str, location_id: str = "store-a") -> Terminal:
        made = enrolled_at(hub.url, hub.engine, prefix, location_id)
        clients.append(made.http)
        return made

    yield make
    for http in clients:
        http.close()


@pytest.fixture
def terminal(enrol: Enrol) -> Terminal:
    return enrol("T1")


@pytest.fixture
def web(hub: HubServer) -> Iterator[httpx.Client]:
    """The web shop's own system."""
    token = admin.new_channel_token(hub.engine, "web")
    with calling(f"{hub.url}/v1", token) as http:
        yield http


@pytest.fixture
def make_order(terminal: Terminal, seed: ShopSeed, clock: Clock) -> MakeOrder:
    """Build orders."""

    def make(*args: Any, **changed: Any) -> OrderBody:  # noqa: ANN401  # as `MakeOrder` says
        return order_of(terminal, seed, clock(), *args, **changed)

    return make


def _quoted(order: OrderBody, *units: int) -> OrderBody:
    lines = tuple(
        replace(line, unit=money(unit), adjustments=(), total=money(unit * line.quantity))
        for line, unit in zip(order.lines, units, strict=True)
    )
    goods = total((line.total for line in lines), "RUB")
    return msgspec.structs.replace(
        order, lines=lines, goods=goods, to_pay=goods + order.delivery_fee
    )


@pytest.fixture
def quoted() -> Quoted:
    """Say other unit prices in an order, with sums that fit."""
    return _quoted


@pytest.fixture
def until() -> Until:
    """Wait for a condition, a generous while at most."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        turn = threading.Event()
        while not condition():
            assert time.monotonic() < deadline, "it never happened"
            turn.wait(0.01)

    return wait
