"""`docs/running-a-hub.md` names what there is, all of it."""

from __future__ import annotations

import re
from pathlib import Path

from prometheus_client import generate_latest

from kiosk.hub.metrics import Metrics
from kiosk.hub.storage.health import LEAST_FREE
from kiosk.tools.hub_check import PROBLEMS
from kiosk.wire.terminals import HubStatus

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "running-a-hub.md").read_text("utf-8")
FIRST_CELLS = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)


def test_every_problem_has_its_row_and_the_doctor_says_it() -> None:
    named = {name for name in FIRST_CELLS if not name.startswith("kiosk_hub_")}
    assert named >= PROBLEMS.keys()
    assert f"{LEAST_FREE >> 20} MiB" in PAGE


def test_every_metric_has_its_row() -> None:
    told = generate_latest(Metrics()._registry).decode()
    there = set(re.findall(r"^# TYPE (kiosk_hub_\w+(?<!_created)) ", told, re.MULTILINE))
    assert len(there) > 10
    assert {name for name in FIRST_CELLS if name.startswith("kiosk_hub_")} == there


def test_the_example_has_every_field_of_the_status() -> None:
    example = PAGE[PAGE.index("```json") : PAGE.index("| in `problems`")]
    assert re.findall(r'"(\w+)": ', example) == list(HubStatus.__struct_fields__)
