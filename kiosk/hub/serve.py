"""Run a hub: in this process until stopped, or in a thread beside a test or the demo."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import uvicorn
from litestar import Litestar
from sqlalchemy import URL, Engine

from kiosk.errors import BadConfig
from kiosk.hub.api.app import make_app
from kiosk.hub.context import Hub
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.port import CommerceEngine
from kiosk.hub.feed_watch import FeedWatch
from kiosk.hub.keys import HubKeys, bind, load_keys
from kiosk.hub.metrics import AsgiApp
from kiosk.hub.shared_keys import shared_keys
from kiosk.hub.storage import catalogue
from kiosk.hub.storage.database import DATABASE, address, faults, open_database, read
from kiosk.hub.storage.times import utc_now
from kiosk.hub.worker import Worker
from kiosk.wire.decoders import prepare

LOG = logging.getLogger(__name__)
START_WITHIN_S = 30.0
MOST_PORT = 65_535
# Requests in hand at a time, as many as the pool of a server's connections. asyncio's own few would
# let those who wait for SQLite's write lock keep all readers waiting.
HANDLERS = 15
FINISH_WITHIN_S = 2  # for the requests in hand when it is told to end; terminals repeat theirs


@dataclass(frozen=True, slots=True)
class HubSettings:
    """Where a hub keeps its data and where it listens; port 0 takes a free one.

    `database_url` names a database of PostgreSQL; "" keeps it in the folder, as a file. Where hubs
    share a database each has a folder of its own, with what can be had anew from there, and with
    `keys_in_folder` the keys, the same at each.
    `metrics` is the host and port at which Prometheus is answered; None: nowhere.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8080
    database_url: str = field(default="", repr=False)  # it may hold a password
    metrics: tuple[str, int] | None = None
    keys_in_folder: bool = False

    @property
    def database(self) -> Path | URL:
        """Where the database is. Raises `BadConfig` `database_url_wrong`."""
        return address(self.database_url) if self.database_url else self.data_dir / DATABASE


def open_hub(
    settings: HubSettings, clock: Callable[[], datetime] = utc_now, *, existing: bool = False
) -> Hub:
    """Open a hub's data and keys, making them on first use unless they have to be `existing`.

    Raises `BadConfig` where the data directory, SQLite or the server is not fit for it
    (`open_database`, `faults`), and where data and keys do not go together (`keys_missing`,
    `keys_of_another_hub`).
    """
    prepare()
    folder, place = settings.data_dir, settings.database
    with faults(folder):
        # A file's keys are made before it, a server's in it.
        keys = load_keys(folder) if isinstance(place, Path) else None
        engine = open_database(place, existing=existing)
        try:
            if keys is None:
                keys = shared_keys(engine, folder, in_folder=settings.keys_in_folder)
            bind(engine, keys, folder)
        except BaseException:
            engine.dispose()
            raise
    commerce = EmbeddedEngine(engine, clock)
    hub = Hub(engine, commerce, keys, folder, clock, threading.Event())
    hub.metrics.watch_database(engine)
    return hub


def application(hub: Hub, worker: bool = True) -> Litestar:
    """Build the application over an open hub; a shop without a catalogue file gets one.

    Without `worker`, another process hands the orders over.
    """
    with faults(hub.data_dir):
        _ensure_catalogue(hub)
    if not worker:
        return make_app(hub, None)
    return make_app(hub, Worker(hub.engine, hub.commerce, hub.clock, hub.wake, hub.metrics))


def serve(settings: HubSettings) -> None:
    """Serve until interrupted. Raises `BadConfig`, as `_listen` and `open_hub` do."""
    with ExitStack() as running:
        listener = running.enter_context(_listen(settings.host, settings.port))
        beside = running.enter_context(_listen(*settings.metrics)) if settings.metrics else None
        hub = open_hub(settings)
        server = _server(application(hub))
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, server.handle_exit)  # a closed console ends it like Ctrl-C
        if beside is not None:
            metrics = _metrics(hub, beside)
            running.callback(metrics.stop)
            metrics.start()
        with suppress(KeyboardInterrupt):  # uvicorn raises it again when it has shut down
            server.run(sockets=[listener])


