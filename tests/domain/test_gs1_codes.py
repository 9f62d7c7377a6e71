"""GS1 element strings and Digital Links: which item, and which piece of it."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.code_kinds import Code, ProductCode, UnknownCode
from kiosk.domain.codes import classify, readings
from kiosk.domain.gs1 import restore
from kiosk.domain.scans import GS, Symbology

NUMBER = "04006381333931"
ITEM = "01" + NUMBER
PRODUCT = ProductCode(NUMBER)
SIGNATURE = "dGhpcyBpcyBhIHNpZ25hdHVyZSBvZiA0NCBjaGFycy4="
SHOES = f"{ITEM}215Qbag!T>9x=Ab{GS}91EE06{GS}92{SIGNATURE}"
CAMERA = f"{ITEM}21ABCDEFGHIJKLMNOPQRST{GS}91EE06{GS}92{SIGNATURE}"
LONG = f"{ITEM}215Qbag!T>9x=Ab{GS}91EE06{GS}92{SIGNATURE * 2}"
MILK = f"{ITEM}215abcde{GS}93Zjqw"
CHEESE = f"{ITEM}215abcde{GS}93Zjqw{GS}3103000250"
WATER = f"{ITEM}215abcdefghijkl{GS}93Zjqw"
TOBACCO = f"{ITEM}21abcdefg{GS}8005123400{GS}93Zjqw"
MARKS = [SHOES, CAMERA, LONG, MILK, CHEESE, WATER, TOBACCO]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ITEM, PRODUCT),
        (GS + ITEM, PRODUCT),
        (f"{ITEM}17261231", PRODUCT),
        (f"{ITEM}10LOT-7{GS}17261231", PRODUCT),
        (f"{ITEM}3103001250", PRODUCT),
        (f"{GS}10LOT-7{GS}{ITEM}", PRODUCT),
        (f"{ITEM}17260200", PRODUCT),  # the last of a month (General Specifications §3.4.7)
        (f"{ITEM}21abc", ProductCode(NUMBER, f"{ITEM}21abc")),
        (SHOES, ProductCode(NUMBER, SHOES)),
        (f"{GS}{SHOES}{GS}\r\n", ProductCode(NUMBER, SHOES)),
        (f"]d2{SHOES}", ProductCode(NUMBER, SHOES)),
        (f"]C1{ITEM}", PRODUCT),
        (f"]Q3{ITEM}", PRODUCT),
        (f"]e0{ITEM}", PRODUCT),
        (ITEM[:-1] + "2", UnknownCode("checksum")),
        (f"{GS}{ITEM[:-1]}2{SHOES[16:]}", UnknownCode("checksum")),
        (f"{ITEM}17261301", UnknownCode("not_ours")),
        (f"{ITEM}01{NUMBER[:-2]}48", UnknownCode("not_ours")),
        (f"{ITEM}5", UnknownCode("not_ours")),
        (f"{ITEM}21", UnknownCode("not_ours")),
        (f"{ITEM}21a b", UnknownCode("not_ours")),
        (f"{ITEM}21\u0430bc", UnknownCode("not_ours")),
        (f"{ITEM}20\u0661\u0662", UnknownCode("not_ours")),
        (f"{GS}00123456789012345675", UnknownCode("not_ours")),
        (f"{ITEM}" + "99x" * 200, UnknownCode("not_ours")),
        (f"10LOT{GS}{ITEM}", UnknownCode("not_ours")),  # no FNC1 told that it is GS1
    ],
)
def test_an_element_string_names_an_item_or_nothing(text: str, expected: Code) -> None:
    assert classify(text) == expected


def test_a_gs1_symbol_need_not_begin_with_the_item() -> None:
    text = f"10LOT{GS}{ITEM}"
    assert readings(text, Symbology.GS1_DATAMATRIX) == (PRODUCT,)
    assert readings(text, Symbology.DATAMATRIX) == (UnknownCode("not_ours"),)


@pytest.mark.parametrize("symbology", [Symbology.EAN13, Symbology.EAN8, Symbology.ITF])
def test_a_symbol_of_digits_holds_no_element_string(symbology: Symbology) -> None:
    assert readings(ITEM, symbology) == (UnknownCode("not_ours"),)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_whose_separators_were_lost_is_whole_again(mark: str) -> None:
    places = [at for at, sign in enumerate(mark) if sign == GS]
    for count in range(1, len(places) + 1):
        for lost in combinations(places, count):
            heard = "".join(sign for at, sign in enumerate(mark) if at not in lost)
            assert restore(heard) == mark
            assert classify(heard) == ProductCode(NUMBER, mark)
            assert readings(heard, Symbology.DATAMATRIX) == (ProductCode(NUMBER, mark),)


def test_an_fnc1_around_a_mark_stays_where_it_is() -> None:
    assert restore(f"{GS}{SHOES.replace(GS, '')}{GS}") == f"{GS}{SHOES}{GS}"


@pytest.mark.parametrize(
    "text",
    [
        *MARKS,
        ITEM,
        f"{ITEM}21abcdefgh",
        f"{ITEM}10ABC{GS}21xyz",
        f"{ITEM}17261231",
        "4006381333931",
        "",
        GS,
        f"{ITEM}{GS}21abc",
    ],
)
def test_nothing_is_put_where_nothing_was_lost(text: str) -> None:
    assert restore(text) == text


def test_a_long_lot_before_a_serial_number_is_cut_at_the_only_place_there_is() -> None:
    whole = f"{ITEM}10LOTABCXYZEFG{GS}21kkkkkkkkkkkkkkk"
    assert restore(whole.replace(GS, "")) == whole


def test_a_cut_that_makes_no_date_is_no_cut() -> None:
    whole = f"{ITEM}10LOT1788888813888888{GS}17261231"
    heard = whole.replace(GS, "")
    assert restore(heard) == whole


def test_a_lot_that_swallows_a_serial_number_is_noticed_although_it_parses() -> None:
    whole = f"{ITEM}10LOTABCXYZEFG{GS}21kkkkkk3712"  # twenty characters, and a count of 12
    assert classify(whole.replace(GS, "")) == ProductCode(NUMBER, whole)


def test_where_two_cuts_make_sense_the_item_is_known_and_its_mark_is_not() -> None:
    heard = f"{ITEM}10LOT21BC21EFGHIJKLM21kkkkkkk"
    assert restore(heard) == heard
    assert classify(heard) == PRODUCT


def test_a_separator_that_is_there_is_never_moved() -> None:
    odd = f"{ITEM}215abc{GS}de93Zjqw"  # as a mark without it: serial 5abcde, signature Zjqw
    assert restore(odd) == odd
    assert classify(odd) == UnknownCode("not_ours")


@given(
    st.text("0123456789abz+/=<", min_size=13, max_size=13),
    st.text("0189Az+/", min_size=44, max_size=44),
)
def test_marks_of_any_content_come_back(serial: str, signature: str) -> None:
    mark = f"{ITEM}21{serial}{GS}91FFD0{GS}92{signature}"
    assert restore(mark.replace(GS, "")) == mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"https://id.gs1.org/01/{NUMBER}", PRODUCT),
        ("https://id.gs1.org/01/4006381333931", PRODUCT),
        ("https://shop.example/de/p/01/4006381333931/", PRODUCT),
        ("HTTPS://SHOP.EXAMPLE/01/4006381333931/10/LOT/21/7?17=261231&linkType=all", PRODUCT),
        ("http://xn--80a.example:8080/01/96385074", ProductCode("00000096385074")),
        ("https://id.gs1.org/01/4006381333932", UnknownCode("checksum")),
    ],
)
def test_a_digital_link_on_any_domain_names_an_item(text: str, expected: Code) -> None:
    assert classify(text) == expected


def test_a_digital_link_in_another_script_or_compressed_is_an_address() -> None:
    for text in (
        "https://id.gs1.org/01/\uff14006381333931",
        "https://dlnkd.tn.gg/ARFKk4XB0CDKWcnpq",
        "https://id.gs1.org/8004/ABC",
    ):
        assert classify(text) == UnknownCode("link", text)


def test_plain_numbers_and_addresses_cost_no_parser() -> None:
    script = (
        "import sys; from kiosk.domain.codes import classify;"
        "classify('4006381333931'); classify('https://example.com/x'); classify('KA1.a.b');"
        "sys.exit('biip' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603
