from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kiosk.demo import world
from kiosk.errors import HubUnreachable


def test_hub_that_does_not_answer_in_time_is_not_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(start(*args, **options))  # type: ignore[call-overload]  # as it was called
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", noted)
    monkeypatch.setattr(world, "START_WITHIN_S", 0.0)
    made = world.World(tmp_path)
    with pytest.raises(HubUnreachable):
        made.start_hub()
    assert started[0].poll() is not None
    made.stop()
