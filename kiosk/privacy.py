"""What this machine keeps of people is for one user alone: files, folders, memory.

Files are made for their owner from the first byte on (`create`), folders of data are looked
through before anything in them is opened (`own_folder`). On Windows a mode says nothing: the
access list of the user's profile keeps others out, and nothing here does anything.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from kiosk.errors import BadConfig

_log = logging.getLogger(__name__)
_FILE, _FOLDER, _OTHERS = 0o600, 0o700, 0o077
# Who could read one of these has it still, whatever the mode says from now on: a person decides.
_SECRETS = {"app-codes.key", "recovery.key", "secrets"}
_OURS = _SECRETS | {"hub.db", "terminal.db", "overlay.db"}
_NAMED = 5  # so many of the mended are named; the rest is counted


def keep_to_itself() -> None:
    """Let this process and those it starts make nothing for others and leave no core dump.

    To be called before the first file is opened. A core that goes to a program instead of a
    file (core(5), `|` in core_pattern) heeds no limit: it holds none of our memory then.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  Windows has none

    os.umask(_OTHERS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # Linux alone has it
        Path("/proc/self/coredump_filter").write_text("0", encoding="ascii")


def create(path: Path) -> None:
    """Make an empty file for its owner alone; one that is there stays as it is.

    SQLite gives its side files the mode of the file itself. Raises `OSError`.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, _FILE))


def own_folder(path: Path) -> None:
    """Make a folder of data, or close it and what is in it to everybody else.

    What others could read or change is mended, and one line of the log says so. Within a
    folder that was closed all along only the folder's own entries are looked at. Raises
    `OSError`, and `BadConfig` where it is not for us to mend: `other_user`, `folder_shared`,
    `file_of_another`, `link_in_folder`, `not_closed`, and for secrets that may have been read
    `key_readable_by_others`, `secrets_permissions`.
    """
    path.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    if sys.platform == "win32":
        return
    path = path.resolve()
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise BadConfig("other_user", path=str(path), user=found.st_uid)
    names = {entry.name for entry in path.iterdir()}
    strange = names and names.isdisjoint(_OURS)
    if _is_open(found) and (strange or found.st_mode & stat.S_ISVTX):
        raise BadConfig("folder_shared", path=str(path))
    mended: list[Path] = []
    try:
        _close(path, found, mended)
        _close_within(path, mended)
    finally:
        if mended:
            named = ", ".join(map(str, mended[:_NAMED]))
            more = f" and {len(mended) - _NAMED} more" if len(mended) > _NAMED else ""
            _log.warning(
                "Other users could reach this; it is closed to them now: %s%s", named, more
            )


def how_to_close(path: Path, found: os.stat_result) -> str:
    """Return the command that makes a file or folder its user's alone; "" where it is that."""
    if sys.platform == "win32":
        return ""
    if stat.S_ISLNK(found.st_mode) or found.st_uid != os.geteuid():
        return f"chown {os.geteuid()} {path}"
    wanted = _FOLDER if stat.S_ISDIR(found.st_mode) else _FILE
    return f"chmod {wanted:o} {path}" if stat.S_IMODE(found.st_mode) & ~wanted else ""


def _close_within(folder: Path, mended: list[Path]) -> None:
    """Close what is in a folder that nobody else can enter any more."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            with suppress(FileNotFoundError):  # another process of ours has removed it
                found = entry.stat(follow_symlinks=False)
                _refuse(path, found)
                if _close(path, found, mended) and stat.S_ISDIR(found.st_mode):
                    _close_within(path, mended)


def _refuse(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise BadConfig("link_in_folder", path=str(path))
    if found.st_uid not in (os.geteuid(), 0):
        raise BadConfig("file_of_another", path=str(path), user=found.st_uid)
    if path.name in _SECRETS and (mend := how_to_close(path, found)):
        is_key = path.suffix == ".key"
        code = "key_readable_by_others" if is_key else "secrets_permissions"
        raise BadConfig(code, path=str(path), mend=mend)


def _close(path: Path, found: os.stat_result, mended: list[Path]) -> bool:
    """Take everybody else's rights away; tell whether there were any."""
    if found.st_uid != os.geteuid() or not _is_open(found):
        return False  # what root put into our folder is root's affair: nobody else gets at it
    try:
        path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except FileNotFoundError:
        raise
    except OSError as error:  # a disk that is mounted for reading only, or knows no modes
        why = error.strerror or str(error)
        raise BadConfig("not_closed", path=str(path), why=why) from error
    mended.append(path)
    return True


def _is_open(found: os.stat_result) -> bool:
    return bool(found.st_mode & _OTHERS)
