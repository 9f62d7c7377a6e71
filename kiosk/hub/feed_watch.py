"""One look at the feed for all listeners of this process."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from kiosk.hub.storage import feed, terminals
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tokens import token_hash
from kiosk.wire.feed import HEARTBEAT_S

LOG = logging.getLogger(__name__)
LOOK_EVERY_S = 0.5
LOOK_AT_MOST_EVERY_S = 0.05  # however often we are told of news
CHECK_EVERY_S = 5.0  # the listeners' tokens: by then a revoked one is out


class FeedWatch:
    """Belongs to one event loop; a listener costs one waiting coroutine.

    `heard` gets the token's hash of each one that still listens: such a terminal may send no
    request for hours, and is there all the same.
    """

    def __init__(self, engine: Engine, heard: Callable[[str], None]) -> None:
        self._engine = engine
        self._heard = heard
        self.boot = secrets.token_hex(8)
        self._head = 0
        self._news = asyncio.Event()  # replaced at each news: whoever waits holds the old one
        self._over = asyncio.Event()
        self._nudge = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening: Counter[str] = Counter()  # by their tokens' hashes
        self._shut_out: frozenset[str] = frozenset()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to look."""
        self._loop = asyncio.get_running_loop()
        await self._look(check=False)
        self._task = asyncio.create_task(self._watch())

    def end(self) -> None:
        """Let every listener go; later ones hear nothing."""
        self._over.set()
        self._nudge.set()
        self._tell()

    def look_now(self) -> None:
        """There may be news: look before it is time to; from any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._nudge.set)

    async def stop(self) -> None:
        """End, and wait until the last look is over."""
        self.end()
        if self._task is not None:
            await self._task

    @property
    def listeners(self) -> int:
        """How many listen now."""
        return self._listening.total()

    async def follow(self, token: str) -> AsyncGenerator[int, None]:
        """Yield the newest sequence now, when there is news, and at each heartbeat."""
        caller = token_hash(token)
        self._listening[caller] += 1
        try:
            while not self._over.is_set() and caller not in self._shut_out:
                news = self._news
                self._heard(caller)
                yield self._head
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), HEARTBEAT_S)
        finally:
            self._listening[caller] -= 1
            self._listening += Counter()  # drops those at zero

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        checked_at = loop.time()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudge.wait(), LOOK_EVERY_S)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._over.wait(), LOOK_AT_MOST_EVERY_S)
            if self._over.is_set():
                return
            self._nudge.clear()
            check = loop.time() - checked_at >= CHECK_EVERY_S
            if check:
                checked_at = loop.time()
            await self._look(check=check)

    async def _look(self, check: bool) -> None:
        callers = frozenset(self._listening) if check else frozenset[str]()
        try:
            head, admitted = await asyncio.to_thread(self._read, callers)
        except SQLAlchemyError:
            LOG.warning("the feed cannot be read; listeners wait", exc_info=True)
            return
        shut_out = callers - admitted
        if check:
            self._shut_out = shut_out
        if head != self._head or shut_out:
            self._head = head
            self._tell()

    def _read(self, callers: frozenset[str]) -> tuple[int, frozenset[str]]:
        with read(self._engine) as connection:
            admitted = terminals.admitted(connection) if callers else frozenset[str]()
            return feed.head(connection), admitted

    def _tell(self) -> None:
        told, self._news = self._news, asyncio.Event()
        told.set()
