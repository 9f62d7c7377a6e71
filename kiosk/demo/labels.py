"""Labels of products, cards and phones' screens, drawn to be held before the camera."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import segno
from barcode import EAN13
from barcode.writer import ImageWriter
from PIL import Image

from kiosk.devices.camera.zxing import draw_gs1_datamatrix

_PIXELS, _QUIET = 8, 4  # of a module, and modules around


def link(gtin13: str) -> str:
    """Return a product's GS1 Digital Link, as a brand prints it."""
    return f"https://id.brand.example/01/0{gtin13}"


def mark(gtin13: str, serial: str) -> str:
    """Return a marking code as people write it: GTIN, serial number, key, signature."""
    signature = "dGhpcyBpcyBub3QgYSByZWFsIHNpZ25hdHVyZSwgYnV0"
    return f"(01)0{gtin13}(21){serial}(91)EE10(92){signature}"


def draw(code: str, to: Path) -> Path:
    """Draw a code as a picture: digits as an EAN-13, a mark as a DataMatrix, the rest as a QR."""
    if code.startswith("("):
        modules = np.pad(draw_gs1_datamatrix(code), _QUIET, constant_values=255)
        Image.fromarray(np.kron(modules, np.ones((_PIXELS, _PIXELS), np.uint8))).save(to)
    elif code.isdecimal():
        with to.open("wb") as file:
            EAN13(code[-13:], writer=ImageWriter()).write(file, {"module_width": 0.4})
    else:
        segno.make_qr(code, error="m").save(str(to), scale=6, border=4)
    return to
