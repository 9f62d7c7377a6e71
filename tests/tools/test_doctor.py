from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.demo.paper import PaperListener, PaperStatus
from kiosk.demo.world import free_port
from kiosk.hub import admin
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.secrets import open_secrets
from kiosk.tools import checks, doctor
from kiosk.tools.checks import Check, Status
from kiosk.tools.hub_check import hub_and_clock
from tests.devices.pictures import draw_blank


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", secrets="file")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubServer]:
    server = HubServer(HubSettings(tmp_path_factory.mktemp("hub"), port=0))
    server.start()
    yield server
    server.stop()


@contextmanager
def portal(content_type: str, body: bytes, status: int = 200) -> Iterator[str]:
    """Serve one answer to everything, as a captive portal does."""

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:  # else a failing test leaves a thread that keeps pytest from ending
        server.shutdown()
        thread.join()
        server.server_close()


def test_report_names_every_part_once_and_fails_for_a_hub_that_is_not_set(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    found = doctor.run(settings, {"QT_QPA_PLATFORM": "eglfs"})
    machine = ["display", "libraries", "camera", "printer", "secret store", "sqlite", "disk"]
    assert [check.name for check in found] == [*machine, "orders", "catalogue", "hub", "clock"]
    assert [check.name for check in found if check.status is Status.FAIL] == ["hub"]
    assert doctor.print_report(found, as_json=False) == 1
    said = capsys.readouterr().out
    assert "hub_url" in said
    assert "→" in said


def test_everything_that_is_not_fine_says_what_to_do(settings: Settings) -> None:
    broken = replace(settings, camera="/nowhere.mp4", printer=f"127.0.0.1:{free_port()}")
    for check in doctor.run(broken, {}):
        assert check.advice or check.status is Status.OK, check


def test_json_report_can_be_read_by_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.print_report([Check("disk", Status.OK, "9 GB free")], as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert report == {
        "ok": True,
        "checks": [{"name": "disk", "status": "ok", "found": "9 GB free", "advice": ""}],
    }


def test_warning_alone_is_no_failure() -> None:
    assert doctor.print_report([Check("clock", Status.WARN, "late", "wait")], as_json=True) == 0


def test_doctor_changes_nothing_on_a_fresh_machine(settings: Settings) -> None:
    doctor.run(settings, {})
    assert not settings.data_dir.exists()


def test_check_that_breaks_hides_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "disk", lambda _: 1 // 0)
    found = {check.name: check for check in doctor.run(settings, {})}
    assert found["disk"].status is Status.FAIL
    assert found["sqlite"].status is Status.OK


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"DISPLAY": ":9777"}, Status.FAIL),
        ({"WAYLAND_DISPLAY": "nowhere", "XDG_RUNTIME_DIR": "/"}, Status.FAIL),
        ({"DISPLAY": ":9777", "QT_QPA_PLATFORM": "offscreen"}, Status.WARN),
        ({"QT_QPA_PLATFORM": "eglfs"}, Status.OK),
        ({}, Status.FAIL),
    ],
)
def test_a_display_that_is_only_named_is_no_display(
    environ: dict[str, str], status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert checks.display(environ).status is status


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (PaperStatus.HEALTHY, "ready"),
        (PaperStatus.PAPER_OUT, "paper out"),
        (PaperStatus.COVER_OPEN, "cover open"),
    ],
)
def test_printers_state_is_told(settings: Settings, status: PaperStatus, said: str) -> None:
    paper = PaperListener()
    paper.start()
    paper.status = status
    check = checks.printer(replace(settings, printer=f"127.0.0.1:{paper.port}"))
    paper.stop()
    assert said in check.found
    assert (check.status is Status.OK) == (status is PaperStatus.HEALTHY)


def test_camera_gives_pictures_or_is_missing(settings: Settings, tmp_path: Path) -> None:
    picture = str(draw_blank(tmp_path / "a.png"))
    assert checks.camera(replace(settings, camera=picture)).status is Status.OK
    missing = checks.camera(replace(settings, camera="/nowhere.mp4"))
    assert missing.status is Status.FAIL
    assert "missing" in missing.found


