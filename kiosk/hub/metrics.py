"""What is counted of a hub while it runs, for its own status and for Prometheus.

No label holds what a caller chose: neither an id nor a path that is no route.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    make_asgi_app,
)
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from kiosk import __version__
from kiosk.hub.storage.health import Findings, is_busy

LATELY_S = 600.0
IN_VAIN_S = 30.0  # three times as long as a writer waits for the lock
MOST = 10_000
REPEATED, NOT_TAKEN = "repeated", "not_taken"  # an order's outcomes, besides what is stored
UNAVAILABLE, FAULT = "unavailable", "fault"  # an engine's failures
NO_ROUTE, OTHER = "none", "other"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_GAUGES = {
    "open_streams": "Terminals that listen for changes.",
    "ready": "1 if /v1/status says so.",
    "catalogue_age_seconds": "Age of the newest catalogue file.",
    "orders_waiting": "Accepted orders that the engine has not got.",
    "oldest_order_seconds": "Age of the oldest of them; 0 if there is none.",
}

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Any, Any, Any], Awaitable[None]]


class Recent:
    """Counts what happened within the last `within_s` seconds, at most `MOST`; for any thread."""

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._turn = threading.Lock()
        self._moments: deque[float] = deque(maxlen=MOST)

    def note(self) -> None:
        """Count one that happens now."""
        with self._turn:
            self._moments.append(time.monotonic())

    @property
    def count(self) -> int:
        """How many there were."""
        over = time.monotonic() - self._within_s
        with self._turn:
            while self._moments and self._moments[0] < over:
                self._moments.popleft()
            return len(self._moments)


class Metrics:
    """Of one hub in this process, in a registry of its own; for any thread."""

    def __init__(self) -> None:
        self.engine_unavailable = Recent(LATELY_S)
        self.waited_in_vain = Recent(IN_VAIN_S)  # writers for the database's lock
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("kiosk_hub", "The hub's release.", registry=registry).info({"version": __version__})
        self._requests = Counter(
            "kiosk_hub_requests",
            "Requests that were answered.",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "kiosk_hub_request_seconds",
            "From a request's head to its answer's.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._orders = Counter(
            "kiosk_hub_orders", "Orders that came, by outcome.", ["outcome"], registry=registry
        )
        self._engine_failures = Counter(
            "kiosk_hub_engine_failures",
            "Attempts to hand an order over that failed, by kind.",
            ["kind"],
            registry=registry,
        )
        self._database_errors = Counter(
            "kiosk_hub_database_errors",
            "Errors of the database, by SQLAlchemy's kind.",
            ["kind"],
            registry=registry,
        )
        self._gauges = {
            name: Gauge(f"kiosk_hub_{name}", about, registry=registry)
            for name, about in _GAUGES.items()
        }

    def follow(self, found: Callable[[], Findings], streams: Callable[[], int]) -> None:
        """Ask these at each look from now on: the hub's health, and how many streams are open."""

        def oldest_order_s() -> int | None:
            return None if found().orders_waiting is None else found().oldest_order_s or 0

        asked: dict[str, Callable[[], float | None]] = {
            "open_streams": streams,
            "ready": lambda: not found().problems,
            "catalogue_age_seconds": lambda: found().catalogue_age_s,
            "orders_waiting": lambda: found().orders_waiting,
            "oldest_order_seconds": oldest_order_s,
        }
        for name, value in asked.items():
            self._gauges[name].set_function(partial(_or_nan, value))

    def watch_database(self, engine: Engine) -> None:
        """Count the faults of a database from now on."""
        event.listen(engine, "handle_error", self._database_failed)

    def order_decided(self, outcome: str) -> None:
        """Count an order that came: `accepted`, `rejected`, `REPEATED` or `NOT_TAKEN`."""
        self._orders.labels(outcome).inc()

    def engine_failed(self, kind: str) -> None:
        """Count an attempt to hand an order over that failed: `UNAVAILABLE` or `FAULT`."""
        if kind == UNAVAILABLE:
            self.engine_unavailable.note()
        self._engine_failures.labels(kind).inc()

    def measured(self, app: AsgiApp) -> AsgiApp:
        """Wrap a Litestar application: its requests are counted, those without a route too."""

        async def counting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            began = time.perf_counter()

            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._answered(scope, message["status"], time.perf_counter() - began)
                await send(message)

            await app(scope, receive, sending)

        return counting

    def as_app(self) -> AsgiApp:
        """Return what answers Prometheus."""
        app: AsgiApp = make_asgi_app(self._registry)
        return app

    def _answered(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else OTHER
        route = scope.get("path_template", NO_ROUTE)  # as Litestar found it
        self._requests.labels(method, route, f"{status // 100}xx").inc()
        self._seconds.labels(method, route).observe(seconds)

    def _database_failed(self, context: ExceptionContext) -> None:
        if is_busy(context.original_exception):
            self.waited_in_vain.note()
        error = context.sqlalchemy_exception
        self._database_errors.labels(type(error).__name__ if error else OTHER).inc()


def _or_nan(value: Callable[[], float | None]) -> float:
    """Return what is not known as Prometheus writes it."""
    return math.nan if (now := value()) is None else now
