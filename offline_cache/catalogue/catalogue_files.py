"""The catalogue's files: install new ones, open the current one in each thread.

`overlay.db` names the current file; the one before it is kept to fall back on. A file that
is missing or damaged leaves the terminal without a catalogue, or with the previous one, and
the next contact with the hub brings a new one.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.ids import is_sha256
from kiosk.errors import HubUnreachable, SnapshotRefused, StoreBroken
from kiosk.ports.catalogue import FeedPosition, Refusal
from kiosk.privacy import own_folder
from kiosk.wire.feed import ChangesPage
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue.overlay import Overlay
from offline_cache.catalogue.snapshot_file import OpenCatalogue, base_of, is_whole, unpack, verify
from offline_cache.connection import faults, sync_directory
from offline_cache.reserve import leave_room_for_orders

T = TypeVar("T")
KEPT = 2


class _Generation:
    """Which file readers should have open, "" for none; another one makes them open it anew."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256


class _Here(threading.local):
    """What a reading thread has open; `held` while its reads are to see the same."""

    generation: _Generation | None = None
    opened: OpenCatalogue | None = None
    held = False


class CatalogueFiles:
    """`kiosk.ports.catalogue.CatalogueStore`, and `read` and `at_once` for any thread.

    Each reading thread has a connection of its own, so that a search never waits for a
    scan. A read sees a file with the changes that belong to it: one that a swap falls into
    is repeated on the new file.
    """

    def __init__(self, data_dir: Path) -> None:
        """Open what is there. Raises `StoreBroken` (`sqlite_too_old`) and `StoreFull`."""
        self._dir = data_dir.resolve()
        own_folder(self._dir)
        self._overlay = Overlay(self._dir / "overlay.db")
        self._lock = threading.RLock()
        self._here = _Here()
        self._opened: weakref.WeakSet[OpenCatalogue] = weakref.WeakSet()
        self._current: _Generation | None = _Generation("")  # None while files are swapped
        for path in self._dir.glob("catalogue-*.new"):  # of a program that was cut short
            _remove(path)
        position = self._overlay.position()
        if position is not None and self._base(position.sha256) is not None:
            self._current = _Generation(position.sha256)
        else:
            self._fall_back()

    def position(self) -> FeedPosition | None:
        """Return where we are; None without a catalogue. It waits for nothing."""
        found = self._overlay.position()
        if found is None or not found.sha256:
            return None
        return replace(found, taken_at=self._taken_at(found.sha256))

    def refused(self) -> Refusal | None:
        """Return what was last not taken, until a file is taken."""
        return self._overlay.refused()

    def note_refusal(self, refusal: Refusal) -> None:
        """Keep for staff why a file was not taken."""
        self._overlay.note_refusal(refusal)

    def part(self, manifest: Manifest) -> Path:
        """Return where to download a packed file to; what came of another one is removed.

        Raises `StoreFull` where the rest of it, unpacked, leaves too little room for orders.
        """
        part = self._part(manifest)
        for path in self._dir.glob("catalogue-*.part"):
            if path != part:
                _remove(path)
        with faults(part):
            here = part.stat().st_size if part.exists() else 0
        leave_room_for_orders(part, max(0, manifest.packed_size - here) + manifest.size)
        return part

    def install(self, manifest: Manifest) -> None:
        """Unpack and verify the downloaded file, then make it current; keep the one before.

        Readers and pages of changes wait for the swap only. A file that is here already is
        taken as it is. Raises `SnapshotRefused` (`snapshot_damaged`): the download is
        removed; `StoreFull`: it stays; the file in use stays either way.
        """
        part, final = self._part(manifest), self._path(manifest.sha256)
        fresh = final.with_suffix(".new")
        try:
            if is_whole(final, manifest.sha256):
                verify(final, manifest)
            else:
                unpack(part, manifest, fresh)
                with faults(final):
                    fresh.replace(final)
                    sync_directory(self._dir)
        except SnapshotRefused:
            _remove(part)
            raise
        finally:
            _remove(fresh)
        self._swap(manifest)
        self._overlay.drop_up_to(manifest.sequence)
        self._remove_old(manifest.sha256)

    def apply_page(self, page: ChangesPage, after: int = 0) -> None:
        """Apply one page of changes in one transaction; an unfinished batch stays unseen.

        A damaged overlay is begun anew before the fault is passed on: the next round of the
        feed starts from the catalogue file.
        """
        seen = self._now()
        try:
            self._overlay.apply(page, after)
        except StoreBroken as error:
            if error.code == "store_unreadable":
                self._mend(seen)
            raise

    def read(self, job: Callable[[OpenCatalogue], T], empty: T) -> T:
        """Run a read on this thread's connection; `empty` while there is no catalogue.

        It reads the overlay in one statement, or within `at_once`. It may run twice. A
        damaged file is replaced by the previous one, a damaged overlay by an empty one, and
        the read is repeated.
        """
        here, damaged = self._here, 0
        while damaged < KEPT + 2:
            generation = here.generation if here.held and here.generation else self._now()
            try:
                opened = self._connection(generation)
                if opened is None:
                    return empty
                try:
                    found = job(opened)
                except dbapi2.DatabaseError:
                    with faults(self._dir / "catalogue"):  # entered for a fault alone: costly
                        raise
            except StoreBroken as error:
                if error.code != "store_unreadable":
                    raise
                here.held, damaged = False, damaged + 1
                self._mend(generation)
            else:
                if here.held or generation is self._current:
                    return found
        return empty

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let all reads of this thread within see one file and one state of the overlay.

        Unless what they see turns out to be damaged. Within another one it changes nothing.
        """
        here = self._here
        if here.held:
            yield
            return
        self.read(OpenCatalogue.hold, None)
        here.held = True
        try:
            yield
        finally:
            here.held = False
            if here.opened is not None:
                here.opened.let_go()

    def close(self) -> None:
        """Close every thread's connection; no read may be under way."""
        with self._lock:
            self._current = _Generation("")
            for opened in list(self._opened):
                opened.close()
            self._overlay.close()

    def _now(self) -> _Generation:
        while (current := self._current) is None:
            with self._lock:  # a swap is under way
                pass
        return current

    def _connection(self, generation: _Generation) -> OpenCatalogue | None:
        here = self._here
        if here.generation is not generation:
            here.generation, before, here.opened = None, here.opened, None
            if before is not None:
                before.close()
            if generation.sha256:
                here.opened = OpenCatalogue(self._path(generation.sha256), self._overlay.path)
                self._opened.add(here.opened)
            here.generation = generation
        return here.opened

    def _swap(self, manifest: Manifest) -> None:
        """Make a file current for all that begins from now on, with its changes alone."""
        with self._lock:
            sha256 = self._now().sha256
            self._current = None
            try:
                _touch(self._path(manifest.sha256))
                self._overlay.take(manifest)
                sha256 = manifest.sha256
            finally:
                self._current = _Generation(sha256)

    def _mend(self, seen: _Generation) -> None:
        """Find out what is damaged and do without it; the first thread to notice does it."""
        with self._lock:
            if self._current is not seen:
                return
            overlay_lost = self._overlay.begin_anew_if_damaged()
            if overlay_lost and (base := self._base(seen.sha256)) is not None:
                self._overlay.point_to(FeedPosition("", base, seen.sha256, base))
                self._current = _Generation(seen.sha256)
                return
            self._fall_back()

    def _fall_back(self) -> None:
        """Take the newest file whose content is what its name says.

        What is newer is removed if it is damaged. What cannot be read now, or is whole but
        another release's, stays. The epoch is kept if it is still known; "" is no hub's, so
        that one is asked.
        """
        before = self._overlay.position()
        epoch = before.epoch if before else ""
        for path in self._newest_first():
            sha256 = path.stem.removeprefix("catalogue-")
            whole = is_whole(path, sha256)
            if whole and (base := self._base(sha256)) is not None:
                _touch(path)
                self._overlay.point_to(FeedPosition(epoch, base, sha256, base))
                self._current = _Generation(sha256)
                return
            if whole is False:
                _remove(path)
        if before is not None:
            self._overlay.point_to(FeedPosition(epoch, 0, "", 0))
        self._current = _Generation("")

    def _base(self, sha256: str) -> int | None:
        """Return the last change that one of our files includes; None if it cannot be read."""
        try:
            return base_of(self._path(sha256))
        except (StoreBroken, HubUnreachable):
            return None

    def _taken_at(self, sha256: str) -> str:
        with suppress(OSError):  # gone this moment: another one comes into use
            touched_s = self._path(sha256).stat().st_mtime
            return datetime.fromtimestamp(touched_s, UTC).isoformat(timespec="seconds")
        return ""

    def _path(self, sha256: str) -> Path:
        return self._dir / f"catalogue-{_hash(sha256)}.db"

    def _part(self, manifest: Manifest) -> Path:
        return self._dir / f"catalogue-{_hash(manifest.packed_sha256)}.part"

    def _newest_first(self) -> list[Path]:
        with faults(self._dir / "catalogue"):
            found = list(self._dir.glob("catalogue-*.db"))
        return sorted(found, key=_touched_ns, reverse=True)

    def _remove_old(self, sha256: str) -> None:
        current = self._path(sha256)
        others = [path for path in self._newest_first() if path != current]
        for path in (*others[KEPT - 1 :], *self._dir.glob("catalogue-*.part")):
            _remove(path)


def _hash(text: str) -> str:
    """Return a hash; what a hub calls one becomes part of a path only if it is one."""
    if not is_sha256(text):
        raise HubUnreachable("hub_nonsense", looked_like="a manifest without a hash")
    return text


def _touch(path: Path) -> None:
    """Let a file's time stamp say that it comes into use now."""
    with suppress(OSError):  # then only that is not known
        os.utime(path)


def _touched_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # gone meanwhile
        return 0


def _remove(path: Path) -> None:
    """Remove a disposable file; one that cannot go now goes at the next chance.

    On Windows that is one still open.
    """
    with suppress(OSError):
        path.unlink(missing_ok=True)
