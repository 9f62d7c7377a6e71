"""What store IT types, from a hub's one-time code to a revoked terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.demo.labels import draw
from kiosk.demo.shop.showcase import HERE, RAIN_JACKET
from kiosk.hub.serve import HubServer, HubSettings


@pytest.fixture
def hub(seeded_hub: Path, tmp_path: Path) -> Iterator[HubServer]:
    shutil.copytree(seeded_hub, tmp_path / "hub")
    server = HubServer(HubSettings(tmp_path / "hub", port=0))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def machine(hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store PC that knows its hub."""
    monkeypatch.setenv("KIOSK_HUB_URL", hub.url)
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "terminal"))
    monkeypatch.setenv("KIOSK_SECRETS", "file")
    return tmp_path


Say = pytest.CaptureFixture[str]


def checks(capsys: Say) -> dict[str, str]:
    capsys.readouterr()
    main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out)
    return {check["name"]: check["status"] for check in report["checks"]}


def test_a_machine_becomes_a_terminal_once_and_is_shut_out_again(
    machine: Path, capsys: Say
) -> None:
    data = ["--data", str(machine / "hub")]
    assert main(["run"]) == 1
    assert "kiosk enrol CODE" in capsys.readouterr().err
    assert main(["hub", "new-terminal", "shopper", HERE, "T7", *data]) == 0
    code = capsys.readouterr().out.strip()
    assert main(["enrol", code]) == 0
    assert "terminal T7 (shopper)" in capsys.readouterr().out
    assert main(["enrol", code]) == 1
    assert "was used" in capsys.readouterr().err
    assert checks(capsys)["hub"] == "ok"
    assert main(["hub", *data, "terminals"]) == 0
    headers, row = capsys.readouterr().out.splitlines()
    assert headers.split()[:2] == ["TERMINAL", "MODE"]
    assert row.split()[:5] == ["T7", "shopper", HERE, "in", "service"]
    assert main(["hub", "revoke", "t7", *data]) == 0
    assert f"T7 (shopper, at {HERE}) is shut out from now on" in capsys.readouterr().out
    assert checks(capsys)["hub"] == "fail"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new-terminal", "robot", HERE, "T7"], "no mode robot. Use shopper or assistant"),
        (["new-terminal", "shopper", "S99", "T7"], "no location S99. There are: S01 ("),
        (["new-terminal", "shopper", HERE, "t;"], "t; is no prefix: one to six capital letters"),
        (["revoke", "nobody"], "no terminal nobody. There are: none so far"),
        (["renew", "T8"], "no terminal T8. There are: none so far"),
    ],
)
def test_a_wrong_word_to_the_hub_is_explained(
    machine: Path, capsys: Say, arguments: list[str], said: str
) -> None:
    assert main(["hub", *arguments, "--data", str(machine / "hub")]) == 1
    assert said in capsys.readouterr().err


def test_a_wrong_setting_is_named_with_what_is_allowed(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say
) -> None:
    monkeypatch.setenv("KIOSK_IDLE_S", "soon")
    assert main(["doctor"]) == 1
    assert "KIOSK_IDLE_S: idle_s = soon is wrong. Allowed: a whole" in capsys.readouterr().err


def test_a_picture_is_read(machine: Path, capsys: Say) -> None:
    assert main(["scan", str(draw(RAIN_JACKET.gtin13, machine / "label.png"))]) == 0
    assert RAIN_JACKET.gtin13 in capsys.readouterr().out
