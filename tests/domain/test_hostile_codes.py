"""Codes that attack are data: nothing raises, nothing hangs, and nothing becomes a product."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.code_kinds import Code, MeasuredCode, ProductCode, UnknownCode
from kiosk.domain.codes import MAX_LENGTH, classify, readings
from kiosk.domain.gs1 import LONGEST, restore
from kiosk.domain.gtin import gtin13, upc_a
from kiosk.domain.scans import GS, Symbology
from kiosk.domain.store_codes import parse_rule
from tests.hostile import GTIN, LINKS, TABLE, payloads

TraceFunction = Callable[[FrameType, str, Any], Any]

RULES = (parse_rule("22IIIIIWWWWWC"),)
# Seven digits of a UPC-E carry no check digit: whatever they are, they are a number.
SYMBOLOGIES = [kind for kind in Symbology if kind is not Symbology.UPCE]


def decoded(payload: bytes) -> str:
    return payload.decode("utf-8", "replace")


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("symbology", SYMBOLOGIES)
def test_nothing_hostile_is_anything_of_ours(name: str, symbology: Symbology) -> None:
    for text in (decoded(TABLE[name]), TABLE[name].decode("latin-1")):
        (code,) = readings(text, symbology, RULES)
        assert isinstance(code, UnknownCode)
        assert code.reason in {"empty", "too_long", "checksum", "not_ours"}


@pytest.mark.parametrize("name", LINKS)
def test_an_address_is_shown_as_it_is_and_means_nothing_else(name: str) -> None:
    assert readings(LINKS[name]) == (UnknownCode("link", LINKS[name]),)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/\u202egnp.exe",
        "https://exam\u200bple.com",
        "https://example.com/\x1b[2J",
        "https://example.com/\x00",
        "javascript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "tel:+79001234567",
        "intent://scan/#Intent;end",
        "https://",
        "httpsx://example.com",
    ],
)
def test_an_address_that_cannot_be_shown_as_it_is_is_no_address(text: str) -> None:
    assert readings(text) == (UnknownCode("not_ours"),)


def is_what_it_says(code: Code, text: str) -> bool:
    """Whether a product that was found stands in the text in plain digits."""
    if not isinstance(code, ProductCode | MeasuredCode):
        return True
    digits = code.gtin14
    weighted = sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(digits))
    runs = re.findall("[0-9]+", text)
    written = any(digits.lstrip("0") in run for run in runs)
    expanded = any(digits[2:] in upc_a(run) for run in runs)
    measured = isinstance(code, MeasuredCode) and any(digits[1:8] in run for run in runs)
    return weighted % 10 == 0 and (written or expanded or measured)


def test_ten_thousand_fuzzed_payloads_never_raise_and_never_invent_a_product() -> None:
    products = 0
    for payload in payloads(10_000, seed=5):
        text = decoded(payload)
        for symbology in (Symbology.UNKNOWN, Symbology.GS1_DATAMATRIX):
            codes = readings(text, symbology, RULES)
            assert codes
            assert all(is_what_it_says(code, text) for code in codes), (text, codes)
            products += any(isinstance(code, ProductCode) for code in codes)
    assert 0 < products < 1_000  # some of them are right by chance, or the fuzzing is too tame


def test_payloads_are_the_same_for_the_same_seed() -> None:
    assert list(payloads(500, 1)) == list(payloads(500, 1)) != list(payloads(500, 2))
    assert [len(list(payloads(count, 1))) for count in (0, 10, 400)] == [0, 10, 400]


@given(st.text(max_size=3_000), st.sampled_from(Symbology))
def test_no_text_makes_it_raise(text: str, symbology: Symbology) -> None:
    assert readings(text, symbology, RULES)
    restore(text)


@given(
    st.text(st.sampled_from("0123456789ab]" + GS), max_size=60).map(lambda rest: f"010{GTIN}{rest}")
)
def test_whatever_follows_an_item_it_is_that_item_or_none(text: str) -> None:
    code = classify(text)
    assert isinstance(code, UnknownCode) or (
        isinstance(code, ProductCode) and code.gtin14 == f"0{GTIN}"
    )


@given(st.integers(0, 13), st.characters(exclude_characters="0123456789 \t\r\n"))
def test_one_strange_character_anywhere_makes_it_somebody_elses(at: int, sign: str) -> None:
    assert isinstance(classify(GTIN[:at] + sign + GTIN[at:]), UnknownCode)
    if at < len(GTIN):
        assert isinstance(classify(GTIN[:at] + sign + GTIN[at + 1 :]), UnknownCode)


ITEM = f"010{GTIN}"
BOMBS: dict[str, Callable[[int], str]] = {
    "digits": lambda length: "4" * length,
    "zeros": lambda length: "0" * length,
    "items": lambda length: ITEM * (length // len(ITEM)),
    "short elements": lambda length: ITEM + "2020" * ((length - len(ITEM)) // 4),
    "lots": lambda length: ITEM + "10" * ((length - len(ITEM)) // 2),
    "serials": lambda length: ITEM + "21" * ((length - len(ITEM)) // 2),
    "keys": lambda length: ITEM + "9192" * ((length - len(ITEM) - 1) // 4) + "!",
    "separators": lambda length: ITEM + GS * (length - len(ITEM)),
    "path": lambda length: "https://x/" + "01/" * ((length - 10) // 3),
    "query": lambda length: f"https://x/01/{GTIN}?" + "10=a&" * ((length - 30) // 5),
    "percent": lambda length: f"https://x/01/{GTIN}/10/" + "%41" * ((length - 40) // 3),
    "brackets": lambda length: "https://" + "[" * (length - 8),
    "dots": lambda length: "KA1." + "." * (length - 4),
    "hyphens": lambda length: "-" * length,
    "slip": lambda length: "T7-" + "1" * (length - 5) + "-K",
}


def lines_run(job: Callable[[], object]) -> int:
    """Count the lines of Python that a job runs: the same every time, unlike a time."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        job()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("length", [LONGEST, MAX_LENGTH, 65_536])
def test_no_text_buys_time(name: str, length: int) -> None:
    text = BOMBS[name](length)
    assert length - 20 < len(text) <= length
    classify(ITEM)  # loads the parser
    for symbology in (Symbology.UNKNOWN, Symbology.GS1_DATAMATRIX):
        lines = lines_run(partial(readings, text, symbology, RULES))
        assert lines < (60 if length == 65_536 else 100_000)


def test_what_is_too_long_is_not_even_looked_at() -> None:
    assert classify(gtin13("400638133393") * 100) == UnknownCode("too_long")
    assert classify("9" * MAX_LENGTH) == UnknownCode("not_ours")
    assert classify(" " * 70_000 + GTIN + "\n" * 70_000) == ProductCode(f"0{GTIN}")
