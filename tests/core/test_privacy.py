"""What is kept of people is closed to every other user of the machine, or not opened at all."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from kiosk.errors import BadConfig
from kiosk.privacy import create, own_folder
from kiosk.tools.wording import in_words

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a mode says nothing there")
AS_ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="needs root: chown"
)


@pytest.fixture(autouse=True)
def _umask_of_most_systems() -> None:
    os.umask(0o022)


def mode(path: Path) -> int:
    return S_IMODE(path.lstat().st_mode)


def used(folder: Path) -> Path:
    """A folder as a release left it that minded no modes."""
    (folder / "pictures").mkdir(parents=True)
    for name in ("hub.db", "hub.db-wal", "pictures/a"):
        (folder / name).write_bytes(b"x")
    return folder


def refusal(folder: Path) -> BadConfig:
    with pytest.raises(BadConfig) as caught:
        own_folder(folder)
    assert not in_words(caught.value).startswith(caught.value.code)
    return caught.value


def test_a_folder_is_made_for_one_user(tmp_path: Path) -> None:
    own_folder(tmp_path / "new")
    assert mode(tmp_path / "new") == 0o700


def test_a_file_is_private_from_its_first_byte_and_stays_if_it_is_there(tmp_path: Path) -> None:
    os.umask(0)
    create(tmp_path / "file")
    assert mode(tmp_path / "file") == 0o600
    (tmp_path / "file").write_bytes(b"orders")
    create(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"orders"


def test_an_empty_folder_that_was_made_before_is_closed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "made").mkdir(mode=0o755)
    own_folder(tmp_path / "made")
    assert mode(tmp_path / "made") == 0o700
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert str(tmp_path / "made") in caplog.text


@pytest.mark.parametrize("was", [0o755, 0o775, 0o777, 0o750, 0o711])
def test_what_others_could_reach_is_closed_and_said_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, was: int
) -> None:
    folder = used(tmp_path / "hub")
    folder.chmod(was)
    own_folder(folder)
    assert {mode(path) for path in (folder, folder / "pictures")} == {0o700}
    files = ("hub.db", "hub.db-wal", "pictures/a")
    assert {mode(folder / name) for name in files} == {0o600}
    assert len(caplog.records) == 1
    assert "hub.db-wal" in caplog.text
    own_folder(folder)
    assert len(caplog.records) == 1


def test_a_file_in_a_closed_folder_is_closed_as_well(tmp_path: Path) -> None:
    folder = used(tmp_path / "hub")
    own_folder(folder)
    (folder / "hub.db-wal").chmod(0o644)
    own_folder(folder)
    assert mode(folder / "hub.db-wal") == 0o600


def test_many_files_are_said_in_one_short_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = used(tmp_path / "hub")
    for number in range(100):
        (folder / "pictures" / str(number)).touch()
    own_folder(folder)
    assert len(caplog.records) == 1
    assert "and 100 more" in caplog.text


@pytest.mark.parametrize("was", [0o755, 0o777])
def test_a_folder_that_holds_other_things_and_is_open_is_refused(tmp_path: Path, was: int) -> None:
    shared = tmp_path / "srv"
    (shared / "www").mkdir(parents=True)
    shared.chmod(was)
    assert refusal(shared).code == "folder_shared"
    assert (mode(shared), mode(shared / "www")) == (was, 0o755)
    shared.chmod(0o700)
    own_folder(shared)


def test_a_folder_for_everybodys_files_is_refused_whatever_is_in_it(tmp_path: Path) -> None:
    everybodys = used(tmp_path / "tmp")
    everybodys.chmod(0o1777)
    assert refusal(everybodys).code == "folder_shared"
    assert mode(everybodys) == 0o1777


@pytest.mark.parametrize("name", ["hub.db", "hub.db-wal", "pictures"])
def test_a_link_in_the_folder_is_not_followed(tmp_path: Path, name: str) -> None:
    folder = used(tmp_path / "hub")
    elsewhere = tmp_path / "elsewhere"
    (folder / name).rename(elsewhere)
    was = mode(elsewhere)
    (folder / name).symlink_to(elsewhere)
    assert refusal(folder).code == "link_in_folder"
    assert mode(elsewhere) == was


def test_a_link_to_the_folder_leads_to_the_folder(tmp_path: Path) -> None:
    folder = used(tmp_path / "on-another-disk")
    (tmp_path / "hub").symlink_to(folder)
    own_folder(tmp_path / "hub")
    assert mode(folder) == 0o700
    assert mode(folder / "hub.db") == 0o600


@AS_ROOT
def test_a_folder_of_another_user_is_left_alone(tmp_path: Path) -> None:
    folder = used(tmp_path / "hub")
    os.chown(folder, 12345, 12345)
    assert refusal(folder).code == "other_user"
    assert mode(folder) == 0o755


@AS_ROOT
@pytest.mark.parametrize("was", [0o600, 0o644])
def test_a_file_of_another_user_in_the_folder_is_refused(tmp_path: Path, was: int) -> None:
    folder = used(tmp_path / "hub")
    (folder / "hub.db-wal").chmod(was)
    os.chown(folder / "hub.db-wal", 12345, 12345)
    assert refusal(folder).code == "file_of_another"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("app-codes.key", "key_readable_by_others"),
        ("recovery.key", "key_readable_by_others"),
        ("secrets", "secrets_permissions"),
    ],
)
def test_a_secret_that_others_may_have_read_is_not_mended_in_silence(
    tmp_path: Path, name: str, code: str
) -> None:
    folder = used(tmp_path / "hub")
    (folder / name).mkdir() if name == "secrets" else (folder / name).touch()
    assert refusal(folder).code == code
    assert mode(folder / name) & 0o077


def test_a_folder_that_cannot_be_closed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = used(tmp_path / "hub")

    def read_only(self: Path, mode: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "chmod", read_only)
    assert refusal(folder).code == "not_closed"


PROBE = """
import os, resource
from pathlib import Path
from kiosk.privacy import keep_to_itself
keep_to_itself()
Path("made").touch()
Path("folder").mkdir()
child = os.popen("ulimit -c; umask; cat /proc/self/coredump_filter").read()
print(resource.getrlimit(resource.RLIMIT_CORE), child.split())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="coredump_filter is of Linux")
def test_a_process_makes_nothing_for_others_and_leaves_no_core(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", PROBE], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "(0, 0) ['0', '0077', '00000000']"
    assert (mode(tmp_path / "made"), mode(tmp_path / "folder")) == (0o600, 0o700)


def test_every_command_begins_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "scanner-sheet", "sheet.svg"]
    subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  our own
    assert mode(tmp_path / "sheet.svg") == 0o600
