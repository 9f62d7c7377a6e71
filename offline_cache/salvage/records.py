"""Rows out of single pages, without the tree above them.

https://sqlite.org/fileformat.html#b_tree_pages and #record_format. The pages are sound (their
HMAC holds), so that what is read here is what SQLite wrote.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from offline_cache.salvage.page_cipher import MAGIC, USABLE
from offline_cache.salvage.store_file import Content, StoreFile

Value = int | float | str | bytes | None

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_MOST_HERE = USABLE - 35
_MOST_IN_INDEX = (USABLE - 12) * 64 // 255 - 23
_LEAST_HERE = (USABLE - 12) * 32 // 255 - 23
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of some table (`rowid`), or an entry of some index (None).

    `values` ends early, and is not `whole`, when the rest lay on a damaged page. `stale`: a
    newer state of its page is unreadable.
    """

    rowid: int | None
    values: tuple[Value, ...]
    whole: bool
    age: int
    stale: bool


def rows(file: StoreFile) -> Iterator[Row]:
    """Return everything that stands in readable leaves, in no order."""
    for content in file.pages():
        data = content.data
        start = 100 if data.startswith(MAGIC) else 0
        kind = data[start]
        if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER):
            continue
        count = int.from_bytes(data[start + 3 : start + 5], "big")
        pointers = start + (12 if kind == _INDEX_INNER else 8)
        for (at,) in struct.iter_unpack(">H", data[pointers : pointers + 2 * count]):
            yield _row(file, content, at + (4 if kind == _INDEX_INNER else 0), kind)


def _row(file: StoreFile, content: Content, at: int, kind: int) -> Row:
    length, at = _varint(content.data, at)
    rowid = None
    if kind == _TABLE_LEAF:
        rowid, at = _varint(content.data, at)
    most = _MOST_HERE if kind == _TABLE_LEAF else _MOST_IN_INDEX
    if length <= most:
        return Row(rowid, *_values(content.data[at : at + length]), content.age, content.stale)
    here = _LEAST_HERE + (length - _LEAST_HERE) % (USABLE - 4)
    here = here if here <= most else _LEAST_HERE
    payload = content.data[at : at + here]
    elsewhere = int.from_bytes(content.data[at + here : at + here + 4], "big")
    while elsewhere and len(payload) < length:
        more = file.page(elsewhere)
        # What an old state of a leaf points to may belong to another row by now.
        if more is None or more.stale or (content.stale and more.age > content.age):
            break
        payload += more.data[4:USABLE]
        elsewhere = int.from_bytes(more.data[:4], "big")
    return Row(rowid, *_values(payload[:length]), content.age, content.stale)


def _values(payload: bytes) -> tuple[tuple[Value, ...], bool]:
    head, at = _varint(payload, 0)
    kinds = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found: list[Value] = []
    at = head
    for kind in kinds:
        size = _INTEGERS.get(kind, 8 if kind == 7 else max(0, kind - 12) // 2)
        raw = payload[at : at + size]
        if len(raw) < size:
            break
        at += size
        try:
            found.append(_value(kind, raw))
        except UnicodeDecodeError:  # pieces of two rows, from pages of different times
            break
    return tuple(found), len(found) == len(kinds)


def _value(kind: int, raw: bytes) -> Value:
    if kind == 0:
        return None
    if kind in _INTEGERS:
        return int.from_bytes(raw, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", raw)[0])
    if kind in (8, 9):
        return kind - 8
    return raw.decode("utf-8") if kind % 2 else raw


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9
