"""Labels of a shop's own scales, cut by the shop's own rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.code_kinds import LoyaltyCard, MeasuredCode, ProductCode
from kiosk.domain.codes import LOYALTY_PREFIX, readings
from kiosk.domain.gtin import check_digit, gtin13, is_gtin
from kiosk.domain.scans import Symbology
from kiosk.domain.store_codes import parse_rule

WEIGHT = parse_rule("22IIIIIWWWWWC")
PRICE = parse_rule("21IIIIVPPPPPC")


def test_a_weight_label_is_its_item_and_its_grams() -> None:
    item = gtin13("221234500000").zfill(14)
    assert WEIGHT.match(gtin13("221234501250")) == MeasuredCode(item, "weight", 1_250)


def test_a_price_label_is_its_item_and_minor_units_whatever_the_price_check_digit() -> None:
    item = gtin13("211234000000").zfill(14)
    for check in "07":
        label = gtin13(f"211234{check}19990")
        assert PRICE.match(label) == MeasuredCode(item, "price", 19_990)


@pytest.mark.parametrize(
    ("pattern", "leading", "item", "value"),
    [
        ("2IIIIIPPPPPC", "21234500999", "21234500000", 999),
        ("2IIWWWWC", "2120456", "2120000", 456),
        ("02II0WWWWWWWC", "021201234567", "021200000000", 1_234_567),
    ],
)
def test_labels_of_other_lengths_are_cut_too(
    pattern: str, leading: str, item: str, value: int
) -> None:
    code = parse_rule(pattern).match(leading + check_digit(leading))
    assert code is not None
    assert (code.gtin14, code.value) == ((item + check_digit(item)).zfill(14), value)


def test_a_upc_that_came_as_an_ean_is_the_same_label() -> None:
    rule, label = parse_rule("2IIIIIPPPPPC"), "21234500999"
    label += check_digit(label)
    assert rule.match("0" + label) == rule.match(label) is not None


@pytest.mark.parametrize(
    "text",
    [
        gtin13("231234501250"),  # another prefix
        gtin13("221234501250")[:-1] + "x",
        "2212345012501",  # wrong check digit
        gtin13("221234501250").zfill(14),
        "",
    ],
)
def test_other_numbers_do_not_match(text: str) -> None:
    assert WEIGHT.match(text) is None


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("", "has 0 characters"),
        ("22IIIIIWWWWWCC", "has 14 characters"),
        ("22IIIIIWWWWWW", "not of the form"),
        ("22IIIIIIIIIIC", "not of the form"),
        ("22IIIWWIIWWWC", "not of the form"),
        ("22IIIIIWWPPPC", "not of the form"),
        ("22iiiiiwwwwwc", "not of the form"),
        ("IIIIIIIWWWWWC", "not of the form"),
        ("\u0662\u0662IIIIIWWWWWC", "not of the form"),
        ("46IIIIIWWWWWC", "other firms"),
        ("4IIIIIPPPPPC1", "not of the form"),
        ("5IIIIIPPPPPC", "other firms"),
        ("2IIIIIIWWWWWC"[:8], "not of the form"),
        ("3IIWWWWC", "other firms"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(pattern: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_rule(pattern)


def test_the_label_comes_before_the_number_itself() -> None:
    label = gtin13("221234501250")
    measured = WEIGHT.match(label)
    for symbology in (Symbology.UNKNOWN, Symbology.EAN13):
        assert readings(label, symbology, (PRICE, WEIGHT)) == (
            measured,
            ProductCode(label.zfill(14)),
        )


def test_no_rule_takes_a_card_from_its_owner() -> None:
    card = gtin13(f"{LOYALTY_PREFIX}00000017")
    assert readings(card, rules=(parse_rule("29IIIIIWWWWWC"),)) == (LoyaltyCard(card),)


@given(st.from_regex("[0-9]{10}", fullmatch=True))
def test_every_label_leads_to_a_valid_number_of_its_item(digits: str) -> None:
    code = WEIGHT.match(gtin13("22" + digits))
    assert code is not None
    assert is_gtin(code.gtin14)
    assert code.gtin14[3:8] == digits[:5]
    assert code.value == int(digits[5:])
