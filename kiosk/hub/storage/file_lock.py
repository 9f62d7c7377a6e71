"""One process at a time: a lock that the operating system lets go when its holder dies."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _wait_for(handle: int) -> None:
        while True:
            try:
                return msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError as error:
                if error.errno != errno.EDEADLK:  # it tries for ten seconds, then says so
                    raise

else:
    import fcntl

    def _wait_for(handle: int) -> None:
        # Not lockf: that one belongs to the process and goes when any handle is closed.
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until nobody else, in this process or another, is within; the file stays, empty."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)
