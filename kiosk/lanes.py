"""Worker lanes and timers: plain threads with names, Qt-free.

A job is synchronous code; its result comes back through `deliver`, which `ui` bases on one
signal and one bound slot of the main thread. Nothing mutable crosses. `read` keeps only the
newest job of a key: a search that is no longer wanted is not run.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar

from kiosk.errors import Busy, KioskError
from kiosk.ports.machine import Deliver

T = TypeVar("T")

# `orders` apart from `net`: no order waits behind a search, no shopper behind a full outbox.
# `snapshot` apart from `bulk`: while a big file comes, stock goes on being current.
# `pictures`: two may wait for the hub while one looks on the disk.
WORKERS = {
    "disk": 1, "read": 1, "bulk": 1, "net": 2, "orders": 2, "stream": 1, "printer": 1,
    "snapshot": 1, "pictures": 3, "camera": 1,
}  # fmt: skip


MOST_JOBS = 1_000  # of a lane: more than any person or timer asks for while a lane hangs
_log = logging.getLogger(__name__)


class Lanes:
    """The application's background threads; made and closed by `app`."""

    def __init__(self, deliver: Deliver, on_bug: Callable[[BaseException], None]) -> None:
        self._deliver = deliver
        self._on_bug = on_bug
        self._pools = {
            name: ThreadPoolExecutor(count, thread_name_prefix=f"lane-{name}")
            for name, count in WORKERS.items()
        }
        self._jobs: dict[str, set[Future[None]]] = {name: set() for name in WORKERS}  # not done
        self._newest: dict[str, int] = {}
        self._stop = threading.Event()
        self._timers: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._open = True

    def run(
        self,
        lane: str,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[KioskError], None] | None = None,
        newest: str = "",
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Run `job` on a lane, then `done` or `failed` on the main thread.

        With `newest`, a job overtaken by a later one of the same key is dropped, before it
        starts or before its result is delivered. An error that is no `KioskError`, or one
        without `failed`, is a bug and goes to `on_bug` on the main thread. `ended` comes
        before any of them, after a bug too: what a job holds is let go there. A lane that has
        `MOST_JOBS` takes no more: `failed` is told `Busy`, the log where there is none.
        """
        if not self._open:
            return
        turn = self._next_turn(newest)
        jobs = self._jobs[lane]

        def work() -> None:
            if newest and self._newest[newest] != turn:
                return
            outcome = self._outcome(job, done, failed)

            def finish() -> None:
                if ended is not None:
                    ended()
                if outcome is not None:
                    outcome()

            if ended is not None or outcome is not None:
                self._hand_over(newest, turn, finish)

        def refuse() -> None:
            if ended is not None:
                ended()
            (failed or _log_busy)(Busy("busy", lane=lane))

        if len(jobs) >= MOST_JOBS:
            self._hand_over(newest, turn, refuse)
            return
        asked = self._pools[lane].submit(work)
        jobs.add(asked)
        asked.add_done_callback(jobs.discard)

    def tell(self, action: Callable[[], None]) -> None:
        """Run something on the main thread, from a job that goes on."""
        self._hand_over("", 0, action)

    def rest(self, seconds: float) -> None:
        """Leave the processor to others for a while, in a job that goes on; not while closing."""
        self._stop.wait(seconds)

    def every(self, interval_s: float, tick: Callable[[], None]) -> None:
        """Call `tick` on the main thread now and every so many (monotonic) seconds."""

        def beat() -> None:
            while True:
                self._deliver(tick)
                if self._stop.wait(interval_s):
                    return

        timer = threading.Thread(target=beat, name="lane-timer", daemon=True)
        self._timers.append(timer)
        timer.start()

    def close(self, within_s: float | None = None) -> bool:
        """Stop the timers, cancel what waits, wait for what runs; nothing more is delivered.

        Return False where a job was still at it after `within_s` (a name server or a printer
        that does not answer); then the interpreter's own end would wait for it.
        """
        self._open = False
        self._stop.set()
        for timer in self._timers:
            timer.join()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        if wait(set().union(*self._jobs.values()), within_s).not_done:
            return False
        for pool in self._pools.values():
            pool.shutdown()
        return True

    def forget(self, key: str) -> None:
        """Drop whatever is under way for a `newest` key: its screen is gone."""
        self._next_turn(key)

    def _outcome(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[KioskError], None] | None,
    ) -> Callable[[], None] | None:
        """Do a job here; return what is to be done on the main thread."""
        try:
            result = job()
        except KioskError as error:
            return partial(failed or self._on_bug, error)
        except BaseException as error:
            return partial(self._on_bug, error)
        return partial(done, result) if done is not None else None

    def _next_turn(self, key: str) -> int:
        with self._lock:
            self._newest[key] = self._newest.get(key, 0) + 1
            return self._newest[key]

    def _hand_over(self, key: str, turn: int, action: Callable[[], None]) -> None:
        def on_main() -> None:
            if self._open and (not key or self._newest[key] == turn):
                action()

        self._deliver(on_main)


def _log_busy(error: KioskError) -> None:
    _log.error("Lane %s has too much to do: a job was left out", error.args_["lane"])


class Errand:
    """One thing done in steps, each on its lane; made and used on the main thread.

    `busy` from a step until it ended, by a bug too: then a `done` that takes no further step
    ends the errand.
    """

    def __init__(self, lanes: Lanes, failed: Callable[[KioskError], None]) -> None:
        self._lanes = lanes
        self._failed = failed
        self.busy = False

    def step(self, lane: str, job: Callable[[], T], done: Callable[[T], None]) -> None:
        """Go one step further."""
        self.busy = True
        self._lanes.run(lane, job, done, self._failed, ended=self._ended)

    def _ended(self) -> None:
        self.busy = False
