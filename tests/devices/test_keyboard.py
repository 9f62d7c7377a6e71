from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.scanners.keyboard import KEYPAD_ENTER, LAYOUTS, decode, ending
from kiosk.domain.keys import Key, ScannerProfile
from kiosk.domain.scans import GS
from tests.benchmarks.keys import Stroke, seen_by, strokes_of

ALT, ALT_GR = 56, 100
KEYPAD = dict(zip("0123456789", (82, 79, 80, 81, 75, 76, 77, 71, 72, 73), strict=True))


def presses(strokes: list[Stroke], host: str = "us", caps_lock: bool = False) -> list[Key]:
    keys = (Key(0.0, one.code, shift=one.shift, control=one.control) for one in strokes)
    return [seen_by(host, key, caps_lock) for key in keys]


def by_alt(number: str) -> list[Key]:
    return [Key(0.0, ALT), *(Key(0.0, KEYPAD[digit], digit, alt=True) for digit in number)]


@pytest.mark.parametrize("caps_lock", [False, True])
@pytest.mark.parametrize("host", sorted(LAYOUTS))
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@settings(max_examples=15)
@given(st.data())
def test_what_a_scanner_of_any_layout_types_is_read_on_any_host(
    layout: str, host: str, caps_lock: bool, data: st.DataObject
) -> None:
    plain, shifted, _ = LAYOUTS[layout]
    letters = sorted({*plain.values(), *shifted.values()})
    text = data.draw(st.text(letters, max_size=20))
    keys = presses(strokes_of(text, layout), host, caps_lock)
    assert decode(keys, ScannerProfile(layout=layout, separators=())) == text


@pytest.mark.parametrize(
    ("layout", "code", "shift", "character"),
    [
        ("us", 3, True, "@"),
        ("us", 40, False, "'"),
        ("de", 21, False, "z"),
        ("de", 44, True, "Y"),
        ("de", 53, False, "-"),
        ("de", 8, True, "/"),
        ("fr", 16, False, "a"),
        ("fr", 30, False, "q"),
        ("fr", 2, True, "1"),
        ("fr", 2, False, "&"),
        ("fr", 50, False, ","),
        ("fr", 51, True, "."),
        ("ru", 16, False, "й"),
        ("ru", 53, False, "."),
        ("ru", 43, True, "/"),
    ],
)
def test_tables_agree_with_the_letters_printed_on_keyboards(
    layout: str, code: int, shift: bool, character: str
) -> None:
    assert decode([Key(0.0, code, shift=shift)], ScannerProfile(layout=layout)) == character


def test_every_layout_writes_all_digits_and_latin_ones_all_letters() -> None:
    for name, (plain, shifted, _) in LAYOUTS.items():
        written = {*plain.values(), *shifted.values()}
        assert written >= set("0123456789")
        if name != "ru":
            assert written >= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_third_level_is_control_and_alt_together() -> None:
    keys = [Key(0.0, 16, control=True, alt=True), Key(0.0, 27, control=True, alt=True)]
    assert decode(keys, ScannerProfile(layout="de")) == "@~"


def test_keypad_writes_digits_whatever_num_lock_makes_of_them() -> None:
    keys = [Key(0.0, KEYPAD[digit], "") for digit in "4601234567893"]
    assert decode(keys, ScannerProfile()) == "4601234567893"


def test_alt_codes_are_characters_by_number() -> None:
    keys = [*by_alt("0075"), *by_alt("65"), *by_alt("049"), *by_alt("0029"), *by_alt("0233")]
    assert decode(keys, ScannerProfile()) == "KA1" + GS + "é"


def test_alt_code_that_windows_sends_along_as_text_counts_once() -> None:
    keys = [*by_alt("0075"), Key(0.0, 0, "K"), *by_alt("0065"), Key(0.0, 0, "A"), Key(0.0, 2)]
    assert decode(keys, ScannerProfile()) == "KA1"


def test_numbers_that_are_no_character_write_nothing() -> None:
    keys = [*by_alt("0000"), *by_alt("55296"), *by_alt("99999999999"), *by_alt("0007")]
    assert decode(keys, ScannerProfile()) == ""


@pytest.mark.parametrize(
    "keys",
    [
        [Key(0.0, 2), Key(0.0, 27, "\x1d", control=True), Key(0.0, 3)],
        [Key(0.0, 27, "$", control=True), Key(0.0, 3)],
        [Key(0.0, 0, "1"), Key(0.0, 0, "\x1d"), Key(0.0, 3)],
        presses(strokes_of("1{GS}2", "us"), "de"),
        presses(strokes_of("1<FNC1>2", "us"), "fr"),
        presses(strokes_of("1\\F2", "us"), "ru"),
    ],
)
def test_separator_is_restored_from_each_way_of_writing_it(keys: list[Key]) -> None:
    assert decode(keys, ScannerProfile()).endswith(GS + "2")


def test_separators_are_the_profiles_own() -> None:
    keys = presses(strokes_of("1{GS}2^3", "us"))
    assert decode(keys, ScannerProfile(separators=("^",))) == "1{GS}2" + GS + "3"


def test_chords_and_function_keys_write_nothing() -> None:
    keys = [
        Key(0.0, 17, "w", control=True),
        Key(0.0, 62, alt=True),
        Key(0.0, 19, "r", meta=True),
        Key(0.0, 105),
        Key(0.0, 1, "\x1b"),
        Key(0.0, 15, "\t"),
        Key(0.0, 6, "\x1d", control=True),  # Ctrl+5, of which X11 makes GS
    ]
    assert decode(keys, ScannerProfile()) == ""


def test_without_a_layout_or_a_place_the_hosts_text_counts() -> None:
    assert (
        decode([Key(0.0, 16, "й"), Key(0.0, 0, "2\x00\u202e")], ScannerProfile(layout="")) == "й2"
    )
    assert decode([Key(0.0, 0, "й"), Key(0.0, 16, "й")], ScannerProfile()) == "йq"


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Key(0.0, 28), "enter"),
        (Key(0.0, KEYPAD_ENTER), "enter"),
        (Key(0.0, 0, "\n"), "enter"),
        (Key(0.0, 50, control=True), "enter"),
        (Key(0.0, 36, control=True), "enter"),
        (Key(0.0, 15), "tab"),
        (Key(0.0, 23, control=True), "tab"),
        (Key(0.0, 28, alt=True), ""),
        (Key(0.0, 2, "1"), ""),
        (Key(0.0, 17, control=True), ""),
    ],
)
def test_suffixes_are_known_in_each_way_of_sending_them(key: Key, kind: str) -> None:
    assert ending(key) == kind
