"""Codes as small pictures, one pixel a module, to be printed on the packs of made streams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import barcode
import numpy as np
import segno

from kiosk.devices.camera import zxing
from kiosk.domain.gtin import gtin13
from kiosk.domain.scans import GS, Symbology

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"
_QUIET_BARS, _QUIET_SQUARES = 11, 4  # modules; an EAN-13 wants 11 on its left
_BARS_HIGH = 60  # modules: an EAN-13 of nominal size has 69


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code with its quiet zone, 0 for ink and 255 for paper, and what it says."""

    symbology: Symbology
    text: str
    modules: Gray


def make(kind: Symbology, rng: np.random.Generator) -> PrintedCode:
    """Make a code with a text of its own, as such codes have it in shops."""
    return PRINTERS[kind](rng)


def ean13(text: str) -> PrintedCode:
    """Draw an EAN-13 of 13 digits."""
    return PrintedCode(Symbology.EAN13, text, _bars(barcode.EAN13(text).build()[0]))


def code128(text: str) -> PrintedCode:
    """Draw a Code 128."""
    return PrintedCode(Symbology.CODE128, text, _bars(barcode.Code128(text).build()[0]))


def qr(text: str) -> PrintedCode:
    """Draw a QR code, error correction M."""
    matrix = np.array(segno.make_qr(text, error="m", boost_error=False).matrix, np.uint8)
    return PrintedCode(Symbology.QR, text, _squares(255 - matrix * 255))


def gs1_datamatrix(elements: list[tuple[str, str]]) -> PrintedCode:
    """Draw a GS1 DataMatrix of (identifier, value); separators stand after values but the last."""
    written = "".join(f"({ai}){value}" for ai, value in elements)
    fixed = {"01"}  # of the identifiers that are used here: 14 digits, no separator
    text = "".join(f"{ai}{value}{'' if ai in fixed else GS}" for ai, value in elements)
    modules = zxing.draw_gs1_datamatrix(written)
    return PrintedCode(Symbology.GS1_DATAMATRIX, text.removesuffix(GS), _squares(modules))


def _bars(line: str) -> Gray:
    modules = np.fromiter((0 if bit == "1" else 255 for bit in line), np.uint8, len(line))
    padded = np.pad(modules, _QUIET_BARS, constant_values=255)
    return np.pad(np.tile(padded, (_BARS_HIGH, 1)), ((3, 3), (0, 0)), constant_values=255)


def _squares(modules: Gray) -> Gray:
    return np.pad(modules, _QUIET_SQUARES, constant_values=255).astype(np.uint8)


def _some(rng: np.random.Generator, signs: str, length: int) -> str:
    return "".join(signs[i] for i in rng.integers(0, len(signs), length))


def _gtin(rng: np.random.Generator) -> str:
    return gtin13(f"46{rng.integers(0, 10**10):010}")


def _new_ean13(rng: np.random.Generator) -> PrintedCode:
    return ean13(_gtin(rng))


def _new_code128(rng: np.random.Generator) -> PrintedCode:
    return code128(_some(rng, _ALPHABET, int(rng.integers(8, 15))))


def _new_qr(rng: np.random.Generator) -> PrintedCode:
    serial = _some(rng, _ALPHABET, 10)
    return qr(f"https://id.shop.example/01/0{_gtin(rng)}/21/{serial}")


def _new_datamatrix(rng: np.random.Generator) -> PrintedCode:
    """Make a code of mandatory marking: GTIN, serial number, key and signature."""
    return gs1_datamatrix(
        [
            ("01", "0" + _gtin(rng)),
            ("21", "5" + _some(rng, _SIGNS, 12)),
            ("91", _some(rng, _ALPHABET, 4)),
            ("92", _some(rng, _SIGNS, 44)),
        ]
    )


PRINTERS: dict[Symbology, Callable[[np.random.Generator], PrintedCode]] = {
    Symbology.EAN13: _new_ean13,
    Symbology.QR: _new_qr,
    Symbology.GS1_DATAMATRIX: _new_datamatrix,
    Symbology.CODE128: _new_code128,
}
