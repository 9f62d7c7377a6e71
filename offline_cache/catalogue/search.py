"""Search as you type: exact codes come first, then names, then the rest.

Text from outside becomes words of letters and digits before it meets FTS5. Looks have the
numbers of the shop's own order and each pass reads them in it, so that the first ones found
are the best ones and nothing is sorted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sqlite_utils import Database

from offline_cache.catalogue import search_codes
from offline_cache.catalogue.search_words import MAX_TOKENS, Term, Vocabulary, switched, tokens

MAX_TEXT = 400
LOOKS = 32  # read for each product wanted: most have fewer colours

PASSES: Sequence[Callable[[Term], str]] = (
    Term.whole_in_name,
    Term.begun_in_name,
    Term.anywhere,
)

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
IN_CYRILLIC = frozenset(("be", "bg", "kk", "mk", "ru", "sr", "uk"))


def find(database: Database, languages: Sequence[str], text: str, limit: int) -> list[int]:
    """Return the numbers of looks that match a typed text, best first, one a product.

    `languages` are those of the open catalogue file. Never raises for what was typed.
    """
    found = _Found(limit)
    if found.enough:
        return []
    text = text[:MAX_TEXT]
    found.take(search_codes.exact(database, text))
    found.take(search_codes.begun(database, text))
    search = _Search(database, languages, found)
    search.by_words(text)
    for another_try in (search.in_another_layout, search.by_misread_code, search.by_known_words):
        if not found.looks:
            another_try(text)
    return list(found.looks.values())


class _Found:
    """What was found so far: for each product the look that matched best."""

    def __init__(self, limit: int) -> None:
        self.looks: dict[int, int] = {}
        self.limit = limit

    @property
    def enough(self) -> bool:
        return len(self.looks) >= self.limit

    def take(self, hits: Iterable[tuple[int, int]]) -> None:
        if self.enough:
            return
        for product, look in hits:
            self.looks.setdefault(product, look)
            if self.enough:
                return


class _Search:
    """One search of a file; what is looked up of its vocabularies is looked up once."""

    def __init__(self, database: Database, languages: Sequence[str], found: _Found) -> None:
        self._database = database
        self._vocabularies = [Vocabulary(database, language) for language in languages]
        self._found = found
        self._asked: set[tuple[str, str, int]] = set()

    def by_words(self, text: str) -> None:
        """Find what has all words."""
        self._find(tokens(text), text)

    def in_another_layout(self, text: str) -> None:
        """Find what has all words, those that nobody knows typed in the other layout."""
        chunks = text.split()[:MAX_TOKENS]
        meant = " ".join(c if self._known(tokens(c)[:2]) else switched(c) for c in chunks)
        whole = " ".join(map(switched, chunks))
        for guess in dict.fromkeys((meant, whole)):
            if not self._found.looks:
                self._find(tokens(guess), guess)

    def by_misread_code(self, text: str) -> None:
        """Find what carries a code like the one typed."""
        self._found.take(search_codes.misread(self._database, text))

    def by_known_words(self, text: str) -> None:
        """Find what has all words that the shop knows at all."""
        self._find([token for token in tokens(text) if self._known((token,))], text)

    def _known(self, typed: Sequence[str]) -> bool:
        return bool(typed) and all(
            any(vocabulary.term(token).known for vocabulary in self._vocabularies)
            for token in typed
        )

    def _find(self, typed: Sequence[str], text: str) -> None:
        if not typed or self._found.enough:
            return
        cyrillic = bool(_CYRILLIC.search(text))
        ordered = sorted(self._vocabularies, key=lambda v: (v.language in IN_CYRILLIC) != cyrillic)
        begin: dict[Vocabulary, int] = {}
        for vocabulary in ordered:
            # Frequent words that never meet are walked once then, not in each pass.
            for row in self._match(vocabulary, typed, Term.anywhere, 0, 1):
                begin[vocabulary] = row[1]
        for expression in PASSES:
            for vocabulary, look in begin.items():
                if not self._found.enough:
                    rows = self._found.limit * LOOKS
                    self._found.take(self._match(vocabulary, typed, expression, look, rows))

    def _match(
        self,
        vocabulary: Vocabulary,
        typed: Sequence[str],
        expression: Callable[[Term], str],
        begin: int,
        rows: int,
    ) -> Iterable[tuple[int, int]]:
        """Return products and looks from a look's number on, in the shop's order.

        The same is not asked twice.
        """
        parts = [expression(vocabulary.term(token)) for token in typed]
        question = (vocabulary.language, " AND ".join(parts), rows)
        if not all(parts) or question in self._asked:
            return ()
        self._asked.add(question)
        table = f"search_{vocabulary.language}"
        hits: Iterable[tuple[int, int]] = self._database.execute(
            f"SELECT l.product, l.number FROM main.{table} AS s"  # noqa: S608  # a checked code
            " CROSS JOIN main.look AS l ON l.number = s.rowid"
            f" WHERE s.{table} MATCH ? AND s.rowid >= ? ORDER BY s.rowid LIMIT ?",
            [question[1], begin, rows],
        )
        return hits
