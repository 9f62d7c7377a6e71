from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scanners.wedge import PASS, BurstAssembler, Verdict
from kiosk.domain.codes import gtin13

GTIN = gtin13("460123456789")


class Keyboard:
    """Types into an assembler and keeps what reaches a focused field."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.field = ""
        self.verdicts: list[Verdict] = []
        self.assembler = BurstAssembler(self.codes.append)
        self.now_s = 100.0

    def press(self, text: str, after_s: float, auto_repeat: bool = False) -> Verdict:
        self.now_s += after_s
        verdict = self.assembler.feed(text, self.now_s, auto_repeat)
        if verdict.take_back:
            self.field = self.field[: -verdict.take_back]
        if not verdict.swallow:
            self.field += text
        self.verdicts.append(verdict)
        return verdict

    def burst(self, text: str, gap_s: float) -> None:
        for character in text:
            self.press(character, gap_s)


@pytest.mark.parametrize("suffix", ["\r", "\n", "\t"])
def test_scanner_burst_becomes_a_code_and_leaves_nothing_in_the_field(suffix: str) -> None:
    keyboard = Keyboard()
    keyboard.burst(GTIN + suffix, 0.008)
    assert keyboard.codes == [GTIN]
    assert keyboard.field == ""


def test_slow_scanner_with_a_valid_code_is_understood_and_taken_back() -> None:
    keyboard = Keyboard()
    keyboard.burst(GTIN + "\r", 0.044)
    assert keyboard.codes == [GTIN]
    assert keyboard.field == ""


def test_slow_burst_that_is_no_code_of_ours_stays_typing() -> None:
    keyboard = Keyboard()
    keyboard.burst("jumper\r", 0.044)
    assert keyboard.codes == []
    assert keyboard.field == "jumper\r"


@pytest.mark.parametrize("text", ["4601234567899", "HELLO-WORLD", "<b>x</b>';--", "12345"])
def test_fast_burst_that_is_no_code_of_ours_is_reported_so_that_the_screen_can_say_so(
    text: str,
) -> None:
    keyboard = Keyboard()
    keyboard.burst(text + "\r", 0.010)
    assert keyboard.codes == [text]


def test_burst_without_its_suffix_is_no_code() -> None:
    keyboard = Keyboard()
    keyboard.burst(GTIN, 0.010)
    keyboard.press("\r", 0.200)
    assert keyboard.codes == []


def test_burst_with_a_long_gap_is_no_code() -> None:
    keyboard = Keyboard()
    keyboard.burst(GTIN[:8], 0.010)
    keyboard.press(GTIN[8], 0.151)
    keyboard.burst(GTIN[9:] + "\r", 0.010)
    assert GTIN not in keyboard.codes


def test_single_gap_below_the_limit_does_not_break_a_burst() -> None:
    keyboard = Keyboard()
    keyboard.burst(GTIN[:8], 0.010)
    keyboard.press(GTIN[8], 0.149)
    keyboard.burst(GTIN[9:] + "\r", 0.010)
    assert keyboard.codes == [GTIN]


def test_control_characters_inside_a_burst_go_nowhere() -> None:
    keyboard = Keyboard()
    keyboard.burst("460123\x1d\x1b\x00456\x7f789" + "\r", 0.005)
    assert keyboard.codes == ["460123456789"]
    assert keyboard.field == ""


def test_shift_presses_do_not_disturb_a_burst() -> None:
    keyboard = Keyboard()
    for character in "KA1.abc.def\r":
        keyboard.press("", 0.002)
        keyboard.press(character, 0.006)
    assert keyboard.codes == ["KA1.abc.def"]


def test_what_a_person_typed_right_before_a_scan_is_not_part_of_the_code() -> None:
    keyboard = Keyboard()
    keyboard.burst("hat", 0.140)
    keyboard.press(GTIN[0], 0.140)
    keyboard.burst(GTIN[1:] + "\r", 0.010)
    assert keyboard.codes == [GTIN]
    assert keyboard.field == "hat"


def test_held_key_is_a_person_however_fast_it_repeats() -> None:
    keyboard = Keyboard()
    keyboard.press("a", 1.0)
    for _ in range(20):
        keyboard.press("a", 0.020, auto_repeat=True)
    assert keyboard.field == "a" * 21


def test_typing_after_a_scan_is_a_persons_again() -> None:
    keyboard = Keyboard()
    keyboard.burst(GTIN + "\r", 0.008)
    keyboard.burst("hat", 0.110)
    assert keyboard.field == "hat"


def test_palm_on_the_keys_does_not_swallow_what_is_typed_afterwards() -> None:
    keyboard = Keyboard()
    keyboard.burst("asdf", 0.010)
    keyboard.burst("blue trousers", 0.110)
    assert keyboard.field.endswith("trousers")


def test_endless_burst_ends_as_one_code_that_is_too_long() -> None:
    keyboard = Keyboard()
    keyboard.burst("x" * 5_000 + "\r", 0.001)
    assert [len(code) for code in keyboard.codes] == [1_201]


def test_time_that_goes_backwards_begins_anew() -> None:
    keyboard = Keyboard()
    keyboard.burst("460", 0.010)
    keyboard.press("1", -5.0)
    keyboard.burst("23\r", 0.200)
    assert keyboard.codes == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdefgh 0123456789ёжя\r\t\x08\x1b"),
            st.floats(0.046, 2.0),
        ),
        max_size=60,
    )
)
def test_no_key_of_a_person_is_ever_swallowed(keys: list[tuple[str, float]]) -> None:
    keyboard = Keyboard()
    for text, gap_s in keys:
        assert keyboard.press(text, gap_s) == PASS
    assert keyboard.codes == []


@given(st.lists(st.floats(0.0, 0.060), min_size=1, max_size=3), st.integers(0, 999))
def test_rolled_keys_between_slow_ones_pass(rolled: list[float], seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  a test's reproducible choice
    keyboard = Keyboard()
    for _ in range(5):
        keyboard.press("a", rng.uniform(0.1, 0.4))
        for gap_s in rolled[:2]:
            keyboard.press("b", gap_s)
    keyboard.press("\r", 0.2)
    assert keyboard.codes == []
    assert not any(verdict.swallow for verdict in keyboard.verdicts)


def test_nearly_every_scan_of_many_with_jitter_is_understood() -> None:
    rng = random.Random(20)  # noqa: S311  a test's reproducible choice
    missed = 0
    for _ in range(2_000):
        keyboard = Keyboard()
        mean_s = rng.choice([0.002, 0.008, 0.016, 0.030])
        for character in GTIN + "\r":
            keyboard.press(character, 0.7 * mean_s + rng.expovariate(1 / (0.3 * mean_s)))
        missed += keyboard.codes != [GTIN] or keyboard.field != ""
    assert missed <= 1
