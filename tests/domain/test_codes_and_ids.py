"""Codes from outside, and the identifiers we mint."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import codes
from kiosk.domain.catalogue import pick
from kiosk.domain.customers import mask_address, mask_phone, normalise_phone
from kiosk.domain.ids import ALPHABET, OrderNumber, check_character, is_order_number, uuid7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4006381333931", codes.ProductCode("04006381333931")),
        (" 4006381333931\r\n", codes.ProductCode("04006381333931")),
        ("96385074", codes.ProductCode("00000096385074")),
        ("036000291452", codes.ProductCode("00036000291452")),
        ("4006381333932", codes.UnknownCode("checksum")),
        ("", codes.UnknownCode("empty")),
        ("12345", codes.UnknownCode("not_ours")),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", codes.UnknownCode("not_ours")),
        ("4006381333931'; DROP TABLE outbox;--", codes.UnknownCode("not_ours")),
        ("x" * 5_000, codes.UnknownCode("too_long")),
        ("KA1.abc.def", codes.AppCode("KA1.abc.def")),
        ("KA1.abc.d/f", codes.UnknownCode("not_ours")),
        ("KA1.abc", codes.UnknownCode("not_ours")),
    ],
)
def test_a_text_is_classified_by_its_grammar(text: str, expected: codes.Code) -> None:
    assert codes.classify(text) == expected


def test_cards_and_badges_are_told_from_products_by_their_prefix() -> None:
    card = codes.gtin13(codes.LOYALTY_PREFIX + "00000017")
    badge = codes.gtin13(codes.BADGE_PREFIX + "00000017")
    assert codes.classify(card) == codes.LoyaltyCard(card)
    assert codes.classify(badge) == codes.StaffBadge(badge)


@given(st.text(max_size=3_000))
def test_no_text_makes_classify_raise(text: str) -> None:
    assert codes.classify(text) is not None


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(leading: str, at: int, by: int) -> None:
    gtin = codes.gtin13(leading)
    wrong = gtin[:at] + str((int(gtin[at]) + by) % 10) + gtin[at + 1 :]
    assert codes.classify(wrong) == codes.UnknownCode("checksum")


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 (900) 123-45-67", "+79001234567"),
        ("900 123 45 67", "+79001234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("12", ""),
        ("+1234567890123456", ""),
    ],
)
def test_phone_numbers_are_normalised(text: str, expected: str) -> None:
    assert normalise_phone(text) == expected


def test_masks_tell_the_owner_and_nobody_else() -> None:
    assert mask_address("Липовая улица", "8") == "Лип••• 8"
    assert mask_phone("+79001230417") == "•• •• 04 17"


def test_a_text_is_picked_by_language_and_without_control_characters() -> None:
    hostile = {"en": "Bag \x1b@\x1d(k \u202ebold\u00a0one\nline", "ru": ""}
    assert pick(hostile, "ru") == "Bag @(k bold\u00a0one\nline"
    assert pick({"ru": "Сумка"}, "en") == "Сумка"
    assert pick({}, "en") == ""
