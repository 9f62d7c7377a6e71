from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scanners.burst import MAX_PRESSES
from kiosk.devices.scanners.wedge import HOLD_S, Wedge
from kiosk.domain.keys import Fate, Key, ScannerProfile, Verdict
from kiosk.domain.scans import GS, Scan, Symbology
from tests.benchmarks.keys import Stroke, events, seen_by, strokes_of
from tests.benchmarks.wedge import HOSTS
from tests.devices.wedge_desk import ENTER, GTIN, LINE_FEED, SCANNER_S, TAB, Desk

SHIFT, ALT_GR = 42, 100


@pytest.mark.parametrize("suffix", [ENTER, TAB, Stroke(96), LINE_FEED, Stroke(50, control=True)])
def test_burst_becomes_a_scan_and_no_field_ever_sees_a_key_of_it(suffix: Stroke) -> None:
    desk = Desk()
    desk.scan(GTIN, suffix)
    desk.rest()
    assert desk.texts == [GTIN]
    assert desk.window.seen == []
    assert (desk.scans[0].source, desk.scans[0].raw) == ("wedge", GTIN.encode())


@pytest.mark.parametrize("gap_s", [0.001, 0.004, 0.016, 0.030, 0.044])
@pytest.mark.parametrize("held_s", [0.0005, 0.022])
def test_scanners_of_every_speed_leave_nothing(gap_s: float, held_s: float) -> None:
    desk = Desk()
    desk.scan(GTIN, ENTER, gap_s=gap_s, held_s=min(held_s, gap_s / 2))
    desk.rest()
    assert desk.texts == [GTIN]
    assert desk.window.seen == []


def test_slow_burst_that_is_no_code_of_ours_stays_typing() -> None:
    desk = Desk()
    desk.type("jumper", ENTER, gap_s=0.044)
    desk.rest()
    assert desk.texts == []
    assert desk.window.text == "jumper\r"


@pytest.mark.parametrize("text", ["4601234567899", "HELLO-WORLD", "<b>x</b>';--", "12345", "abcd"])
def test_fast_burst_that_is_no_code_of_ours_is_reported_so_that_the_screen_can_say_so(
    text: str,
) -> None:
    desk = Desk()
    desk.scan(text, ENTER)
    assert desk.texts == [text]


@pytest.mark.parametrize("text", [GTIN, "HELLO-WORLD", "AB"])
@pytest.mark.parametrize(("suffix", "is_read"), [("enter", False), ("tab", False), ("none", True)])
def test_code_without_the_suffix_that_is_due_is_heard_and_not_believed(
    suffix: str, is_read: bool, text: str
) -> None:
    desk = Desk(suffix)
    desk.scan(text)
    desk.rest(0.2)
    desk.type("", ENTER)
    desk.rest()
    assert desk.texts == [text if is_read else ""]
    assert desk.window.text == "\r"


@pytest.mark.parametrize(("gap_s", "read"), [(0.140, [GTIN]), (0.160, ["", GTIN[8:]])])
def test_stall_within_a_code_may_last_150_ms(gap_s: float, read: list[str]) -> None:
    desk = Desk()
    desk.scan(GTIN[:8])
    desk.now_s += gap_s - SCANNER_S
    desk.scan(GTIN[8:], ENTER)
    assert desk.texts == read


def test_stall_behind_the_first_key_leaks_nothing_if_the_key_was_quick() -> None:
    desk = Desk()
    desk.scan(GTIN[:1])
    desk.now_s += 0.120
    desk.scan(GTIN[1:], ENTER)
    desk.rest()
    assert desk.texts == [GTIN]
    assert desk.window.seen == []


def test_stall_behind_a_slow_first_key_is_taken_back() -> None:
    desk = Desk()
    desk.scan(GTIN[:1], held_s=0.022)
    desk.now_s += 0.100
    desk.scan(GTIN[1:], ENTER, gap_s=0.040, held_s=0.022)
    desk.rest()
    assert desk.texts == [GTIN]
    assert desk.window.seen == [GTIN[0]]
    assert desk.window.text == ""


