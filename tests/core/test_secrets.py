from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from kiosk.errors import BadConfig, StoreBroken
from kiosk.secrets import FileSecrets, KeyringSecrets, keyring_works, open_secrets
from tests.patience import PATIENCE_S

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")


class KeyringInMemory(KeyringBackend):
    """A backend like any other to keyring, that can be locked."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # untyped in keyring
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.raises: BaseException | None = None
        self.answers = threading.Event()  # else it waits for somebody to unlock it
        self.answers.set()

    def get_password(self, service: str, username: str) -> str | None:
        self._unlock()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._unlock()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._unlock()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _unlock(self) -> None:
        self.answers.wait()
        if self.raises is not None:
            raise self.raises
        if self.locked:
            raise KeyringLocked


@pytest.fixture(autouse=True)
def asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that another test left open is none of this one's."""
    monkeypatch.setattr("kiosk.secrets._asking", threading.Lock())


@pytest.fixture(autouse=True)
def ring() -> Iterator[KeyringInMemory]:
    """Put a keyring of our own in place: the developer's is not touched."""
    ring = KeyringInMemory()
    keyring.set_keyring(ring)
    yield ring
    ring.answers.set()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # untyped in keyring


def secrets_file(data_dir: Path) -> Path:
    return data_dir / "secrets" / "secrets.json"


def test_secrets_survive_reopening_the_file(tmp_path: Path) -> None:
    store = open_secrets(tmp_path / "new", "file")
    assert store.kind == "file"
    store.set("token", "тайна")
    store.set("other", "2")
    store.delete("other")
    store.delete("never there")
    again = open_secrets(tmp_path / "new", "file")
    assert (again.get("token"), again.get("other")) == ("тайна", None)


@POSIX_ONLY
def test_file_and_directory_are_private(tmp_path: Path) -> None:
    open_secrets(tmp_path, "file").set("token", "1")
    path = secrets_file(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["secrets.json"]


@POSIX_ONLY
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700])
def test_file_that_others_could_read_is_refused_with_its_remedy(tmp_path: Path, mode: int) -> None:
    store = open_secrets(tmp_path, "file")
    store.set("token", "1")
    secrets_file(tmp_path).chmod(mode)
    for attempt in (lambda: open_secrets(tmp_path), lambda: store.get("token")):
        with pytest.raises(BadConfig) as caught:
            attempt()
        assert caught.value.code == "secrets_permissions"
        assert caught.value.args_["mend"] == f"chmod 600 {secrets_file(tmp_path)}"


@POSIX_ONLY
def test_open_directory_is_refused(tmp_path: Path) -> None:
    open_secrets(tmp_path, "file").set("token", "1")
    secrets_file(tmp_path).parent.chmod(0o755)
    with pytest.raises(BadConfig, match="secrets_permissions"):
        open_secrets(tmp_path, "file")


@POSIX_ONLY
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: chown")
def test_file_of_another_user_is_refused(tmp_path: Path) -> None:
    open_secrets(tmp_path, "file").set("token", "1")
    os.chown(secrets_file(tmp_path), 12345, 12345)
    with pytest.raises(BadConfig) as caught:
        open_secrets(tmp_path, "file")
    assert str(caught.value.args_["mend"]).startswith("chown ")


@POSIX_ONLY
def test_symbolic_link_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    open_secrets(tmp_path, "file")
    target = tmp_path / "elsewhere.json"
    target.write_text("{}")
    target.chmod(0o600)
    secrets_file(tmp_path).symlink_to(target)
    with pytest.raises(StoreBroken, match="secrets_unreadable"):
        open_secrets(tmp_path, "file")


@pytest.mark.parametrize("content", ["", "no json", "[1]", '{"token": 1}'])
def test_damaged_file_is_left_alone_and_reported(tmp_path: Path, content: str) -> None:
    store = open_secrets(tmp_path, "file")
    store.set("token", "1")
    secrets_file(tmp_path).write_text(content)
    with pytest.raises(StoreBroken, match="secrets_unreadable"):
        store.set("token", "2")
    assert secrets_file(tmp_path).read_text() == content


def test_failed_write_keeps_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_secrets(tmp_path, "file")
    store.set("token", "old")

    def disk_is_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_is_full)
    with pytest.raises(StoreBroken, match="secrets_unwritable"):
        store.set("token", "new")
    assert json.loads(secrets_file(tmp_path).read_text()) == {"token": "old"}
    assert len(list(secrets_file(tmp_path).parent.iterdir())) == 1


def test_working_keyring_is_used_and_the_probe_leaves_nothing(
    tmp_path: Path, ring: KeyringInMemory
) -> None:
    store = open_secrets(tmp_path)
    assert store.kind == "keyring"
    assert ring.kept == {}
    store.set("token", "1")
    assert open_secrets(tmp_path).get("token") == "1"
    assert not secrets_file(tmp_path).exists()
    store.delete("token")
    store.delete("token")
    assert [name for _, name in ring.kept] == ["witness"]


