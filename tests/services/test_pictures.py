"""Pictures are fetched for who looks, once, newest first, and quietly not at all."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import BadInput, KioskError, StoreFull
from kiosk.lanes import Lanes
from kiosk.services.pictures import AT_ONCE, AWAY_S, PAUSE_S, WAITING, Pictures
from tests.fakes import FakeClock, FakeHub, FakePictures
from tests.patience import PATIENCE_S

Job = Callable[[], None]


class Slow:
    """Lanes whose jobs end one at a time, when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def run(
        self,
        lane: str,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[KioskError], None],
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        assert lane == "pictures"

        def work() -> None:
            try:
                result = job()
            except KioskError as error:
                ended()
                failed(error)
            except ZeroDivisionError:  # a bug: it goes to the excepthook
                ended()
            else:
                ended()
                done(result)

        self.jobs.append(work)

    def step(self) -> None:
        self.jobs.pop(0)()

    def all(self) -> None:
        while self.jobs:
            self.step()


class Desk:
    """The use case between its fakes; `told` is what was answered, in order."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.lanes = FakeClock(), Slow()
        self.hub, self.store = FakeHub(self.clock), FakePictures(folder)
        self.pictures = Pictures(self.hub, self.store, self.clock, self.lanes)  # type: ignore[arg-type]  # slow lanes
        self.told: list[tuple[str, bool]] = []

    def at_hub(self, number: int) -> str:
        data = f"picture {number}".encode()
        name = hashlib.sha256(data).hexdigest()
        self.hub.pictures[name] = data
        return name

    def want(self, picture: str) -> None:
        self.pictures.want(picture, lambda path: self.told.append((picture, path is not None)))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield Desk(tmp_path)


def test_a_picture_comes_from_the_hub_once_and_then_from_the_disk(desk: Desk) -> None:
    one = desk.at_hub(1)
    desk.want(one)
    desk.lanes.all()
    desk.want(one)
    desk.lanes.all()
    assert desk.told == [(one, True), (one, True)]
    assert desk.hub.fetched == [one]


def test_two_who_want_the_same_get_it_from_one_download(desk: Desk) -> None:
    one = desk.at_hub(1)
    desk.want(one)
    desk.want(one)
    desk.lanes.step()  # not on the disk: the download begins
    desk.want(one)
    desk.lanes.all()
    assert desk.told == [(one, True)] * 3
    assert desk.hub.fetched == [one]


def test_who_left_and_came_back_causes_no_second_download(desk: Desk) -> None:
    one = desk.at_hub(1)
    desk.want(one)
    desk.pictures.drop(one)
    desk.want(one)
    desk.lanes.all()
    assert desk.told == [(one, True)]
    assert desk.hub.fetched == [one]


def test_what_was_scrolled_away_is_not_fetched(desk: Desk) -> None:
    names = [desk.at_hub(n) for n in range(6)]
    for name in names:
        desk.want(name)
    for _ in names:
        desk.lanes.step()  # all were looked for; two downloads are under way
    for name in names[2:]:
        desk.pictures.drop(name)
    desk.lanes.all()
    assert set(desk.hub.fetched) == set(names[:2])
    assert desk.told == [(name, True) for name in names[:2]]


def test_the_newest_wish_is_fetched_first(desk: Desk) -> None:
    names = [desk.at_hub(n) for n in range(6)]
    for name in names:
        desk.want(name)
    desk.lanes.all()
    assert desk.hub.fetched == [names[0], names[1], *reversed(names[2:])]


def test_the_queue_is_bounded_and_the_oldest_wish_gives_way(desk: Desk) -> None:
    names = [desk.at_hub(n) for n in range(WAITING + 5)]
    for name in names:
        desk.want(name)
    for _ in names:
        desk.lanes.step()
    assert desk.told == [(name, False) for name in names[2:5]]
    desk.lanes.all()
    assert len(desk.hub.fetched) == WAITING + 2


def test_a_picture_that_is_not_there_is_asked_again_only_after_a_pause(desk: Desk) -> None:
    missing = "a" * 64
    for seconds in (0.0, PAUSE_S - 1, 2.0):
        desk.clock.advance(seconds)
        desk.want(missing)
        desk.lanes.all()
    assert desk.told == [(missing, False)] * 3
    assert desk.hub.fetched == [missing, missing]


@pytest.mark.parametrize("refusal", [StoreFull("store_full"), BadInput("picture_wrong")])
def test_a_full_disk_or_a_damaged_picture_is_no_fault_on_the_glass(
    desk: Desk, refusal: KioskError
) -> None:
    one, two = desk.at_hub(1), desk.at_hub(2)
    desk.store.refusal = refusal
    desk.want(one)
    desk.lanes.all()
    desk.store.refusal = None
    desk.want(one)
    desk.want(two)
    desk.lanes.all()
    assert sorted(desk.told) == sorted([(one, False), (one, False), (two, True)])


@pytest.mark.parametrize("where", ["find", "keep"])
def test_a_bug_ends_no_later_wish(desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError

    one = desk.at_hub(1)
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, where, bug)
        desk.want(one)
        desk.lanes.all()
    assert desk.told == []
    desk.want(one)
    desk.lanes.all()
    assert set(desk.told) == {(one, True)}


def test_a_hub_out_of_reach_is_not_asked_for_each_picture(desk: Desk) -> None:
    names = [desk.at_hub(n) for n in range(10)]
    desk.hub.reachable = False
    for name in names:
        desk.want(name)
    desk.lanes.all()
    assert sorted(desk.told) == sorted((name, False) for name in names)
    assert len(desk.hub.fetched) == 2
    desk.hub.reachable = True
    desk.clock.advance(AWAY_S)
    desk.told.clear()
    for name in names:
        desk.want(name)
    desk.lanes.all()
    assert sorted(desk.told) == sorted((name, True) for name in names)


def test_what_is_on_the_disk_is_shown_while_the_hub_is_away(desk: Desk) -> None:
    one = desk.at_hub(1)
    desk.want(one)
    desk.lanes.all()
    desk.hub.reachable = False
    desk.want(desk.at_hub(2))
    desk.lanes.all()
    desk.want(one)
    desk.lanes.all()
    assert desk.told[-1] == (one, True)


def test_a_name_that_is_no_hash_reaches_neither_disk_nor_hub(desk: Desk) -> None:
    for name in ("", "../../etc/passwd", "A" * 64, "a" * 63, f"{'a' * 64}\n"):
        desk.want(name)
    assert [found for _, found in desk.told] == [False] * 5
    assert desk.lanes.jobs == []


def test_the_lane_has_a_worker_for_the_disk_while_downloads_wait(tmp_path: Path) -> None:
    """Two downloads that hang keep no picture on the disk from the glass."""
    free, told, hanging = threading.Event(), threading.Event(), threading.Semaphore(0)
    hub, store = FakeHub(FakeClock()), FakePictures(tmp_path)
    kept = "b" * 64
    store.keep(kept, b"here")

    def hang(picture: str) -> bytes:
        hanging.release()
        assert free.wait(PATIENCE_S)
        return b""

    hub.picture = hang  # type: ignore[method-assign]  # a line that hangs
    lanes = Lanes(lambda run: run(), lambda _: None, FakeClock())
    pictures = Pictures(hub, store, hub.clock, lanes)
    try:
        for number in range(AT_ONCE):
            pictures.want(str(number) * 64, lambda _: None)
            assert hanging.acquire(timeout=PATIENCE_S)
        pictures.want("9" * 64, lambda _: None)
        pictures.want(kept, lambda path: told.set() if path else None)
        assert told.wait(PATIENCE_S)
    finally:
        free.set()
        lanes.close()