def test_open_secrets_file_is_a_failure_with_the_command_that_mends_it(
    settings: Settings,
) -> None:
    open_secrets(settings.data_dir, "file").set("token", "s3cret")
    assert checks.secret_store(settings).status is Status.OK
    path = settings.data_dir / "secrets" / "secrets.json"
    path.chmod(0o644)
    check = checks.secret_store(settings)
    assert check.status is Status.FAIL
    assert check.advice == f"run: chmod 600 {path}"


def test_little_room_is_a_failure(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.disk(settings).status is Status.OK
    monkeypatch.setattr(checks, "LEAST_FREE_MB", 10**9)
    assert checks.disk(settings).status is Status.FAIL


def test_sqlite_in_use_is_new_enough() -> None:
    check = checks.sqlite()
    assert check.status is Status.OK
    assert tuple(map(int, check.found.split(",")[0].split("."))) >= (3, 51, 3)


def test_hub_is_reached_and_the_terminal_is_not_enrolled(
    settings: Settings, hub: HubServer
) -> None:
    found, clock = hub_and_clock(replace(settings, hub_url=hub.url))
    assert (found.status, clock.status) == (Status.WARN, Status.OK)
    assert "kiosk enrol" in found.advice


def enrolled(settings: Settings, token: str) -> None:
    values = {
        "terminal_id": "t",
        "token": token,
        "prefix": "T7",
        "mode": "shopper",
        "location_id": "s1",
        "location_name": "S1",
        "app_code_keys": {},
        "recovery_key": "",
    }
    open_secrets(settings.data_dir, "file").set("enrolment", json.dumps(values))


def test_hub_that_is_not_ready_is_a_warning_with_its_reasons(
    settings: Settings, hub: HubServer
) -> None:
    enrolled(settings, admin.new_channel_token(hub.engine, "web"))
    found, clock = hub_and_clock(replace(settings, hub_url=hub.url))
    assert (found.status, clock.status) == (Status.WARN, Status.OK)
    assert "not ready: it has no shop yet" in found.found


def test_hub_without_its_database_answers_but_cannot_work(settings: Settings) -> None:
    with portal("application/problem+json", b"{}", 503) as url:
        found, _ = hub_and_clock(replace(settings, hub_url=url))
    assert found.status is Status.FAIL
    assert "answers, but cannot work: status 503" in found.found


def test_token_the_hub_does_not_know_is_a_failure(settings: Settings, hub: HubServer) -> None:
    enrolled(settings, "not-ours")
    found, _ = hub_and_clock(replace(settings, hub_url=hub.url))
    assert found.status is Status.FAIL
    assert "not-ours" not in found.found + found.advice


def test_clock_far_from_the_hubs_is_a_warning(settings: Settings) -> None:
    late = datetime.now(UTC) + timedelta(minutes=10)
    status = {"service": "store-kiosk-hub", "version": "1", "epoch": "e", "now": late.isoformat()}
    with portal("application/json", json.dumps(status).encode()) as url:
        _, clock = hub_and_clock(replace(settings, hub_url=url))
    assert clock.status is Status.WARN
    assert "behind the hub" in clock.found


def test_captive_portal_is_not_taken_for_a_hub(settings: Settings) -> None:
    with portal("text/html", b"<h1>Free Wi-Fi</h1>") as url:
        found, clock = hub_and_clock(replace(settings, hub_url=url))
    assert (found.status, clock.status) == (Status.FAIL, Status.WARN)
    assert "not like a hub" in found.found


def test_hub_that_does_not_answer_is_a_failure(settings: Settings) -> None:
    found, _ = hub_and_clock(replace(settings, hub_url=f"http://127.0.0.1:{free_port()}"))
    assert found.status is Status.FAIL
    assert "does not answer" in found.found
