"""The engine itself: each call one transaction of its own in the hub's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from kiosk.domain.basket import BasketOp
from kiosk.domain.fulfilment import FulfilmentKind, Way, ways_to_get
from kiosk.domain.pricing import Priced, PriceRequest, price
from kiosk.hub.engines.embedded import baskets, customers, goods, orders
from kiosk.hub.engines.port import (
    PAGE,
    By,
    Customer,
    EngineOrder,
    EngineUnavailable,
    EventPage,
    FoundCustomer,
    Goods,
    HistoryPage,
    Placement,
    StockPage,
    Wanted,
)
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import FAULTS, read, write
from kiosk.hub.storage.times import utc_now
from kiosk.wire.baskets import BasketState


class EmbeddedEngine:
    """A `CommerceEngine` over tables of its own and the hub's catalogue and stock."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def customer(self, by: By, value: str) -> Customer | None:
        """Look one up, exactly."""
        with _answering(), read(self._engine) as connection:
            return customers.find(connection, by, value)

    def find_customers(self, text: str, limit: int) -> Sequence[FoundCustomer]:
        """Search for staff."""
        with _answering(), read(self._engine) as connection:
            return customers.search(connection, text, limit)

    def history(self, customer_id: str, before: str = "", limit: int = PAGE) -> HistoryPage:
        """Return what has been, newest first."""
        with _answering(), read(self._engine) as connection:
            return customers.history_page(connection, customer_id, before, limit)

    def basket(self, basket_id: str) -> BasketState | None:
        """Return a basket."""
        with _answering(), read(self._engine) as connection:
            return baskets.state(connection, basket_id)

    def change_basket(
        self, basket_id: str, ops: Sequence[BasketOp], channel: str
    ) -> BasketState | None:
        """Append the operations that are not there yet."""
        with _answering(), write(self._engine) as connection:
            return baskets.append(connection, basket_id, ops, channel)

    def goods_since(self, cursor: str, limit: int = PAGE) -> Goods:
        """Return products and variants that changed."""
        with _answering(), read(self._engine) as connection:
            return goods.goods_since(connection, cursor, limit)

    def stock_since(self, cursor: str, limit: int = PAGE) -> StockPage:
        """Return stock that changed."""
        with _answering(), read(self._engine) as connection:
            return goods.stock_since(connection, cursor, limit)

    def ways(self, sku: str, location_id: str, now: datetime) -> Sequence[Way]:
        """Return the ways that the rules of `domain` open."""
        with _answering(), read(self._engine) as connection:
            terms, places = shop.terms(connection), shop.locations(connection)
            if location_id not in places or not shop.has_variant(connection, sku):
                return ()
            levels = shop.levels(connection, sku)
        local = now.astimezone(ZoneInfo(terms.time_zone))
        return ways_to_get(levels, places[location_id], places, terms, local)

    def quote(self, wanted: Sequence[Wanted], tier_id: str, today: str) -> Priced:
        """Price by the rules of `domain`."""
        with _answering(), read(self._engine) as connection:
            variants = shop.variants(connection, [one.sku for one in wanted])
            promotions, terms = shop.promotions(connection), shop.terms(connection)
        requests = [
            PriceRequest(one.sku, v.product_id, v.category_id, one.quantity, v.list_price)
            for one in wanted
            for v in [variants[one.sku]]
        ]
        at_home = frozenset(one.sku for one in wanted if one.kind is FulfilmentKind.DELIVERY)
        return price(requests, promotions, terms, tier_id, today, at_home)

    def place(self, order: EngineOrder) -> Placement:
        """Allocate every line at its source, once; a line that is short waits as a whole."""
        with _answering():
            try:
                with write(self._engine) as connection:
                    return orders.place(connection, order, self._clock())
            except IntegrityError:
                if (known := self.status(order.id)) is None:
                    raise
                return known

    def status(self, order_id: str) -> Placement | None:
        """Look an order up by the hub's id."""
        with _answering(), read(self._engine) as connection:
            return orders.find(connection, order_id)

    def events(self, cursor: str, limit: int = PAGE) -> EventPage:
        """Return the orders that were placed; nothing else happens to them here so far."""
        with _answering(), read(self._engine) as connection:
            return orders.events_since(connection, cursor, limit)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except FAULTS as error:
        raise EngineUnavailable("engine_unavailable") from error
