"""The words of a text as a search sees them: what the hub writes and a terminal looks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from importlib import import_module

MAX_WORD = 40
SHORTEST_STEMMED = 3
STEMMED = {"en": "english", "ru": "russian"}

# Letters and digits of any script. The search tables take everything beyond ASCII as part of
# a word, so both ends split here and nowhere else.
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)+")
_MARKS = re.compile("(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f]")  # й is no и with a mark


def fold(text: str) -> str:
    """Fold case, and what no database folds: Russian ё is typed as е by most people."""
    return text.casefold().replace("ё", "е")


def plain(text: str) -> str:
    """Fold a text, leave out accents and write compatibility forms (ﬁ, ９) in common ones."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", _MARKS.sub("", apart))


def words(text: str) -> list[str]:
    """Split a text into its words, plain, each cut to `MAX_WORD`."""
    return [word[:MAX_WORD] for word in _WORD.findall(plain(text))]


def compounds(text: str) -> list[str]:
    """Return words with a hyphen or apostrophe as people type them without it: tshirt."""
    found = _COMPOUND.findall(plain(text))
    return ["".join(_WORD.findall(word))[:MAX_WORD] for word in found]


def stemmer(language: str) -> Callable[[str], str]:
    """Return a function that gives all forms of a word one stem; for one thread at a time.

    In a language that it does not know, each word is its own stem.
    """
    if language not in STEMMED:
        return str
    # It loads thirty languages: not before the first search.
    stem: Callable[[str], str] = (
        import_module("snowballstemmer").stemmer(STEMMED[language]).stemWord
    )

    def of_a_word(word: str) -> str:
        return stem(word) if len(word) >= SHORTEST_STEMMED and word.isalpha() else word

    return of_a_word
