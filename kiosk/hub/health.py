"""How the hub is: alive by answering at all, ready if its database can do a hub's work."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from kiosk import __version__
from kiosk.hub.context import Hub
from kiosk.hub.storage import health
from kiosk.hub.storage.health import Findings
from kiosk.hub.storage.times import as_text
from kiosk.wire.terminals import DATABASE_SILENT, SERVICE, HubStatus

KEPT_S = 1.0  # however often it is asked, the database is looked at once in that time
WITHIN_S = 2.0
_SILENT = Findings((DATABASE_SILENT,))


class Health:
    """For any thread.

    It looks at the database in a thread of its own: the few that handlers share may all be
    waiting for the write lock.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub-health")
        self._turn = threading.Lock()
        self._look: Future[Findings] | None = None  # the last one, or the one under way
        self._good_until = 0.0

    async def status(self) -> HubStatus:
        """Say how it is, within `WITHIN_S` and a little."""
        look = asyncio.wrap_future(self._newest())
        try:
            found = await asyncio.wait_for(asyncio.shield(look), WITHIN_S)
        except TimeoutError:
            found = _SILENT
        return HubStatus(
            service=SERVICE,
            version=__version__,
            epoch=found.epoch,
            now=as_text(self._hub.clock()),
            ready=not found.problems,
            problems=found.problems,
            catalogue_age_s=found.catalogue_age_s,
            orders_waiting=found.orders_waiting,
            oldest_order_s=found.oldest_order_s,
            engine_unavailable=self._hub.metrics.engine_unavailable.count,
        )

    def found(self) -> Findings:
        """Return what was found in the last second, or wait for that, `WITHIN_S` at most."""
        try:
            return self._newest().result(WITHIN_S)
        except TimeoutError:
            return _SILENT

    def _newest(self) -> Future[Findings]:
        """Return a look: one at a time, and whoever asks meanwhile waits for the same one."""
        with self._turn:
            last = self._look
            if last is None or (last.done() and time.monotonic() >= self._good_until):
                self._look = last = self._thread.submit(self._look_once)
            return last

    def _look_once(self) -> Findings:
        hub = self._hub
        in_vain = hub.metrics.waited_in_vain.count > 0
        found = health.look(hub.engine, hub.data_dir, hub.clock(), in_vain)
        self._good_until = time.monotonic() + KEPT_S
        return found
