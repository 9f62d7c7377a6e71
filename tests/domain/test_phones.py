from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from itertools import chain

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.catalogue import Terms
from kiosk.domain.phones import phone_as_typed, read_phone, shown_phone
from kiosk.errors import BadInput
from tests.domain.phones_of_countries import COUNTRIES
from tests.fake_shop_data import TERMS

RU = ("RU",)
RUSSIAN = (" доб.5", " доб. 105", ", доб 5", " (доб. 5)", " ДОБ 5", "доб5", " вн. 5", " доб. № 5")
ENGLISH = (" ext 5", " ext. 105", " #5", "#5", "x5", " x 5", "х5", ",5")


def fault(text: str, countries: tuple[str, ...] = RU) -> str:
    with pytest.raises(BadInput) as refused:
        read_phone(text, countries)
    return refused.value.code


@pytest.mark.parametrize(("country", "number", "abroad", "at_home"), COUNTRIES)
def test_a_number_of_any_country_is_read_however_it_is_written(
    country: str, number: str, abroad: str, at_home: str
) -> None:
    code, _, rest = abroad.partition(" ")
    area, *others = re.split(r"[ -]", rest)
    with_dashes = f"{code} ({area}) {'-'.join(others)}" if others else f"{code}-{area}"
    for elsewhere in ("RU", "FI"):
        for text in (number, abroad, with_dashes, f"00{number[1:]}", f"00 {abroad[1:]}"):
            assert read_phone(text, [elsewhere]) == number
    for text in (number, abroad, with_dashes, at_home, at_home.replace(" ", "-")):
        assert read_phone(text, [country]) == number
    assert read_phone(f"8~10 {abroad[1:]}", RU) == number
    assert read_phone(shown_phone(number), [elsewhere]) == number


@pytest.mark.parametrize(
    "text",
    [
        "+7 812 555-01-07",
        "8 812 555-01-07",
        "812 555-01-07",
        "7 (812) 555 01 07",
        "+7 (8) 812 555-01-07",
        "8.812.555.01.07",
        "tel:+7-812-555-01-07",
        "tel:+7-812-555-01-07;ext=5",
        "tel:812-555-01-07;phone-context=+7",
        "тел. 8 (812) 555‑01‑07",
        "８８１２５５５０１０７",
        "+٧٨١٢٥٥٥٠١٠٧",
        "+۷۸۱۲۵۵۵۰۱۰۷",
        "८८१२५५५०१०७",
        "\u202a+7\u00a0812\u00a0555\u201101\u201107\u202c",
        "8\u00ad812\u200b555\u20600107\ufeff",
        "8\t812 555\n01 07 ",
        *(f"+7 812 555-01-07{behind}" for behind in RUSSIAN),
        *(f"8 812 555-01-07{behind}" for behind in ENGLISH),
    ],
)
def test_what_stands_around_a_number_leaves_the_number(text: str) -> None:
    assert read_phone(text, RU) == "+78125550107"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone_missing"),
        (" \u202a\u202c", "phone_missing"),
        ("+", "phone_too_short"),
        ("5", "phone_too_short"),
        ("112", "phone_too_short"),
        ("+7912000000", "phone_too_short"),
        ("912000000", "phone_too_short"),
        ("+37251", "phone_too_short"),
        ("88125550107105", "phone_too_long"),
        ("+7 812 555-01-07-105", "phone_too_long"),
        ("+1234567890123456", "phone_too_long"),
        ("380501234567", "phone_too_long"),  # of Ukraine, but for the plus
        ("4512345678", "phone_not_there"),  # of Denmark, but for the plus
        ("+7 000 000-00-00", "phone_not_there"),
        ("0000000000", "phone_not_there"),
        ("+8 800 555-35-35", "phone_country"),  # ours with a plus, not of Bangladesh
        ("+8 912 000-00-01", "phone_country"),
        ("+999 123 4567", "phone_country"),
        ("+0 912 000-00-01", "phone_country"),
        ("8 809 123-45-67", "phone_costly"),
        ("8 900 KITTENS", "phone_letters"),
        ("8 9O1 234-56-78", "phone_letters"),  # a letter O
        ("8 912 000-00-01 мама", "phone_letters"),
        ("anna@example.com", "phone_letters"),
        ("8912000\x000001;drop", "phone_letters"),
        ("1" * 5_000, "phone_letters"),
        ("89120000001/89120000002", "phone_several"),
        ("89120000001, 89120000002", "phone_several"),
        ("89120000001; 89120000002", "phone_several"),
        ("8 912 000-00-01 или 8 912 000-00-02", "phone_several"),
        ("+7 912 000-00-01 +7 912 000-00-02", "phone_several"),
        ("+7+9120000001", "phone_several"),
        ("8 912 000-00-01 8 912 000-00-02", "phone_too_long"),
    ],
)
def test_a_number_that_is_not_one_is_refused_with_the_reason(text: str, code: str) -> None:
    assert fault(text) == code