def test_chords_and_controls_in_a_code_are_swallowed_even_in_front() -> None:
    chords = [Stroke(code, control=True) for code in (30, 45, 17)]
    keys = [Stroke(code) for code in (1, 28, 62, 105, 14)]
    desk = Desk()
    desk.strokes([*chords, *keys, *strokes_of(GTIN, "us"), *chords, ENTER], SCANNER_S, 0.002)
    desk.rest()
    assert desk.texts == [GTIN]
    desk.window.owner = "scanner"
    desk.strokes([*chords, *keys, *chords, ENTER], SCANNER_S, 0.002)
    desk.rest()
    assert desk.window.text == "" and desk.window.seen == [] and desk.window.delays_s == []
    assert len(desk.scans) == 1


def test_line_feed_after_the_suffix_is_swallowed() -> None:
    desk = Desk()
    desk.scan(GTIN, ENTER, LINE_FEED)
    desk.scan(GTIN, ENTER, ENTER)
    desk.rest()
    assert desk.texts == [GTIN, GTIN]
    assert desk.window.seen == []


def test_rest_of_a_code_that_holds_an_enter_reaches_nobody() -> None:
    desk = Desk()
    desk.scan(GTIN, ENTER)
    desk.scan("rm", ENTER)
    desk.scan("x")
    desk.rest()
    assert desk.texts == [GTIN]
    assert desk.window.seen == []


def test_persons_key_waits_no_longer_than_its_silence() -> None:
    desk = Desk()
    desk.type("blue 98", ENTER)
    desk.rest()
    assert desk.window.text == "blue 98\r"
    assert max(desk.window.delays_s) <= HOLD_S + 1e-6


def test_rolled_keys_arrive_in_order_within_their_time() -> None:
    desk = Desk()
    desk.type("abcdefghijklmnopqrst", gap_s=0.052)
    desk.rest()
    assert desk.window.text == "abcdefghijklmnopqrst"
    assert max(desk.window.delays_s) < 0.33
    assert desk.texts == []


def test_held_key_repeats_at_once_and_is_never_a_scanners() -> None:
    desk = Desk()
    desk.window.feed(Key(100.0, 30, "a"))
    for number in range(20):
        desk.window.rest(100.4 + 0.030 * number)
        verdict = desk.window.feed(Key(100.4 + 0.030 * number, 30, "a", repeated=True))
        assert verdict.fate is Fate.PASS
    desk.window.feed(Key(101.2, 30, pressed=False))
    assert desk.window.text == "a" * 21
    assert desk.wedge.due_s is None


def test_held_key_that_x11_takes_for_many_repeats_at_once() -> None:
    desk = Desk()
    desk.window.feed(Key(100.0, 14, "x"))
    for number in range(30):
        at_s = 100.66 + 0.040 * number
        desk.window.feed(Key(at_s, 14, "x", pressed=False))
        assert desk.window.feed(Key(at_s, 14, "x")).fate is Fate.PASS
    desk.window.feed(Key(102.0, 14, "x", pressed=False))
    assert desk.window.text == "x" * 31
    assert desk.texts == [] and desk.wedge.due_s is None


def test_double_letter_that_x11_takes_for_a_repeated_key_is_two() -> None:
    desk = Desk()
    for number, code in enumerate((5, 7, 7, 7, 2, 3, 4, 5)):
        at_s, same = 100 + 0.004 * number, number in (2, 3)
        desk.window.feed(Key(at_s, code, "x", repeated=same))
        goes_on = number in (1, 2)
        desk.window.feed(Key(at_s + 0.004, code, "x", pressed=False, repeated=goes_on))
    desk.window.feed(Key(100.040, 28, "\r"))
    assert desk.texts == ["46661234"]


def test_what_a_person_typed_right_before_a_scan_is_not_part_of_the_code() -> None:
    for text in (GTIN, "HELLO-WORLD"):
        desk = Desk()
        desk.type("hat")
        desk.now_s += 0.1
        desk.scan(text, ENTER)
        desk.rest()
        assert desk.texts == [text]
        assert desk.window.text == "hat"


