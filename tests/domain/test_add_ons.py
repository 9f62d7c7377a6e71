"""EAN and UPC with the two or five digits that magazines and books have beside them."""

from __future__ import annotations

import pytest

from kiosk.domain.code_kinds import Code, ProductCode, UnknownCode
from kiosk.domain.codes import readings
from kiosk.domain.gtin import check_digit
from kiosk.domain.scans import Symbology

BOOK, MAGAZINE, UPC, EAN8 = "9780201752847", "9771234567003", "036000291452", "96385074"
UPC_E = "04252614"  # of 042100005264
CARD = "2990000000018"


def products(text: str, symbology: Symbology = Symbology.UNKNOWN) -> list[str]:
    return [code.gtin14 for code in readings(text, symbology) if isinstance(code, ProductCode)]


@pytest.mark.parametrize("add_on", ["05", "55999"])
@pytest.mark.parametrize("number", [BOOK, MAGAZINE, UPC])
def test_an_add_on_leaves_the_product(number: str, add_on: str) -> None:
    for text in (
        f"{number}{add_on}",
        f"{number} {add_on}",
        f"{number}  {add_on}\r\n",
        f"{number}+{add_on}",
        f"]E3{number}{add_on}",
        f"]E3{number} {add_on}",
        f"]E0{number}{add_on}",
        f"]E0{number}]E{1 if len(add_on) == 2 else 2}{add_on}",
    ):
        assert products(text) == [number.zfill(14)]


@pytest.mark.parametrize(
    ("number", "symbology", "gtin"),
    [
        (BOOK, Symbology.EAN13, BOOK),
        (UPC, Symbology.EAN13, UPC),
        (UPC, Symbology.UPCA, UPC),
        (EAN8, Symbology.EAN8, EAN8),
        (UPC_E, Symbology.UPCE, "042100005264"),
    ],
)
def test_a_scanner_that_names_the_symbology_is_understood(
    number: str, symbology: Symbology, gtin: str
) -> None:
    for add_on in ("05", "55999"):
        assert products(number + add_on, symbology)[0] == gtin.zfill(14)
        assert products(f"{number} {add_on}", symbology)[0] == gtin.zfill(14)


def test_digits_that_may_be_something_whole_are_that_first_and_the_catalogue_decides() -> None:
    case = UPC + "0" + check_digit(UPC + "0")  # a UPC-A and two digits that pass for a GTIN-14
    assert products(case) == [case, UPC.zfill(14)]
    assert products(case, Symbology.ITF) == [case]
    assert products(case, Symbology.UPCA) == [UPC.zfill(14)]
    assert readings(UPC + "05")[0] == UnknownCode("checksum")  # a wrong GTIN-14 otherwise
    assert readings(EAN8 + "05")[0] == UnknownCode("not_ours")
    assert products(EAN8 + "05")[0] == EAN8.zfill(14)
    assert products(BOOK) == [BOOK.zfill(14)]


@pytest.mark.parametrize("alone", ["]E105", "]E255999"])
def test_an_add_on_by_itself_belongs_to_the_code_before_it(alone: str) -> None:
    add_on: tuple[Code, ...] = (UnknownCode("add_on"),)
    assert readings(alone) == readings(alone[3:], Symbology.ADD_ON) == add_on
    for other in ("]E1123", "]E2", "]E1ab", "]E25599٩"):
        assert readings(other) == (UnknownCode("not_ours"),)


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        (BOOK[:-1] + "8 05", Symbology.UNKNOWN),
        (BOOK[:-1] + "805", Symbology.UNKNOWN),
        (BOOK + "123", Symbology.UNKNOWN),
        (BOOK + " 123", Symbology.UNKNOWN),
        (BOOK + " ٠٥", Symbology.UNKNOWN),
        (CARD + "05", Symbology.UNKNOWN),
        (CARD + " 05", Symbology.UNKNOWN),
        ("0" * 13 + "05", Symbology.UNKNOWN),
        (BOOK + "05", Symbology.CODE128),
        (BOOK + "05", Symbology.ITF),
        (BOOK + "05", Symbology.QR),
    ],
)
def test_nothing_else_is_a_product_with_an_add_on(text: str, symbology: Symbology) -> None:
    assert [type(code) for code in readings(text, symbology)] == [UnknownCode]
