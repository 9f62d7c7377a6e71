"""What a wedge scanner meant by its key presses, whatever layout the host has.

A scanner acts as a keyboard of some country and presses the keys that would write its
code there. The host's own layout, its Caps Lock and its dead keys then make something else of
them; here the places of the keys and the scanner's layout say what was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.domain.keys import Key, ScannerProfile
from kiosk.domain.scans import GS, Symbology, symbology_of

TAB, ENTER, SPACE, KEYPAD_ENTER = 15, 28, 57, 96
RIGHT_ALT = 100
MODIFIERS = frozenset({29, 97, 42, 54, 56, RIGHT_ALT, 125, 126, 58, 69, 70})
"""Control, Shift, Alt, Meta on both sides; the three locks."""
_BRACKET_RIGHT, _I, _J, _M = 27, 23, 36, 50  # with Control: GS, Tab, line feed, Enter
_ROWS = (range(2, 14), range(16, 28), (*range(30, 41), 43), (86, *range(44, 54)))
_KEYPAD = dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True)) | {
    55: "*",
    74: "-",
    78: "+",
    83: ".",
    98: "/",
}
_AIM_LENGTH = 3
_GAP = "\0"  # a key that writes nothing


def _table(*rows: str) -> dict[int, str]:
    """Match four rows of characters to the four rows of keys of an ISO keyboard."""
    pairs = (pair for keys, row in zip(_ROWS, rows, strict=True) for pair in zip(keys, row))  # noqa: B905  # AltGr rows are short
    return {code: character for code, character in pairs if character != _GAP}


LAYOUTS: dict[str, tuple[dict[int, str], dict[int, str], dict[int, str]]] = {
    "us": (
        _table("1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "\\zxcvbnm,./") | {41: "`"},
        _table("!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"|', "|ZXCVBNM<>?") | {41: "~"},
        {},
    ),
    "de": (
        _table("1234567890ß´", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-") | {41: "^"},
        _table('!"§$%&/()=?`', "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", ">YXCVBNM;:_") | {41: "°"},
        {3: "²", 4: "³", 8: "{", 9: "[", 10: "]", 11: "}", 12: "\\"}
        | {16: "@", 18: "€", 27: "~", 50: "µ", 86: "|"},
    ),
    "fr": (
        _table("&é\"'(-è_çà)=", "azertyuiop^$", "qsdfghjklmù*", "<wxcvbn,;:!") | {41: "²"},
        _table("1234567890°+", "AZERTYUIOP¨£", "QSDFGHJKLM%µ", ">WXCVBN?./§"),
        {3: "~", 4: "#", 5: "{", 6: "[", 7: "|", 8: "`", 9: "\\", 10: "^", 11: "@"}
        | {12: "]", 13: "}", 18: "€", 27: "¤"},
    ),
    "ru": (
        _table("1234567890-=", "йцукенгшщзхъ", "фывапролджэ\\", "/ячсмитьбю.") | {41: "ё"},
        _table('!"№;%:?*()_+', "ЙЦУКЕНГШЩЗХЪ", "ФЫВАПРОЛДЖЭ/", "|ЯЧСМИТЬБЮ,") | {41: "Ё"},
        {},
    ),
}
"""By layout: what a key writes alone, with Shift, with AltGr."""


def ending(key: Key) -> str:
    """Return which suffix a press is (`enter`, `tab`), "" if none.

    Enter, keypad Enter, Tab, and the same as control characters: Ctrl+M, Ctrl+J, Ctrl+I.
    """
    if key.alt or key.meta:
        return ""
    if key.control:
        return {_M: "enter", _J: "enter", _I: "tab"}.get(key.code, "")
    if not key.code:
        return {"\r": "enter", "\n": "enter", "\t": "tab"}.get(key.text, "")
    return {ENTER: "enter", KEYPAD_ENTER: "enter", TAB: "tab"}.get(key.code, "")


def decode(keys: Iterable[Key], profile: ScannerProfile) -> str:
    """Return what a scanner meant by its presses, each way to write GS as GS.

    Suffixes, chords and keys without a character add nothing. AltGr is Control and Alt
    together, as on Windows. Digits of the keypad under Alt are the number of a character
    (each begins with a press of Alt).
    """
    written: list[str] = []
    number: str | None = None  # the digits of an Alt code that has begun
    typed = ""  # what it wrote; Windows sends that along as text
    for key in keys:
        if number is not None and not (key.alt and key.code in _KEYPAD):
            typed = _of_number(number)
            written.append(typed)
            number = None
        if key.code and profile.layout:
            if key.alt and not key.control and _KEYPAD.get(key.code, "").isdigit():
                number = (number or "") + _KEYPAD[key.code]
                continue
            written.append(_of_key(key, profile.layout))
        elif not typed or key.text != typed:
            written.append(_of_host(key))
        if not key.code or key.code not in MODIFIERS:
            typed = ""
    if number is not None:
        written.append(_of_number(number))
    return restore("".join(written), profile.separators)


def read(keys: Iterable[Key], profile: ScannerProfile) -> tuple[str, Symbology]:
    """Decode, and take off what is or should be an AIM identifier; it names the symbology."""
    text = decode(keys, profile)
    aim = text[:_AIM_LENGTH]
    symbology = symbology_of(aim)
    is_aim = len(aim) == _AIM_LENGTH and aim[0] == "]" and aim[1].isalpha()
    if is_aim and (profile.aim or symbology is not Symbology.UNKNOWN):
        return text[_AIM_LENGTH:], symbology
    return text, Symbology.UNKNOWN


def restore(text: str, separators: Sequence[str]) -> str:
    """Write GS for each of the ways in which a scanner writes it."""
    for separator in sorted(filter(None, separators), key=len, reverse=True):
        text = text.replace(separator, GS)
    return text


def _of_key(key: Key, layout: str) -> str:
    plain, shifted, third = LAYOUTS[layout]
    if key.control and key.alt:
        return third.get(key.code, "")
    if key.control:
        return GS if key.code == _BRACKET_RIGHT else ""
    if key.alt or key.meta:
        return ""
    if key.code == SPACE:
        return " "
    return _KEYPAD.get(key.code) or (shifted if key.shift else plain).get(key.code, "")


def _of_host(key: Key) -> str:
    """Return what the host wrote, without control characters and invisible ones."""
    return "".join(one for one in key.text if one.isprintable() or one == GS)


def _of_number(digits: str) -> str:
    """Return the character of an Alt code: Windows' code page with a leading 0, else DOS'."""
    number = int(digits)
    if not 0 < number < 256:
        return chr(number) if 256 <= number < 0x10000 and not 0xD800 <= number < 0xE000 else ""
    page = "cp1252" if digits.startswith("0") and number > 127 else "cp437"
    one = bytes([number]).decode(page, errors="replace")
    return one if one.isprintable() or one == GS else ""
