"""Whoever tells the program to end sees it end: nothing said, nothing left behind."""

from __future__ import annotations

import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.app import hub_client
from kiosk.config import Settings
from kiosk.demo.shop.showcase import HERE
from kiosk.demo.world import free_port
from kiosk.devices.camera import images
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import enrol
from kiosk.wire.terminals import EnrolRequest
from tests.databases import copy_hub, hub_settings
from tests.journey.programs import Program, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")

RUN = ("-m", "kiosk", "run")
DEMO = ("-m", "kiosk", "demo")
SERVE = """
import sys
from pathlib import Path
from kiosk.hub.serve import HubSettings, serve
serve(HubSettings(Path(sys.argv[1]), port=int(sys.argv[2])))
"""
TOLD = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def terminal(seeded_hub: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an enrolled terminal, its hub in reach."""
    server = HubServer(hub_settings(copy_hub(seeded_hub, tmp_path / "hub")))
    server.start()
    settings = Settings(hub_url=server.url, data_dir=tmp_path / "terminal")
    hub = hub_client(settings, "")
    code = admin.new_enrolment_code(server.engine, "shopper", HERE, "T7")
    enrol(hub, open_secrets(settings.data_dir, "file"), EnrolRequest(code, "test", "test"))
    hub.close()
    yield {
        "KIOSK_HUB_URL": server.url,
        "KIOSK_DATA_DIR": str(settings.data_dir),
        "KIOSK_SECRETS": "file",
        "KIOSK_SOUNDS": "no",
    }
    server.stop()
    server.hub.close()


@pytest.fixture
def silent_hub() -> Iterator[socket.socket]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(90)
        yield listener


def ended_well(program: Program, number: signal.Signals, everybody: bool = False) -> None:
    assert program.end(number, everybody) == (0, "", "")
    program_left_nothing(program)


def program_left_nothing(program: Program) -> None:
    assert program.left() == []
    assert list(program.temporary.iterdir()) == []


@pytest.mark.parametrize("number", TOLD)
def test_a_terminal_that_is_told_to_end_closes_its_store_and_ends(
    terminal: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    program = Program(tmp_path, *RUN, **terminal)
    data = Path(terminal["KIOSK_DATA_DIR"])
    program.wait_for(lambda: list(data.glob("catalogue-*.db")), "catalogue")
    ended_well(program, number, everybody=True)
    assert not (data / "terminal.db-wal").exists()  # folded and closed


def test_a_terminal_ends_while_its_lanes_wait_for_a_hub_that_says_nothing(
    terminal: dict[str, str], tmp_path: Path, silent_hub: socket.socket
) -> None:
    port = silent_hub.getsockname()[1]
    terminal["KIOSK_HUB_URL"] = f"http://127.0.0.1:{port}"
    program = Program(tmp_path, *RUN, **terminal)
    asked, _ = silent_hub.accept()
    with asked:
        ended_well(program, signal.SIGTERM)


def test_the_camera_process_ends_with_the_terminal(
    terminal: dict[str, str], tmp_path: Path
) -> None:
    film = tmp_path / "film.avi"
    images.write_film(film, [np.zeros((48, 64), np.uint8)] * 600, 1)
    program = Program(tmp_path, *RUN, **terminal, KIOSK_CAMERA=str(film))
    program.wait_for(lambda: any("spawn_main" in one for one in program.left()), "camera process")
    ended_well(program, signal.SIGINT, everybody=True)


def test_a_terminal_that_only_begins_ends_at_once(terminal: dict[str, str], tmp_path: Path) -> None:
    program = Program(tmp_path, *RUN, **terminal)
    program.wait_for(lambda: program.has_loaded("libQt6Core"), "Qt")
    _, out, err = program.end(signal.SIGINT)
    assert (out, err) == ("", "")
    program_left_nothing(program)


def test_the_demo_ends_with_its_hub_and_its_folder(tmp_path: Path) -> None:
    program = Program(tmp_path, *DEMO, DISPLAY=":0")
    here = program.temporary
    program.wait_for(lambda: list(here.glob("kiosk-demo-*/terminal-T7/catalogue-*")), "terminal")
    status, _, err = program.end(signal.SIGINT, everybody=True)
    assert status == 0
    assert "Traceback" not in err
    assert "Bug" not in err
    program_left_nothing(program)


def test_a_demo_that_is_killed_leaves_no_hub(tmp_path: Path) -> None:
    program = Program(tmp_path, *DEMO, DISPLAY=":0")
    hub_db = "kiosk-demo-*/hub/hub.db"
    program.wait_for(lambda: list(program.temporary.glob(hub_db)), "hub")
    program.end(signal.SIGKILL)
    wait_until(lambda: not program.left(), "end of all its processes")


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


@pytest.mark.sqlite
@pytest.mark.parametrize("number", TOLD)
def test_a_hub_that_is_told_to_end_closes_its_database_and_ends(
    seeded_hub: Path, tmp_path: Path, number: signal.Signals
) -> None:
    shutil.copytree(seeded_hub, tmp_path / "hub")
    port = free_port()
    program = Program(tmp_path, "-c", SERVE, str(tmp_path / "hub"), str(port))
    program.wait_for(lambda: answers(port), "hub")
    _, out, err = program.end(number, everybody=True)
    assert (out, err) == ("", "")
    program_left_nothing(program)
