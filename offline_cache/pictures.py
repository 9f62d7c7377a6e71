"""Product pictures on this disk: those used last, up to a number of bytes.

What was used when is each file's own time stamp, so that a restart knows it too. Disposable:
whatever cannot be read is not here, and comes again.
"""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from kiosk.domain.ids import is_sha256
from kiosk.domain.pictures import may_be_drawn
from kiosk.errors import BadInput, StoreFull
from offline_cache.connection import faults
from offline_cache.reserve import leave_room_for_orders
from offline_cache.whole_file import whole_file

FOLDER = "pictures"


class PictureFiles:
    """`kiosk.ports.catalogue.PictureStore`; usable from any thread. `budget` in bytes."""

    def __init__(self, data_dir: Path, budget: int) -> None:
        self._folder = data_dir / FOLDER
        self._budget = budget
        self._lock = threading.Lock()
        self._sizes: dict[str, int] | None = None  # least recently used first, once looked

    def find(self, picture: str) -> Path | None:
        """Return a picture's file and count it as used; None where it is not here."""
        with self._lock:
            sizes = self._known()
            size = sizes.pop(picture, None)
            path = self._folder / picture
            if size is None or not path.is_file():
                return None
            sizes[picture] = size
        with suppress(OSError):  # then only its turn is lost
            os.utime(path)
        return path

    def keep(self, picture: str, data: bytes) -> Path:
        """Write a picture; those that were not used for longest go to make room.

        Raises `BadInput("picture_wrong")` where the bytes are not what the name says or nothing
        that may be drawn, and `StoreFull` where there is no room, or what is left is for
        orders: nothing was kept.
        """
        if hashlib.sha256(data).hexdigest() != picture or not may_be_drawn(data):
            raise BadInput("picture_wrong")
        if len(data) > self._budget:
            raise StoreFull("store_full", file=picture)
        path = self._folder / picture
        with self._lock, faults(path):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            leave_room_for_orders(path, len(data))
            sizes = self._known()
            sizes.pop(picture, None)
            self._make_room(sizes, len(data))
            with whole_file(path, durable=False) as file:
                file.write(data)
            sizes[picture] = len(data)
        return path

    def _make_room(self, sizes: dict[str, int], wanted: int) -> None:
        used = sum(sizes.values())
        for name in list(sizes):
            if used + wanted <= self._budget:
                return
            with suppress(OSError):  # on Windows one that is open stays, and counts
                (self._folder / name).unlink(missing_ok=True)
                used -= sizes.pop(name)
        if used + wanted > self._budget:
            raise StoreFull("store_full", file=self._folder.name)

    def _known(self) -> dict[str, int]:
        """Look through the folder once; what is no picture was left by a power cut."""
        if self._sizes is None:
            found: list[tuple[int, str, int]] = []
            for path in self._entries():
                with suppress(OSError):  # a folder, or what is open elsewhere
                    about = path.stat()
                    if not is_sha256(path.name):
                        path.unlink()
                    elif S_ISREG(about.st_mode):
                        found.append((about.st_mtime_ns, path.name, about.st_size))
            self._sizes = {name: size for _, name, size in sorted(found)}
        return self._sizes

    def _entries(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except OSError:  # no picture was kept yet
            return []
