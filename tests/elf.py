"""What a file of machine code says it needs of the system (ELF, 64 bits, little-endian)."""

from __future__ import annotations

import struct
from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB = 1, 5


def needed(path: Path) -> list[str]:
    """Return the sonames of the libraries that a file is linked with; none of other files."""
    data = path.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        return []
    (table,) = struct.unpack_from("<Q", data, 0x20)
    size, count = struct.unpack_from("<HH", data, 0x36)
    segments = [struct.unpack_from("<IIQQQQ", data, table + size * n) for n in range(count)]
    tags = [
        struct.unpack_from("<qQ", data, at)
        for kind, _, start, _, _, length in segments
        if kind == _DYNAMIC
        for at in range(start, start + length, 16)
    ]
    address = dict(tags).get(_STRTAB)
    if address is None:
        return []
    names = next(
        address - virtual + start
        for kind, _, start, virtual, _, length in segments
        if kind == _LOAD and virtual <= address < virtual + length
    )
    return [
        data[names + at : data.index(b"\0", names + at)].decode()
        for tag, at in tags
        if tag == _NEEDED
    ]
