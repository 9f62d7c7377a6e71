"""The page on which staff set up a scanner with the printed sheet."""

from __future__ import annotations

import inspect
import re
from typing import cast

import pytest
from PySide6.QtCore import Qt

from kiosk.devices.scanners import learning
from kiosk.devices.scanners.learning import learn
from kiosk.devices.scanners.sheet_codes import CODES, GS1, LETTERS
from kiosk.domain.keys import Finding, Key, Lesson, ScannerProfile
from kiosk.domain.scans import GS, Scan
from kiosk.errors import StoreBroken
from kiosk.ui.models.device.scanner_setup import ScannerSetupModel
from tests.assistant_steps import pad
from tests.fake_scanner import FakeScannerSetup, Scanner
from tests.fakes import ANNA_CARD, BADGE, RAIN_98
from tests.ui_driver import Build, Driver, live_strings


class Bench:
    """A window on the page, and a scanner that reads the sheet before it."""

    def __init__(self, driver: Driver, scanner: Scanner) -> None:
        self.driver = driver
        self.scanner = scanner
        self._bursts: dict[int, tuple[Key, ...]] = {}

    @property
    def setup(self) -> FakeScannerSetup:
        return cast(FakeScannerSetup, self.driver.shop.terminal.scanner_setup)

    @property
    def model(self) -> ScannerSetupModel:
        return cast(ScannerSetupModel, self.driver.ui.models["scannerSetup"])

    def scan(self, text: str) -> Lesson:
        """Scan a code of the sheet or another one."""
        keys = self.scanner.types(text)
        if text in CODES:
            self._bursts[CODES.index(text) + 1] = keys
        lesson = learn(self._bursts, keys)
        assert self.setup.listener is not None, "nobody listens"
        self.setup.listener(lesson)
        self.driver.settle()
        return lesson

    def text(self, name: str) -> str:
        """The words of an item on the glass."""
        return str(self.driver.find(name).property("text"))

    def advice(self) -> list[str]:
        return [row.key for row in self.model.advice.rows]


def at_the_page(build: Build, scanner: Scanner | None = None, **options: object) -> Bench:
    driver = build(**{"mode": "assistant", "diagonal_inch": 10.1, "language": "en"} | options)
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait(lambda: driver.ui.shell.staffed)
    driver.ui.shell.open("device")
    driver.wait_page("device")
    driver.tap("device.scanner")
    driver.wait_page("scanner")
    return Bench(driver, scanner or Scanner("de", gs="{GS}"))


@pytest.mark.parametrize("mode", ["assistant", "shopper"])
def test_sheet_sets_a_scanner_up_in_any_order(build: Build, mode: str) -> None:
    bench = at_the_page(build, mode=mode, diagonal_inch=10.1 if mode == "assistant" else 24.0)
    assert not bench.driver.find("scanner.keep").isEnabled()
    bench.scan(GS1)
    assert bench.text("step.2.verdict") == "Read"
    assert not bench.driver.find("scanner.keep").isEnabled()  # the layout is not sure yet
    assert bench.text("scanner.first") == "Scan code 1 first"
    assert not bench.driver.has("scanner.verdict")
    bench.scan(LETTERS)
    assert not bench.driver.has("scanner.first")
    assert bench.text("scanner.verdict") == "All good: you can save"
    bench.driver.tap("scanner.details")
    assert bench.text("setting.layout") == "German"
    assert bench.text("setting.suffix") == "Enter"
    assert bench.text("setting.separators") == "{GS}"
    bench.driver.tap("scanner.keep")
    bench.driver.wait(lambda: bench.model.kept)
    profile = ScannerProfile("de", "enter", False, (GS, "{GS}"))
    assert bench.setup.kept == [profile] and bench.setup.now == profile
    assert bench.driver.ui.shell.noticeCode == "scanner_kept"
    assert not bench.driver.find("scanner.keep").isEnabled()


def test_each_code_is_heard_in_sound_and_ticks(build: Build) -> None:
    bench = at_the_page(build)
    bench.driver.shop.sounds.heard.clear()
    bench.scan(LETTERS)
    bench.scan("4600000000015")
    assert bench.driver.shop.sounds.heard == ["scanned", "refused"]
    assert [row.status for row in bench.model.steps.rows] == ["heard", "waiting", "waiting"]
    assert bench.text("scanner.arrived") == "4600000000015"
    assert bench.text("scanner.arrived.note") == "Not a code of the sheet"