def test_two_terminals_of_one_user_do_not_share_secrets(tmp_path: Path) -> None:
    open_secrets(tmp_path / "a").set("token", "1")
    assert open_secrets(tmp_path / "b").get("token") is None


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, chainer.ChainerBackend])
def test_backend_that_keeps_nothing_is_no_keyring(
    tmp_path: Path, backend: type[KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    assert isinstance(open_secrets(tmp_path), FileSecrets)


def test_locked_keyring_is_no_keyring(tmp_path: Path, ring: KeyringInMemory) -> None:
    ring.locked = True
    assert not keyring_works()
    assert isinstance(open_secrets(tmp_path), FileSecrets)


def test_keyring_that_went_away_is_never_replaced_by_an_empty_file(
    tmp_path: Path, ring: KeyringInMemory
) -> None:
    open_secrets(tmp_path).set("token", "1")
    ring.locked = True
    with pytest.raises(StoreBroken, match="secrets_keyring_unavailable"):
        open_secrets(tmp_path)
    with pytest.raises(StoreBroken, match="secrets_keyring_unavailable"):
        KeyringSecrets(tmp_path, tmp_path / "mark").get("token")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.secrets.ANSWER_WITHIN_S", 0.01)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("began_with_keyring", [True, False])
def test_a_keyring_that_waits_is_said_to_wait_and_no_file_takes_its_place(
    tmp_path: Path, ring: KeyringInMemory, began_with_keyring: bool
) -> None:
    if began_with_keyring:
        open_secrets(tmp_path).set("token", "1")
    ring.answers.clear()
    for _ in range(2):  # the second is not even asked
        with pytest.raises(StoreBroken, match="secrets_keyring_waits"):
            open_secrets(tmp_path)
    assert not secrets_file(tmp_path).exists()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "use",
    [
        lambda store: store.get("token"),
        lambda store: store.set("token", "2"),
        lambda store: store.delete("token"),
    ],
)
def test_a_keyring_that_waits_later_on_holds_nobody_up(
    tmp_path: Path, ring: KeyringInMemory, use: Callable[[KeyringSecrets], object]
) -> None:
    store = open_secrets(tmp_path)
    assert isinstance(store, KeyringSecrets)
    ring.answers.clear()
    with pytest.raises(StoreBroken, match="secrets_keyring_waits"):
        use(store)


@pytest.mark.parametrize(
    "strange", [OSError("bus"), RuntimeError("?"), SystemExit(3), ValueError()]
)
def test_whatever_a_keyring_raises_is_a_keyring_that_does_not_open(
    tmp_path: Path, ring: KeyringInMemory, strange: BaseException
) -> None:
    store = open_secrets(tmp_path)
    store.set("token", "1")
    ring.raises = strange
    for attempt in (lambda: store.get("token"), lambda: open_secrets(tmp_path)):
        with pytest.raises(StoreBroken, match="secrets_keyring_unavailable"):
            attempt()


def test_a_keyring_that_has_forgotten_is_not_taken_for_an_empty_one(
    tmp_path: Path, ring: KeyringInMemory
) -> None:
    open_secrets(tmp_path).set("token", "1")
    ring.kept.clear()
    with pytest.raises(StoreBroken, match="secrets_keyring_forgot"):
        open_secrets(tmp_path)
    assert ring.kept == {}
    assert not secrets_file(tmp_path).exists()


def test_a_keyring_in_use_since_an_earlier_release_is_used_on(
    tmp_path: Path, ring: KeyringInMemory
) -> None:
    open_secrets(tmp_path)  # makes the empty mark that earlier releases left
    ring.kept[f"store-kiosk:{tmp_path.resolve()}", "token"] = "1"
    assert open_secrets(tmp_path).get("token") == "1"


def test_file_that_exists_is_used_on_when_a_keyring_appears(tmp_path: Path) -> None:
    open_secrets(tmp_path, "file").set("token", "1")
    store = open_secrets(tmp_path)
    assert (store.kind, store.get("token")) == ("file", "1")


REAL_ROUND_TRIP = """
import sys
from pathlib import Path
from kiosk.secrets import open_secrets
store = open_secrets(Path(sys.argv[1]))
store.set("token", "тайна")
print(store.kind, open_secrets(Path(sys.argv[1])).get("token") == "тайна")
store.delete("token")
print(store.get("token"))
"""
MISSING = [c for c in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(c)]


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")
def test_secrets_live_in_a_real_keyring(tmp_path: Path) -> None:
    start = "printf pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
    in_session = ["dbus-run-session", "--", "sh", "-c", f'{start} && exec "$@"', "sh"]
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    answer = subprocess.run(  # noqa: S603  our own command line
        [*in_session, sys.executable, "-c", REAL_ROUND_TRIP, str(tmp_path / "data")],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert answer.stdout.splitlines() == ["keyring True", "None"], answer.stderr


def test_a_data_directory_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreBroken) as broken:
        open_secrets(tmp_path / "file" / "data", "file")
    assert broken.value.code == "secrets_unwritable"