def test_key_that_still_waited_when_the_scan_began_arrives_behind_it() -> None:
    desk = Desk()
    desk.type("h")
    desk.now_s += 0.045
    desk.scan(GTIN, ENTER)
    desk.rest()
    assert desk.texts == [GTIN]
    assert desk.window.text == "h"
    assert desk.window.seen == []


def test_palm_on_the_keys_costs_nothing_of_what_is_typed_afterwards() -> None:
    desk = Desk()
    desk.type("asdf", gap_s=0.010)
    desk.type("blue trousers")
    desk.rest()
    assert desk.window.text == "asdfblue trousers"


def test_release_follows_its_press() -> None:
    desk = Desk()
    passed = desk.strokes([Stroke(30)], 0.2, 0.090)
    assert [verdict.fate for verdict in passed] == [Fate.HOLD, Fate.PASS]
    held = desk.strokes([Stroke(31)], 0.2, 0.030)
    assert [verdict.fate for verdict in held] == [Fate.HOLD, Fate.HOLD]
    assert desk.wedge.expire(desk.now_s + 0.070).held == (Fate.PASS, Fate.PASS)
    desk.now_s += 1
    shift = Key(desk.now_s, SHIFT)
    desk.wedge.feed(shift)
    assert desk.wedge.expire(desk.now_s + 0.070).held == (Fate.PASS,)
    desk.now_s += 0.1
    code = [*strokes_of(GTIN, "us"), ENTER]
    for key in events(code, desk.now_s, lambda: SCANNER_S, lambda: 0.002):
        desk.wedge.feed(key)
    assert desk.texts == [GTIN]
    desk.now_s += 1
    up = desk.wedge.feed(Key(desk.now_s + 0.01, SHIFT, pressed=False))
    assert up.fate is Fate.PASS  # else Shift would be stuck


def test_code_is_read_by_places_whatever_the_host_writes() -> None:
    for host in HOSTS:
        scans: list[Scan] = []
        wedge = Wedge(scans.append, ScannerProfile())
        for key in events([*strokes_of("KA1.aZ/y", "us"), ENTER], 5.0, lambda: 0.01, lambda: 0.004):
            wedge.feed(seen_by(host, key, caps_lock=True))
        assert [scan.text for scan in scans] == ["KA1.aZ/y"]


def test_alt_gr_is_seen_though_the_host_does_not_tell() -> None:
    desk = Desk(layout="de")
    desk.strokes(strokes_of("460123", "us"), SCANNER_S, 0.002)
    desk.wedge.feed(Key(desk.now_s + 0.001, ALT_GR))
    desk.wedge.feed(Key(desk.now_s + 0.004, 16, "q"))
    desk.wedge.feed(Key(desk.now_s + 0.005, 16, "q", pressed=False))
    desk.wedge.feed(Key(desk.now_s + 0.006, ALT_GR, pressed=False))
    desk.wedge.feed(Key(desk.now_s + 0.008, 16, "q"))
    desk.wedge.feed(Key(desk.now_s + 0.012, 28, "\r"))
    assert desk.texts == ["460123@q"]


@pytest.mark.parametrize("aim", [True, False])
def test_aim_identifier_names_the_symbology(aim: bool) -> None:
    desk = Desk(aim=aim)
    desk.scan(f"]d201{GTIN.zfill(14)}21x{GS}93y", ENTER)
    assert desk.texts == [f"01{GTIN.zfill(14)}21x{GS}93y"]
    assert desk.scans[0].symbology is Symbology.GS1_DATAMATRIX
    desk.scan("]X9abcdef", ENTER)
    assert desk.texts[1] == ("abcdef" if aim else "]X9abcdef")


def test_without_a_suffix_silence_ends_a_code() -> None:
    desk = Desk(suffix="none")
    codes = ((GTIN, SCANNER_S), (GTIN, 0.040), ("HELLO-WORLD", SCANNER_S), ("HELLO-9", 0.040))
    for text, gap_s in codes:
        desk.scan(text, gap_s=gap_s)
        desk.rest()
    assert desk.texts == [text for text, _ in codes]
    assert desk.window.seen == []


