"""The page "Set up a scanner": what the printed sheet has taught so far, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.keys import SEPARATORS, Finding, Lesson, ScannerProfile
from kiosk.domain.scans import GS
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ui.context import Context
from kiosk.ui.models.device.scanner_words import (
    advice,
    changes,
    contradiction,
    policy_lines,
    visible,
)
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

GOOD_TO_KNOW = {"by_text", "chords", "separator_lost"}  # the scanner may stay as it is


@dataclass(frozen=True, slots=True)
class StepRow:
    """One code of the sheet: `status` is `waiting`, `heard` or `garbled`."""

    key: str
    label: str
    detail: str
    status: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting in words; `fixed`: the policy file decides it."""

    key: str
    label: str
    value: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A note by itself; `kind` is `waiting` for a fault, or `plain` where all works."""

    key: str
    words: str
    kind: str


@QmlElement
@QmlUncreatable("made by the runtime")
class ScannerSetupModel(QObject):
    """Listens to the keyboard scanner for as long as its page is on the screen."""

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._setup = context.terminal.scanner_setup
        self._lesson = Lesson()
        self._open = False
        self._busy = False
        self._kept = False
        self._steps = Rows(StepRow, self)
        self._settings = Rows(SettingRow, self)
        self._advice = Rows(AdviceRow, self)
        shell.pageChanged.connect(self._page_changed)
        context.speech.changed.connect(self._show)

    @Property(bool, constant=True)
    def available(self) -> bool:
        """There may be a scanner that types like a keyboard."""
        return self._setup is not None

    @Property(Rows, constant=True)
    def steps(self) -> Rows:
        """The codes of the sheet."""
        return self._steps

    @Property(Rows, constant=True)
    def settings(self) -> Rows:
        """How the scanner types; before anything was heard, how it was thought to."""
        return self._settings

    @Property(Rows, constant=True)
    def advice(self) -> Rows:
        """What could be better, but what is to be changed in the scanner."""
        return self._advice

    @Property(str, notify=changed)
    def changes(self) -> str:
        """What to change in the scanner, a line each; empty where nothing is wrong with it."""
        return changes(self._lesson.findings)

    @Property(bool, notify=changed)
    def faulty(self) -> bool:
        """Codes go wrong as long as the scanner stays as it is."""
        return self.changes != "" or any(row.kind == "waiting" for row in self._advice.rows)

    @Property(bool, notify=changed)
    def begun(self) -> bool:
        """A code of the sheet was heard."""
        return bool(self._lesson.heard)

    @Property(bool, notify=changed)
    def enough(self) -> bool:
        """What was heard makes settings."""
        return self._lesson.enough

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The settings are being written."""
        return self._busy

    @Property(bool, notify=changed)
    def kept(self) -> bool:
        """What is shown was written."""
        return self._kept

    @Property(str, notify=changed)
    def arrived(self) -> str:
        """What was scanned last, as text that shows everything in it."""
        return visible(self._lesson.arrived)

    @Property(str, notify=changed)
    def arrivedNote(self) -> str:
        """Which code of the sheet that was, or what to do where nothing comes."""
        if not self._lesson.arrived:
            return self.tr(
                "Nothing comes when you scan? The scanner must be set to type like a USB "
                "keyboard, without a delay between characters."
            )
        if self._lesson.number:
            return self.tr("Code {number} of the sheet").format(number=self._lesson.number)
        return self.tr("Not a code of the sheet")

    @Property(str, notify=changed)
    def policy(self) -> str:
        """The same settings as lines of the policy file; empty before there are any."""
        return policy_lines(self._lesson.profile) if self._lesson.enough else ""

    @Slot()
    def startOver(self) -> None:
        """Forget what was heard."""
        if self._open and self._setup is not None:
            self._shell.dismissNotice()
            self._setup.begin(self._heard)
            self._take(Lesson())

    @Slot()
    def keep(self) -> None:
        """Write the settings, then read scans by them."""
        setup, profile, notice = self._setup, self._lesson.profile, self._notice()
        if setup is None or self._busy or not self._lesson.enough:
            return
        self._busy = True
        self.changed.emit()

        def kept(_: object) -> None:
            self._busy = False
            setup.use(profile)
            self._kept = self._lesson.enough and self._lesson.profile == profile
            if self._open:
                self._shell.notify_(*notice)
            self._show()

        self._context.terminal.lanes.run(
            Lane.DISK, lambda: setup.keep(profile), kept, self._not_kept
        )

    def _notice(self) -> tuple[str, str]:
        """What to say of these settings once they are written."""
        if self.faulty:
            return "warning", "scanner_kept_faulty"
        return "good", "scanner_kept" if 2 in self._lesson.heard else "scanner_kept_unmarked"

    def _not_kept(self, error: KioskError) -> None:
        self._busy = False
        self._shell.notify_("error", error.code, **error.args_)
        self.changed.emit()

    @Slot()
    def _page_changed(self) -> None:
        """Learn while the page is there; whichever way it is left, scans are scans again."""
        here = self._shell.page == Page.SCANNER
        if self._setup is None or here == self._open:
            return
        self._open = here
        if here:
            self._setup.begin(self._heard)
        else:
            self._setup.end()
        self._take(Lesson())

    def _heard(self, lesson: Lesson) -> None:
        self._shell.dismissNotice()
        sounds = self._context.terminal.sounds
        if lesson.number:
            sounds.scanned()
        else:
            sounds.refused()
        self._shell.scanHeard.emit(bool(lesson.number))
        self._take(lesson)

    def _take(self, lesson: Lesson) -> None:
        if lesson.profile != self._lesson.profile or not lesson.enough:
            self._kept = False
        self._lesson = lesson
        self._show()

    @Slot()
    def _show(self) -> None:
        if not self._open or self._setup is None:
            self._steps.clear()
            self._settings.clear()
            self._advice.clear()
        else:
            self._steps.replace(self._step_rows())
            decided = self._setting_rows(self._setup.profile(), learned=False)
            shown = self._setting_rows(self._lesson.profile, learned=True)
            self._settings.replace(self._merged(decided, shown))
            contradictions = self._contradictions(decided, shown)
            self._advice.replace([*contradictions, *_advice_rows(self._lesson.findings)])
        self.changed.emit()

    def _step_rows(self) -> list[StepRow]:
        labels = (
            (self.tr("Letters and Enter"), self.tr("Not scanned yet")),
            (self.tr("Marking codes"), self.tr("Not scanned yet")),
            (self.tr("Long code (QR)"), self.tr("Only if the scanner reads QR codes")),
        )
        heard, last = self._lesson.heard, self._lesson.number
        return [
            StepRow(
                str(number),
                label,
                detail,
                "heard" if number in heard else "garbled" if number == last else "waiting",
            )
            for number, (label, detail) in enumerate(labels, 1)
        ]

    def _merged(self, decided: list[SettingRow], shown: list[SettingRow]) -> list[SettingRow]:
        """What was learned, but what is in force where the policy decides or none was heard."""
        fixed = set(self._setup.fixed()) if self._setup else set()
        return [
            replace(old, fixed=old.key in fixed) if old.key in fixed or not self.begun else new
            for old, new in zip(decided, shown, strict=True)
        ]

    def _contradictions(
        self, decided: list[SettingRow], shown: list[SettingRow]
    ) -> list[AdviceRow]:
        """Say where the policy sets what the scanner does not do, once that is sure."""
        if self._setup is None or not self._lesson.enough:
            return []
        force, learned, fixed = self._setup.profile(), self._lesson.profile, self._setup.fixed()
        wrong = {
            "layout": force.layout != learned.layout,
            "suffix": force.suffix != learned.suffix,
            "aim": force.aim != learned.aim,
            "separators": self._separator_known
            and not set(learned.separators) <= {*force.separators, GS},
        }
        return [
            AdviceRow(
                f"policy_{old.key}", contradiction(old.label, new.value, old.value), "waiting"
            )
            for old, new in zip(decided, shown, strict=True)
            if old.key in fixed and wrong[old.key]
        ]

    def _setting_rows(self, profile: ScannerProfile, learned: bool) -> list[SettingRow]:
        layouts = {
            "us": self.tr("US English"),
            "de": self.tr("German"),
            "fr": self.tr("French"),
            "ru": self.tr("Russian"),
        }
        suffixes = {"enter": self.tr("Enter"), "tab": self.tr("Tab")}
        rows = (
            (
                "layout",
                self.tr("Keyboard layout"),
                layouts.get(profile.layout, self.tr("the one of this computer")),
            ),
            (
                "suffix",
                self.tr("A code ends with"),
                suffixes.get(profile.suffix, self.tr("nothing: a pause ends it")),
            ),
            (
                "separators",
                self.tr("Separator in marked goods"),
                self._separator(profile, learned),
            ),
            (
                "aim",
                self.tr("Kind of code (AIM identifier)"),
                self.tr("sent") if profile.aim else self.tr("not sent"),
            ),
        )
        return [SettingRow(key, label, value, fixed=False) for key, label, value in rows]

    @property
    def _separator_known(self) -> bool:
        lost = any(each.code == "separator_lost" for each in self._lesson.findings)
        return 2 in self._lesson.heard and not lost

    def _separator(self, profile: ScannerProfile, learned: bool) -> str:
        if learned and 2 not in self._lesson.heard:
            return self.tr("not known yet: scan code 2")
        if learned and any(each.code == "separator_lost" for each in self._lesson.findings):
            return self.tr("not sent")
        if profile.separators == SEPARATORS:
            return self.tr("any of the usual ones")
        texts = [visible(text) for text in profile.separators if text != GS]
        return ", ".join(texts or [visible(GS)])


def _advice_rows(findings: Iterable[Finding]) -> Iterator[AdviceRow]:
    for each in findings:
        if words := advice(each):
            yield AdviceRow(each.code, words, "plain" if each.code in GOOD_TO_KNOW else "waiting")
