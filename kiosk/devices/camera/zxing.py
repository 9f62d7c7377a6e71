"""Codes by zxing-cpp: it reads all kinds and draws what no other does. The only such file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kiosk.devices.camera.readings import Reading
from kiosk.domain.scans import Symbology
from kiosk.later import Later

if TYPE_CHECKING:
    import numpy as np
    import zxingcpp

    from kiosk.devices.camera.images import Gray
else:
    np, zxingcpp = Later("numpy"), Later("zxingcpp")

_KINDS = {
    "EAN-13": Symbology.EAN13,
    "EAN-8": Symbology.EAN8,
    "UPC-A": Symbology.UPCA,
    "UPC-E": Symbology.UPCE,
    "Code 128": Symbology.CODE128,
    "ITF": Symbology.ITF,
    "QR Code": Symbology.QR,
    "Data Matrix": Symbology.DATAMATRIX,
}
_GS1 = {
    "]C1": Symbology.GS1_128,
    "]Q3": Symbology.GS1_QR,
    "]d2": Symbology.GS1_DATAMATRIX,
    "]e0": Symbology.DATABAR,
}
_CODE128_LEAST = 6  # short Code 128 reads are mostly stripes of something else
BARS = ("EAN13", "EAN8", "UPCA", "UPCE", "Code128", "ITF", "DataBar")
CHEAP = (*BARS, "QRCode")
SQUARES = ("QRCode", "DataMatrix")
DATAMATRIX = ("DataMatrix",)  # its search costs more than that of all others together
_ITF_LENGTH = 14  # any stretch of an ITF is a valid ITF: only the GTIN-14 has a check digit


def read(
    gray: Gray,
    formats: tuple[str, ...] = (*CHEAP, *DATAMATRIX),
    *,
    rotate: bool = True,
    downscale: bool = True,
    invert: bool = True,
    binarizer: str = "LocalAverage",
) -> list[Reading]:
    """Return the codes in an 8-bit gray picture.

    EAN, UPC, Code 128, ITF-14, DataBar, QR and DataMatrix, with the separators of GS1.
    An empty or odd-shaped picture holds nothing. Never raises.
    """
    if gray.ndim != 2 or gray.dtype != np.uint8 or gray.size == 0:
        return []
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(gray),
        formats=_formats(formats),
        try_rotate=rotate,
        try_downscale=downscale,
        try_invert=invert,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer[binarizer],
    )
    return [reading for code in found if (reading := _reading(code)) is not None]


def _reading(code: zxingcpp.Barcode) -> Reading | None:
    kind = _GS1.get(code.symbology_identifier) or _KINDS.get(str(code.format))
    text = code.text
    if kind is None:
        return None
    if kind is Symbology.CODE128 and len(text) < _CODE128_LEAST:
        return None
    if kind is Symbology.ITF and len(text) != _ITF_LENGTH:
        return None
    if kind in (Symbology.EAN13, Symbology.UPCA, Symbology.UPCE) and text.startswith("0"):
        text = text[1:]
        kind = Symbology.UPCA if kind is Symbology.EAN13 else kind
    elif not kind.one_dimensional:
        text = _decoded(code.bytes, text)
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    outline = (min(across), min(down), max(across), max(down))
    return Reading(text, code.bytes, kind, outline, 1, "zxing")


def _decoded(raw: bytes, guessed: str) -> str:
    """Return UTF-8 where it is that; zxing takes a little of it for a Japanese encoding.

    A NUL is the sign of a declared UTF-16. Else what the code declares, or zxing's guess.
    """
    try:
        return guessed if 0 in raw else raw.decode("utf-8")
    except UnicodeDecodeError:
        return guessed


@cache
def _formats(names: tuple[str, ...]) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat[name] for name in names])


def draw_gs1_datamatrix(elements: str) -> Gray:
    """Draw element strings as people write them (`(01)…(21)…`): a pixel a module, no margin."""
    kind = zxingcpp.BarcodeFormat.DataMatrix
    made = zxingcpp.create_barcode(elements, kind, gs1=True, force_square=True)
    return np.array(made.to_image(scale=1, add_quiet_zones=False), np.uint8)
