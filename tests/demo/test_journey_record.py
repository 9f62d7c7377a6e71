"""The tour's record says what happened, and never more."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.demo.journey import Journey, Step


def test_a_journey_is_not_ok_before_its_end(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    journey.steps.append(Step("scan", True, "01-scan-ru.png", 20.0))
    assert not json.loads(journey.write().read_text())["ok"]
    journey.problem = ""
    assert json.loads(journey.write().read_text())["ok"]


def test_one_step_that_did_not_happen_fails_it(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    journey.problem = ""
    journey.steps += [Step("scan", True, "", 1.0), Step("order", False, "", 0.0)]
    record = json.loads(journey.write().read_text())
    assert not record["ok"]
    assert [step["ok"] for step in record["steps"]] == [True, False]


def test_pictures_of_an_earlier_tour_are_removed(tmp_path: Path) -> None:
    (tmp_path / "01-old-ru.png").write_bytes(b"old")
    Journey(tmp_path)
    assert not list(tmp_path.glob("*.png"))
