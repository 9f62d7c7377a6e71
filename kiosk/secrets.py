"""The device's secrets: the system's keyring, or a file where there is none.

The only file that imports keyring. The file is `secrets/secrets.json` in the data
directory: a JSON object of names and values, mode 0600 in a directory of mode 0700, both
owned by the user the terminal runs as. Which of the two is used is decided once: a file
that exists is used on, and a terminal that began with the keyring (`secrets/in-keyring`)
never goes on with an empty file in its place, nor with a keyring that has forgotten it.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.errors import BadConfig, StoreBroken
from kiosk.later import Later
from kiosk.places import trouble
from kiosk.privacy import how_to_close

if TYPE_CHECKING:
    import keyring
    from keyring import errors
    from keyring.backends import chainer, fail, null
else:
    keyring, errors = Later("keyring"), Later("keyring.errors")
    chainer, fail, null = (
        Later(f"keyring.backends.{name}") for name in ("chainer", "fail", "null")
    )

T = TypeVar("T")
ANSWER_WITHIN_S = 5.0  # beyond that, a keyring waits for somebody to unlock it
_SERVICE = "store-kiosk"
_WITNESS = "witness"
_asking = threading.Lock()


class KeyringSecrets:
    """Secrets in the user's keyring, apart for each data directory.

    With the first of them a witness is kept, here and in `mark`: a keyring that no longer has
    it answers "nothing" where it should say that it has forgotten, or is another one.
    """

    kind = "keyring"

    def __init__(self, data_dir: Path, mark: Path) -> None:
        self._service = f"{_SERVICE}:{data_dir.resolve()}"
        self._mark = mark

    def get(self, name: str) -> str | None:
        """Return a secret, or None.

        Raises `StoreBroken`: `secrets_keyring_unavailable` (locked or gone),
        `secrets_keyring_waits`.
        """
        kept: object = _ask(lambda: keyring.get_password(self._service, name))
        if kept is None or isinstance(kept, str):
            return kept
        raise StoreBroken("secrets_keyring_unavailable")

    def set(self, name: str, value: str) -> None:
        """Keep a secret."""
        _ask(lambda: keyring.set_password(self._service, name, value))
        if not _read_mark(self._mark):
            witness = secrets.token_hex(8)
            _ask(lambda: keyring.set_password(self._service, _WITNESS, witness))
            _write_private(self._mark, witness)

    def delete(self, name: str) -> None:
        """Forget a secret, if there is one."""

        def delete() -> None:
            try:
                keyring.delete_password(self._service, name)
            except errors.PasswordDeleteError:
                return

        _ask(delete)

    def check(self) -> None:
        """Raise `StoreBroken` `secrets_keyring_forgot` where what was kept is no longer there."""
        witness = _read_mark(self._mark)
        if witness and self.get(_WITNESS) != witness:
            raise StoreBroken("secrets_keyring_forgot")


class FileSecrets:
    """Secrets in a file that nobody else can read; for one process at a time."""

    kind = "file"

    def __init__(self, directory: Path) -> None:
        self.path = directory / "secrets.json"

    def get(self, name: str) -> str | None:
        """Return a secret, or None. Raises `BadConfig`: `secrets_permissions`."""
        return self._read().get(name)

    def set(self, name: str, value: str) -> None:
        """Keep a secret; on return it is on the disk."""
        self._write({**self._read(), name: value})

    def delete(self, name: str) -> None:
        """Forget a secret, if there is one."""
        kept = self._read()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def check(self) -> None:
        """Raise `BadConfig` or `StoreBroken` if the file could not be used."""
        self._read()

    def _read(self) -> dict[str, str]:
        try:
            found = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise StoreBroken(
                "secrets_unreadable", path=str(self.path), **trouble(error, self.path)
            ) from error
        with open(found, encoding="utf-8") as file:  # noqa: PTH123  an open descriptor
            _require_private(self.path, os.fstat(found))
            try:
                kept = json.load(file)
            except ValueError as error:
                raise StoreBroken("secrets_unreadable", path=str(self.path)) from error
        if not isinstance(kept, dict) or not all(isinstance(v, str) for v in kept.values()):
            raise StoreBroken("secrets_unreadable", path=str(self.path))
        return kept

    def _write(self, kept: dict[str, str]) -> None:
        _write_private(self.path, json.dumps(kept, ensure_ascii=False, indent=1))


Secrets = KeyringSecrets | FileSecrets


def open_secrets(data_dir: Path, place: str = "auto") -> Secrets:
    """Open the secrets of a terminal; makes `data_dir` if need be.

    `place`: `auto`, or `file` to leave the keyring alone. Raises `BadConfig`
    (`secrets_permissions`) and `StoreBroken` (`secrets_keyring_unavailable`,
    `secrets_keyring_waits`, `secrets_keyring_forgot`, `secrets_unreadable`,
    `secrets_unwritable`).
    """
    directory = data_dir / "secrets"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unwritable(directory, error) from error
    _require_private(directory, directory.lstat())
    in_file = FileSecrets(directory)
    began_with_keyring = directory / "in-keyring"
    if place == "file" or in_file.path.exists():
        in_file.check()
        return in_file
    if keyring_works():
        if not began_with_keyring.exists():
            _write_private(began_with_keyring, "")
        in_keyring = KeyringSecrets(data_dir, began_with_keyring)
        in_keyring.check()
        return in_keyring
    if began_with_keyring.exists():
        raise StoreBroken("secrets_keyring_unavailable")
    return in_file


def keyring_works() -> bool:
    """Tell whether a keyring keeps what it is given: one set, get and delete.

    A chain of several is not used: which of them answers depends on what runs. Raises
    `StoreBroken` `secrets_keyring_waits`: it is there, and nobody knows yet whether it works.
    """
    name, value = f"probe-{secrets.token_hex(8)}", secrets.token_hex(8)

    def probe() -> bool:
        none = (fail.Keyring, null.Keyring, chainer.ChainerBackend)
        if isinstance(keyring.get_keyring(), none):
            return False
        keyring.set_password(_SERVICE, name, value)
        kept = keyring.get_password(_SERVICE, name)
        keyring.delete_password(_SERVICE, name)
        return kept == value

    try:
        return _ask(probe)
    except StoreBroken as error:
        if error.code == "secrets_keyring_waits":
            raise
        return False


def _ask(question: Callable[[], T]) -> T:
    """Put a question to the keyring, which may wait for a person and never answer.

    On a thread that nobody waits for, not even the interpreter at its end. While one question
    is open, the next is not asked.
    """
    answers: queue.SimpleQueue[tuple[T] | BaseException] = queue.SimpleQueue()

    def ask() -> None:
        answer: tuple[T] | BaseException
        with _asking:
            try:
                answer = (question(),)
            # A backend talks to D-Bus, Windows or a plug-in and raises whatever these raise.
            except BaseException as error:
                answer = error
        answers.put(answer)

    if _asking.locked():
        raise StoreBroken("secrets_keyring_waits")
    threading.Thread(target=ask, name="keyring", daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWER_WITHIN_S)
    except queue.Empty:
        raise StoreBroken("secrets_keyring_waits") from None
    if isinstance(answer, BaseException):
        raise StoreBroken("secrets_keyring_unavailable") from answer
    return answer[0]


def _read_mark(path: Path) -> str:
    """Return the witness of a terminal's keyring; "" before the first secret."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise StoreBroken("secrets_unreadable", path=str(path)) from error


def _unwritable(path: Path, error: OSError) -> StoreBroken:
    return StoreBroken("secrets_unwritable", path=str(path), **trouble(error, path))


def _require_private(path: Path, found: os.stat_result) -> None:
    """Refuse what others could have read or put there."""
    if mend := how_to_close(path, found):
        raise BadConfig("secrets_permissions", path=str(path), mend=mend)


def _write_private(path: Path, text: str) -> None:
    """Replace a file's content in one step that survives a power cut."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(opened, "w", encoding="utf-8") as file:  # noqa: PTH123  an open descriptor
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    if sys.platform != "win32":  # a directory cannot be opened there
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
