"""What a scanner reports: one code, whoever read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GS = "\x1d"
"""Ends an element of variable length in a GS1 code (GS1 General Specifications §7.8)."""


CAMERA = "camera"


class Symbology(StrEnum):
    """Kinds of codes; the GS1 variants begin with FNC1. `unknown`: the scanner did not say."""

    EAN13 = "ean13"
    EAN8 = "ean8"
    UPCA = "upca"
    UPCE = "upce"
    ITF = "itf"
    CODE128 = "code128"
    CODE39 = "code39"
    GS1_128 = "gs1-128"
    DATABAR = "databar"
    QR = "qr"
    GS1_QR = "gs1-qr"
    DATAMATRIX = "datamatrix"
    GS1_DATAMATRIX = "gs1-datamatrix"
    ADD_ON = "add-on"  # of an EAN or UPC, which came before it
    UNKNOWN = "unknown"

    @property
    def aim(self) -> str:
        """The AIM identifier (ISO/IEC 15424), "" where it is not known."""
        return _AIM.get(self, "")

    @property
    def one_dimensional(self) -> bool:
        """Bars, and no error correction: a wrong read is possible."""
        return self in _BARS


_AIM = {
    Symbology.EAN13: "]E0",
    Symbology.UPCA: "]E0",
    Symbology.UPCE: "]E0",
    Symbology.EAN8: "]E4",
    Symbology.ITF: "]I1",
    Symbology.CODE128: "]C0",
    Symbology.CODE39: "]A0",
    Symbology.GS1_128: "]C1",
    Symbology.DATABAR: "]e0",
    Symbology.QR: "]Q1",
    Symbology.GS1_QR: "]Q3",
    Symbology.DATAMATRIX: "]d1",
    Symbology.GS1_DATAMATRIX: "]d2",
}
_BARS = frozenset(
    {
        Symbology.EAN13,
        Symbology.EAN8,
        Symbology.UPCA,
        Symbology.UPCE,
        Symbology.ITF,
        Symbology.CODE128,
        Symbology.CODE39,
        Symbology.GS1_128,
        Symbology.DATABAR,
    }
)


_MEANS = {name: kind for kind, name in reversed(_AIM.items())} | {
    "]A1": Symbology.CODE39,  # with its check character, as the next; the last two full ASCII
    "]A3": Symbology.CODE39,
    "]A4": Symbology.CODE39,
    "]A5": Symbology.CODE39,
    "]E1": Symbology.ADD_ON,
    "]E2": Symbology.ADD_ON,
    "]E3": Symbology.EAN13,  # with an add-on, joined
    "]I0": Symbology.ITF,
    "]Q0": Symbology.QR,
    "]Q2": Symbology.QR,  # with a character set of its own, as the next and `]d4`, `]d5`
    "]Q4": Symbology.GS1_QR,
    "]d4": Symbology.DATAMATRIX,
    "]d5": Symbology.GS1_DATAMATRIX,
}


def symbology_of(aim: str) -> Symbology:
    """Return what an AIM identifier means; `]E0` is an EAN-13 (UPC comes as one)."""
    return _MEANS.get(aim, Symbology.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as it was read, data from outside.

    `text` is `raw` decoded, with GS where the code has it; `source` is `CAMERA`, `wedge`,
    `serial:<port>` or `typed`; `at_s` is monotonic.
    """

    text: str
    source: str
    at_s: float
    symbology: Symbology = Symbology.UNKNOWN
    raw: bytes = b""