def test_learning_hands_whole_bursts_over_undecoded() -> None:
    bursts: list[tuple[Key, ...]] = []
    desk = Desk()
    desk.wedge.learn(bursts.append)
    desk.scan("sHeet1", TAB, gap_s=0.040)
    desk.scan("sheet2", gap_s=0.010)
    desk.rest()
    desk.type("typed")
    desk.rest()
    assert [len(burst) for burst in bursts] == [8, 6]
    assert [key.code for key in bursts[0][:3]] == [31, SHIFT, 35]
    assert desk.texts == [] and desk.window.text == "typed"
    desk.wedge.learn(None)
    desk.scan(GTIN, ENTER)
    assert desk.texts == [GTIN]


def test_scan_that_ends_the_session_leaves_nothing_behind() -> None:
    scans: list[Scan] = []

    def end(scan: Scan) -> None:
        scans.append(scan)
        wedge.reset()

    wedge = Wedge(end, ScannerProfile())
    for _ in range(2):
        for key in events([*strokes_of(GTIN, "us"), ENTER], 5.0, lambda: 0.01, lambda: 0.004):
            wedge.feed(key)
    assert [scan.text for scan in scans] == [GTIN, GTIN]
    assert wedge.due_s is None


def test_what_waits_at_a_reset_never_passes_nor_does_its_release() -> None:
    desk = Desk()
    assert desk.wedge.feed(Key(100.0, 30, "a")).fate is Fate.HOLD
    desk.wedge.reset()
    assert desk.wedge.due_s is None
    assert desk.wedge.feed(Key(100.05, 30, "a", pressed=False)) == Verdict(Fate.SWALLOW)


def test_endless_burst_is_one_code_too_long_and_memory_stays_small() -> None:
    desk = Desk()
    desk.scan("x" * 65_536, gap_s=0.001)
    assert len(desk.wedge._burst.presses) + len(desk.wedge._waiting) <= MAX_PRESSES
    desk.scan("", ENTER)
    assert [len(text) for text in desk.texts] == [MAX_PRESSES]
    desk.rest()
    assert desk.window.seen == []
    desk.type("hat")
    desk.rest()
    assert desk.window.text == "hat"


def test_time_that_goes_backwards_begins_anew() -> None:
    desk = Desk()
    desk.scan("460")
    desk.now_s -= 5
    desk.scan(GTIN, ENTER)
    assert desk.texts == [GTIN]


@given(st.lists(st.tuples(st.sampled_from("ab 019"), st.floats(0.046, 0.5)), max_size=40))
def test_every_key_of_a_person_arrives_in_order(keys: list[tuple[str, float]]) -> None:
    desk = Desk()
    for text, gap_s in keys:
        desk.type(text, gap_s=gap_s)
    desk.rest()
    assert desk.window.text == "".join(text for text, _ in keys)
    assert desk.texts == []


@given(
    st.lists(
        st.builds(
            Key,
            time_s=st.floats(0, 3),
            code=st.sampled_from([0, 2, 3, 4, 28, 15, 42, 29, 56, 100, 71, 105, 1, 27]),
            text=st.sampled_from(["", "1", "a", "\r", "\x1d", "\x00"]),
            pressed=st.booleans(),
            repeated=st.booleans(),
            shift=st.booleans(),
            control=st.booleans(),
            alt=st.booleans(),
        ),
        max_size=60,
    ),
    st.booleans(),
    st.sampled_from(["enter", "tab", "none"]),
)
def test_no_order_of_events_confuses_what_waits(
    keys: list[Key], in_order: bool, suffix: str
) -> None:
    """The window's queue and the engine's always agree: `Window` compares their lengths."""
    desk = Desk(suffix)
    for key in sorted(keys, key=lambda key: key.time_s) if in_order else keys:
        desk.window.feed(key)
    desk.window.rest(10.0)
    assert desk.wedge.due_s is None
    assert desk.window._queue == []
