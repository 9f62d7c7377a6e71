"""Pictures of codes, drawn for the tests."""

from __future__ import annotations

from pathlib import Path

import barcode
import segno
from barcode.writer import ImageWriter
from PIL import Image


def draw_code(path: Path, symbology: str, text: str) -> Path:
    """Draw a one-dimensional code (`ean13`, `ean8`, `code128`) with its quiet zone."""
    with path.open("wb") as file:
        barcode.get(symbology, text, writer=ImageWriter()).write(file)
    return path


def draw_qr(path: Path, text: str) -> Path:
    segno.make_qr(text, encoding=None if text.isascii() else "utf-8").save(
        str(path), scale=4, border=4
    )
    return path


def draw_structured_append(path: Path, text: str) -> Path:
    """Draw the first of two QR codes that only together hold the text."""
    first = segno.make_sequence(text, symbol_count=2)[0]
    first.save(str(path), scale=4, border=4)
    return path


def draw_blank(path: Path) -> Path:
    Image.new("L", (320, 240), 255).save(path)
    return path
