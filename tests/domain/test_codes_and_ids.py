"""Codes from outside, and the identifiers we mint."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import codes
from kiosk.domain.catalogue import pick
from kiosk.domain.code_kinds import (
    AppCode,
    Code,
    LoyaltyCard,
    OrderSlip,
    ProductCode,
    StaffBadge,
    UnknownCode,
)
from kiosk.domain.gtin import check_digit, gtin13, is_gtin, upc_a
from kiosk.domain.ids import ALPHABET, OrderNumber, check_character, is_order_number, uuid7
from kiosk.domain.scans import Symbology

SLIP = str(OrderNumber("T7", 412))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4006381333931", ProductCode("04006381333931")),
        (" 4006381333931\r\n", ProductCode("04006381333931")),
        ("96385074", ProductCode("00000096385074")),
        ("036000291452", ProductCode("00036000291452")),
        ("14006381333938", ProductCode("14006381333938")),
        ("4006381333932", UnknownCode("checksum")),
        ("0000000000000", UnknownCode("checksum")),
        ("", UnknownCode("empty")),
        (" \r\n", UnknownCode("empty")),
        ("12345", UnknownCode("not_ours")),
        ("x" * 5_000, UnknownCode("too_long")),
        ("KA1.abc.def", AppCode("KA1.abc.def")),
        ("KA1.abc.d/f", UnknownCode("not_ours")),
        ("KA1.abc", UnknownCode("not_ours")),
        (SLIP, OrderSlip(SLIP)),
        (SLIP.lower() + "\r", OrderSlip(SLIP)),
        ("T7-00413" + SLIP[-2:], UnknownCode("not_ours")),
    ],
)
def test_a_text_is_classified_by_its_grammar(text: str, expected: Code) -> None:
    assert codes.classify(text) == expected


def test_cards_and_badges_are_told_from_products_by_their_prefix() -> None:
    card = gtin13(codes.LOYALTY_PREFIX + "00000017")
    badge = gtin13(codes.BADGE_PREFIX + "00000017")
    assert codes.readings(card) == (LoyaltyCard(card),)
    assert codes.readings(badge) == (StaffBadge(badge),)


def test_a_card_with_a_wrong_digit_is_nobodys() -> None:
    card = gtin13(codes.LOYALTY_PREFIX + "00000017")
    assert codes.classify(card[:-1] + str((int(card[-1]) + 1) % 10)) == UnknownCode("checksum")


UPC_E, UPC_A, EAN_8 = "04252614", "00042100005264", "96385074"


@pytest.mark.parametrize(
    ("text", "symbology", "expected"),
    [
        (UPC_E, Symbology.UPCE, (UPC_A,)),
        (UPC_E[1:7], Symbology.UPCE, (UPC_A,)),
        (UPC_E[:7], Symbology.UPCE, (UPC_A, "00004252000061")),  # or six and a check digit
        (UPC_E[1:], Symbology.UPCE, (UPC_A,)),
        (UPC_A[2:], Symbology.UPCE, (UPC_A,)),  # a decoder that expands it
        (UPC_A[1:], Symbology.EAN13, (UPC_A,)),
        (UPC_E, Symbology.EAN13, (UPC_A,)),  # an AIM identifier says E0 of these, too
        (EAN_8, Symbology.EAN8, ("000000" + EAN_8,)),
        ("04252614", Symbology.EAN8, ()),
        (UPC_E, Symbology.UNKNOWN, (UPC_A,)),
        (EAN_8, Symbology.UNKNOWN, ("000000" + EAN_8,)),
        ("14006381333938", Symbology.ITF, ("14006381333938",)),
        ("400638133393", Symbology.ITF, ()),
        ("14006381333938", Symbology.DATABAR, ("14006381333938",)),
        ("4006381333931", Symbology.CODE128, ("04006381333931",)),
        ("4006381333931", Symbology.QR, ("04006381333931",)),
        ("4006381333931", Symbology.EAN8, ()),
        ("96385074", Symbology.UPCA, ()),
        ("4006381333931", Symbology.GS1_128, ()),  # AI 400, whatever it ends with
    ],
)
def test_the_symbology_says_which_number_it_is(
    text: str, symbology: Symbology, expected: tuple[str, ...]
) -> None:
    found = codes.readings(text, symbology)
    products = tuple(code.gtin14 for code in found if isinstance(code, ProductCode))
    assert products == expected
    assert products or isinstance(found[0], UnknownCode)


@pytest.mark.parametrize(
    ("middle", "manufacturer_and_item"),
    [
        ("123450", "1200000345"),
        ("123451", "1210000345"),
        ("123452", "1220000345"),
        ("123453", "1230000045"),
        ("123454", "1234000005"),
        ("123455", "1234500005"),
        ("123459", "1234500009"),
    ],
)
def test_a_upc_e_is_expanded_by_its_last_digit(middle: str, manufacturer_and_item: str) -> None:
    for system in "01":
        expected = system + manufacturer_and_item
        expected += check_digit(expected)
        assert upc_a(system + middle + expected[-1]) == (expected,)
        assert upc_a(system + middle + str((int(expected[-1]) + 1) % 10)) == ()
    assert upc_a("2" + middle + "0") == ()


def right_in_two_ways(first: int) -> str:
    numbers = (f"{number:07d}" for number in range(first, 10_000_000))
    whole = (number + check_digit(number) for number in numbers)
    return next(text for text in whole if is_gtin(text) and upc_a(text))


def test_eight_digits_that_are_right_in_two_ways_are_left_to_the_catalogue() -> None:
    shops_own, anybodys = right_in_two_ways(100_000), right_in_two_ways(1_000_000)
    assert (shops_own[0], anybodys[0]) == ("0", "1")
    for text in (shops_own, anybodys):
        readings = [
            ProductCode(upc_a(text)[0].zfill(14)),
            ProductCode(text.zfill(14)),
        ]
        if text == anybodys:  # a GTIN-8 as good as any, and such a UPC-E is rare
            readings.reverse()
        assert codes.readings(text) == tuple(readings)
        assert codes.readings(text, Symbology.EAN8) == (ProductCode(text.zfill(14)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("]E04006381333931", ProductCode("04006381333931")),
        ("]E496385074", ProductCode("00000096385074")),
        ("]C04006381333931", ProductCode("04006381333931")),
        ("]Q1KA1.abc.def", AppCode("KA1.abc.def")),
        ("]d20104006381333931", ProductCode("04006381333931")),
        ("]E0KA1.abc.def", UnknownCode("not_ours")),
        ("]d2", UnknownCode("not_ours")),
        ("]Z94006381333931", UnknownCode("not_ours")),
    ],
)
def test_an_aim_identifier_in_front_says_the_symbology(text: str, expected: Code) -> None:
    assert codes.classify(text) == expected


def test_two_ways_to_the_same_number_are_one_reading() -> None:
    assert upc_a("00000055") == ("000000000055",)
    assert codes.readings("00000055") == (ProductCode("00000000000055"),)


def test_an_aim_identifier_inside_a_known_symbol_is_part_of_its_text() -> None:
    assert codes.readings("]E04006381333931", Symbology.QR) == (UnknownCode("not_ours"),)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(leading: str, at: int, by: int) -> None:
    gtin = gtin13(leading)
    wrong = gtin[:at] + str((int(gtin[at]) + by) % 10) + gtin[at + 1 :]
    assert codes.classify(wrong) == UnknownCode("checksum")


def test_uuid7_carries_its_time_and_version() -> None:
    made = uuid.UUID(uuid7(1_795_000_000_123))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == 1_795_000_000_123
    assert len({uuid7(1) for _ in range(1_000)}) == 1_000


def test_order_number_reads_as_drawn() -> None:
    number = str(OrderNumber("T7", 412))
    assert number.startswith("T7-00412-")
    assert is_order_number(number)
    assert is_order_number(number.lower())


@given(st.from_regex(r"[A-Z][0-9]", fullmatch=True), st.integers(0, 99_999), st.data())
def test_a_misread_order_number_is_noticed(prefix: str, counter: int, data: st.DataObject) -> None:
    plain = f"{prefix}{counter:05d}"
    at = data.draw(st.integers(0, len(plain) - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != plain[at]]))
    assert check_character(plain[:at] + other + plain[at + 1 :]) != check_character(plain)


def test_mod_37_36_matches_the_standards_example() -> None:
    # ISO 7064 via the Global Release Identifier's published example A1-2425G-ABC1234002-M
    assert check_character("A12425GABC1234002") == "M"


@pytest.mark.parametrize("text", ["", "T7", "T7-00412", "T7-00412-", "T7-0041x-K", "--", "я-1-2"])
def test_other_texts_are_no_order_numbers(text: str) -> None:
    assert not is_order_number(text)


def test_a_text_is_picked_by_language_and_without_control_characters() -> None:
    hostile = {"en": "Bag \x1b@\x1d(k \u202ebold\u00a0one\nline", "ru": ""}
    assert pick(hostile, "ru") == "Bag @(k bold\u00a0one\nline"
    assert pick({"ru": "Сумка"}, "en") == "Сумка"
    assert pick({}, "en") == ""