class HubServer:
    """A hub in a thread of this process; may be stopped and started again on its port."""

    def __init__(
        self,
        settings: HubSettings,
        clock: Callable[[], datetime] = utc_now,
        *,
        worker: bool = True,
    ) -> None:
        self._settings = settings
        self._worker = worker
        self._port = settings.port
        self._running: list[_Beside] = []
        self.hub = open_hub(settings, clock)
        self.metrics_url = ""  # with settings that say where; known once started

    @property
    def url(self) -> str:
        """The base address, without `/v1`; known once started."""
        return f"http://{self._settings.host}:{self._port}"

    @property
    def engine(self) -> Engine:
        """The open hub's database, for those in this process who look past its interface."""
        return self.hub.engine

    @property
    def commerce(self) -> CommerceEngine:
        """The shop's engine, for those in this process who play another channel."""
        return self.hub.commerce

    @property
    def keys(self) -> HubKeys:
        """The open hub's keys, for those in this process who sign app codes."""
        return self.hub.keys

    def start(self) -> None:
        """Listen; returns when requests are answered."""
        server = _server(application(self.hub, self._worker))
        listener = _listen(self._settings.host, self._port)
        self._port = listener.getsockname()[1]
        if self._settings.metrics:
            beside = _listen(*self._settings.metrics)
            self.metrics_url = f"http://{beside.getsockname()[0]}:{beside.getsockname()[1]}"
            self._running.append(_metrics(self.hub, beside))
        self._running.append(_Beside(server, listener, "hub"))
        for one in self._running:
            one.start()

    def stop(self) -> None:
        """Finish the requests in hand and stop listening; stopping twice is no error."""
        while self._running:
            self._running.pop().stop()


class _Server(uvicorn.Server):
    """A server that tells when it is up, or will never be, and what to do before its end."""

    def __init__(self, config: uvicorn.Config, end: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._end = end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        handlers = ThreadPoolExecutor(HANDLERS, "hub-handler")
        asyncio.get_running_loop().set_default_executor(handlers)
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._end()
        await super().shutdown(sockets)


def _server(app: Litestar) -> _Server:
    """Make the server of a hub's application."""
    hub: Hub = app.state.hub
    watch: FeedWatch = app.state.watch
    # Listeners are let go first: their streams would be requests in hand.
    return _Server(_config(hub.metrics.measured(app), "on"), watch.end)


class _Beside:
    """A server in a thread of its own, until it is stopped."""

    def __init__(self, server: _Server, listener: socket.socket, name: str) -> None:
        self._server = server
        self._thread = threading.Thread(
            target=server.run, args=([listener],), name=name, daemon=True
        )

    def start(self) -> None:
        """Listen; returns when requests are answered."""
        self._thread.start()
        if not self._server.ready.wait(START_WITHIN_S) or not self._server.started:
            raise RuntimeError("the hub did not start")

    def stop(self) -> None:
        """Finish the requests in hand and stop listening."""
        self._server.should_exit = True
        self._thread.join()


def _metrics(hub: Hub, listener: socket.socket) -> _Beside:
    """Make what answers Prometheus."""
    return _Beside(_Server(_config(hub.metrics.as_app(), "off")), listener, "hub-metrics")


def _listen(host: str, port: int) -> socket.socket:
    """Bind a socket that says it is TCP.

    asyncio sets TCP_NODELAY only where the socket names its protocol, which
    `socket.create_server` does not: every answer would wait 40 ms for a delayed ACK.
    Raises `BadConfig`: `port_impossible`, `port_forbidden`, `host_unknown`, `address_taken`,
    `address_not_here`, `address_wrong`.
    """
    if not 0 <= port <= MOST_PORT:  # getaddrinfo would take the rest of the division
        raise BadConfig("port_impossible", port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise BadConfig("host_unknown", host=host) from error
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _not_bound(host, port, error) from error
    return listener


def _not_bound(host: str, port: int, error: OSError) -> BadConfig:
    match error.errno:
        case errno.EADDRINUSE:
            return BadConfig("address_taken", host=host, port=port)
        case errno.EADDRNOTAVAIL:
            return BadConfig("address_not_here", host=host)
        case errno.EACCES | errno.EPERM:
            user = os.geteuid() if os.name == "posix" else ""
            return BadConfig("port_forbidden", port=port, user=user)
    return BadConfig("address_wrong", host=host, port=port, detail=error.strerror or str(error))


def _config(app: AsgiApp, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan=lifespan,
        server_header=False,
        timeout_graceful_shutdown=FINISH_WITHIN_S,
    )


def _ensure_catalogue(hub: Hub) -> None:
    """Build a file where the newest is missing, or of a release with another format.

    Where the disk is too full for one, the hub starts all the same: it has to take orders.
    """

    def missing() -> bool:
        with read(hub.engine) as database:
            return catalogue.is_missing(database, hub.data_dir)

    if missing():
        try:
            catalogue.rebuild(hub.engine, hub.data_dir, hub.clock(), missing)
        except catalogue.NoRoom as error:
            LOG.error("no catalogue is built before there is room: %s", error)
