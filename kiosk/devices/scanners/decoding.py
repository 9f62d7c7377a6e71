"""Read the codes in a picture with zbar. The only file that imports pyzbar.

It drives `pyzbar.wrapper` instead of calling `pyzbar.decode`: that one computes outlines
nobody needs here, and raises `ValueError` for a structured-append QR code, which has none,
so that the frame's other codes are lost.
"""

from __future__ import annotations

from ctypes import c_void_p, string_at
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from kiosk.domain.codes import MAX_LENGTH
from kiosk.errors import DeviceFault
from kiosk.later import Later

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Gray = npt.NDArray[np.uint8]
else:
    np = Later("numpy")

Pointer = object  # pyzbar has no types: a pointer to a structure of zbar's

_FOURCC_GRAY = int.from_bytes(b"Y800", "little")
# Without UPC-E by name zbar expands it to the GTIN-12 it stands for, which is what shops keep.
_SYMBOLOGIES = ("EAN13", "EAN8", "UPCA", "CODE128", "QRCODE")
# How many scan lines agreed. Over 394 photographs of retail codes this drops four of six
# misreads that have a valid check digit, and one of 279 right reads.
_LEAST_LINES = 6
_CODE128_LEAST = 6  # short Code 128 reads are mostly stripes of something else


def ready() -> None:
    """Load zbar. Raises `DeviceFault`: `zbar_missing`."""
    _zbar()


def decode(gray: Gray) -> list[str]:
    """Return the texts in an 8-bit gray picture, each once, in the order zbar found them.

    EAN, UPC, Code 128 from 6 characters, QR; a UPC-E comes as its GTIN-12. An empty or
    odd-shaped picture holds nothing. Never raises but `zbar_missing`.
    """
    zbar = _zbar()
    if gray.ndim != 2 or gray.dtype != np.uint8 or gray.size == 0:
        return []
    # A new scanner for every picture: one that is kept over frames glues halves of two
    # EANs into a third, valid code.
    scanner = zbar.zbar_image_scanner_create()
    image = zbar.zbar_image_create()
    try:
        _configure(zbar, scanner)
        found = _scan(zbar, scanner, image, gray)
    finally:
        zbar.zbar_image_destroy(image)
        zbar.zbar_image_scanner_destroy(scanner)
    return list(dict.fromkeys(text for raw in found if (text := _readable(raw))))


def _configure(zbar: ModuleType, scanner: Pointer) -> None:
    enable = zbar.ZBarConfig.CFG_ENABLE
    zbar.zbar_image_scanner_set_config(scanner, 0, enable, 0)  # 0: every symbology
    for name in _SYMBOLOGIES:
        zbar.zbar_image_scanner_set_config(scanner, zbar.ZBarSymbol[name], enable, 1)
    code128 = zbar.ZBarSymbol.CODE128
    least = zbar.ZBarConfig.CFG_MIN_LEN
    zbar.zbar_image_scanner_set_config(scanner, code128, least, _CODE128_LEAST)


def _scan(zbar: ModuleType, scanner: Pointer, image: Pointer, gray: Gray) -> list[bytes]:
    pixels = np.ascontiguousarray(gray)  # zbar reads it in place
    height, width = gray.shape
    zbar.zbar_image_set_format(image, _FOURCC_GRAY)
    zbar.zbar_image_set_size(image, width, height)
    zbar.zbar_image_set_data(image, c_void_p(pixels.ctypes.data), pixels.size, None)
    found: list[bytes] = []
    if zbar.zbar_scan_image(scanner, image) < 0:
        return found
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        is_qr = symbol.contents.type == zbar.ZBarSymbol.QRCODE
        if is_qr or zbar.zbar_symbol_get_quality(symbol) >= _LEAST_LINES:
            length = zbar.zbar_symbol_get_data_length(symbol)
            found.append(string_at(zbar.zbar_symbol_get_data(symbol), length))
        symbol = zbar.zbar_symbol_next(symbol)
    return found


def _readable(raw: bytes) -> str:
    """Return the text, or nothing if it is no UTF-8, too long, or cannot be printed."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= MAX_LENGTH and text.isprintable() else ""


@cache
def _zbar() -> ModuleType:
    try:
        return import_module("pyzbar.wrapper")
    except ImportError as error:  # the wheel has no libzbar for Linux
        raise DeviceFault("zbar_missing", detail=str(error), mend="apt install libzbar0") from error
