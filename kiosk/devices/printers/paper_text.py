"""Text as a receipt printer can print it: one byte a character, no commands, in columns."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

CYRILLIC, LATIN = "cp866", "cp858"
_LEAST_LEFT = 12  # a name squeezed into fewer columns cannot be read

_REPLACED = str.maketrans(
    {
        "₽": "р.",
        "…": "...",
        "×": "x",
        "⁄": "/",  # as in NFKD of ½
        "\t": " ",
        "\n": " ",
        "\r": " ",
        "\u2028": " ",
        "\u2029": " ",
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("•∙◦", "·"),
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
    }
)
# Control characters could be commands (a product's name must not open the drawer); format
# characters turn text around or hide in it.
_REMOVED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = frozenset({"Mn", "Me"})


def clean(text: str) -> str:
    """Replace typographic signs by plain ones, and leave out whatever is not text."""
    plain = unicodedata.normalize("NFC", text).translate(_REPLACED)
    return "".join(c for c in plain if unicodedata.category(c) not in _REMOVED)


def code_page(texts: Iterable[str]) -> str:
    """Choose one page for a receipt: Latin where that is enough, else Cyrillic with Latin."""
    return LATIN if all(_fits(clean(text), LATIN) for text in texts) else CYRILLIC


def printable(text: str, page: str) -> str:
    """Return cleaned text in which every character is one byte of `page`.

    What the page does not have is printed as its base letter (é → e), else as `?`; marks
    above or below a letter are left out.
    """
    return "".join(c if _fits(c, page) else _nearest(c, page) for c in clean(text))


def wrap(text: str, columns: int) -> list[str]:
    """Break text at words; an indent at its beginning is kept on every line."""
    indent = text[: len(text) - len(text.lstrip())][: columns // 2]
    lines = textwrap.wrap(
        text.strip(),
        columns,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    return lines or [""]


def pair(left: str, right: str, columns: int) -> list[str]:
    """Set `left` and `right` on one line, or wrap the left and end with the right."""
    room = columns - len(right) - 1
    if room < min(_LEAST_LEFT, len(left)):
        return wrap(left, columns) + [part.rjust(columns) for part in wrap(right, columns)]
    *above, last = wrap(left, max(room, 1))
    return [*above, last.ljust(columns - len(right)) + right]


def _nearest(character: str, page: str) -> str:
    if unicodedata.category(character) in _MARKS:
        return ""
    near = unicodedata.normalize("NFKD", character).translate(_REPLACED)
    return clean("".join(c for c in near if _fits(c, page))) or "?"


def _fits(text: str, page: str) -> bool:
    try:
        text.encode(page)
    except UnicodeEncodeError:
        return False
    return True
