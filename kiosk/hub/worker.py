"""Hands accepted orders to the engine: in a thread of the hub, or of a process of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money, total
from kiosk.hub.engines.port import EngineLine, EngineOrder, EngineUnavailable, Orders
from kiosk.hub.metrics import FAULT, UNAVAILABLE, Metrics
from kiosk.hub.orders.checks import moment
from kiosk.hub.storage import handover
from kiosk.hub.storage.database import FAULTS, read, write
from kiosk.hub.storage.handover import Due
from kiosk.hub.storage.orders import BACKORDER
from kiosk.hub.storage.times import as_text

LOG = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0


class Worker:
    """Looks for due orders when woken and every second.

    Any number of workers may share a database, in any processes. Where a crash or a silent
    engine leaves it open whether an order arrived, the next attempt asks the engine first.
    """

    def __init__(
        self,
        database: Engine,
        engine: Orders,
        clock: Callable[[], datetime],
        wake: threading.Event,
        metrics: Metrics | None = None,
    ) -> None:
        self._database = database
        self._engine = engine
        self._clock = clock
        self._wake = wake
        self._metrics = metrics or Metrics()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the order in hand and end."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()

    def hand_over_next(self) -> bool:
        """Take one due order to the engine; False where none is due."""
        with write(self._database) as connection:
            claimed = handover.claim(connection, self._clock())
        if claimed is None:
            return False
        with read(self._database) as connection:
            due = handover.due(connection, claimed)
        try:
            placement = self._engine.status(due.id) if due.attempts else None
            placement = placement or self._engine.place(_for_engine(due))
        except EngineUnavailable:
            self._metrics.engine_failed(UNAVAILABLE)
            LOG.warning(
                "the engine does not answer", extra={"order": due.id, "attempt": due.attempts}
            )
            return True
        except Exception:
            self._metrics.engine_failed(FAULT)
            raise
        with write(self._database) as connection:
            handover.handed_over(
                connection,
                due.id,
                placement.reference,
                placement.backordered,
                placement.ordered_before,
                self._clock(),
            )
        return True

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                while not self._stopping.is_set() and self.hand_over_next():
                    pass
            except FAULTS:
                LOG.warning("the database cannot be used now; orders wait", exc_info=True)
            except Exception:  # a bug met by one order: it waits its turn, the others go on
                LOG.exception("an order could not be handed over")
            self._wake.wait(LOOK_EVERY_S)
            self._wake.clear()


def _for_engine(due: Due) -> EngineOrder:
    order, currency = due.order, due.answer.to_pay.currency
    made, _ = moment(order, datetime.fromisoformat(due.received_at))
    charged = [Money(line.charged_minor, currency) for line in due.lines]
    return EngineOrder(
        id=due.id,
        number=order.number,
        made_at=as_text(made),
        location_id=order.location_id,
        customer_id=due.customer_id,
        contact=order.contact,
        deliver_to=due.deliver_to,
        lines=tuple(
            EngineLine(
                line.sku,
                line.quantity,
                FulfilmentKind(line.kind),
                line.location_id,
                line.source_id,
                amount,
                waits=line.state == BACKORDER,
            )
            for line, amount in zip(due.lines, charged, strict=True)
        ),
        delivery_fee=due.answer.to_pay - total(charged, currency),
        to_pay=due.answer.to_pay,
        points=due.answer.points,
        basket_id=due.basket_id,
        basket_op_ids=order.basket_op_ids if due.basket_id else (),
    )
