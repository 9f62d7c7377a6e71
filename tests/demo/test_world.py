from __future__ import annotations

from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from kiosk import children
from kiosk.demo import world
from kiosk.errors import HubUnreachable


def test_hub_that_does_not_answer_in_time_is_not_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[SpawnProcess] = []
    start = children.start

    def noted(process: SpawnProcess) -> None:
        start(process)
        started.append(process)

    monkeypatch.setattr(children, "start", noted)
    monkeypatch.setattr(world, "START_WITHIN_S", 0.0)
    made = world.World(tmp_path)
    with pytest.raises(HubUnreachable):
        made.start_hub()
    assert started[0].exitcode is not None
    made.stop()
