"""Bursts that are short, slow or cut off, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.keys import Key
from tests.benchmarks.keys import Stroke, events, seen_by, strokes_of
from tests.devices.wedge_desk import ENTER, GTIN, HAND_S, LINE_FEED, SCANNER_S, TAB, Desk


@pytest.mark.parametrize("text", ["1", "12", "123", "1234", "12345"])
@pytest.mark.parametrize("gap_s", [0.002, 0.008, 0.021, 0.030])
@pytest.mark.parametrize("suffix", [ENTER, TAB])
def test_shortest_burst_presses_no_button(suffix: Stroke, gap_s: float, text: str) -> None:
    desk = Desk()
    desk.scan(text, suffix, gap_s=gap_s)
    desk.rest()
    assert desk.texts == [text]
    assert desk.window.seen == []


@pytest.mark.parametrize("gap_s", [0.024, 0.030, 0.036, 0.042])
@pytest.mark.parametrize("held", [0.2, 0.9])
def test_slow_scanners_unknown_code_is_reported(gap_s: float, held: float) -> None:
    desk = Desk()
    desk.type("hat")
    desk.now_s += 0.1
    desk.scan("HELLO-7", ENTER, gap_s=gap_s, held_s=gap_s * held)
    desk.rest()
    assert desk.texts == ["HELLO-7"]
    assert desk.window.text == "hat" and desk.window.seen == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_control_keys_and_enter_of_a_code_press_nothing(count: int) -> None:
    desk = Desk()
    desk.window.owner = "scanner"
    desk.strokes([*[Stroke(1)] * count, ENTER], SCANNER_S, 0.004)
    desk.rest()
    assert desk.window.seen == []


def test_line_break_within_a_short_code_reaches_no_field() -> None:
    desk = Desk()
    desk.scan("AB", ENTER)
    desk.scan("CD", ENTER)
    desk.rest()
    assert desk.texts == ["AB"]
    assert desk.window.seen == []


@pytest.mark.parametrize("held", [0.025, 0.070])
def test_fingers_enter_right_behind_a_key_stays_an_enter(held: float) -> None:
    desk = Desk()
    desk.strokes([*strokes_of("9", "us"), ENTER], 0.060, held)
    desk.rest()
    assert desk.window.text == "9\r"
    assert desk.texts == []


@pytest.mark.parametrize("roll_s", [0.004, 0.007, 0.015, 0.020, 0.025, 0.030])
@pytest.mark.parametrize(("before", "after"), [(0, 6), (2, 2), (3, 3), (9, 9), (6, 0)])
def test_keys_that_a_hand_rolls_over_all_arrive(roll_s: float, before: int, after: int) -> None:
    gaps_s = iter([HAND_S] * before + [roll_s] * 4 + [HAND_S] * after)
    text = "abcdefghijklmnopqrstuvwxyz"[: before + 4 + after]
    desk = Desk()
    keys = events(strokes_of(text, "us"), 100.0, lambda: next(gaps_s), lambda: 0.070)
    for key in sorted(keys, key=lambda key: key.time_s):
        desk.window.feed(seen_by("us", key))
    desk.window.rest(110.0)
    assert desk.window.text == text
    assert desk.texts == []


def test_number_that_a_hand_rolls_in_is_typing_though_its_check_digit_is_right() -> None:
    desk = Desk()
    desk.strokes([*strokes_of(GTIN, "us"), ENTER], 0.035, 0.080)
    desk.rest()
    assert desk.texts == []
    assert desk.window.text == GTIN + "\r"


def test_key_typed_just_before_a_code_is_not_part_of_it() -> None:
    for gap_s in (0.004, 0.008, 0.020):
        desk = Desk()
        typed = events(strokes_of("ab1", "us"), 99.0, lambda: HAND_S, lambda: 0.080)
        code = [*strokes_of(GTIN, "us"), ENTER]
        scanned = events(code, 99.0 + 3 * HAND_S, lambda: gap_s, lambda: gap_s / 2)  # noqa: B023  # used at once
        keys = [*(("person", key) for key in typed), *(("scanner", key) for key in scanned)]
        for owner, key in sorted(keys, key=lambda one: one[1].time_s):
            desk.window.owner = owner
            desk.window.feed(seen_by("us", key))
        desk.rest()
        assert desk.texts == [GTIN]
        assert desk.window.text == "ab1" and desk.window.seen == []


@pytest.mark.parametrize("code", [42, 54, 29, 97, 56, 125])
def test_modifier_that_somebody_holds_ruins_no_code(code: int) -> None:
    desk = Desk()
    desk.window.feed(Key(99.0, code))
    for key in events([*strokes_of(GTIN, "us"), ENTER], 100.0, lambda: 0.008, lambda: 0.004):
        held = replace(
            key,
            shift=code in (42, 54),
            control=code in (29, 97),
            alt=code == 56,
            meta=code == 125,
        )
        desk.window.feed(held)
    assert desk.texts == [GTIN]


@pytest.mark.parametrize("pressed", range(1, 14))
@pytest.mark.parametrize("gap_s", [0.002, 0.008, 0.036])
def test_session_that_ends_in_the_midst_of_a_code_hears_nothing_of_its_rest(
    gap_s: float, pressed: int
) -> None:
    desk = Desk()
    desk.scan(GTIN[:pressed], gap_s=gap_s)
    desk.window.reset()
    desk.scan(GTIN[pressed:], ENTER, LINE_FEED, gap_s=gap_s)
    desk.rest()
    assert desk.texts == [] and desk.window.seen == []
    desk.type("hat")
    desk.rest()
    desk.scan(GTIN, ENTER)
    desk.rest()
    assert desk.texts == [GTIN] and desk.window.text == "hat"


def test_stall_after_the_session_ended_does_not_let_the_rest_in() -> None:
    desk = Desk()
    key = Key(100.0, 5, "4")
    desk.window.feed(key)
    desk.window.reset()
    desk.window.feed(replace(key, time_s=100.004, pressed=False))
    desk.now_s = 100.120
    desk.scan(GTIN[1:], ENTER)
    assert desk.texts == [] and desk.window.seen == []


def test_keys_arrive_after_the_events_clock_began_anew() -> None:
    desk = Desk()
    desk.now_s = 4_294_960.0
    desk.scan(GTIN, ENTER)
    for now_s in (1.0, 100_000.0):
        desk.now_s = now_s
        desk.type("hat")
        desk.rest()
    assert desk.window.text == "hathat"


def test_key_a_finger_only_touched_before_a_code_is_not_part_of_it() -> None:
    desk = Desk()
    desk.type("hat")
    desk.window.owner = "person"
    desk.strokes(strokes_of("s", "us"), HAND_S, 0.035)
    desk.now_s += 0.130
    desk.scan("HELLO-7", ENTER, gap_s=0.002)
    desk.rest()
    assert desk.texts == ["HELLO-7"]
    assert desk.window.text == "hats"
