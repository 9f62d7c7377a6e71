"""One process at a time: a lock that the operating system lets go when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.errors import StoreBroken

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        # Not lockf: that one belongs to the process and goes when any handle is closed.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held from making to `close`; the file stays, empty."""

    def __init__(self, path: Path) -> None:
        """Take it. Raises `StoreBroken` (`store_in_use`) at once if another one holds it."""
        self._handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _take(self._handle)
        except (BlockingIOError, PermissionError) as error:
            os.close(self._handle)
            raise StoreBroken("store_in_use", file=path.stem) from error

    def close(self) -> None:
        """Let it go; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
