"""Read the codes in a picture with zbar. The only file that imports pyzbar.

It drives `pyzbar.wrapper` instead of calling `pyzbar.decode`: that one has no setting for the
density of scan lines, computes outlines nobody needs here, and raises `ValueError` for a
structured-append QR code, which has none, so that the frame's other codes are lost.
"""

from __future__ import annotations

from ctypes import c_void_p, string_at
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from kiosk.devices.camera.readings import Reading
from kiosk.domain.gtin import upc_a
from kiosk.domain.scans import GS, Symbology
from kiosk.errors import DeviceFault
from kiosk.later import Later

if TYPE_CHECKING:
    import numpy as np

    from kiosk.devices.camera.images import Gray
else:
    np = Later("numpy")

Pointer = object  # pyzbar has no types: a pointer to a structure of zbar's

_FOURCC_GRAY = int.from_bytes(b"Y800", "little")
_CFG_BINARY = 4  # since zbar 0.23.1, hence not in pyzbar's list: a QR code's bytes as they are
_KINDS = {
    "EAN13": Symbology.EAN13,
    "EAN8": Symbology.EAN8,
    "UPCA": Symbology.UPCA,
    "UPCE": Symbology.UPCE,
    "CODE128": Symbology.CODE128,
    "QRCODE": Symbology.QR,
}
_BARS = ("EAN13", "EAN8", "UPCA", "UPCE", "CODE128")
_SQUARES = ("QRCODE",)
_CODE128_LEAST = 6  # short Code 128 reads are mostly stripes of something else


@dataclass(frozen=True, slots=True)
class Found:
    """What zbar saw: codes, and the data of QR codes that are parts of a larger message."""

    readings: list[Reading]
    parts: list[bytes]


def ready() -> None:
    """Load zbar. Raises `DeviceFault`: `zbar_missing`."""
    _zbar()


def read(gray: Gray) -> list[Reading]:
    """Return the codes in an 8-bit gray picture: bars along the picture's axes, and QR.

    An empty or odd-shaped picture holds nothing. Never raises but `zbar_missing`.
    """
    return read_bars(gray) + _read(gray, _SQUARES, 1, 1).readings


def read_bars(gray: Gray, density: int = 3) -> list[Reading]:
    """Return EAN, UPC and Code 128 codes; looks along every `density`-th row and column."""
    return _read(gray, _BARS, density, density).readings


def read_upright(gray: Gray) -> list[Reading]:
    """Return the same from bars that stand upright: looks along rows only."""
    return _read(gray, _BARS, 3, 0).readings


def read_squares(gray: Gray) -> Found:
    """Return the QR codes whose text is beyond doubt; their finders need every row.

    zbar does not tell what encoding a code declares, and without one it takes Cyrillic for
    Chinese: what is not UTF-8 is left to zxing, and so is a NUL, which is UTF-16's mark.
    """
    found = _read(gray, _SQUARES, 1, 1, binary=True)
    sure = [reading for reading in found.readings if _is_utf8(reading.raw)]
    return Found(sure, found.parts)


def _read(
    gray: Gray, names: tuple[str, ...], rows: int, columns: int, binary: bool = False
) -> Found:
    """Look along every so many-th row and column, none of them for 0."""
    zbar = _zbar()
    if gray.ndim != 2 or gray.dtype != np.uint8 or gray.size == 0:
        return Found([], [])
    # A new scanner for every picture: one that is kept over frames glues halves of two
    # EANs into a third, valid code.
    scanner = zbar.zbar_image_scanner_create()
    image = zbar.zbar_image_create()
    try:
        _configure(zbar, scanner, names, rows, columns)
        if binary:
            kind = zbar.ZBarSymbol.QRCODE
            zbar.zbar_image_scanner_set_config(scanner, kind, _CFG_BINARY, 1)
        return _scan(zbar, scanner, image, gray)
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)


def _configure(
    zbar: ModuleType, scanner: Pointer, names: tuple[str, ...], rows: int, columns: int
) -> None:
    kind, config = zbar.ZBarSymbol, zbar.ZBarConfig
    put = zbar.zbar_image_scanner_set_config
    put(scanner, 0, config.CFG_ENABLE, 0)  # 0: every symbology
    for name in names:
        put(scanner, kind[name], config.CFG_ENABLE, 1)
    put(scanner, kind.CODE128, config.CFG_MIN_LEN, _CODE128_LEAST)
    put(scanner, 0, config.CFG_X_DENSITY, columns)
    put(scanner, 0, config.CFG_Y_DENSITY, rows)


def _scan(zbar: ModuleType, scanner: Pointer, image: Pointer, gray: Gray) -> Found:
    pixels = np.ascontiguousarray(gray)  # zbar reads it in place
    height, width = gray.shape
    zbar.zbar_image_set_format(image, _FOURCC_GRAY)
    zbar.zbar_image_set_size(image, width, height)
    zbar.zbar_image_set_data(image, c_void_p(pixels.ctypes.data), pixels.size, None)
    found = Found([], [])
    if zbar.zbar_scan_image(scanner, image) < 0:
        return found
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        raw = string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
        outline = _outline(zbar, symbol)
        kind = _KINDS.get(zbar.ZBarSymbol(symbol.contents.type).name)
        if outline is None or kind is None:
            # Parts of a structured-append message, put together as far as they are there:
            # a code that a shop prints is one symbol.
            found.parts.append(raw)
        else:
            lines = zbar.zbar_symbol_get_quality(symbol) if kind.one_dimensional else 1
            found.readings.append(_reading(raw, kind, outline, lines))
        symbol = zbar.zbar_symbol_next(symbol)
    return found


def _outline(zbar: ModuleType, symbol: Pointer) -> tuple[int, int, int, int] | None:
    points = range(zbar.zbar_symbol_get_loc_size(symbol))
    if not points:
        return None
    across = [zbar.zbar_symbol_get_loc_x(symbol, point) for point in points]
    down = [zbar.zbar_symbol_get_loc_y(symbol, point) for point in points]
    return min(across), min(down), max(across), max(down)


def _reading(
    raw: bytes, kind: Symbology, outline: tuple[int, int, int, int], lines: int
) -> Reading:
    text = raw.decode("utf-8" if _is_utf8(raw) else "latin-1")
    if kind is Symbology.UPCE:
        text = (*upc_a(text), text)[0]
    if kind is Symbology.CODE128 and GS in text:
        kind = Symbology.GS1_128  # zbar does not say so when it drops the leading FNC1
    return Reading(text, raw, kind, outline, lines, "zbar")


def _is_utf8(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


@cache
def _zbar() -> ModuleType:
    try:
        return import_module("pyzbar.wrapper")
    except ImportError as error:  # the wheel has no libzbar for Linux
        raise DeviceFault("zbar_missing", detail=str(error), mend="apt install libzbar0") from error
