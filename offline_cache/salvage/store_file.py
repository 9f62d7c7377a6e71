"""The terminal's store as bytes: whether it is sound, and what can still be read.

Works on the files themselves, before SQLite opens them, and changes nothing: opening may fold
a log whose damage then cannot be seen any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import IO

from kiosk.errors import StoreBroken
from offline_cache.salvage.page_cipher import PAGE, PageCipher, find_cipher, new_salt
from offline_cache.salvage.write_ahead_log import Frame, all_frames, read_log

_AT_ONCE = 64  # pages read together
_WITNESSES = 16  # pages asked whether the key is right
_SIZE_AT, _VERSION_AT = 28, 60  # https://sqlite.org/fileformat.html#the_database_header


@dataclass(frozen=True, slots=True)
class Content:
    """A readable page: `age` grows with each write; `stale` if a newer one is unreadable."""

    data: bytes
    age: int
    stale: bool


class StoreFile:
    """One encrypted file with its log; hold the lock while reading it."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Read it. Raises `StoreBroken` (`store_unreadable`) for another key, and `OSError`."""
        self._file: IO[bytes] = path.open("rb") if path.exists() else BytesIO()
        try:
            self._read(path, key)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _read(self, path: Path, key: bytes) -> None:
        self.salt = new_salt(key)
        self._length = self._file.seek(0, SEEK_END)
        beside = path.with_name(path.name + "-wal")
        data = beside.read_bytes() if beside.exists() else b""
        self.empty = not self._length and len(data) <= PAGE
        if self.empty:
            return
        cipher = find_cipher(key, self._in_file(1), self._witnesses(data))
        if cipher is None:
            raise StoreBroken("store_unreadable", file=path.name)
        self._cipher: PageCipher = cipher
        self.salt = cipher.salt
        self._log = read_log(data, self._in_file, cipher.sound)
        self._frames: dict[int, list[tuple[int, Frame]]] = {}
        for age, frame in enumerate(self._log.frames, 1):
            self._frames.setdefault(frame.number, []).append((age, frame))
        first = self.page(1)
        self._header = first.data if first is not None and not first.stale else b""
        self.size = self._size()

    @property
    def version(self) -> int | None:
        """The schema's version; None when the page that says so is damaged."""
        return _number(self._header, _VERSION_AT) if self._header else None

    def is_damaged(self) -> bool:
        """Check every page that counts, in the log or the file."""
        if self._log.damaged or any(not self._is_sound(number) for number in self._frames):
            return True
        sound = self._cipher.sound
        for first in range(1, self.size + 1, _AT_ONCE):
            self._file.seek((first - 1) * PAGE)
            data = self._file.read(_AT_ONCE * PAGE)
            for number in range(first, min(first + _AT_ONCE, self.size + 1)):
                at = (number - first) * PAGE
                if number not in self._frames and not sound(number, data[at : at + PAGE]):
                    return True
        return False

    def pages(self) -> Iterator[Content]:
        """Return all pages that can be read."""
        return (content for content in map(self.page, self._numbers()) if content is not None)

    def page(self, number: int) -> Content | None:
        """Return the newest readable state of a page, decrypted."""
        content = self._check(number)
        if content is None:
            return None
        return Content(self._cipher.open(number, content.data), content.age, content.stale)

    def _check(self, number: int) -> Content | None:
        stale = False
        for age, frame in reversed(self._frames.get(number, [])):
            if self._cipher.sound(number, frame.page):
                return Content(frame.page, age, stale)
            stale = True
        page = self._in_file(number)
        return Content(page, 0, stale) if self._cipher.sound(number, page) else None

    def _is_sound(self, number: int) -> bool:
        content = self._check(number)
        return number > self.size or (content is not None and not content.stale)

    def _numbers(self) -> range:
        return range(1, self.size + 1)

    def _size(self) -> int:
        if self._log.frames:
            return self._log.frames[-1].size
        return _number(self._header, _SIZE_AT) if self._header else self._length // PAGE

    def _in_file(self, number: int) -> bytes:
        self._file.seek((number - 1) * PAGE)
        return self._file.read(PAGE)

    def _witnesses(self, log: bytes) -> list[tuple[int, bytes]]:
        frames = list(all_frames(log))
        first = next((frame for frame in reversed(frames) if frame.number == 1), None)
        logged = [*frames[:_WITNESSES], *([first] if first else [])]
        numbers = range(2, 2 + _WITNESSES)
        return [
            *((number, self._in_file(number)) for number in numbers),
            *((frame.number, frame.page) for frame in logged),
        ]


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")
