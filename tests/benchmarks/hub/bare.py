"""The yardstick: bare Litestar with the SQL of the hub's most frequent request, by the driver.

No token, no rule, and of SQLAlchemy the pool alone. The statements are those that the hub
sends for it, taken down at the start.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from litestar import Litestar, get
from litestar.params import FromPath
from sqlalchemy import Engine, event

from kiosk.hub import serve
from kiosk.hub.api import stock
from kiosk.hub.serve import open_hub
from kiosk.hub.storage.database import read
from kiosk.hub.storage.terminals import ChannelRow
from kiosk.hub.storage.times import as_text, utc_now
from kiosk.wire.stock import Availability, AvailabilityAt
from tests.benchmarks.hub.target import target_of

Given = tuple[Any, ...] | dict[str, Any]
Statement = tuple[str, Given]


def statements(engine: Engine, sku: str, place: str) -> list[Statement]:
    """Take down what the hub asks its database about a SKU, seen from a place."""
    taken: list[Statement] = []

    def take(_connection: object, _cursor: object, text: str, given: Given, *_more: object) -> None:
        taken.append((text, given))

    event.listen(engine, "before_cursor_execute", take)
    try:
        with read(engine) as database:
            stock._look(database, ChannelRow("made"), sku, place, utc_now())
    finally:
        event.remove(engine, "before_cursor_execute", take)
    return taken


def make_app(engine: Engine, asked: list[Statement], sku: str) -> Litestar:
    """Answer for any SKU what was taken down for one."""
    levels = next(n for n, (text, _) in enumerate(asked) if "FROM stock" in text)

    def of(given: Given, wanted: str) -> Given:
        if isinstance(given, dict):
            return {name: wanted if value == sku else value for name, value in given.items()}
        return tuple(wanted if value == sku else value for value in given)

    @get("/v1/variants/{sku:str}/availability", sync_to_thread=True)
    def availability(sku: FromPath[str]) -> Availability:
        connection = engine.raw_connection()
        cursor = connection.cursor()
        rows = []
        for text, given in asked:
            cursor.execute(text, of(given, sku))
            rows.append(cursor.fetchall() if cursor.description else [])
        connection.close()  # which ends the transaction
        found = tuple(
            AvailabilityAt(place, on_hand - allocated - reserved - buffer, 0, 0)
            for _, place, on_hand, allocated, reserved, buffer in rows[levels]
        )
        return Availability(sku, found, as_text(utc_now()))

    return Litestar([availability], openapi_config=None, logging_config=None)


def main(port: str, sku: str, place: str, *target: str) -> None:
    """Serve until told to end, as the hub does, over the data of that hub."""
    hub = open_hub(target_of(target).settings)
    app = make_app(hub.engine, statements(hub.engine, sku, place), sku)
    listener = serve._listen("127.0.0.1", int(port))
    uvicorn.Server(serve._config(app, "off")).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
