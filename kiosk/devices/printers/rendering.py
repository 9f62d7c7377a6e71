"""A receipt becomes ESC/POS bytes. The only file that imports escpos.

The commands come from python-escpos; the text goes through `paper_text` first, since the
library would let ESC and GS inside a product's name pass to the printer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.devices.printers.paper_text import clean, code_page, pair, printable, wrap
from kiosk.domain.receipts import Barcode, Line, Pair, QrCode, Receipt, Row, Rule
from kiosk.later import Later

if TYPE_CHECKING:
    from escpos import printer
else:
    printer = Later("escpos.printer")

DOTS_A_COLUMN = 12  # font A
QR_DOTS = 6
BARCODE_HEIGHT = 80
QR_LONGEST = 200  # bytes that fit on the paper at that size


def render(receipt: Receipt, columns: int) -> bytes:
    """Return the bytes that print a receipt on paper of so many columns of font A."""
    paper = printer.Dummy(profile="default")
    page = code_page(text for row in receipt.rows for text in _texts(row))
    paper.hw("INIT")
    paper.charcode(page.upper())
    for row in receipt.rows:
        _print(paper, row, page, columns)
    paper.set(align="left", bold=False, normal_textsize=True)
    paper.cut()
    output: bytes = paper.output
    return output


def _print(paper: printer.Dummy, row: Row, page: str, columns: int) -> None:
    match row:
        case Line(text, bold, centred, large):
            paper.set(
                align="center" if centred else "left",
                bold=bold,
                normal_textsize=not large,
                double_width=large,
                double_height=large,
            )
            for line in wrap(printable(text, page), columns // 2 if large else columns):
                paper.text(line + "\n")
        case Pair(left, right, bold):
            paper.set(align="left", bold=bold, normal_textsize=True)
            for line in pair(printable(left, page), printable(right, page).strip(), columns):
                paper.text(line + "\n")
        case Rule():
            paper.set(align="left", bold=False, normal_textsize=True)
            paper.text("-" * columns + "\n")
        case Barcode(text):
            _barcode(paper, text, page, columns)
        case QrCode(text):
            _qr(paper, text, page, columns)


def _barcode(paper: printer.Dummy, text: str, page: str, columns: int) -> None:
    """Print Code 128 as wide as it fits; a text that cannot be one is printed as text."""
    plain = clean(text).strip()
    modules = 11 * (len(plain) + 3) + 2 + 20  # start, check and stop characters, quiet zones
    width = next((w for w in (3, 2) if modules * w <= columns * DOTS_A_COLUMN), 0)
    if not (plain.isascii() and plain and width):
        _print(paper, Line(text, centred=True), page, columns)
        return
    paper.set(align="center", bold=False, normal_textsize=True)
    data = "{B" + plain.replace("{", "{{")
    # Not `barcode()`: it writes which renderer it uses to standard output.
    paper._hw_barcode(data, "CODE128", BARCODE_HEIGHT, width, function_type="B")
    paper.text("\n")


def _qr(paper: printer.Dummy, text: str, page: str, columns: int) -> None:
    """Print a QR code; an address too long for one is printed as text, not cut."""
    plain = clean(text).strip()
    if not plain or len(plain.encode()) > QR_LONGEST:
        _print(paper, Line(text, centred=True), page, columns)
        return
    paper.set(align="center", bold=False, normal_textsize=True)
    paper.qr(plain, native=True, size=QR_DOTS)
    paper.text("\n")


def _texts(row: Row) -> tuple[str, ...]:
    match row:
        case Line(text, _, _, _) | Barcode(text) | QrCode(text):
            return (text,)
        case Pair(left, right, _):
            return (left, right)
        case _:
            return ()
