"""Read codes from pictures and videos: `kiosk scan PATH…`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.devices.scanners import decoding
from kiosk.devices.scanners.camera import frames
from kiosk.domain.codes import (
    AppCode,
    LoyaltyCard,
    ProductCode,
    StaffBadge,
    UnknownCode,
    classify,
)


def scan(paths: Sequence[Path]) -> int:
    """Print each code of each file once, with what it is; 1 when a file holds none.

    A folder counts as one file. Raises `DeviceFault`: `zbar_missing`.
    """
    decoding.ready()
    holding = [_scan_one(path) for path in paths]
    return 0 if all(holding) else 1


def describe(text: str) -> str:
    """Say in a word or two what a code is."""
    match classify(text):
        case ProductCode(gtin14):
            return f"product {gtin14}"
        case LoyaltyCard(number):
            return f"loyalty card {number}"
        case StaffBadge(number):
            return f"staff badge {number}"
        case AppCode():
            return "app code"
        case UnknownCode(reason):
            return f"unknown ({reason})"


def _scan_one(path: Path) -> bool:
    seen: set[str] = set()
    looked_at = 0
    for frame in frames(path):
        looked_at += 1
        for text in decoding.decode(frame.gray):
            if text not in seen:
                seen.add(text)
                print(f"{path}\t{text}\t{describe(text)}")
    if not seen:
        print(f"{path}\t-\t{'no code' if looked_at else 'no picture or video'}")
    return bool(seen)
