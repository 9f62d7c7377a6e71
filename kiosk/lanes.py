"""Worker lanes and timers: plain threads with names, Qt-free.

A job is synchronous code; its result comes back through `deliver`, which `ui` bases on one
signal and one bound slot of the main thread. Nothing mutable crosses. `read` keeps only the
newest job of a key: a search that is no longer wanted is not run.
"""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import StrEnum
from functools import partial
from itertools import count
from typing import TypeVar

from kiosk.errors import Busy, KioskError
from kiosk.ports.machine import Clock, Deliver

T = TypeVar("T")


class Lane(StrEnum):
    """What a job waits behind: only jobs of its own kind."""

    DISK = "disk"  # the store: orders, and what else must not be lost
    READ = "read"  # the catalogue
    BULK = "bulk"  # the change feed
    NET = "net"  # what somebody waits for at the glass
    ORDERS = "orders"  # apart from `net`: no order waits behind a search, nor a shopper behind them
    STREAM = "stream"  # the hub's word that there is something new
    PRINTER = "printer"
    SNAPSHOT = "snapshot"  # apart from `bulk`: while a big file comes, stock goes on being current
    PICTURES = "pictures"
    CAMERA = "camera"


# Of `pictures`, two may wait for the hub while one looks on the disk.
WORKERS = {lane: {Lane.NET: 2, Lane.ORDERS: 2, Lane.PICTURES: 3}.get(lane, 1) for lane in Lane}
MOST_JOBS = 1_000  # of a lane: more than any person or timer asks for while a lane hangs
LONGEST_NAP_S = 30.0  # after which a machine that was suspended looks at its clock again
_log = logging.getLogger(__name__)


class Timer:
    """A call on the main thread that is to come, once or again and again; made by `Lanes`."""

    def __init__(self, action: Callable[[], None], every_s: float = 0.0) -> None:
        self._action = action
        self.every_s = every_s
        self.running = True

    def stop(self) -> None:
        """Let it not come any more, though it is due by now (main thread)."""
        self.running = False

    def ring(self) -> None:
        """Come (main thread)."""
        if self.running:
            self.running = self.every_s > 0
            self._action()


class Lanes:
    """The application's background threads; made and closed by `app`."""

    def __init__(
        self, deliver: Deliver, on_bug: Callable[[BaseException], None], clock: Clock
    ) -> None:
        self._deliver = deliver
        self._on_bug = on_bug
        self._clock = clock
        self._pools = {
            name: ThreadPoolExecutor(workers, thread_name_prefix=f"lane-{name}")
            for name, workers in WORKERS.items()
        }
        self._jobs: dict[Lane, set[Future[None]]] = {name: set() for name in WORKERS}  # not done
        self._newest: dict[str, int] = {}
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._open = True
        self._due: list[tuple[float, int, Timer]] = []  # a heap: when, in which order, what
        self._timer_numbers = count()
        self._time = threading.Condition()
        self._time_keeper = threading.Thread(target=self._keep_time, name="lane-timer", daemon=True)
        self._time_keeper.start()

    def run(
        self,
        lane: Lane,
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

    def run_and_forget(self, lane: Lane, job: Callable[[], object]) -> None:
        """Run a job whose outcome nobody waits for; the environment may fail it."""
        self.run(lane, job, None, lambda _: None)

    def tell(self, action: Callable[[], None]) -> None:
        """Run something on the main thread, from a job that goes on."""
        self._hand_over("", 0, action)

    def rest(self, seconds: float) -> None:
        """Leave the processor to others for a while, in a job that goes on; not while closing."""
        self._stop.wait(seconds)

    def after(self, seconds: float, action: Callable[[], None]) -> Timer:
        """Call `action` on the main thread in so many (monotonic) seconds."""
        timer = Timer(action)
        self._set(timer, seconds)
        return timer

    def every(self, interval_s: float, tick: Callable[[], None]) -> Timer:
        """Call `tick` on the main thread now and every so many (monotonic) seconds."""
        timer = Timer(tick, interval_s)
        self._set(timer, 0.0)
        return timer

    def look_at_clock(self) -> None:
        """Hear that the clock was set forward; a machine's own clock is looked at by itself."""
        with self._time:
            self._time.notify()

    def close(self, within_s: float | None = None) -> bool:
        """Stop the timers, cancel what waits, wait for what runs; nothing more is delivered.

        Return False where a job was still at it after `within_s` (a name server or a printer
        that does not answer); then the interpreter's own end would wait for it.
        """
        with self._time:
            self._open = False
            self._time.notify()
        self._stop.set()
        self._time_keeper.join()
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

    def _set(self, timer: Timer, in_s: float) -> None:
        at = self._clock.monotonic() + in_s
        with self._time:
            heapq.heappush(self._due, (at, next(self._timer_numbers), timer))
            self._time.notify()

    def _keep_time(self) -> None:
        while True:
            with self._time:
                if not self._open:
                    return
                wait_s = self._due[0][0] - self._clock.monotonic() if self._due else LONGEST_NAP_S
                if wait_s > 0:
                    self._time.wait(min(wait_s, LONGEST_NAP_S))
                    continue
                timer = heapq.heappop(self._due)[2]
                self._hand_over("", 0, timer.ring)
                if timer.running and timer.every_s:
                    self._set(timer, timer.every_s)

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


class Steps:
    """One thing done in steps, each on its lane; made and used on the main thread.

    `busy` from a step until it ended, by a bug too: then a `done` that takes no further step
    ends the steps.
    """

    def __init__(self, lanes: Lanes, failed: Callable[[KioskError], None]) -> None:
        self._lanes = lanes
        self._failed = failed
        self.busy = False

    def step(self, lane: Lane, job: Callable[[], T], done: Callable[[T], None]) -> None:
        """Go one step further."""
        self.busy = True
        self._lanes.run(lane, job, done, self._failed, ended=self._ended)

    def _ended(self) -> None:
        self.busy = False
