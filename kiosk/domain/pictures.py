"""What a product picture may be: its kind and its size, from its first bytes.

Qt goes by a file's content, whatever its name, so we do too: only the three kinds that shops use
are pictures (an SVG is a program, a GIF a film). The pixels are limited because 130 kB of PNG can
unpack to 14 GB.
"""

from __future__ import annotations

LARGEST_FILE = 10_000_000  # bytes
MOST_PIXELS = 16 * 1024 * 1024  # 64 MB unpacked; a phone's photograph has 12 million
_SHORTEST = 30  # bytes of a PNG or WebP that say its size
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # of JPEG (ITU-T T.81, table B.1)
_ALONE = frozenset(range(0xD0, 0xD9)) | {0x01}  # markers without a length


def media_type(data: bytes) -> str:
    """Tell what a picture is by its first bytes; "" for anything a terminal does not show."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(_PNG):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return ""


def may_be_drawn(data: bytes) -> bool:
    """Tell whether it is a JPEG, PNG or WebP picture of at most `MOST_PIXELS`."""
    width, height = _size(data)
    return 0 < width * height <= MOST_PIXELS


def _size(data: bytes) -> tuple[int, int]:
    """Return width and height; 0, 0 for what is no such picture."""
    kind = media_type(data)
    if kind == "image/jpeg":
        return _size_of_jpeg(data)
    if len(data) < _SHORTEST:
        return 0, 0
    if kind == "image/webp":
        return _size_of_webp(data)
    if kind and data[12:16] == b"IHDR":
        return _number(data[16:20]), _number(data[20:24])
    return 0, 0


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return _number(data[at + 7 : at + 9]), _number(data[at + 5 : at + 7])
        if marker == 0xFF:  # fill
            at += 1
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + max(2, _number(data[at + 2 : at + 4]))
    return 0, 0


def _size_of_webp(data: bytes) -> tuple[int, int]:
    """RFC 9649, section 2; numbers are little-endian."""
    kind = data[12:16]
    if kind == b"VP8X":
        return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if kind == b"VP8L":
        bits = _little(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    return 0, 0


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
