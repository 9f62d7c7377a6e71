"""The catalogue's files: verify and install new ones, open the current one in each thread.

`overlay.db` names the current file; the one before it is kept to fall back on. A file that
is missing or damaged leaves the terminal without a catalogue, or with the previous one, and
the next contact with the hub brings a new one.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.domain.catalogue import Terms
from kiosk.errors import HubUnreachable, StoreBroken
from kiosk.ports import FeedPosition
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.feed import ChangesPage, Manifest
from offline_cache.connection import faults, open_catalogue, sync_directory
from offline_cache.overlay import Overlay

T = TypeVar("T")
KEPT = 2

_SHA256 = re.compile(r"[0-9a-f]{64}")


class OpenCatalogue:
    """One thread's connection to the current file, with the overlay attached as `overlay`.

    Overlay rows count only above `base`, the last change that the file includes.
    """

    def __init__(self, path: Path, overlay: Path | None) -> None:
        """Open a file. Raises `StoreBroken` when it is not a catalogue of our version."""
        self.database: Database = open_catalogue(path, overlay)
        try:
            with faults(path):
                meta = dict(self.database.execute("SELECT name, value FROM main.meta").fetchall())
            if int(meta["version"]) != VERSION:
                raise StoreBroken("store_unreadable", file=path.name)
            self.base = int(meta["sequence"])
            self.terms = msgspec.json.decode(meta["terms"], type=Terms)
        except (KeyError, ValueError, dbapi2.OperationalError) as error:
            self.database.close()
            raise StoreBroken("store_unreadable", file=path.name) from error
        except BaseException:
            self.database.close()
            raise


@dataclass(frozen=True, slots=True)
class _Current:
    """Which file readers should have open; a new `generation` makes them open it again."""

    sha256: str
    generation: int


class CatalogueFiles:
    """`kiosk.ports.CatalogueStore` (lane `bulk`), and `read` for any thread.

    Each reading thread has a connection of its own, so that a search never waits for a
    scan. A swap is seen at the next call; a call under way finishes on the file it began.
    """

    def __init__(self, data_dir: Path) -> None:
        """Open what is there. Raises `StoreBroken` (`sqlite_too_old`) and `StoreFull`."""
        self._dir = data_dir.resolve()
        self._dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._overlay = Overlay(self._dir / "overlay.db")
        self._lock = threading.RLock()
        self._local = threading.local()
        self._opened: weakref.WeakSet[OpenCatalogue] = weakref.WeakSet()
        self._current = _Current("", 0)
        position = self._overlay.position()
        if position is not None and self._readable(position.sha256):
            self._switch(position.sha256)
        else:
            self._fall_back()

    def position(self) -> FeedPosition | None:
        """Return where we are; None without a catalogue."""
        return self._overlay.position() if self._current.sha256 else None

    def incoming(self, sha256: str) -> Path:
        """Return where to download a catalogue file to."""
        return self._path(sha256).with_suffix(".part")

    def install(self, manifest: Manifest, epoch: str) -> None:
        """Verify the downloaded file and make it current; keep the one before it.

        Raises `HubUnreachable`: `hub_nonsense` when the file is not the one promised (it is
        removed), `hub_too_new` when this release cannot read its schema.
        """
        if manifest.schema != VERSION:
            raise HubUnreachable("hub_too_new", found=manifest.schema, known=VERSION)
        part, final = self.incoming(manifest.sha256), self._path(manifest.sha256)
        with self._lock, faults(final):
            if part.exists():
                self._verify(part, manifest.sha256)
                _sync(part)
                part.replace(final)
                sync_directory(self._dir)
            else:
                self._verify(final, manifest.sha256)
            before = self._overlay.position()
            sequence = manifest.sequence
            if before is not None and before.epoch == epoch:
                sequence = max(sequence, before.sequence)
            self._overlay.point_to(FeedPosition(epoch, sequence, manifest.sha256))
            self._switch(manifest.sha256)
            self._overlay.drop_up_to(manifest.sequence)
            self._remove_old()

    def apply_page(self, page: ChangesPage) -> None:
        """Apply one page of changes in one transaction.

        A damaged overlay is begun anew before the fault is passed on: the next round of the
        feed starts from the catalogue file.
        """
        try:
            self._overlay.apply(page)
        except StoreBroken:
            self._mend(self._current)
            raise

    def read(self, job: Callable[[OpenCatalogue], T], empty: T) -> T:
        """Run a read on this thread's connection; `empty` while there is no catalogue.

        A damaged file is replaced by the previous one, a damaged overlay by an empty one,
        and the read is repeated.
        """
        for _ in range(KEPT + 2):
            current = self._current
            try:
                opened = self._connection(current)
                if opened is None:
                    return empty
                with faults(self._dir / "catalogue"):
                    return job(opened)
            except StoreBroken as error:
                if error.code != "store_unreadable":
                    raise
                self._mend(current)
        return empty

    def close(self) -> None:
        """Close every thread's connection; no read may be under way."""
        with self._lock:
            self._current = _Current("", self._current.generation + 1)
            for opened in list(self._opened):
                opened.database.close()
            self._overlay.close()

    def _connection(self, current: _Current) -> OpenCatalogue | None:
        held: tuple[int, OpenCatalogue | None] | None = getattr(self._local, "held", None)
        if held is not None:
            if held[0] == current.generation:
                return held[1]
            self._local.held = None
            if held[1] is not None:
                held[1].database.close()
        opened = None
        if current.sha256:
            opened = OpenCatalogue(self._path(current.sha256), self._overlay.path)
            self._opened.add(opened)
        self._local.held = (current.generation, opened)
        return opened

    def _mend(self, seen: _Current) -> None:
        """Find out what is damaged and do without it; the first thread to notice does it."""
        with self._lock:
            if self._current.generation != seen.generation:
                return
            overlay_lost = self._overlay.begin_anew_if_damaged()
            if overlay_lost and self._readable(seen.sha256):
                opened = OpenCatalogue(self._path(seen.sha256), None)
                opened.database.close()
                self._overlay.point_to(FeedPosition("", opened.base, seen.sha256))
                self._switch(seen.sha256)
                return
            self._fall_back()

    def _fall_back(self) -> None:
        """Take the newest file whose content is what its name says; remove the others.

        The epoch is kept if it is still known; "" is no hub's, so that one is asked.
        """
        before = self._overlay.position()
        for path in self._newest_first():
            sha256 = path.stem.removeprefix("catalogue-")
            if _is_whole(path, sha256) and self._readable(sha256):
                opened = OpenCatalogue(path, None)
                opened.database.close()
                found = FeedPosition(before.epoch if before else "", opened.base, sha256)
                self._overlay.point_to(found)
                self._switch(sha256)
                return
            _remove(path)
        if before is not None:
            self._overlay.point_to(replace(before, sequence=0, sha256=""))
        self._switch("")

    def _switch(self, sha256: str) -> None:
        self._current = _Current(sha256, self._current.generation + 1)

    def _readable(self, sha256: str) -> bool:
        try:
            OpenCatalogue(self._path(sha256), None).database.close()
        except (StoreBroken, HubUnreachable):
            return False
        return True

    def _verify(self, path: Path, sha256: str) -> None:
        looked_like = ""
        if not path.exists():
            looked_like = "no catalogue file"
        elif _hash(path) != sha256:
            looked_like = "another catalogue file than promised"
        else:
            try:
                OpenCatalogue(path, None).database.close()
                return
            except StoreBroken:
                looked_like = "no catalogue of this version"
        _remove(path)
        raise HubUnreachable("hub_nonsense", looked_like=looked_like)

    def _path(self, sha256: str) -> Path:
        """Name a file; what a hub calls a hash becomes part of a path only if it is one."""
        if not _SHA256.fullmatch(sha256):
            raise HubUnreachable("hub_nonsense", looked_like="a manifest without a hash")
        return self._dir / f"catalogue-{sha256}.db"

    def _newest_first(self) -> list[Path]:
        found = self._dir.glob("catalogue-*.db")
        return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)

    def _remove_old(self) -> None:
        current = self._path(self._current.sha256)
        others = [path for path in self._newest_first() if path != current]
        for path in (*others[KEPT - 1 :], *self._dir.glob("catalogue-*.part")):
            _remove(path)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_whole(path: Path, sha256: str) -> bool:
    """Tell whether a file is what its name says; one on a bad sector is not."""
    try:
        return _hash(path) == sha256
    except OSError:
        return False


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    """Remove a disposable file; one that cannot go now goes at the next chance.

    On Windows that is one still open.
    """
    with suppress(OSError):
        path.unlink(missing_ok=True)
