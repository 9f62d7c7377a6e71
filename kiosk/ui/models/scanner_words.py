"""How a keyboard scanner types, in words: advice for staff, lines for the policy file."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kiosk.domain.keys import SEPARATORS, Finding, ScannerProfile
from kiosk.ui.typed import QT_TRANSLATE_NOOP

LONGEST_SHOWN = 300
_NAMES = {0: "NUL", 2: "STX", 3: "ETX", 4: "EOT", 9: "TAB", 10: "LF", 13: "CR", 27: "ESC"}
_NAMES |= {28: "FS", 29: "GS", 30: "RS", 31: "US"}
_ADVICE: dict[str, str] = {
    "layout_unknown": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The keyboard layout is not one we know. Set the scanner to “USA keyboard”, "
        "then start over.",
    ),
    "characters_lost": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "Characters get lost on the way. Set a delay of 5 ms between characters at the "
        "scanner, then start over.",
    ),
    "caps_inverted": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "Small and capital letters are swapped. Switch Caps Lock off, then start over.",
    ),
    "case_changed": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner changes small and capital letters. Switch “convert case” off at "
        "the scanner, then start over.",
    ),
    "by_text": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "It is read by this computer’s keyboard layout: do not change that one, or set "
        "the scanner to “USA keyboard” and start over.",
    ),
    "no_latin": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "With its Russian layout the scanner cannot send Latin letters: loyalty cards "
        "and marked goods get lost. Set it to “USA keyboard”, then start over.",
    ),
    "chords": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner also presses {value}. That does nothing here; its prefix and suffix "
        "settings switch it off.",
    ),
    "prefix": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner puts {value} before each code. Switch its prefix off, then start over.",
    ),
    "ending": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner puts {value} after each code. Leave only Enter as its suffix, then "
        "start over.",
    ),
    "separator_lost": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner does not send separators. Marked goods are recognised all the same, "
        "but “GS” or “FNC1” switched on at the scanner is safer.",
    ),
    "suffix_none": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "Nothing ends a code, so each scan waits a moment. Set Enter as the scanner’s "
        "suffix, then start over.",
    ),
    "suffix_twice": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "More than one key ends a code. Leave only Enter as the scanner’s suffix, then start over.",
    ),
    "slow": QT_TRANSLATE_NOOP(
        "ScannerWords",
        "The scanner types slowly ({value} ms a character), scans may be taken for "
        "typing. Set its delay between characters to 0, then start over.",
    ),
}


def advice(finding: Finding) -> str:
    """Say what could be better at the scanner."""
    text = QCoreApplication.translate("ScannerWords", _ADVICE[finding.code])
    return text.replace("{value}", visible(finding.value))


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
