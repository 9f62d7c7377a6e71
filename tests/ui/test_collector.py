"""Garbage is collected on the main thread, by itself and never by a lane."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.collector import Collector


class Knot:
    """Something that only the collector frees; it notes in which thread."""

    freed_in: str = ""

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Knot.freed_in = threading.current_thread().name


@pytest.fixture
def collector(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    monkeypatch.setattr("kiosk.ui.collector.EVERY_MS", 5)
    made = Collector()
    yield made
    made.stop()


def test_what_a_lane_leaves_behind_is_freed_on_the_main_thread(
    collector: Collector, qtbot: QtBot
) -> None:
    knots: list[weakref.ref[Knot]] = []

    def make_garbage() -> None:
        knots.append(weakref.ref(Knot()))
        kept = [[] for _ in range(20 * gc.get_threshold()[0])]  # type: ignore[var-annotated]  # empty
        del kept[::2]
        assert knots[0]() is not None  # many times what sets Python's own collection off

    lane = threading.Thread(target=make_garbage, name="lane")
    lane.start()
    lane.join()
    qtbot.waitUntil(lambda: knots[0]() is None)
    assert Knot.freed_in == threading.main_thread().name


def test_python_collects_by_itself_again_when_it_ends(qtbot: QtBot) -> None:
    collector = Collector()
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0
    collector.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