def test_garbled_code_is_no_tick(build: Build) -> None:
    bench = at_the_page(build)
    keys = bench.scanner.types(LETTERS)
    lost = tuple(key for place, key in enumerate(keys) if place % 9)
    assert bench.setup.listener is not None
    bench.setup.listener(learn({1: lost}, lost))
    bench.driver.settle()
    assert bench.text("step.1.verdict") == "Read, but garbled"
    assert bench.advice() == [] and "5 ms between characters" in bench.text("scanner.changes")
    assert bench.driver.find("scanner.again").height() > bench.driver.find("scanner.keep").height()
    assert not bench.driver.find("scanner.keep").isEnabled()


def test_what_could_be_better_is_said_in_words(build: Build) -> None:
    faulty = Scanner("fr", suffix="none", gs="lost", gap_s=0.06, before="X-")
    bench = at_the_page(build, faulty)
    bench.scan(LETTERS)
    bench.scan(GS1)
    assert bench.text("scanner.changes").splitlines() == [
        "• switch the prefix off (now: X-)",
        "• add Enter after each code",
        "• no delay between characters (now 60 ms)",
        "Not sure? Call IT.",
    ]
    assert bench.advice() == ["separator_lost"]
    assert not any("{value}" in text for text in bench.driver.texts())


@pytest.mark.parametrize("code", ["prefix", "slow", "caps_inverted", "policy"])
def test_faulty_scanner_is_never_said_to_be_ready(build: Build, code: str) -> None:
    bench = at_the_page(build)
    if code == "policy":
        bench.setup.decided, bench.setup.now = ("layout",), ScannerProfile("ru")
    found = () if code == "policy" else (Finding(code, "7"),)
    profile = ScannerProfile("us")
    assert bench.setup.listener is not None
    bench.setup.listener(Lesson((1, 2), True, profile, findings=found, number=1))
    bench.driver.settle()
    again, keep = bench.driver.find("scanner.again"), bench.driver.find("scanner.keep")
    assert again.height() > keep.height() and keep.property("label") == "Save anyway"
    assert not bench.driver.has("scanner.verdict")
    bench.driver.tap("scanner.keep")
    bench.driver.wait(lambda: bench.model.kept)
    shell = bench.driver.ui.shell
    assert bench.setup.kept == [profile]
    assert (shell.noticeKind, shell.noticeCode) == ("warning", "scanner_kept_faulty")
    assert not any("ready" in text or "All good" in text for text in bench.driver.texts())


@pytest.mark.parametrize("code", ["by_text", "chords", "separator_lost"])
def test_scanner_that_may_stay_as_it_is_counts_as_good(build: Build, code: str) -> None:
    bench = at_the_page(build)
    assert bench.setup.listener is not None
    bench.setup.listener(Lesson((1, 2), True, findings=(Finding(code, "7"),), number=2))
    bench.driver.settle()
    assert bench.advice() == [code] and bench.driver.has("scanner.verdict")
    keep, again = bench.driver.find("scanner.keep"), bench.driver.find("scanner.again")
    assert keep.height() > again.height()


def test_saving_without_code_2_says_what_it_is_for(build: Build) -> None:
    bench = at_the_page(build)
    bench.scan(LETTERS)
    bench.driver.tap("scanner.keep")
    bench.driver.wait(lambda: bench.model.kept)
    shell = bench.driver.ui.shell
    assert (shell.noticeKind, shell.noticeCode) == ("good", "scanner_kept_unmarked")


def test_details_for_it_are_folded_until_somebody_asks(build: Build) -> None:
    bench = at_the_page(build)
    bench.scan(LETTERS)
    folded = ("setting.layout", "scanner.policy", "scanner.command")
    assert not any(map(bench.driver.has, folded))
    bench.driver.find("scanner.details").forceActiveFocus()
    bench.driver.key(Qt.Key.Key_Space)
    bench.driver.settle()
    assert all(map(bench.driver.has, folded))
    bench.driver.tap("scanner.details")
    assert not any(map(bench.driver.has, folded))


