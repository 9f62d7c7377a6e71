"""One catalogue file: unpack what came, make sure that it is what was promised, open it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec
import zstandard
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.catalogue import Terms
from kiosk.errors import SnapshotRefused, StoreBroken
from kiosk.privacy import create
from kiosk.wire.catalogue_file import VERSION, search_tables
from kiosk.wire.snapshot import Manifest
from offline_cache.connection import faults, open_catalogue
from offline_cache.reserve import leave_room_for_orders

CHUNK = 1024 * 1024
SYNC_EVERY = 8 * CHUNK
MAX_WINDOW = 8 * 1024 * 1024  # bytes of memory; levels up to 19 need no more


class OpenCatalogue:
    """One thread's connection to a file, with the overlay attached as `overlay`.

    Overlay rows count only above `base`, the last change that the file includes. `execute`
    is the driver's own: a scan waits for nothing else.
    """

    def __init__(self, path: Path, overlay: Path | None) -> None:
        """Open a file. Raises `StoreBroken` when it is not a catalogue of our version."""
        self.database = open_catalogue(path, overlay)
        self.execute = self.database.conn.execute
        try:
            with faults(path):
                meta = dict(self.execute("SELECT name, value FROM main.meta").fetchall())
            if int(meta["version"]) != VERSION:
                raise StoreBroken("store_unreadable", file=path.name)
            self.base = int(meta["sequence"])
            self.terms = msgspec.json.decode(meta["terms"], type=Terms)
            self.currency = self.terms.currency
            self.languages = msgspec.json.decode(meta["languages"], type=tuple[str, ...])
            for language in self.languages:
                search_tables(language)  # refuses what must not become part of a statement
        except (KeyError, ValueError, dbapi2.OperationalError) as error:
            self.close()
            raise StoreBroken("store_unreadable", file=path.name) from error
        except BaseException:
            self.close()
            raise

    def hold(self) -> None:
        """See nothing of what is committed to the overlay from now on, until `let_go`."""
        self.execute("BEGIN")
        try:  # the snapshot begins with the first read
            self.execute("SELECT count(*) FROM overlay.position").fetchone()
        except BaseException:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Follow the overlay again."""
        if self.database.conn.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self.database.close()


def base_of(path: Path) -> int:
    """Return the last change that a file includes. Raises `StoreBroken` for no catalogue."""
    opened = OpenCatalogue(path, None)
    opened.close()
    return opened.base


def is_whole(path: Path, sha256: str) -> bool | None:
    """Tell whether a file is what its name says; None where it cannot be read, or not now."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return None


def unpack(packed: Path, manifest: Manifest, to: Path) -> None:
    """Write the database that a packed file holds to `to`, durably, and verify it.

    Raises `SnapshotRefused` (`snapshot_damaged`) if anything is not as promised, and
    `StoreFull`; `to` is the caller's to remove then.
    """
    try:
        leave_room_for_orders(to, manifest.size)
        with faults(to):
            if packed.stat().st_size != manifest.packed_size:
                raise SnapshotRefused("snapshot_damaged")
            if not is_whole(packed, manifest.packed_sha256):
                raise SnapshotRefused("snapshot_damaged")
            _unpack(packed, manifest, to)
        verify(to, manifest)
    except (StoreBroken, zstandard.ZstdError) as error:
        raise SnapshotRefused("snapshot_damaged") from error


def verify(path: Path, manifest: Manifest) -> None:
    """Make sure that a file is a sound catalogue with the content that was promised.

    Raises `SnapshotRefused` (`snapshot_damaged`).
    """
    try:
        opened = OpenCatalogue(path, None)
        try:
            with faults(path):
                sound = opened.execute("PRAGMA main.quick_check(1)").fetchall() == [("ok",)]
        finally:
            opened.close()
    except StoreBroken as error:
        raise SnapshotRefused("snapshot_damaged") from error
    if not sound or opened.base != manifest.sequence:
        raise SnapshotRefused("snapshot_damaged")


def _unpack(packed: Path, manifest: Manifest, to: Path) -> None:
    digest, written, synced = hashlib.sha256(), 0, 0
    unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
    create(to)
    with (
        packed.open("rb") as file,
        unpacker.stream_reader(file, read_across_frames=True) as stream,
        to.open("wb") as out,
    ):
        while chunk := stream.read(CHUNK):
            written += len(chunk)
            if written > manifest.size:
                raise SnapshotRefused("snapshot_damaged")
            digest.update(chunk)
            out.write(chunk)
            # Piece by piece: an order's commit must not wait behind half a gigabyte.
            if written - synced >= SYNC_EVERY:
                os.fsync(out.fileno())
                synced = written
        out.flush()
        os.fsync(out.fileno())
    if (written, digest.hexdigest()) != (manifest.size, manifest.sha256):
        raise SnapshotRefused("snapshot_damaged")
