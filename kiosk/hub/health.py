"""How the hub is: alive by answering at all, ready if its database can do a hub's work."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

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
    """Belongs to one event loop, but for `look`, which is for any thread.

    It looks at the database in a thread of its own: the few that handlers share may all be
    waiting for the write lock.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._turn = threading.Lock()
        self._found = _SILENT
        self._good_until = 0.0
        self._looking: asyncio.Future[Findings] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub-health")

    def stop(self) -> None:
        """Look no more; a look under way is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def status(self) -> HubStatus:
        """Say how it is, within `WITHIN_S` and a little."""
        found = await self._within_time()
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

    def look(self) -> Findings:
        """Look at the database, or return what was found in the last second."""
        with self._turn:
            if time.monotonic() >= self._good_until:
                hub = self._hub
                in_vain = hub.metrics.waited_in_vain.count > 0
                self._found = health.look(hub.engine, hub.data_dir, hub.clock(), in_vain)
                self._good_until = time.monotonic() + KEPT_S
            return self._found

    async def _within_time(self) -> Findings:
        if time.monotonic() < self._good_until:
            return self._found
        if self._looking is None or self._looking.done():  # whoever asks meanwhile waits for it
            loop = asyncio.get_running_loop()
            self._looking = loop.run_in_executor(self._thread, self.look)
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), WITHIN_S)
        except TimeoutError:
            return _SILENT
