"""The set-up sheet teaches how a keyboard scanner types."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scanners import wedge as keyboard_wedge
from kiosk.devices.scanners.keyboard import LAYOUTS, decode
from kiosk.devices.scanners.learning import Burst, learn, recognise
from kiosk.devices.scanners.profile_file import FILE_NAME, ScannerPolicy, load, save
from kiosk.devices.scanners.scanner_setup import KeyboardScannerSetup
from kiosk.devices.scanners.sheet_codes import CODES, GS1, LETTERS, LOT, SERIAL
from kiosk.domain.keys import SUFFIXES, Key, Lesson, ScannerProfile
from kiosk.domain.scans import GS, Scan
from kiosk.errors import StoreBroken
from tests.fake_scanner import Scanner

AIMS = ("]C0", "]C1", "]Q1")
DVORAK = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz-_/:;.,=+?",
        "axje.uidchtnmbrl'poygk,qf;'\"[zsvw]}{",
        strict=True,
    )
)


def bursts(scanner: Scanner, order: tuple[int, ...] = (1, 2, 3)) -> dict[int, Burst]:
    return {number: scanner.types(CODES[number - 1], AIMS[number - 1]) for number in order}


def learned(scanner: Scanner, *order: int) -> Lesson:
    return learn(bursts(scanner, order or (1, 2, 3)))


def codes(lesson: Lesson) -> dict[str, str]:
    return {finding.code: finding.value for finding in lesson.findings}


def by_text(scanner: Scanner) -> dict[int, Burst]:
    """The same on a keyboard nobody here knows, whose layout the computer has as well."""
    moved = {}
    for number, keys in bursts(scanner).items():
        other = []
        for key in keys:
            new = DVORAK.get(key.text.lower(), key.text)
            place = next((c for c, sign in LAYOUTS["us"][0].items() if sign == new), key.code)
            other.append(replace(key, code=place))
        moved[number] = tuple(other)
    return moved


@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    host=st.sampled_from(sorted(LAYOUTS)),
    suffix=st.sampled_from(SUFFIXES),
    aim=st.booleans(),
    gs=st.sampled_from(("ctrl", "ascii", "lost", "{GS}", "<GS>", "{FNC1}", "\\F", "~", "#")),
    order=st.permutations((1, 2, 3)),
)
def test_sheet_gives_back_the_profile_that_made_the_keys(
    layout: str, host: str, suffix: str, aim: bool, gs: str, order: list[int]
) -> None:
    scanner = Scanner(layout, host, suffix, aim and layout != "ru", gs)
    if gs not in ("ctrl", "ascii", "lost") and scanner.writes(gs) != gs:
        scanner = replace(scanner, gs="lost")
    lesson = learned(scanner, *order)
    separators = {
        "ctrl": (GS,),
        "ascii": (GS,),
        "lost": ScannerProfile().separators,
    }.get(scanner.gs, (GS, gs))
    assert lesson.profile == ScannerProfile(layout, suffix, scanner.aim, separators)
    assert lesson.heard == (1, 2, 3) and lesson.enough
    expected = set()
    expected |= {"no_latin"} if layout == "ru" else set()
    expected |= {"separator_lost"} if scanner.gs == "lost" else set()
    expected |= {"suffix_none"} if suffix == "none" else set()
    assert set(codes(lesson)) == expected


@pytest.mark.parametrize("layout", ["us", "de", "fr"])
def test_codes_read_whole_with_what_was_learned(layout: str) -> None:
    scanner = Scanner(layout, host="ru", suffix="tab", gs="{GS}")
    profile = learned(scanner).profile
    for number, keys in bursts(scanner).items():
        assert decode(keys, profile) == CODES[number - 1]


def test_unknown_layout_that_the_computer_has_too_is_read_by_its_text() -> None:
    lesson = learn(by_text(Scanner(gs="{GS}", aim=True)))
    assert lesson.profile == ScannerProfile("", "enter", True, (GS, "{GS}"))
    assert set(codes(lesson)) == {"by_text"}


def test_unknown_layout_is_said_and_nothing_can_be_kept() -> None:
    blind = {
        number: tuple(replace(key, text="") for key in keys)
        for number, keys in by_text(Scanner()).items()
    }
    half = {1: tuple(_swapped(key) for key in Scanner().types(LETTERS))}
    lesson = learn(half, half[1])
    assert not lesson.enough and lesson.heard == () and lesson.number == 1
    assert set(codes(lesson)) == {"layout_unknown"}
    assert recognise(blind[3]) == 0


def _swapped(key: Key) -> Key:
    """Two keys of a layout that is nearly the American one."""
    return replace(key, code={44: 46, 46: 44, 12: 13, 13: 12}.get(key.code, key.code), text="")


def test_characters_that_get_lost_are_told_from_a_foreign_layout() -> None:
    keys = Scanner().types(LETTERS)
    lesson = learn({1: tuple(key for place, key in enumerate(keys) if place % 9)})
    assert set(codes(lesson)) == {"characters_lost"} and not lesson.enough


@pytest.mark.parametrize(
    ("number", "aim", "before"), [(1, False, "X-"), (2, True, "9*"), (3, True, "(")]
)
def test_what_is_put_before_a_code_is_reported(number: int, aim: bool, before: str) -> None:
    lesson = learned(Scanner("de", aim=aim, before=before), number)
    assert codes(lesson)["prefix"] == before
    assert lesson.profile.aim is aim and lesson.heard == (number,)


def test_what_is_put_after_a_code_is_reported() -> None:
    assert codes(learned(Scanner("fr", after="%%"), 1)) == {"ending": "%%"}


def test_control_keys_before_a_code_are_named_and_do_no_harm() -> None:
    stx = Key(99.992, 48, "\x02", control=True)
    lesson = learn({n: (stx, *keys) for n, keys in bursts(Scanner(aim=True)).items()})
    assert codes(lesson) == {"chords": "Ctrl+B"}
    assert lesson.profile.aim


def test_gs_for_the_fnc1_at_the_beginning_is_no_prefix() -> None:
    keys = Scanner(gs="{GS}").types(GS + GS1)
    lesson = learn({2: keys})
    assert "prefix" not in codes(lesson)
    assert lesson.profile.separators == (GS, "{GS}")


def test_lost_separator_is_said_and_the_usual_ones_stay() -> None:
    lesson = learned(Scanner(gs="lost"), 2)
    assert codes(lesson) == {"separator_lost": ""}
    assert lesson.profile.separators == ScannerProfile().separators
    assert lesson.arrived == ""


def test_long_text_in_the_separator_s_place_is_no_separator() -> None:
    assert learned(Scanner(gs="x" * 16), 2).profile.separators == (GS, "x" * 16)
    lesson = learned(Scanner(gs="x" * 17), 2)
    assert lesson.heard == () and lesson.profile.separators == ScannerProfile().separators


def test_layout_is_the_one_that_most_codes_agree_on() -> None:
    found = bursts(Scanner("fr")) | {1: bursts(Scanner("de"))[1]}
    assert learn(found).profile.layout == "fr"


@pytest.mark.parametrize(
    ("change", "code"), [(str.swapcase, "caps_inverted"), (str.upper, "case_changed")]
)
def test_changed_case_is_said(change: Callable[[str], str], code: str) -> None:
    scanner = Scanner("de")
    lesson = learn({1: scanner.types(change(LETTERS))})
    assert codes(lesson) == {code: ""}
    assert lesson.profile.layout == "de" and lesson.enough


def test_caps_lock_of_the_computer_changes_nothing() -> None:
    keys = tuple(replace(key, text=key.text.swapcase()) for key in Scanner().types(LETTERS))
    assert learn({1: keys}).findings == ()


@pytest.mark.parametrize(("gap_s", "said"), [(0.044, False), (0.047, True)])
def test_slow_scanner_is_told_how_slow(gap_s: float, said: bool) -> None:
    found = codes(learned(Scanner(gap_s=gap_s), 1))
    assert found == ({"slow": "47"} if said else {})


def test_second_end_key_is_reported() -> None:
    keys = Scanner(suffix="tab").types(LETTERS)
    lesson = learn({1: (*keys, Key(keys[-1].time_s, 28, "\r"))})
    assert codes(lesson) == {"suffix_twice": ""}
    assert lesson.profile.suffix == "tab"


def test_code_two_alone_is_not_enough() -> None:
    lesson = learned(Scanner("de"), 2)
    assert lesson.heard == (2,) and not lesson.enough


@pytest.mark.parametrize(
    "text",
    [
        "4600000000015",
        "https://id.gs1.org/01/04600000000015/10/AB-12/21/xyz",
        f"0104600000000015{GS}10{LOT}{GS}21{SERIAL}",
        "0123456789" * 30,
        "",
    ],
)
def test_other_codes_are_none_of_the_sheet(text: str) -> None:
    keys = Scanner().types(text)
    assert recognise(keys) == 0
    lesson = learn({}, keys)
    assert lesson.heard == () and lesson.number == 0 and lesson.arrived == text


def test_nonsense_teaches_nothing() -> None:
    for keys in ((), (Key(1.0, 28, "\r"),), tuple(Key(i / 100, 0, "\0") for i in range(50))):
        assert learn({}, keys).findings == ()
        assert recognise(keys) == 0


# The file


@given(
    layout=st.sampled_from(("us", "de", "fr", "ru", "")),
    suffix=st.sampled_from(SUFFIXES),
    aim=st.booleans(),
    separators=st.lists(st.text(min_size=1, max_size=16), min_size=1, max_size=16),
)
def test_profile_comes_back_from_the_disk(
    tmp_path_factory: pytest.TempPathFactory,
    layout: str,
    suffix: str,
    aim: bool,
    separators: list[str],
) -> None:
    folder = tmp_path_factory.getbasetemp()
    profile = ScannerProfile(layout, suffix, aim, tuple(separators))
    save(folder, profile)
    assert load(folder) == profile


def test_without_a_file_there_is_the_usual_scanner(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert load(tmp_path) == ScannerProfile()
    assert not caplog.records


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "[]", "null", '{"layout": "us"', '"de"', "\udcff"],
)
def test_damaged_file_is_said_and_the_usual_scanner_taken(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8", errors="surrogateescape")
    assert load(tmp_path) == ScannerProfile()
    assert len(caplog.records) == 1


def test_wrong_and_unknown_fields_are_left_out_one_by_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = {
        "layout": "it",
        "suffix": "tab",
        "aim": "yes",
        "separators": [GS, 5],
        "from": "later",
    }
    (tmp_path / FILE_NAME).write_text(json.dumps(kept))
    assert load(tmp_path) == ScannerProfile(suffix="tab")
    assert len(caplog.records) == 4


@pytest.mark.parametrize("separators", [[], [""], ["x" * 17], ["x"] * 17, "x", {"x": 1}])
def test_separators_of_no_use_are_left_out(tmp_path: Path, separators: object) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"separators": separators}))
    assert load(tmp_path).separators == ScannerProfile().separators


def test_disk_that_takes_nothing_is_a_fault_in_words(tmp_path: Path) -> None:
    save(tmp_path, ScannerProfile("de"))
    (tmp_path / "scanner.new").mkdir()
    with pytest.raises(StoreBroken, match="scanner_not_kept"):
        save(tmp_path, ScannerProfile("fr"))
    assert load(tmp_path).layout == "de"


# All together


class Wedge:
    """As much of a wedge as learning needs."""

    def __init__(self) -> None:
        self.profile = ScannerProfile()
        self.on_burst: Callable[[Burst], None] | None = None

    def learn(self, on_burst: Callable[[Burst], None] | None) -> None:
        self.on_burst = on_burst

    def hear(self, keys: Burst) -> None:
        assert self.on_burst is not None
        self.on_burst(keys)


def test_what_is_learned_and_kept_is_in_force_after_a_restart(tmp_path: Path) -> None:
    wedge, lessons = Wedge(), list[Lesson]()
    setup = KeyboardScannerSetup(wedge, tmp_path)
    setup.begin(lessons.append)
    scanner = Scanner("fr", suffix="tab", gs="<GS>")
    for text in (GS1, "4600000000015", LETTERS):
        wedge.hear(scanner.types(text))
    assert [lesson.number for lesson in lessons] == [2, 0, 1]
    assert [lesson.heard for lesson in lessons] == [(2,), (2,), (1, 2)]
    assert lessons[1].arrived == "4600000000015"  # read by what code 2 has taught
    assert setup.profile() == ScannerProfile()  # nothing is in force that was not kept
    setup.keep(lessons[-1].profile)
    setup.use(lessons[-1].profile)
    setup.end()
    assert wedge.on_burst is None
    assert wedge.profile == ScannerProfile("fr", "tab", False, (GS, "<GS>"))
    after = Wedge()
    KeyboardScannerSetup(after, tmp_path)
    assert after.profile == wedge.profile


@pytest.mark.parametrize(
    "scanner",
    [
        Scanner(),
        Scanner("de", "ru", "tab", aim=True, gs="{GS}", gap_s=0.002),
        Scanner("fr", "de", "none", gs="ascii", gap_s=0.030),
        Scanner("ru", suffix="enter", gs="ctrl"),
    ],
)
def test_keys_of_the_sheet_come_through_the_wedge_and_nothing_is_scanned(
    tmp_path: Path, scanner: Scanner
) -> None:
    scans, lessons = list[Scan](), list[Lesson]()
    wedge = keyboard_wedge.Wedge(scans.append, ScannerProfile(suffix="tab"))
    setup = KeyboardScannerSetup(wedge, tmp_path)
    setup.begin(lessons.append)
    at_s = 100.0
    for text, aim in zip(CODES, AIMS, strict=True):
        for key in scanner.types(text, aim, at_s):
            wedge.feed(key)
            wedge.feed(replace(key, time_s=key.time_s + 0.001, pressed=False))
            at_s = key.time_s
        at_s += 1
        wedge.expire(at_s - 0.5)
    assert scans == []
    assert lessons[-1].profile == learned(scanner).profile
    assert lessons[-1].heard == (1, 2, 3)
    setup.end()
    for key in Scanner(suffix="enter").types("4600000000015", at_s=at_s):
        wedge.feed(key)
    wedge.expire(at_s + 1)
    assert len(lessons) == 3


def test_starting_over_forgets_what_was_heard(tmp_path: Path) -> None:
    wedge, lessons = Wedge(), list[Lesson]()
    setup = KeyboardScannerSetup(wedge, tmp_path)
    setup.begin(lessons.append)
    wedge.hear(Scanner().types(LETTERS))
    setup.begin(lessons.append)
    wedge.hear(Scanner().types(GS1))
    assert lessons[-1].heard == (2,)


def test_policy_wins_over_what_was_learned(tmp_path: Path) -> None:
    save(tmp_path, ScannerProfile("de", "tab", True, (GS,)))
    wedge = Wedge()
    setup = KeyboardScannerSetup(wedge, tmp_path, ScannerPolicy(layout="", aim=False))
    assert setup.profile() == ScannerProfile("", "tab", False, (GS,))
    assert setup.fixed() == ("layout", "aim")
    setup.use(ScannerProfile("fr", "enter", True))
    assert wedge.profile == ScannerProfile("", "enter", False)