def test_another_countrys_number_needs_its_code_and_no_more_than_the_right_length() -> None:
    assert read_phone("+4512345678", RU) == "+4512345678"  # a range the plan does not have yet
    assert read_phone("+3725123456", RU) == "+3725123456"
    assert fault("+4512345678", ("DK",)) == "phone_not_there"  # ours we know


def test_countries_of_the_shop_are_tried_in_turn_and_what_is_no_country_has_no_numbers() -> None:
    assert read_phone("8 701 234 56 78", ("KZ", "RU")) == "+77012345678"
    assert read_phone("0912 345 678", ("LV", "SK")) == "+421912345678"
    assert read_phone("8 912 000-00-01", ("ee", "ru")) == "+79120000001"
    for nowhere in ((), ("XX",)):
        assert fault("8 912 000-00-01", nowhere) == "phone_country"
        assert read_phone("+7 912 000-00-01", nowhere) == "+79120000001"


def test_the_reason_shows_how_a_number_of_the_country_that_was_meant_looks() -> None:
    for text, start in (("+37251", "+372 "), ("8 912", "+7 912 "), ("+9991234567", "+7 912 ")):
        with pytest.raises(BadInput) as refused:
            read_phone(text, RU)
        assert str(refused.value.args_["example"]).startswith(start)
    with pytest.raises(BadInput) as refused:
        read_phone("8 70", ("KZ",))
    assert str(refused.value.args_["example"]).startswith("+7 7")


@given(
    st.text(alphabet="+0123456789 ()-.~,;#xдоб٧７\u202a", max_size=24)
    | st.integers(0, 10**15).map(lambda digits: f"+{digits}"),
    st.sampled_from([RU, ("DK",), ("KZ", "RU"), ("US",), ("IT",), ()]),
)
@example("+8 800 555-35-35", ())
@example("+44 (0)20 7946 0018", RU)
def test_what_is_accepted_is_accepted_again_as_it_was_kept(
    text: str, countries: tuple[str, ...]
) -> None:
    try:
        number = read_phone(text, countries)
    except BadInput:
        return
    assert re.fullmatch(r"\+[1-9]\d{4,14}", number, re.ASCII)
    assert read_phone(number, countries) == number


def typed(presses: str, country: str = "RU") -> list[str]:
    """What a field shows after each press; `<` deletes in front of the cursor."""
    text, cursor, seen = "", 0, []
    for press in presses:
        start = max(cursor - 1, 0) if press == "<" else cursor
        new = "" if press == "<" else press
        text = text[:start] + new + text[cursor:]
        text, cursor = phone_as_typed(text, start + len(new), [country])
        seen.append(f"{text[:cursor]}|{text[cursor:]}")
    return seen


def test_a_number_is_grouped_while_it_is_typed() -> None:
    assert typed("89120000001")[-1] == "8 912 000-00-01|"
    assert typed("+79120000001")[-1] == "+7 912 000-00-01|"
    assert typed("+3725123456")[-1] == "+372 512 3456|"
    assert typed("6502530000", "US")[-1] == "(650) 253-0000|"
    assert typed("٨٩١٢٠٠٠٠٠٠١")[-1] == "8 912 000-00-01|"