def test_every_finding_has_words(build: Build) -> None:
    codes = set(re.findall(r'Finding\("(\w+)"', inspect.getsource(learning)))
    codes.add("layout_unknown")
    assert {"prefix", "slow", "by_text", "characters_lost"} <= codes
    bench = at_the_page(build)
    assert bench.setup.listener is not None
    for code in codes:
        bench.setup.listener(Lesson(findings=(Finding(code, "<b>\x02"),)))
        bench.driver.settle()
        shown = [name for name in (f"advice.{code}", "scanner.changes") if bench.driver.has(name)]
        assert len(shown) == 1
        words = bench.text(shown[0])
        assert len(words) > 40 and "{" not in words
        assert ("<b>‹STX›" in words) == (code in ("prefix", "ending", "chords", "slow"))


def test_product_scanned_on_the_page_opens_nothing(build: Build) -> None:
    bench = at_the_page(build)
    shell = bench.driver.ui.shell
    bench.driver.scan(bench.driver.shop.gtin(RAIN_98))
    bench.driver.scan(ANNA_CARD)
    bench.driver.scan(BADGE)
    assert shell.page == "scanner"
    assert not bench.driver.shop.terminal.session.state.own
    shell.back()
    bench.driver.scan(bench.driver.shop.gtin(RAIN_98))
    bench.driver.wait_page("product")


@pytest.mark.parametrize("source", ["camera", "serial:COM3"])
def test_scan_of_another_kind_of_scanner_is_told_to_be_in_the_wrong_place(
    build: Build, source: str
) -> None:
    bench = at_the_page(build)
    driver, answers = bench.driver, list[bool]()
    driver.shop.sounds.heard.clear()
    driver.ui.shell.scanHeard.connect(answers.append)
    at = driver.shop.clock.monotonic()
    driver.ui.shell.take(Scan(driver.shop.gtin(RAIN_98), source, at))
    driver.settle()
    assert driver.ui.shell.page == "scanner" and not bench.model.begun
    assert driver.shop.sounds.heard == ["refused"] and answers == [False]
    assert any("Only keyboard scanners are set up here" in text for text in driver.texts())
    bench.scan(LETTERS)
    assert driver.ui.shell.noticeCode == ""  # it was the right scanner now


@pytest.mark.parametrize("way", ["back", "end", "home"])
def test_scans_are_scans_again_whichever_way_the_page_is_left(build: Build, way: str) -> None:
    bench = at_the_page(build)
    bench.scan(LETTERS)
    shell = bench.driver.ui.shell
    {"back": shell.back, "end": shell.endSession, "home": shell.home}[way]()
    bench.driver.settle()
    assert bench.setup.listener is None
    assert not any(LETTERS in text for text in live_strings(bench.model))
    assert bench.setup.kept == []


def test_idle_page_is_left_and_scans_are_scans_again(build: Build) -> None:
    bench = at_the_page(build)
    shell = bench.driver.ui.shell
    bench.driver.shop.clock.advance(61)
    shell.idle.tick()
    assert bench.setup.listener is not None
    bench.driver.shop.clock.advance(21)
    shell.idle.tick()
    assert shell.page == "sign-in"
    assert bench.setup.listener is None


def test_page_is_for_staff(build: Build) -> None:
    driver = build(mode="assistant", language="en")
    driver.ui.shell.open("scanner")
    driver.settle()
    setup = cast(FakeScannerSetup, driver.shop.terminal.scanner_setup)
    assert driver.ui.shell.page == "sign-in" and setup.begun == 0


def test_start_over_forgets_what_was_heard(build: Build) -> None:
    bench = at_the_page(build)
    bench.driver.tap("scanner.details")
    bench.scan(LETTERS)
    assert bench.driver.has("scanner.policy")
    bench.driver.tap("scanner.again")
    assert bench.setup.begun == 2
    assert [row.status for row in bench.model.steps.rows] == ["waiting"] * 3
    assert not bench.driver.has("scanner.policy") and not bench.driver.has("scanner.again")


def test_settings_that_cannot_be_written_are_not_used(build: Build) -> None:
    bench = at_the_page(build)
    bench.setup.fault = StoreBroken("scanner_not_kept", path="x", detail="y")
    bench.scan(LETTERS)
    bench.driver.tap("scanner.keep")
    bench.driver.wait(lambda: bench.driver.ui.shell.noticeCode)
    assert bench.driver.ui.shell.noticeCode == "scanner_not_kept"
    assert bench.setup.now == ScannerProfile()
    assert bench.driver.find("scanner.keep").isEnabled()  # to try again


