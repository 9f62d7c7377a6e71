"""A folder of photographs with `expected.csv`: what each picture holds, and when a read is right.

Columns: file, symbology, expected, also_present, source, licence, processing; the first three
must be there. `symbology` NONE: nothing may be read. `also_present` holds values that stand in
the picture too, parted by `|` or `;` (numbers also by spaces or commas).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.camera.readings import Reading
from kiosk.domain import gtin
from kiosk.domain.scans import Symbology
from kiosk.errors import BadInput

NONE = "NONE"
_NEEDED = ("file", "symbology", "expected")
_TRADE_ITEMS = frozenset({Symbology.EAN13, Symbology.EAN8, Symbology.UPCA, Symbology.UPCE})
_BY_NAME = {re.sub(r"\W", "", kind.value): kind for kind in Symbology}
_FIELD_LIMIT = 1 << 20  # a QR code holds 3 kB; what is longer is no value of a code


@dataclass(frozen=True, slots=True)
class Row:
    """One picture. `expected` is "" in a NONE row; `also` are values that are not wrong."""

    path: Path
    symbology: str
    expected: str
    also: frozenset[str]

    @property
    def positive(self) -> bool:
        """Tell whether something is to be read here."""
        return self.symbology != NONE


def load(folder: Path) -> list[Row]:
    """Read a folder's `expected.csv`. Raises `BadInput`: `expected_missing`, `expected_wrong`."""
    path = folder / "expected.csv"
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_rows(folder, csv.DictReader(file, strict=True)))
    except OSError as error:
        raise BadInput("expected_missing", path=path, detail=error.strerror) from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise _wrong(path, 0, str(error)) from error
    if not rows:
        raise _wrong(path, 1, "no pictures are named")
    return rows


def compared(text: str, symbology: Symbology) -> str:
    """Return the form in which two values are compared.

    EAN and UPC as GTIN-14, a UPC-E expanded; any other code is its exact text (control
    characters, GS and outer spaces count; a line's end may be CR LF or LF).
    """
    if symbology in _TRADE_ITEMS and gtin.are_digits(text):
        expanded = gtin.upc_a(text) if symbology is Symbology.UPCE else ()
        return (expanded[0] if expanded else text).zfill(14)
    return text.replace("\r\n", "\n")


def values(readings: Sequence[Reading]) -> set[str]:
    """Return the values of readings, to be compared."""
    return {compared(reading.text, reading.symbology) for reading in readings}


def only_catalogue_refuses(value: str) -> bool:
    """Tell whether nothing in a compared value shows that it is wrong: a GTIN that checks."""
    return len(value) == 14 and gtin.is_gtin(value)


def _rows(folder: Path, table: csv.DictReader[str]) -> Iterator[Row]:
    path = folder / "expected.csv"
    if missing := [name for name in _NEEDED if name not in (table.fieldnames or ())]:
        raise _wrong(path, 1, f"there is no column {', '.join(missing)}")
    for cells in table:
        name, symbology, expected = (cells[column] for column in _NEEDED)
        if not name or not symbology or expected is None or None in cells:
            raise _wrong(path, table.line_num, "the row has too few or too many columns")
        if (symbology == NONE) == bool(expected):
            raise _wrong(path, table.line_num, "a value is expected, and in NONE rows none")
        picture = folder / name
        if not picture.resolve().is_relative_to(folder.resolve()) or not picture.is_file():
            raise _wrong(path, table.line_num, f"there is no picture {name!r} in the folder")
        kind = _BY_NAME.get(re.sub(r"[\W_]", "", symbology).lower(), Symbology.UNKNOWN)
        also = _parts(cells.get("also_present") or "")
        yield Row(picture, symbology, compared(expected, kind) if expected else "", also)


def _parts(cell: str) -> frozenset[str]:
    pattern = r"[|;,\s]+" if re.fullmatch(r"[\d|;,\s]+", cell) else r"[|;]"
    parts = {cell, *(part.strip() for part in re.split(pattern, cell))} - {""}
    kinds = (Symbology.EAN13, Symbology.UPCE, Symbology.UNKNOWN)  # the column does not say which
    return frozenset(compared(part, kind) for part in parts for kind in kinds)


def _wrong(path: Path, line: int, detail: str) -> BadInput:
    return BadInput("expected_wrong", path=path, line=line, detail=detail)
