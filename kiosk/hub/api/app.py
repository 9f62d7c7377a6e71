"""The hub's HTTP interface, put together."""

from __future__ import annotations

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from sqlalchemy.exc import DataError

from kiosk import __version__
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.api import (
    baskets,
    calls,
    catalogue,
    changes,
    checkouts,
    customers,
    orders,
    pictures,
    problems,
    products,
    staff,
    status,
    stock,
    terminals,
)
from kiosk.hub.api.requests import OPEN, BearerTokens
from kiosk.hub.context import Hub
from kiosk.hub.engines.port import EngineUnavailable
from kiosk.hub.feed_watch import FeedWatch
from kiosk.hub.health import Health
from kiosk.hub.presence import Presence
from kiosk.hub.rebuilding import Rebuilder
from kiosk.hub.storage.database import FAULTS
from kiosk.hub.storage.news import Listener
from kiosk.hub.sweeping import Sweeper
from kiosk.hub.worker import Worker

BODY_LIMIT = 1_000_000  # bytes; a full basket's order is below 200,000

HANDLERS = [
    status.status,
    terminals.enrol,
    terminals.terminal,
    catalogue.manifest,
    catalogue.catalogue_file,
    pictures.picture,
    changes.changes,
    changes.stream,
    products.by_gtin,
    calls.call_staff,
    stock.availability,
    stock.ways,
    customers.recognise,
    customers.prove,
    customers.me,
    customers.end_grant,
    customers.find,
    customers.open_customer,
    baskets.basket,
    baskets.append,
    checkouts.hold,
    checkouts.let_go,
    orders.put_order,
    orders.order,
    orders.missing,
    staff.sign_in,
    staff.sign_out,
    staff.open_tasks,
    staff.finish_task,
]


def make_app(hub: Hub, worker: Worker | None) -> Litestar:
    """Build the application; a worker lives as long as it does."""
    presence = Presence(hub.engine, hub.clock)
    watch = FeedWatch(hub.engine, presence.heard)
    health = Health(hub)
    hub.metrics.follow(health.found, lambda: watch.listeners)
    rebuilder = Rebuilder(hub.engine, hub.data_dir, hub.clock)
    sweeper = Sweeper(hub.engine, hub.clock)
    threads: list[Rebuilder | Sweeper | Presence | Worker | Listener]
    threads = [rebuilder, sweeper, presence]
    if hub.engine.dialect.name == "postgresql":
        threads.append(Listener(hub.engine, watch.look_now))
    if worker:
        threads.append(worker)
    return Litestar(
        route_handlers=[Router("/v1", route_handlers=HANDLERS)],
        state=State({"hub": hub, "watch": watch, "presence": presence}),
        dependencies={
            "hub": Provide(lambda: hub, sync_to_thread=False),
            "watch": Provide(lambda: watch, sync_to_thread=False),
            "health": Provide(lambda: health, sync_to_thread=False),
        },
        middleware=[
            DefineMiddleware(BearerTokens, exclude="^/v1/schema", exclude_from_auth_key=OPEN)
        ],
        exception_handlers={
            HubRefused: problems.from_known,
            EngineUnavailable: problems.from_engine,
            BadInput: problems.from_known,
            HTTPException: problems.from_http,
            UnicodeDecodeError: problems.from_unreadable,
            RecursionError: problems.from_unreadable,
            DataError: problems.from_unreadable,
            **dict.fromkeys(FAULTS, problems.from_database_fault),
            Exception: problems.from_bug,
        },
        openapi_config=OpenAPIConfig(
            title="store-kiosk hub",
            version=__version__,
            path="/v1/schema",
            render_plugins=[JsonRenderPlugin()],
        ),
        on_startup=[watch.start, *(thread.start for thread in threads)],
        on_shutdown=[watch.stop, *(thread.stop for thread in threads), hub.engine.dispose],
        # No cache may keep personal data; the catalogue's answers, which may be kept, say so.
        response_headers={"Cache-Control": "no-store"},
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        debug=False,
    )
