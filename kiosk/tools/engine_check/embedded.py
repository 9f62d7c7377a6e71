"""The hub's own engine on the bench, with the demo shop in a database of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from pathlib import Path

from sqlalchemy import Engine

from kiosk.demo.shop import build_shop
from kiosk.demo.shop.showcase import ANNA, HERE, IVAN, WAREHOUSE
from kiosk.domain.money import Money
from kiosk.errors import BadInput
from kiosk.hub.engines.embedded import stock_book
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.engines.port import CommerceEngine
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import DATABASE, address, faults, open_database, write
from kiosk.tools.engine_check.kit import Bench, Person

TODAY = date(2026, 11, 28)
PEOPLE = (ANNA.id, IVAN.id)
SKUS = 24


class StockHands:
    """Whoever counts and prices in the embedded shop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def set_free(self, sku: str, location_id: str, pieces: int) -> None:
        """Count what lies there, so that so many are free."""
        with write(self._engine) as connection:
            level = shop.level(connection, sku, location_id)
            taken = level.allocated + level.reserved + level.buffer if level else 0
            stock_book.set_stocks(connection, [(sku, location_id, pieces + taken)])

    def set_price(self, sku: str, price: Money) -> None:
        """Change a list price."""
        with write(self._engine) as connection:
            stock_book.set_prices(connection, {sku: price.minor})


class SeveralHubs(EmbeddedEngine):
    """The engines of several hubs over one database: each call goes to the next of them."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        super().__init__(engines[0])
        self._hubs = cycle(map(EmbeddedEngine, engines))

    def __getattribute__(self, name: str) -> object:
        if name.startswith("_"):
            return super().__getattribute__(name)
        return getattr(next(self._hubs), name)


@contextmanager
def embedded(database_url: str = "", hubs: int = 1) -> Iterator[Bench]:
    """Open the embedded engine, on SQLite unless an empty database of a server is given.

    A file is gone afterwards, a server's database is full of the demo shop. Raises `BadConfig` as
    `open_database` does, `BadInput` `database_not_empty`.
    """
    with tempfile.TemporaryDirectory() as folder, faults(Path(folder)):
        place = address(database_url) if database_url else Path(folder) / DATABASE
        engines = [open_database(place) for _ in range(hubs)]
        try:
            seed = _filled(engines[0])
            yield bench_of(SeveralHubs(engines), engines[0], seed)
        finally:
            for engine in engines:
                engine.dispose()


def _filled(engine: Engine) -> ShopSeed:
    seed = build_shop(TODAY)
    try:
        load_seed(engine, seed)
    except ValueError as error:
        raise BadInput("database_not_empty") from error
    return seed


def bench_of(engine: CommerceEngine, database: Engine, seed: ShopSeed) -> Bench:
    """Put an engine over a database with the demo shop on the bench."""
    people = {one.id: one for one in seed.customers}
    here = [one.sku for one in seed.stock if one.location_id == WAREHOUSE and not one.buffer]
    return Bench(
        engine=engine,
        hands=StockHands(database),
        people=tuple(
            Person(
                id=one.id,
                card=one.card_number,
                phone=one.phone,
                email=one.email,
                first_name=one.first_name,
                last_name=one.last_name,
                basket_id=one.basket_id,
            )
            for one in map(people.__getitem__, PEOPLE)
        ),
        skus=tuple(here[:SKUS]),
        spare_sku=here[SKUS],
        store_id=HERE,
        source_id=WAREHOUSE,
        currency=seed.terms.currency,
        tier_id=people[ANNA.id].tier_id,
        today=TODAY.isoformat(),
    )
