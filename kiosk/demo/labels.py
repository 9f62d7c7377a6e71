"""Draws what a shopper holds up: a product's label, a card, a phone showing a code."""

from __future__ import annotations

from pathlib import Path

import segno
from barcode import EAN13
from barcode.writer import ImageWriter

from kiosk.domain.codes import is_app_code


def draw(code: str, to: Path) -> Path:
    """Draw a code as a picture: an app code as a QR, digits as an EAN-13."""
    if is_app_code(code):
        segno.make_qr(code, error="m").save(str(to), scale=6, border=4)
        return to
    with to.open("wb") as file:
        EAN13(code[-13:], writer=ImageWriter()).write(file, {"module_width": 0.4})
    return to
