"""Pictures of codes, drawn for the tests."""

from __future__ import annotations

from pathlib import Path

import barcode
import numpy as np
import numpy.typing as npt
import segno
import zxingcpp
from barcode.writer import ImageWriter
from PIL import Image, ImageFilter


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


def draw_label(text: str, kind: str, *, gs1: bool = False, scale: int = 3) -> Image.Image:
    """Draw any code, by zxing's name of its kind, with its quiet zone on white paper."""
    code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind), gs1=gs1)
    bars = Image.fromarray(np.array(code.to_image(scale=scale)))
    paper = Image.new("L", (bars.width + 60, bars.height + 60), 255)
    paper.paste(bars, (30, 30))
    return paper


def in_view(
    *labels: Image.Image, degrees: float = 0, blur: float = 0, ground: int = 120
) -> npt.NDArray[np.uint8]:
    """Hold labels side by side before a camera of 1280x720."""
    view = Image.new("L", (1280, 720), ground)
    for number, label in enumerate(labels):
        turned = label.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
        middle = 1280 * (2 * number + 1) // (2 * len(labels))
        view.paste(turned, (middle - turned.width // 2, 360 - turned.height // 2))
    return np.array(view.filter(ImageFilter.GaussianBlur(blur)) if blur else view)
