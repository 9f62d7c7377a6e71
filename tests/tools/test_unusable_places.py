"""Folders, files and addresses that cannot be used are one true sentence each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.config import Settings
from kiosk.demo.journey import Journey
from kiosk.errors import BadConfig, BadInput, KioskError, StoreBroken, StoreFull
from kiosk.hub.serve import HubSettings, application, open_hub, serve
from kiosk.places import trouble
from kiosk.secrets import open_secrets
from kiosk.tools import checks, doctor, order_files
from kiosk.tools.wording import in_words
from offline_cache.store.terminal_store import TerminalStore

KEY = bytes(32)


@pytest.fixture
def a_file(tmp_path: Path) -> Path:
    path = tmp_path / "a-file"
    path.write_text("not a folder")
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or _mount(folder, "size=256k"):
        pytest.skip("no disk of its own can be made here: that needs root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607  as mounted


def _mount(folder: Path, options: str) -> int:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603  fixed


def _fill(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            return


def start_hub(folder: Path) -> None:
    hub = open_hub(HubSettings(folder))
    try:
        application(hub)
    finally:
        hub.engine.dispose()


def said(error: KioskError) -> str:
    sentence = in_words(error)
    assert "?" not in sentence, sentence
    return sentence


@pytest.mark.parametrize("below", ["", "d", "d/e"])
def test_a_file_in_the_place_of_the_hubs_folder_is_named(a_file: Path, below: str) -> None:
    with pytest.raises(BadConfig, match="hub_data_unusable") as caught:
        start_hub(a_file / below)
    assert f"{a_file} is a file, not a folder" in said(caught.value)


@pytest.mark.parametrize("below", ["", "d", "d/e"])
def test_a_file_in_the_place_of_the_terminals_folder_is_named(a_file: Path, below: str) -> None:
    with pytest.raises(StoreBroken, match="secrets_unwritable") as caught:
        open_secrets(a_file / below, "file")
    assert f"{a_file} is a file, not a folder" in said(caught.value)


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="/sys is Linux's, where mounted")
def test_a_folder_where_nobody_may_write_is_said_to_be_so() -> None:
    with pytest.raises(BadConfig, match="hub_data_unusable") as caught:
        start_hub(Path("/sys/hub"))
    assert caught.value.args_["because"] in {"forbidden", "read_only"}


@pytest.mark.parametrize("name", ["hub.db", "app-codes.key"])
def test_a_folder_in_the_place_of_a_hubs_file_is_named(tmp_path: Path, name: str) -> None:
    start_hub(tmp_path)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir(mode=0o700)
    with pytest.raises(BadConfig, match="hub_data_unusable") as caught:
        start_hub(tmp_path)
    assert f"{tmp_path / name} is a folder, not a file" in said(caught.value)


def test_a_hubs_database_that_is_none_is_left_as_it_is(tmp_path: Path) -> None:
    start_hub(tmp_path)
    (tmp_path / "hub.db").write_bytes(b"nonsense" * 1000)
    with pytest.raises(BadConfig, match="hub_database_damaged") as caught:
        start_hub(tmp_path)
    assert "backup" in said(caught.value)
    assert (tmp_path / "hub.db").read_bytes() == b"nonsense" * 1000


def test_a_cut_key_of_a_hub_is_not_replaced(tmp_path: Path) -> None:
    start_hub(tmp_path)
    (tmp_path / "recovery.key").write_bytes(b"short")
    with pytest.raises(BadConfig, match="key_damaged") as caught:
        start_hub(tmp_path)
    assert "recovery.key" in said(caught.value)
    assert (tmp_path / "recovery.key").read_bytes() == b"short"


@pytest.mark.parametrize("room", ["none", "for the keys"])
def test_a_hub_that_starts_on_a_full_disk_says_that_it_is_full(small_disk: Path, room: str) -> None:
    if room == "none":
        _fill(small_disk)
    with pytest.raises(BadConfig, match="hub_data_unusable") as caught:
        start_hub(small_disk / "hub")
    assert "the disk is full" in said(caught.value)


def test_a_terminal_that_starts_on_a_full_disk_says_that_it_is_full(small_disk: Path) -> None:
    data = small_disk / "terminal"
    open_secrets(data, "file").set("token", "1")
    _fill(small_disk)
    with pytest.raises(StoreBroken, match="secrets_unwritable") as caught:
        open_secrets(data, "file").set("token", "2" * 8192)
    assert "the disk is full" in said(caught.value)
    with pytest.raises(StoreFull):
        TerminalStore(data, KEY)


def test_disks_that_have_become_read_only_are_not_called_damaged(small_disk: Path) -> None:
    subprocess.run(  # noqa: S603  as mounted
        ["mount", "-o", "remount,size=8m", str(small_disk)],  # noqa: S607  root's own
        check=True,
    )
    start_hub(small_disk / "hub")
    TerminalStore(small_disk / "terminal", KEY).close()
    subprocess.run(  # noqa: S603  as mounted
        ["mount", "-o", "remount,ro", str(small_disk)],  # noqa: S607  root's own
        check=True,
    )
    with pytest.raises(BadConfig, match="hub_data_unusable") as hub:
        start_hub(small_disk / "hub")
    with pytest.raises(StoreBroken, match="store_unreadable") as terminal:
        TerminalStore(small_disk / "terminal", KEY)
    for caught in (hub, terminal):
        assert "is read-only" in said(caught.value)


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [
        ("127.0.0.1", 99_999, "port_impossible"),
        ("127.0.0.1", -1, "port_impossible"),
        ("127.0.0.1", 65_536, "port_impossible"),
        ("nosuchhost.invalid", 0, "host_unknown"),
        ("a" * 80, 0, "host_unknown"),
        ("a..b", 0, "host_unknown"),
        ("192.0.2.1", 0, "address_not_here"),
    ],
)
def test_an_address_where_no_hub_can_listen_is_said_to_be_what_it_is(
    tmp_path: Path, host: str, port: int, code: str
) -> None:
    with pytest.raises(BadConfig) as caught:
        serve(HubSettings(tmp_path / "hub", host, port))
    assert caught.value.code == code
    assert str(port if code == "port_impossible" else host) in said(caught.value)
    assert not (tmp_path / "hub").exists()  # asked first


@pytest.mark.parametrize("below", ["", "pictures"])
def test_a_tour_says_before_it_plays_that_its_folder_is_none(a_file: Path, below: str) -> None:
    with pytest.raises(BadConfig, match="folder_unusable") as caught:
        Journey(a_file / below)
    assert "is a file, not a folder" in said(caught.value)


@pytest.mark.parametrize(("name", "why"), [("gone.kiosk", "is not there"), ("", "is a folder")])
def test_a_file_of_orders_that_cannot_be_read_is_not_called_damaged(
    tmp_path: Path, name: str, why: str
) -> None:
    with pytest.raises(BadInput, match="file_unreadable") as caught:
        order_files.import_file(None, tmp_path / name)  # type: ignore[arg-type]  # not reached
    assert why in said(caught.value)


def test_what_the_system_says_stands_where_nothing_better_is_known(tmp_path: Path) -> None:
    found = trouble(OSError(5, "Input/output error"), tmp_path / "x")
    assert found == {"because": "other", "at": str(tmp_path), "detail": "Input/output error"}
    fault = BadConfig("hub_data_unusable", path="x", **found)
    assert "Input/output error" in said(fault)


def test_what_nobody_translated_is_a_sentence_and_its_details_lie_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> int:
        raise OSError(121, "Remote I/O error", "/mnt/share/x")

    monkeypatch.setattr("kiosk.tools.scan_file.scan", refused)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["scan", "x.png"]) == 1
    err = capsys.readouterr().err
    assert "/mnt/share/x: Remote I/O error." in err
    assert "Traceback" not in err
    (details,) = tmp_path.glob("kiosk-fault-*")
    assert str(details) in err
    assert "Remote I/O error" in details.read_text("utf-8")


def test_a_bug_stays_a_traceback_for_whoever_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.tools.scan_file.scan", lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["scan", "x.png"])


def test_doctor_names_the_file_where_the_data_folder_should_be(a_file: Path) -> None:
    check = checks.disk(Settings(data_dir=a_file / "data"))
    assert check.status is checks.Status.FAIL
    assert f"{a_file} is a file" in check.found


def test_a_refusal_of_the_system_is_no_reason_to_reinstall(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Settings) -> checks.Check:
        raise PermissionError(13, "Permission denied", "/data/secrets")

    monkeypatch.setattr(checks, "disk", refused)
    (check,) = [one for one in doctor.run(Settings(), {}) if one.name == "disk"]
    assert "/data/secrets: Permission denied" in check.found
    assert "reinstall" not in check.advice


def test_a_picture_that_is_not_there_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(tmp_path / "gone.png")]) == 1
    assert "gone.png is not there" in capsys.readouterr().err
