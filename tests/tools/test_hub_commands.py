"""`kiosk hub …`: what is typed, rightly and wrongly, and that nothing is made in passing."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.demo.filling import fill
from kiosk.hub import admin
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.storage import terminals
from kiosk.hub.storage.database import write
from kiosk.tools import hub_terminals
from kiosk.wire.terminals import EnrolRequest

Say = pytest.CaptureFixture[str]
ON_A_HUB = {
    "new-terminal": ["shopper", "S01", "T7"],
    "terminals": [],
    "revoke": ["T7"],
    "renew": ["T7"],
    "backup": ["copy.db"],
    "backup-mark": [],
    "backup-done": ["1:1"],
    "restored": [],
    "import-orders": ["orders.kiosk"],
    "recover-store": ["copy"],
}


def wrong_use(capsys: Say, *arguments: str) -> str:
    """Call the program wrongly; return what it said."""
    with pytest.raises(SystemExit) as ended:
        main(["hub", *arguments])
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("command", ON_A_HUB)
def test_only_serve_and_fill_demo_make_a_hub(
    command: str, tmp_path: Path, capsys: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path / "typo", tmp_path):
        assert main(["hub", command, *ON_A_HUB[command], "--data", str(folder)]) == 1
        said = capsys.readouterr().err
        assert f"There is no hub in {folder}" in said
        assert "kiosk hub serve" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("--demo-shop", "kiosk hub fill-demo --data DIR, and then kiosk hub serve --data DIR"),
        ("--new-terminal shopper S01 T7", "kiosk hub new-terminal MODE LOCATION PREFIX"),
        ("--port 8781 --terminals", "kiosk hub terminals --data DIR"),
        ("--revoke T7", "kiosk hub revoke TERMINAL --data DIR"),
        ("--renew T7", "kiosk hub renew TERMINAL --data DIR"),
        ("--backup=FILE", "kiosk hub backup FILE --data DIR"),
        ("--restore FILE", "kiosk hub restore FILE --data DIR"),
        ("--import-orders FILE", "kiosk hub import-orders FILE --data DIR"),
        ("--recover-store COPY --out FILE", "kiosk hub recover-store COPY --out FILE"),
        ("--port 8781", "kiosk hub serve --data DIR"),
        ("", "kiosk hub serve --data DIR"),
    ],
)
def test_a_call_of_an_earlier_release_is_told_the_new_one_in_a_sentence(
    old: str, now: str, tmp_path: Path, capsys: Say
) -> None:
    folder = tmp_path / "hub"
    assert main(["hub", "--data", str(folder), *old.split()]) == 2
    said = capsys.readouterr().err
    assert now in said
    assert said.count("\n") == 1
    assert not folder.exists()


def test_the_folder_may_be_named_before_the_command_or_after_it(
    tmp_path: Path, capsys: Say
) -> None:
    open_hub(HubSettings(tmp_path)).close()
    assert main(["hub", "--data", str(tmp_path), "terminals"]) == 0
    assert main(["hub", "terminals", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("There is no terminal yet") == 2
    assert "--data DIR" in wrong_use(capsys, "terminals")


def test_every_command_shows_an_example(capsys: Say) -> None:
    for command in ("serve", "fill-demo", "restore", *ON_A_HUB):
        with pytest.raises(SystemExit) as ended:
            main(["hub", command, "--help"])
        assert ended.value.code == 0
        assert f"Example:\n  kiosk hub {command} " in capsys.readouterr().out


def test_a_hub_without_a_shop_says_so_instead_of_a_list_without_places(
    tmp_path: Path, capsys: Say
) -> None:
    open_hub(HubSettings(tmp_path)).close()
    assert main(["hub", "new-terminal", "shopper", "S01", "T7", "--data", str(tmp_path)]) == 1
    assert "no shop yet" in capsys.readouterr().err


def test_a_hub_needs_no_library_of_a_display(tmp_path: Path) -> None:
    """A server has none; the pictures of the demo shop alone are drawn by Qt."""
    script = (
        "import sys\n"
        "sys.modules['PySide6'] = None\n"
        "from kiosk.__main__ import main\n"
        "for command in (['fill-demo'], ['terminals'], ['new-terminal', 'shopper', 'S01', 'T7'],\n"
        "                ['renew', 'T7'], ['backup', sys.argv[1] + '/copy.db']):\n"
        "    main(['hub', *command, '--data', sys.argv[1] + '/hub'])\n"
        "import kiosk.hub.serve\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6.')]\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    assert ran.returncode == 0, ran.stderr
    assert "The demo shop is in." in ran.stdout
    assert (tmp_path / "copy.db").exists()


def test_the_list_has_headers_whole_ids_and_local_times(tmp_path: Path, capsys: Say) -> None:
    hub = open_hub(HubSettings(tmp_path))
    fill(hub.engine, tmp_path)
    code = admin.new_enrolment_code(hub.engine, "shopper", "S01", "T7")
    at = datetime(2027, 12, 26, 9, 0, tzinfo=UTC)
    with write(hub.engine) as connection:
        request = EnrolRequest(code, "till\x1b[2J4", "1")
        row, _ = terminals.enrol(connection, request, datetime.now(UTC))
        connection.exec_driver_sql(
            "UPDATE terminal SET last_seen_at = ?", (at.isoformat(timespec="milliseconds"),)
        )
    hub.close()
    assert hub_terminals.show(HubSettings(tmp_path)) == 0
    headers, listed = capsys.readouterr().out.splitlines()
    named = ["TERMINAL", "MODE", "LOCATION", "STATE", "LAST", "SEEN", "ENROLLED", "ID", "DEVICE"]
    assert headers.split() == named
    assert at.astimezone().strftime("%Y-%m-%d %H:%M") in listed
    assert row.id in listed
    assert listed.endswith("till?[2J4")
    assert listed.index(row.id) == headers.index("ID")


def test_a_hub_that_begins_in_an_empty_folder_says_that_it_is_new(
    tmp_path: Path, capsys: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.serve.serve", lambda settings: open_hub(settings).close())
    for said in (f"A new hub begins in {tmp_path}", ""):
        assert main(["hub", "serve", "--data", str(tmp_path)]) == 0
        assert capsys.readouterr().out.startswith(said or "Hub at http://127.0.0.1:8780")
