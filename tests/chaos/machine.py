"""What the controller does to files and ports of the machine."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

START_WITHIN_S = 30.0


def copy_hub(hub_dir: Path, to: Path) -> None:
    """Copy the database as it lies there: file and write-ahead log, with no mark."""
    to.mkdir()
    for name in ("hub.db", "hub.db-wal"):
        if (hub_dir / name).exists():
            shutil.copy(hub_dir / name, to / name)


def put_back(copy: Path, hub_dir: Path) -> None:
    """Put a copy in the place of the hub's database."""
    for name in ("hub.db", "hub.db-wal", "hub.db-shm"):
        (hub_dir / name).unlink(missing_ok=True)
    for name in ("hub.db", "hub.db-wal"):
        if (copy / name).exists():
            shutil.copy(copy / name, hub_dir / name)


def fill(ballast: Path) -> None:
    """Take every block of a small disk."""
    with ballast.open("ab") as file, suppress(OSError):
        size = 1 << 20
        while size >= 512:
            try:
                os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), size)
            except OSError:
                size //= 2
            else:
                file.seek(0, os.SEEK_END)
