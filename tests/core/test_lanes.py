from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from kiosk.app import SystemClock
from kiosk.errors import BadInput, KioskError
from kiosk.lanes import MOST_JOBS, WORKERS, Lane, Lanes
from tests.patience import PATIENCE_S


class MainThread:
    """Plays the main thread: runs what the lanes deliver when the test asks for it."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[Callable[[], None]] = queue.Queue()
        self.bugs: list[BaseException] = []

    def run_next(self) -> None:
        self.waiting.get(timeout=PATIENCE_S)()

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, "it never happened"
            try:
                self.waiting.get(timeout=0.05)()
            except queue.Empty:
                continue  # a lane may make it true without a word


@pytest.fixture
def main() -> MainThread:
    return MainThread()


@pytest.fixture
def lanes(main: MainThread) -> Iterator[Lanes]:
    lanes = Lanes(main.waiting.put, main.bugs.append, SystemClock())
    yield lanes
    lanes.close()


def test_result_is_delivered_on_the_main_thread_and_the_job_is_not(
    lanes: Lanes, main: MainThread
) -> None:
    ran_on: list[str] = []
    results: list[int] = []

    def job() -> int:
        ran_on.append(threading.current_thread().name)
        return 7

    lanes.run(Lane.DISK, job, results.append)
    assert results == []
    main.run_next()
    assert results == [7]
    assert ran_on[0].startswith("lane-disk")


def test_fault_goes_to_failed_and_a_bug_to_on_bug(lanes: Lanes, main: MainThread) -> None:
    faults: list[KioskError] = []

    def fault() -> None:
        raise BadInput("code_unknown")

    lanes.run(Lane.NET, fault, failed=faults.append)
    main.run_next()
    lanes.run(Lane.NET, lambda: 1 // 0, failed=faults.append)
    main.run_next()
    assert [error.code for error in faults] == ["code_unknown"]
    assert [type(error) for error in main.bugs] == [ZeroDivisionError]


def test_fault_nobody_waits_for_is_a_bug(lanes: Lanes, main: MainThread) -> None:
    def fault() -> None:
        raise BadInput("code_unknown")

    lanes.run(Lane.DISK, fault)
    main.run_next()
    assert [type(error) for error in main.bugs] == [BadInput]


def test_jobs_of_the_disk_lane_run_one_after_another_in_order(
    lanes: Lanes, main: MainThread
) -> None:
    order: list[int] = []
    for number in range(20):
        lanes.run(Lane.DISK, lambda n=number: order.append(n), lambda _: None)  # type: ignore[misc]  # n is bound per turn
    for _ in range(20):
        main.run_next()
    assert order == list(range(20))


def test_overtaken_search_neither_runs_nor_delivers(lanes: Lanes, main: MainThread) -> None:
    gate, began = threading.Event(), threading.Event()
    ran: list[str] = []
    results: list[str] = []

    def search(text: str, wait: bool = False) -> Callable[[], str]:
        def job() -> str:
            ran.append(text)
            if wait:
                began.set()
                gate.wait(PATIENCE_S)
            return text

        return job

    lanes.run(Lane.READ, search("d", wait=True), results.append, newest="search")
    assert began.wait(PATIENCE_S)
    for text in ("dr", "dre", "dress"):
        lanes.run(Lane.READ, search(text), results.append, newest="search")
    gate.set()
    main.run_next()  # the first was running already: its result is dropped here
    main.run_next()
    assert ran == ["d", "dress"]
    assert results == ["dress"]


def test_forgotten_key_delivers_nothing(lanes: Lanes, main: MainThread) -> None:
    results: list[int] = []
    lanes.run(Lane.READ, lambda: 1, results.append, newest="screen")
    action = main.waiting.get(timeout=PATIENCE_S)
    lanes.forget("screen")
    action()
    assert results == []


def test_order_does_not_queue_behind_a_catalogue(lanes: Lanes, main: MainThread) -> None:
    gate = threading.Event()
    results: list[str] = []
    lanes.run(Lane.BULK, lambda: gate.wait(PATIENCE_S), lambda _: results.append("catalogue"))
    lanes.run(Lane.DISK, lambda: "order", results.append)
    main.run_next()
    assert results == ["order"]
    gate.set()
    main.run_next()
    assert results == ["order", "catalogue"]


def test_close_waits_for_what_runs_and_delivers_nothing_afterwards(main: MainThread) -> None:
    lanes = Lanes(main.waiting.put, main.bugs.append, SystemClock())
    gate, began = threading.Event(), threading.Event()
    finished: list[str] = []
    results: list[None] = []

    def write() -> None:
        began.set()
        gate.wait(PATIENCE_S)
        finished.append("written")

    lanes.run(Lane.DISK, write, results.append)
    lanes.run(Lane.DISK, lambda: finished.append("never begun"), results.append)
    assert began.wait(PATIENCE_S)
    closing = threading.Thread(target=lanes.close)
    closing.start()
    gate.set()
    closing.join(PATIENCE_S)
    lanes.run(Lane.DISK, lambda: finished.append("after close"))
    while not main.waiting.empty():
        main.run_next()
    assert finished[0] == "written"
    assert "after close" not in finished
    assert results == []


def test_every_lane_has_its_workers() -> None:
    wanted = {
        "disk": 1, "read": 1, "bulk": 1, "net": 2, "orders": 2, "stream": 1, "printer": 1,
        "snapshot": 1, "pictures": 3, "camera": 1,
    }  # fmt: skip
    assert wanted == WORKERS


def test_what_a_job_holds_is_let_go_whatever_came_of_it(lanes: Lanes, main: MainThread) -> None:
    told: list[str] = []

    def fault() -> None:
        raise BadInput("code_unknown")

    for job in (lambda: None, fault, lambda: 1 // 0):
        lanes.run(
            Lane.DISK,
            job,
            lambda _: told.append("done"),
            lambda _: told.append("failed"),
            ended=lambda: told.append("ended"),
        )
        main.run_next()
    assert told == ["ended", "done", "ended", "failed", "ended"]
    assert len(main.bugs) == 1


def test_a_lane_that_hangs_takes_so_many_jobs_and_says_so_of_the_others(main: MainThread) -> None:
    lanes = Lanes(main.waiting.put, main.bugs.append, SystemClock())
    hangs, done, refused, ended = threading.Event(), list[int](), list[str](), list[int]()
    lanes.run(Lane.DISK, hangs.wait)
    for number in range(1, MOST_JOBS):
        lanes.run(Lane.DISK, lambda: None, lambda _, n=number: done.append(n))  # type: ignore[misc]  # bound now
    lanes.run(
        Lane.DISK, lambda: None, None, lambda e: refused.append(e.code), "", lambda: ended.append(1)
    )
    lanes.run(Lane.DISK, lambda: done.append(-1))  # nobody is there to be told
    main.until(lambda: refused)
    assert (refused, ended, done) == (["busy"], [1], [])
    hangs.set()
    main.until(lambda: len(done) == MOST_JOBS - 1)
    lanes.run(Lane.DISK, lambda: 0, done.append)
    main.until(lambda: done[-1] == 0)
    assert -1 not in done and not main.bugs
    lanes.close()
