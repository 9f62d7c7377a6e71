"""The hub's own commerce engine: allocates stock in the hub's database."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from kiosk.domain.stock import StockLevel
from kiosk.hub.engines.port import EngineLine, EngineOrder, EngineUnavailable, Placement
from kiosk.hub.storage import feed, shop
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import engine_order, stock


class EmbeddedEngine:
    """A `CommerceEngine` over the stock table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def place(self, order: EngineOrder) -> Placement:
        """Allocate every line at its source, once; what is short is backordered whole."""
        try:
            with write(self._engine) as connection:
                placement = Placement(f"E-{order.number}", _allocate(connection, order.lines))
                connection.execute(
                    insert(engine_order).values(
                        order_id=order.id,
                        reference=placement.reference,
                        backordered=msgspec.json.encode(placement.backordered).decode(),
                    )
                )
                return placement
        except IntegrityError:
            if (known := self.find(order.id)) is None:
                raise
            return known
        except OperationalError as error:
            raise EngineUnavailable("engine_unavailable") from error

    def find(self, order_id: str) -> Placement | None:
        """Look an order up by the hub's id."""
        try:
            with read(self._engine) as connection:
                row = connection.execute(
                    select(engine_order).where(engine_order.c.order_id == order_id)
                ).one_or_none()
        except OperationalError as error:
            raise EngineUnavailable("engine_unavailable") from error
        if row is None:
            return None
        return Placement(row.reference, msgspec.json.decode(row.backordered, type=tuple[str, ...]))


def _allocate(connection: Connection, lines: tuple[EngineLine, ...]) -> tuple[str, ...]:
    """Raise `allocated` where there is enough; return the SKUs where there is not."""
    changed: list[StockLevel] = []
    short: list[str] = []
    for line in lines:
        here = (stock.c.sku == line.sku) & (stock.c.location_id == line.source_id)
        row = connection.execute(select(stock).where(here).with_for_update()).one_or_none()
        if row is None or shop.to_level(row).available < line.quantity:
            short.append(line.sku)
            continue
        connection.execute(
            update(stock).where(here).values(allocated=stock.c.allocated + line.quantity)
        )
        changed.append(shop.to_level(connection.execute(select(stock).where(here)).one()))
    feed.tell_stock(connection, changed)
    return tuple(short)