def test_every_digit_can_be_deleted_again() -> None:
    for country, presses in (("RU", "89120000001"), ("US", "16502530000"), ("DE", "+493012345678")):
        assert typed(presses + "<" * 2 * len(presses), country)[-1] == "|"


def test_in_the_middle_the_cursor_stays_at_its_digit() -> None:
    assert phone_as_typed("8 9128 000-00-01", 6, RU) == ("891280000001", 5)
    assert phone_as_typed("8 912000-00-01", 5, RU) == ("8 912 000-00-01", 5)
    assert phone_as_typed("812 000-00-01", 0, RU)[1] == 0


def test_a_pasted_number_is_grouped_and_what_is_no_single_number_stays_as_it_is() -> None:
    assert phone_as_typed("+79120000001", 12, RU) == ("+7 912 000-00-01", 16)
    assert phone_as_typed("8(912)0000001", 13, RU) == ("8 912 000-00-01", 15)
    for text in ("+7 812 555-01-07 доб. 5", "8912+7", "8 900 KITTENS", "89120000001/02,"):
        assert phone_as_typed(text, 3, RU) == (text, 3)


@given(
    st.text(alphabet="+0123456789 ()-٧", max_size=30),
    st.integers(0, 30),
    st.sampled_from(["RU", "US", "DE", "XX"]),
)
def test_grouping_never_changes_a_digit(text: str, cursor: int, country: str) -> None:
    cursor = min(cursor, len(text))
    grouped, at = phone_as_typed(text, cursor, [country])

    def digits(part: str) -> str:
        return "".join(str(int(c)) if c.isdecimal() else "+" for c in part if c not in " ()-")

    assert digits(grouped) == digits(text)
    assert digits(grouped[:at]) == digits(text[:cursor])
    assert phone_as_typed(grouped, at, [country]) == (grouped, at)


def test_numbers_are_shown_as_their_country_writes_them() -> None:
    assert shown_phone("+79161234567") == "+7 916 123-45-67"
    assert shown_phone("+4534412345") == "+45 34 41 23 45"
    for kept in ("", "•• •• 22 01", "8 916", "+7 916 123-45-67", "+999123"):
        assert shown_phone(kept) == kept


def test_the_library_is_loaded_by_the_first_number_alone() -> None:
    program = (
        "import sys; import kiosk.domain.phones, kiosk.services.checkout, kiosk.services.mending;"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603


def test_thirty_countries_are_looked_at() -> None:
    assert len(set(chain(country for country, *_ in COUNTRIES))) >= 30


def test_terms_of_an_earlier_release_have_the_countries_they_always_meant() -> None:
    before = msgspec.to_builtins(TERMS)
    del before["phone_countries"]
    assert msgspec.convert(before, Terms).phone_countries == ("RU",)


@pytest.mark.parametrize("countries", [("RU",), ("RU", "KZ"), ("US",), ("DE",)])
@pytest.mark.parametrize(
    "text",
    [
        "+4912345678901234567",
        "+1 23456789012345678",
        "+81 0 999",
        "+8109991",
        "+810686",
        "+81094",
        "+490032407707",
    ],
)
def test_whatever_is_typed_is_refused_with_a_reason_or_read_as_the_hub_reads_it(
    text: str, countries: tuple[str, ...]
) -> None:
    with suppress(BadInput):
        phone = read_phone(text, countries)
        assert read_phone(phone, countries) == phone


@given(st.text("+0123456789 -()", min_size=1, max_size=25))
def test_any_digits_are_a_number_that_is_read_as_itself_or_a_reason(text: str) -> None:
    with suppress(BadInput):
        phone = read_phone(text, ("RU", "KZ"))
        assert read_phone(phone, ("RU", "KZ")) == phone
