"""How a keyboard scanner types, in words: advice for staff, lines for the policy file."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from kiosk.domain.keys import SEPARATORS, Finding, ScannerProfile
from kiosk.ui.typed import QT_TRANSLATE_NOOP

LONGEST_SHOWN = 300
_NAMES = {0: "NUL", 2: "STX", 3: "ETX", 4: "EOT", 9: "TAB", 10: "LF", 13: "CR", 27: "ESC"}
_NAMES |= {28: "FS", 29: "GS", 30: "RS", 31: "US"}
_ADVICE: dict[str, str] = {
    "caps_inverted": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "Small and capital letters are swapped. Switch Caps Lock off, then start over.",
    ),
    "by_text": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "It is read by this computer’s keyboard layout: do not change that one, or set "
        "the scanner to “USA keyboard” and start over.",
    ),
    "chords": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner also presses {value}. That does nothing here; its prefix and suffix "
        "settings switch it off.",
    ),
    "separator_lost": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner does not send separators. Marked goods are recognised all the same, "
        "but “GS” or “FNC1” switched on at the scanner is safer.",
    ),
}
_CHANGES: dict[str, str] = {
    "layout_unknown": QT_TRANSLATE_NOOP(
        "ScannerWords", "choose “USA keyboard” (now: a layout we do not know)"
    ),
    "characters_lost": QT_TRANSLATE_NOOP(
        "ScannerWords", "set a delay of 5 ms between characters (now some get lost)"
    ),
    "case_changed": QT_TRANSLATE_NOOP(
        "ScannerWords", "switch “convert case” off (now small and capital letters change)"
    ),
    "no_latin": QT_TRANSLATE_NOOP(
        "ScannerWords", "choose “USA keyboard” (now: Russian, Latin letters get lost)"
    ),
    "prefix": QT_TRANSLATE_NOOP("ScannerWords", "switch the prefix off (now: {value})"),
    "ending": QT_TRANSLATE_NOOP(
        "ScannerWords", "leave only Enter as the suffix (now before it: {value})"
    ),
    "suffix_none": QT_TRANSLATE_NOOP("ScannerWords", "add Enter after each code"),
    "suffix_twice": QT_TRANSLATE_NOOP(
        "ScannerWords", "leave only one Enter after each code (now: several keys)"
    ),
    "slow": QT_TRANSLATE_NOOP("ScannerWords", "no delay between characters (now {value} ms)"),
}


def advice(finding: Finding) -> str:
    """Say what could be better, in a sentence; empty for what belongs into the `changes`."""
    return _filled(_ADVICE, finding)


def changes(findings: Iterable[Finding]) -> str:
    """Return the list of what to change in the scanner, a line each; empty without any."""
    return "\n".join(f"• {_filled(_CHANGES, each)}" for each in findings if each.code in _CHANGES)


def _filled(sentences: dict[str, str], finding: Finding) -> str:
    if finding.code not in sentences:
        return ""
    text = QCoreApplication.translate("ScannerWords", sentences[finding.code])
    return text.replace("{value}", visible(finding.value))


def contradiction(label: str, shown: str, decided: str) -> str:
    """Say that the policy file sets something that the scanner does not do."""
    text = QCoreApplication.translate(
        "ScannerWords",
        "{label}: the scanner shows “{shown}”, the policy file sets “{decided}”. Codes are "
        "misread until the scanner is set to that, or IT changes the file.",
    )
    return text.format(label=label, shown=shown, decided=decided)


def visible(text: str) -> str:
    """Return a text with names in place of what has no shape; the end of a long one is cut."""
    shown = "".join(
        one if one.isprintable() else f"‹{_NAMES.get(ord(one), f'U+{ord(one):04X}')}›"
        for one in text[:LONGEST_SHOWN]
    )
    return shown + "…" if len(text) > LONGEST_SHOWN else shown


def policy_lines(profile: ScannerProfile) -> str:
    """Return the lines of the policy file that set every terminal up like this."""
    lines = [
        f"scanner_layout = {_toml(profile.layout)}",
        f"scanner_suffix = {_toml(profile.suffix)}",
        f"scanner_aim = {'true' if profile.aim else 'false'}",
    ]
    if profile.separators != SEPARATORS:
        lines.append(f"scanner_separators = [{', '.join(map(_toml, profile.separators))}]")
    return "\n".join(lines)


def _toml(text: str) -> str:
    """Return a TOML basic string, all ASCII."""
    return '"{}"'.format(
        "".join(
            f"\\{one}" if one in '"\\' else one if " " <= one <= "~" else _escaped(one)
            for one in text
        )
    )


def _escaped(one: str) -> str:
    return f"\\u{ord(one):04X}" if one <= "\uffff" else f"\\U{ord(one):08X}"
