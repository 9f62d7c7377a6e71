"""The hub's own commerce engine: allocates stock in the hub's database."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.stock import StockLevel
from kiosk.hub.engines.embedded.tables import engine_order
from kiosk.hub.engines.port import EngineLine, EngineOrder, EngineUnavailable, Placement
from kiosk.hub.storage import feed, reservations, shop
from kiosk.hub.storage.database import FAULTS, read, write
from kiosk.hub.storage.reservations import ORDER, Holder
from kiosk.hub.storage.tables import stock


class EmbeddedEngine:
    """A `CommerceEngine` over the stock table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def place(self, order: EngineOrder) -> Placement:
        """Allocate every line at its source, once; a line that is short waits as a whole."""
        try:
            with write(self._engine) as connection:
                placement = Placement(f"E-{order.number}", _allocate(connection, order))
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
        except FAULTS as error:
            raise EngineUnavailable("engine_unavailable") from error

    def find(self, order_id: str) -> Placement | None:
        """Look an order up by the hub's id."""
        try:
            with read(self._engine) as connection:
                row = connection.execute(
                    select(engine_order).where(engine_order.c.order_id == order_id)
                ).one_or_none()
        except FAULTS as error:
            raise EngineUnavailable("engine_unavailable") from error
        if row is None:
            return None
        return Placement(row.reference, msgspec.json.decode(row.backordered, type=tuple[str, ...]))


def _allocate(connection: Connection, order: EngineOrder) -> tuple[str, ...]:
    """Raise `allocated` where there is enough; return the SKUs where there is not.

    The hub goes on reserving the pieces until it has noted that the order is here. Until then they
    count twice: too few may be promised meanwhile, never too many.
    """
    changed: list[StockLevel] = []
    short: list[str] = []
    for line in sorted(order.lines, key=lambda line: (line.sku, line.source_id)):
        level = shop.locked_level(connection, line.sku, line.source_id)
        if level is None or line.waits or not _enough(connection, order.id, line, level):
            short.append(line.sku)
            continue
        allocated = level.allocated + line.quantity
        connection.execute(
            update(stock)
            .where(stock.c.sku == line.sku, stock.c.location_id == line.source_id)
            .values(allocated=allocated)
        )
        changed.append(replace(level, allocated=allocated))
    feed.tell_stock(connection, changed)
    return tuple(short)


def _enough(connection: Connection, order_id: str, line: EngineLine, level: StockLevel) -> bool:
    """Tell whether a line can be served; what is reserved for its own order is there for it.

    What was carried away is gone, whatever stock says. Where there is less than was reserved for
    all, the first order to come here is served.
    """
    if line.kind == FulfilmentKind.TAKE_AWAY:
        return True
    own = reservations.held(connection, Holder(ORDER, order_id), line.sku, line.source_id)
    if own >= line.quantity:
        return level.on_hand - level.allocated >= line.quantity
    return level.available >= line.quantity
