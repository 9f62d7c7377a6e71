"""A disk that loses its power: what was synced stays, of the rest anything may.

Played from the log that `power_vfs.c` writes. Modelled, as hard as a disk is allowed to be:

- A write asked for after its file's last sync may be there, or not, or in part: each sector
  (512 or 4096 bytes) on its own may hold the new bytes, the old ones, zeros or rubbish; and
  such writes may come in any order.
- The size of a file may be any that it had since its last sync, whatever became of the bytes.
- A name made or taken away is certain only after a sync of the directory; until then the
  old file, the new one or none may be there.

Not modelled, since SQLite relies on it too: bytes that no write touched stay as they are
(`SQLITE_IOCAP_POWERSAFE_OVERWRITE`), and a sync that returned is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

WRITE, TRUNCATE, SYNC, CREATED, DELETED, DIRECTORY, NOTE = "W", "T", "S", "C", "X", "D", "N"
SECTORS = (512, 512, 4096)
_HEAD = struct.Struct("<cBxxIq")


class Record(NamedTuple):
    """One thing asked of the disk; a note's text is its name."""

    kind: str
    name: str
    offset: int
    data: bytes


def read_log(path: Path) -> list[Record]:
    """Read a log as `power_vfs.c` wrote it."""
    return list(_records(memoryview(path.read_bytes())))


def _records(log: memoryview) -> Iterator[Record]:
    at = 0
    while at < len(log):
        kind, name_length, length, offset = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        name = bytes(log[at : at + name_length]).decode()
        at += name_length
        yield Record(kind.decode(), name, offset, bytes(log[at : at + length]))
        at += length


class Content:
    """A file's bytes: what is certain, and what was asked for since."""

    def __init__(self) -> None:
        self.certain = bytearray()
        self.asked: list[Record] = []

    def sync(self) -> None:
        """All that was asked for is certain."""
        for record in self.asked:
            _apply(self.certain, record)
        self.asked.clear()

    def after_cut(self, chance: Random) -> bytes:
        """Return what may be there after a power cut."""
        found = bytearray(self.certain)
        fate = chance.random()
        if fate < 0.15:  # nothing reached the platter
            return bytes(found)
        if fate < 0.30:  # all of it did
            for record in self.asked:
                _apply(found, record)
            return bytes(found)
        if fate < 0.60:  # a disk that keeps the order was stopped in the middle of a write
            return bytes(self._in_order(found, chance))
        return bytes(self._in_any_order(found, chance))

    def _in_order(self, found: bytearray, chance: Random) -> bytearray:
        if self.asked:
            last = chance.randrange(len(self.asked))
            for record in self.asked[:last]:
                _apply(found, record)
            _apply_torn(found, self.asked[last], chance, chance.random())
        return found

    def _in_any_order(self, found: bytearray, chance: Random) -> bytearray:
        sizes = self._sizes()
        shares = chance.choice((0.1, 0.5, 0.9))
        for record in chance.sample(self.asked, len(self.asked)):
            if chance.random() < shares:
                _apply(found, record)
            else:
                _apply_torn(found, record, chance, chance.choice((0.0, 0.5, 0.9)))
        size = sizes[-1] if chance.random() < 0.5 else chance.choice(sizes)
        del found[size:]
        return found.ljust(size, b"\0")

    def _sizes(self) -> list[int]:
        """All sizes that the file had since it was certain."""
        sizes = [len(self.certain)]
        for record in self.asked:
            if record.kind == TRUNCATE:
                sizes.append(record.offset)
            else:
                sizes.append(max(sizes[-1], record.offset + len(record.data)))
        return sizes


class Disk:
    """A directory of such files."""

    def __init__(self) -> None:
        # By name: the file that is certain to be there, then those that came since.
        self._names: dict[str, list[Content | None]] = {}

    def play(self, record: Record) -> None:
        """Do what was asked."""
        kind, name = record.kind, record.name
        if kind in (WRITE, TRUNCATE):
            self._file(name).asked.append(record)
        elif kind == SYNC:
            self._file(name).sync()
        elif kind == CREATED:
            self._names.setdefault(name, [None]).append(Content())
        elif kind == DELETED:
            self._names[name].append(None)
        elif kind == DIRECTORY:
            self._names = {name: [found[-1]] for name, found in self._names.items()}

    def cut(self, chance: Random) -> dict[str, bytes]:
        """Return the files that may be found when the power comes back."""
        found = {}
        for name, candidates in self._names.items():
            content = candidates[-1] if chance.random() < 0.5 else chance.choice(candidates)
            if content is not None:
                found[name] = content.after_cut(chance)
        return found

    def _file(self, name: str) -> Content:
        content = self._names[name][-1]
        if content is None:
            raise ValueError(f"{name} was written and is not there")
        return content


def _apply(found: bytearray, record: Record) -> None:
    if record.kind == TRUNCATE:
        del found[record.offset :]
        found.extend(bytes(record.offset - len(found)))
        return
    end = record.offset + len(record.data)
    if len(found) < end:
        found.extend(bytes(end - len(found)))
    found[record.offset : end] = record.data


def _apply_torn(found: bytearray, record: Record, chance: Random, share: float) -> None:
    """Let a share of the sectors arrive; the others stay, or hold zeros or rubbish."""
    if record.kind == TRUNCATE:
        if chance.random() < share:
            _apply(found, record)
        return
    for start, end in _sectors(record, chance.choice(SECTORS)):
        data = record.data[start - record.offset : end - record.offset]
        if chance.random() >= share:
            fate = chance.random()
            if fate < 0.8:
                continue
            data = bytes(len(data)) if fate < 0.9 else chance.randbytes(len(data))
        _apply(found, Record(WRITE, record.name, start, data))


def _sectors(record: Record, size: int) -> Sequence[tuple[int, int]]:
    end = record.offset + len(record.data)
    edges = [record.offset, *range(record.offset // size * size + size, end, size), end]
    return list(pairwise(edges))
