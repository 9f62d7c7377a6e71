"""What store IT types, from a hub's one-time code to a revoked terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.app import SystemClock, open_core
from kiosk.demo.labels import draw
from kiosk.demo.shop.showcase import HERE, RAIN_JACKET
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.lanes import Lanes
from kiosk.secrets import open_secrets
from kiosk.setting_sources import load
from tests.databases import copy_hub, hub_settings, named_in


@pytest.fixture
def hub(seeded_hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    settings = hub_settings(copy_hub(seeded_hub, tmp_path / "hub"))
    named_in(monkeypatch, settings)
    server = HubServer(settings)
    server.start()
    yield server
    server.stop()
    server.hub.close()


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
    assert f"terminal T7 (shopper, at {HERE})" in capsys.readouterr().out
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


def test_what_enrolment_knew_of_the_hub_is_kept_and_the_settings_go_before(
    hub: HubServer, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say
) -> None:
    monkeypatch.delenv("KIOSK_HUB_URL")
    code = admin.new_enrolment_code(hub.engine, "shopper", HERE, "T7")
    assert main(["enrol", code]) == 1
    assert "kiosk enrol CODE --hub https://HUB" in capsys.readouterr().err
    assert main(["enrol", code, "--hub", hub.url]) == 0
    assert f"Its hub is {hub.url}" in capsys.readouterr().out
    main(["doctor"])
    assert f"{hub.url} knows this terminal (address from the enrolment)" in capsys.readouterr().out
    settings = load(os.environ)
    bugs: list[BaseException] = []
    clock = SystemClock()
    lanes = Lanes(lambda run: run(), bugs.append, clock)
    core = open_core(settings, open_secrets(settings.data_dir, "file"), lanes, clock)
    assert core.ports.hub.manifest()
    core.hang_up()
    lanes.close()
    core.close()
    assert bugs == []
    monkeypatch.setenv("KIOSK_HUB_URL", "http://127.0.0.1:9")
    main(["doctor"])
    assert "http://127.0.0.1:9 does not answer" in capsys.readouterr().out
    code = admin.new_renewal_code(hub.engine, "T7")
    assert main(["enrol", code, "--hub", hub.url]) == 0
    said = capsys.readouterr().out
    assert "Its hub is http://127.0.0.1:9" in said
    assert f"goes before {hub.url}" in said


def test_becoming_another_terminal_says_what_it_ends(
    hub: HubServer, machine: Path, capsys: Say
) -> None:
    for prefix in ("T7", "T8"):
        code = admin.new_enrolment_code(hub.engine, "shopper", HERE, prefix)
        assert main(["enrol", code]) == 0
    said = capsys.readouterr().out
    assert "no longer T7, none of whose orders waits here" in said
    assert "kiosk hub revoke T7" in said
    assert main(["enrol", admin.new_renewal_code(hub.engine, "T8")]) == 0
    assert "its orders go on" in capsys.readouterr().out


def test_a_second_code_says_that_the_first_is_void(machine: Path, capsys: Say) -> None:
    data = ["--data", str(machine / "hub")]
    new = ["hub", "new-terminal", "shopper", HERE, "T7", *data]
    assert main(new) == 0
    first = capsys.readouterr()
    assert "void" not in first.err
    assert main(["hub", "terminals", *data]) == 0
    assert f"A code for T7 (shopper, at {HERE}) waits until" in capsys.readouterr().out
    assert main(new) == 0
    second = capsys.readouterr()
    assert "made before for T7 is void" in second.err
    assert main(["enrol", first.out.strip()]) == 1
    assert main(["enrol", second.out.strip()]) == 0
    assert main(["hub", "renew", "T7", *data]) == 0
    assert main(["hub", "renew", "t7", *data]) == 0
    assert "made before for T7 is void" in capsys.readouterr().err
    assert main(["hub", "revoke", "T7", *data]) == 0
    assert "The code that waited for it is void" in capsys.readouterr().out
    assert main(["hub", "revoke", "T7", *data]) == 0
    assert "was shut out already" in capsys.readouterr().out
    assert main(new) == 1
    said = capsys.readouterr().err
    assert "taken: T7" in said
    assert "kiosk hub renew T7" in said


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
