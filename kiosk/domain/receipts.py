"""A receipt as a document: rows, not printer commands and not sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; long ones are wrapped by the printer's driver."""

    text: str
    bold: bool = False
    centred: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Text on the left, an amount on the right, on one line where it fits."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Barcode:
    """The order's number for the till's scanner (Code 128), with its text below."""

    text: str


@dataclass(frozen=True, slots=True)
class QrCode:
    """An address for the customer's phone."""

    text: str


Row = Line | Pair | Rule | Barcode | QrCode


@dataclass(frozen=True, slots=True)
class Receipt:
    """What goes to paper for one order."""

    order_id: str
    number: str
    rows: tuple[Row, ...]
