from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printers.paper_text import (
    CYRILLIC,
    LATIN,
    clean,
    code_page,
    pair,
    printable,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1 990,00 ₽", "1 990,00 р."),
        ("1\u202f990\u00a0р", "1 990 р"),
        ("«Малышок»", '"Малышок"'),
        ("синий — 98…", "синий - 98..."),
        ("• пункт", "· пункт"),
        ("Джемпер\x1bp\x00\x19\xfa", "Джемперpú"),
        ("a\u202eb\u200bc\ufeffd\u2066e", "abcde"),
        ("two\nlines", "two lines"),
        ("\x1d\x9b\x7f", ""),
    ],
)
def test_signs_a_printer_lacks_become_plain_ones(text: str, plain: str) -> None:
    assert clean(text) == plain


def test_russian_receipts_use_cp866_and_keep_the_number_sign() -> None:
    assert code_page(["Чек №5"]) == CYRILLIC
    assert printable("Чек №5, ёлка", CYRILLIC) == "Чек №5, ёлка"


def test_western_receipts_use_cp858() -> None:
    assert code_page(["Café 5 €"]) == LATIN
    assert printable("Café 5 €", LATIN) == "Café 5 €"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Café Ёж", "Cafe Ёж"),
        ("½ цены", "1/2 цены"),
        ("Платье 👗", "Платье ?"),
        ("и\u0306", "й"),
        ("а\u0301", "а"),
        ("🤷🏽\u200d♀\ufe0f ы", "??? ы"),
    ],
)
def test_what_the_page_lacks_is_printed_as_its_base_letter(text: str, plain: str) -> None:
    assert printable(text, CYRILLIC) == plain


@given(st.text(max_size=80), st.sampled_from([CYRILLIC, LATIN]))
def test_any_text_becomes_bytes_without_commands(text: str, page: str) -> None:
    data = printable(text, page).encode(page)
    assert not any(byte < 0x20 or byte == 0x7F for byte in data)


def test_text_wraps_at_words_and_keeps_its_indent() -> None:
    assert wrap("  тёплый синий джемпер", 14) == ["  тёплый синий", "  джемпер"]


def test_word_longer_than_the_paper_is_broken() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_pair_ends_at_the_right_edge() -> None:
    assert pair("Итого", "5 990,00 р.", 24) == ["Итого        5 990,00 р."]


def test_long_left_side_wraps_above_the_amount() -> None:
    lines = pair("Комбинезон утеплённый детский", "12 990,00 р.", 32)
    assert lines == ["Комбинезон", "утеплённый детский  12 990,00 р."]


def test_amount_gets_its_own_line_when_there_is_no_room_beside_it() -> None:
    assert pair("Комбинезон", "1" * 18, 20) == ["Комбинезон", "  " + "1" * 18]


@given(st.text("абв xyz-", max_size=90), st.text("0123456789, ", max_size=60))
def test_pair_never_exceeds_the_paper_and_loses_no_letter(left: str, right: str) -> None:
    lines = pair(left, right.strip(), 24)
    assert all(len(line) <= 24 for line in lines)
    assert "".join("".join(lines).split()) == "".join((left + right).split())
