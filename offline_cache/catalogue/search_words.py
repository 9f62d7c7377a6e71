"""What a typed word may stand for: beginnings, other forms of it, another keyboard layout.

The work for a word is bounded by the constants here, whatever the shop's vocabulary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.wire.catalogue_file import FILTERS, NAME, checked
from kiosk.wire.search_text import stemmer, words

MAX_TOKENS = 8
BEGINNINGS = 32
FORMS = 16
SHORT = 3  # beginnings up to here have an index of their own in the search tables

# Said beside what is meant; alone it is what is meant.
NOISE = frozenset(
    (
        *("для", "и", "или", "с", "со", "на", "в", "из", "от", "по", "р", "рост", "см"),
        *("размер", "размера", "размеры", "цвет", "цвета"),
        *("a", "an", "and", "for", "in", "of", "or", "the", "with", "cm"),
        *("size", "sizes", "color", "colour"),
    )
)
_SIZED = re.compile(r"(?:р|разм|размер|рост|size)?(\d{1,3})(?:см|cm)?")
_LAST = "\U0010ffff"  # sorts after every letter
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_UPPER = str.maketrans('{}:"<>~', "[];',.`")
_SWITCHED = str.maketrans(_LATIN + _CYRILLIC, _CYRILLIC + _LATIN)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words to look for, each once: `р.98` and `98 см` are `98`."""
    found = [sized[1] if (sized := _SIZED.fullmatch(w)) else w for w in words(text)]
    telling = [word for word in found if word not in NOISE]
    return tuple(dict.fromkeys(telling or found))[:MAX_TOKENS]


def switched(text: str) -> str:
    """Return what the same keys give in the other keyboard layout, Russian or English."""
    return text.lower().translate(_UPPER).translate(_SWITCHED)


@dataclass(frozen=True, slots=True)
class Term:
    """A typed word and the words of one language it may stand for, with their kinds."""

    token: str
    same: dict[str, int]
    """The word itself and other forms of it."""
    begun: dict[str, int]
    """Words that begin so; where beginnings are indexed, those that filter and one more."""

    @property
    def known(self) -> bool:
        """Tell whether the vocabulary has anything for it; numbers always count as meant."""
        return bool(self.same or self.begun) or not self.token.isalpha()

    def whole_in_name(self) -> str:
        """Match the word in a name, or a colour or size anywhere; "" matches nothing."""
        return _in_name(self.same, "")

    def begun_in_name(self) -> str:
        """Match beginnings of it in a name, or of a colour or size anywhere."""
        return _in_name(self.same | self.begun, self._indexed)

    def anywhere(self) -> str:
        """Match beginnings of it anywhere; parts of article numbers are no vocabulary."""
        every = dict.fromkeys([self.token, *self.same, *self.begun])
        return f"({_any_of([*every], self._indexed)})"

    @property
    def _indexed(self) -> str:
        return self.token if len(self.token) <= SHORT else ""


class Vocabulary:
    """One language's words in an open catalogue file."""

    def __init__(self, database: Database, language: str) -> None:
        """Look nothing up yet; `language` is one that the file names."""
        self.language = checked(language)
        self._database = database
        self._stem = stemmer(language)
        self._terms: dict[str, Term] = {}
        words_sql = f"SELECT word, kind FROM main.word_{language} WHERE"  # noqa: S608  # checked
        begun_sql = f"{words_sql} word >= :token AND word < :end"
        self._same_sql = _either(
            f"{words_sql} word IN (:token, :stem)",
            f"{words_sql} stem = :stem AND stem <> '' LIMIT {FORMS}",
        )
        self._begun_sql = f"{begun_sql} ORDER BY word LIMIT {BEGINNINGS}"
        self._short_sql = _either(
            f"{begun_sql} AND kind & {FILTERS} ORDER BY word LIMIT {BEGINNINGS}",
            f"{begun_sql} ORDER BY word LIMIT 1",
        )

    def term(self, token: str) -> Term:
        """Look up what a typed word may stand for."""
        if token not in self._terms:
            self._terms[token] = self._look_up(token)
        return self._terms[token]

    def _look_up(self, token: str) -> Term:
        sought = {"token": token, "stem": self._stem(token), "end": token + _LAST}
        begun_sql = self._short_sql if len(token) <= SHORT else self._begun_sql
        same = self._database.execute(self._same_sql, sought).fetchall()
        begun = self._database.execute(begun_sql, sought).fetchall()
        return Term(token, dict(same), dict(begun))


def _either(first: str, second: str) -> str:
    return f"SELECT * FROM ({first}) UNION ALL SELECT * FROM ({second})"  # noqa: S608  # ours


def _in_name(known: dict[str, int], indexed: str) -> str:
    names = [word for word, kind in known.items() if kind & NAME]
    filters = [word for word, kind in known.items() if kind & FILTERS]
    parts = [f"name : ({_any_of(names, indexed)})"] if names or indexed else []
    if filters:
        parts.append(f"rest : ({_any_of(filters, '')})")
    return f"({' OR '.join(parts)})" if parts else ""


def _any_of(known: list[str], indexed: str) -> str:
    """Say any of these in FTS5; nothing in them is syntax, they are letters and digits."""
    either = [f'"{word}"' for word in known if not (indexed and word.startswith(indexed))]
    return " OR ".join([*([f'"{indexed}" *'] if indexed else []), *either])
