"""Why a file or a folder cannot be used, in codes that can be told apart and said."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import BadConfig

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """Say what the system refuses of a folder as `BadConfig` `folder_unusable`."""
    try:
        yield
    except OSError as error:
        raise BadConfig("folder_unusable", path=str(path), **trouble(error, path)) from error


def trouble(error: OSError, path: Path) -> dict[str, str]:
    """Return what a fault about `path` carries: `because`, the place `at` fault, and a `detail`.

    The place is the one that the system names, where it does: a file in a folder, say.
    `because` is `full`, `forbidden`, `read_only`, `not_a_folder`, `is_a_folder`, `missing` or
    `other`: then only the detail, the system's own words, says more.
    """
    if isinstance(error.filename, str):
        path = path / error.filename
    there = next(one for one in (path, *path.parents) if os.path.lexists(one))
    at = there
    match error.errno:
        case number if number in _FULL:
            because = "full"
        case number if number in _FORBIDDEN:
            because = "forbidden"
        case errno.EROFS:
            because = "read_only"
        case errno.ENOTDIR | errno.EEXIST if not there.is_dir():
            because = "not_a_folder"
        case errno.EISDIR:
            because = "is_a_folder"
        case errno.ENOENT:
            because, at = "missing", path
        case _:
            because = "other"
    return {"because": because, "at": str(at), "detail": error.strerror or str(error)}
