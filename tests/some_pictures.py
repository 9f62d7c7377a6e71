"""Pictures as far as their first bytes go."""

from __future__ import annotations


def png(content: bytes = b"", *, width: int = 1, height: int = 1) -> bytes:
    """Begin a PNG of some size; `content` makes it another one than its like."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + size + bytes(9) + content


def jpeg(content: bytes = b"", *, width: int = 1, height: int = 1) -> bytes:
    """Begin a JPEG, with a marker segment before its frame as cameras write them."""
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    frame = b"\xff\xc2\x00\x11\x08" + size + b"\x03" + bytes(9)
    return b"\xff\xd8\xff\xe1\x00\x06Exif" + frame + content


def webp(content: bytes = b"", *, width: int = 1, height: int = 1) -> bytes:
    """Begin an extended WebP."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x10\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00" + size + content
