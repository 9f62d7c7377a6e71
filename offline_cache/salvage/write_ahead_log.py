"""Read a write-ahead log as a crash left it, and tell a torn end from damage.

SQLite ends a log silently at the first frame whose checksum is wrong: right after a power cut
(the last transaction, not yet acknowledged, may be there in any mixture of old and new
sectors), and a loss after a flipped bit. Told apart by this:

- A frame that is one flipped bit away from its checksum was written and damaged since; a torn
  one never looks so. It is mended here: checksum and HMAC say which bit.
- With `synchronous=FULL` a transaction is on the disk before the next one begins. A bad frame
  that a *later* transaction follows was once good.
- Anything else is taken for a torn end. Larger damage to the very last transaction looks the
  same. Nobody loses an order by it unseen: its counter is a transaction of its own before it,
  so that a counter without its order is told; what was heard from the hub is asked again.
- A header beyond mending matters only while the log holds pages that the file does not: a
  crash while a log is begun anew finds all of them in the file.

https://sqlite.org/fileformat.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from offline_cache.salvage.page_cipher import PAGE

_HEADER, _FRAME = 32, 24 + PAGE
_MAGIC, _VERSION = 0x377F0682, 3007000
_MASK = 0xFFFFFFFF
_LARGEST = 1 << 20  # pages: a size beyond 4 GB is none

Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as a transaction left it; the last one of each says how large the file is."""

    signed: bytes  # number, size, page: what the checksum covers
    salts: bytes
    sums: Sums

    @property
    def number(self) -> int:
        """Return the page's number."""
        return int.from_bytes(self.signed[:4], "big")

    @property
    def size(self) -> int:
        """Return the file's size in pages; 0 within a transaction."""
        return int.from_bytes(self.signed[4:8], "big")

    @property
    def page(self) -> bytes:
        """Return the page, encrypted as in the file."""
        return self.signed[8:]


@dataclass(frozen=True, slots=True)
class Log:
    """The frames of finished transactions; if it is damaged, not all of them may be sound."""

    frames: tuple[Frame, ...] = ()
    damaged: bool = False


def all_frames(data: bytes) -> Iterator[Frame]:
    """Cut a log's bytes, `b""` for none, into frames, whatever they are worth."""
    for at in range(_HEADER, len(data) - _FRAME + 1, _FRAME):
        number_and_size, page = data[at : at + 8], data[at + 24 : at + _FRAME]
        sums: Sums = struct.unpack_from(">II", data, at + 16)
        yield Frame(number_and_size + page, data[at + 8 : at + 16], sums)


def read_log(
    data: bytes, in_file: Callable[[int], bytes], sound: Callable[[int, bytes], bool]
) -> Log:
    """Read a log's bytes; `in_file` reads a page of the file itself, `sound` checks one."""
    frames = list(all_frames(data))
    if not frames:
        return Log()
    header = data[:_HEADER]
    if not _is_header(header):
        header = next(filter(_is_header, _one_bit_off(header)), b"")
        if not header:
            ours = _finished([frame for frame in frames if frame.salts == frames[0].salts])
            newest = {frame.number: frame.page for frame in ours}
            folded = all(in_file(number) == page for number, page in newest.items())
            return Log() if folded else Log(ours, damaged=True)
    return _follow(header, frames, sound, damaged=header != data[:_HEADER])


def _follow(
    header: bytes, frames: list[Frame], sound: Callable[[int, bytes], bool], damaged: bool
) -> Log:
    """Follow the chain of checksums to the log's end."""
    order = ">" if header[3] & 1 else "<"
    salts = header[16:24]
    sums: Sums = struct.unpack_from(">II", header, 24)
    for index, frame in enumerate(frames):
        there = _sums(order, frame.signed, sums)
        if frame.salts == salts and frame.sums == there:
            sums = there
            continue
        # High bits leave the sums of several places alike: the page's own HMAC decides.
        candidates = _mended(order, frame, sums, there)
        mended = next((one for one in candidates if sound(one.number, one.page)), None)
        if mended is not None:
            frames[index] = replace(mended, salts=salts)
            damaged, sums = True, mended.sums
            continue
        behind = [later for later in frames[index + 1 :] if later.salts == salts]
        bad = [frame] if frame.salts == salts else []
        if _later_transaction([*bad, *behind]):
            return Log(_finished([*frames[:index], *bad, *behind]), damaged=True)
        return Log(_finished(frames[:index]), damaged)
    return Log(_finished(frames), damaged)


def _later_transaction(frames: Sequence[Frame]) -> bool:
    """Tell whether a transaction ends among these frames before the last of them."""
    return any(0 < frame.size < _LARGEST for frame in frames[:-1])


def _mended(order: str, frame: Frame, before: Sums, there: Sums) -> Iterator[Frame]:
    """Undo one flipped bit of a frame, wherever it may be; nothing if that explains nothing."""
    differing = (frame.sums[0] ^ there[0]).bit_count() + (frame.sums[1] ^ there[1]).bit_count()
    if differing <= 1:  # in the stored sums, or in the salts, which no sum covers
        yield replace(frame, sums=there)
    wanted = tuple((a - b) & _MASK for a, b in zip(frame.sums, there, strict=True))
    for word, bit in _flips(wanted, len(frame.signed) // 4):
        at = 4 * word + (3 - bit // 8 if order == ">" else bit // 8)
        signed = bytearray(frame.signed)
        signed[at] ^= 1 << bit % 8
        if _sums(order, bytes(signed), before) == frame.sums:
            yield replace(frame, signed=bytes(signed))


def _flips(wanted: tuple[int, ...], words: int) -> Iterator[tuple[int, int]]:
    """Find the words and bits whose flip would change the sums so; the sums are linear."""
    opposite = tuple(-value & _MASK for value in wanted)
    first, second = (1, 1), (0, 1)  # what one more in a pair's words adds to the sums
    for pair in range(words // 2 - 1, -1, -1):
        for word, (x, y) in ((2 * pair, first), (2 * pair + 1, second)):
            for bit in range(32):
                change = (x << bit & _MASK, y << bit & _MASK)
                if change in (wanted, opposite):
                    yield word, bit
        first, second = _one_pair_on(first), _one_pair_on(second)


def _one_pair_on(change: Sums) -> Sums:
    x, y = change
    return (x + y) & _MASK, (x + 2 * y) & _MASK


def _finished(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Drop what follows the last end of a transaction."""
    end = max((i for i, f in enumerate(frames, 1) if 0 < f.size < _LARGEST), default=0)
    return tuple(frames[:end])


def _is_header(header: bytes) -> bool:
    magic, version, size = struct.unpack_from(">III", header)
    if (magic & ~1, version, size) != (_MAGIC, _VERSION, PAGE):
        return False
    order = ">" if magic & 1 else "<"
    return bool(_sums(order, header[:24], (0, 0)) == struct.unpack_from(">II", header, 24))


def _one_bit_off(data: bytes) -> Iterator[bytes]:
    whole = int.from_bytes(data, "big")
    for bit in range(len(data) * 8):
        yield (whole ^ 1 << bit).to_bytes(len(data), "big")


def _sums(order: str, data: bytes, before: Sums) -> Sums:
    first, second = before
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for one, other in zip(words, words, strict=True):
        first = first + one + second & _MASK
        second = second + other + first & _MASK
    return first, second