def test_what_the_policy_decides_is_marked(build: Build) -> None:
    bench = at_the_page(build)
    bench.setup.decided = ("suffix",)
    bench.scan(LETTERS)
    bench.driver.tap("scanner.details")
    assert bench.driver.has("setting.suffix.fixed")
    assert not bench.driver.has("setting.layout.fixed")


def test_what_the_policy_decides_is_shown_as_it_is_and_not_as_learned(build: Build) -> None:
    bench = at_the_page(build, Scanner("de", suffix="tab", gs="{GS}"))
    bench.setup.decided = ("layout", "separators")
    bench.setup.now = ScannerProfile("fr", "enter", True, (GS, "#"))
    bench.scan(LETTERS)
    bench.driver.tap("scanner.details")
    assert bench.text("setting.layout") == "French"
    assert bench.text("setting.separators") == "#"
    assert bench.text("setting.suffix") == "Tab"
    assert bench.text("setting.aim") == "not sent"
    assert bench.advice() == ["policy_layout"]
    assert bench.text("advice.policy_layout") == (
        "Keyboard layout: the scanner shows “German”, the policy file sets “French”. "
        "Codes are misread until the scanner is set to that, or IT changes the file."
    )
    bench.scan(GS1)
    assert bench.advice() == ["policy_layout", "policy_separators"]
    assert "“{GS}”" in bench.text("advice.policy_separators")
    assert 'scanner_layout = "de"' in bench.text("scanner.policy")


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("suffix", ScannerProfile("us", "tab")),
        ("aim", ScannerProfile("us", "enter", True)),
        ("layout", ScannerProfile("ru", "enter")),
    ],
)
def test_policy_that_contradicts_the_scanner_is_said(
    build: Build, name: str, policy: ScannerProfile
) -> None:
    bench = at_the_page(build, Scanner("us"))
    bench.setup.decided, bench.setup.now = (name,), policy
    bench.scan(LETTERS)
    assert f"policy_{name}" in bench.advice()


def test_policy_that_fits_the_scanner_is_no_contradiction(build: Build) -> None:
    bench = at_the_page(build, Scanner("us", gs="{GS}"))
    bench.setup.decided = ("layout", "suffix", "aim", "separators")
    for code in (GS1, LETTERS, "4600000000015"):  # "{GS}" is one of the usual ones
        bench.scan(code)
        assert bench.advice() == []
    bench.setup.decided = ()
    bench.setup.now = ScannerProfile("fr")  # only how it was: to be kept anew
    bench.scan(LETTERS)
    bench.driver.tap("scanner.details")
    assert bench.advice() == [] and bench.text("setting.layout") == "US English"


def test_what_is_not_sure_yet_contradicts_no_policy(build: Build) -> None:
    bench = at_the_page(build)
    bench.setup.decided, bench.setup.now = ("layout",), ScannerProfile("ru")
    assert bench.setup.listener is not None
    bench.setup.listener(Lesson(heard=(2,), enough=False, profile=ScannerProfile("us")))
    bench.driver.settle()
    bench.driver.tap("scanner.details")
    assert bench.advice() == [] and bench.text("setting.layout") == "Russian"


def test_hostile_code_is_shown_not_obeyed(build: Build) -> None:
    bench = at_the_page(build)
    assert bench.setup.listener is not None
    text = "<b>\x1b@\u202e\x00</b>" + "y" * 5_000
    bench.setup.listener(Lesson(arrived=text))
    bench.driver.settle()
    shown = bench.text("scanner.arrived")
    assert shown.startswith("<b>‹ESC›@‹U+202E›‹NUL›</b>y") and shown.endswith("y…")
    assert len(shown) < 400


def test_without_a_keyboard_scanner_there_is_nothing_to_set_up(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.FakeScannerSetup", lambda: None)
    driver = build(mode="assistant", language="en")
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait(lambda: driver.ui.shell.staffed)
    driver.ui.shell.open("device")
    driver.wait_page("device")
    assert not driver.has("device.scanner")
