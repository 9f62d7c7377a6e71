"""Room on the disk for orders: what others leave free, and 16 MB given up when it is full.

Measured: a smaller one does not rescue a full disk, since the write-ahead log's checkpoint
needs room as well; 16 MB does with `journal_size_limit` 4 MB.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kiosk.errors import StoreFull
from kiosk.privacy import create
from offline_cache.connection import faults

SIZE = 16 * 1024 * 1024
ROOM_FOR_ORDERS = 64 * 1024 * 1024


def leave_room_for_orders(path: Path, wanted: int = 0) -> None:
    """Raise `StoreFull` where so many bytes more in `path` would take room that orders need.

    Asked before anything is written that can be fetched again: catalogues, changes, pictures.
    """
    with faults(path):
        if shutil.disk_usage(path.parent).free < wanted + ROOM_FOR_ORDERS:
            raise StoreFull("store_full", file=path.name)


class Reserve:
    """A file of real blocks."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Set the space aside if there is twice as much; a disk with less is left alone."""
        try:
            if self._path.exists() or shutil.disk_usage(self._path.parent).free < 2 * SIZE:
                return
            create(self._path)
            with self._path.open("wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, SIZE)
                else:
                    file.write(bytes(SIZE))
        except OSError:
            # The disk filled up meanwhile: what was taken goes back.
            self.release()

    def release(self) -> bool:
        """Give the space back; tell whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
