"""Search as you type: text from outside becomes a safe FTS5 query, and candidates are ranked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.wire.catalogue_file import fold

MAX_TEXT = 400
MAX_TOKENS = 8
MAX_TOKEN = 40
CANDIDATES = 400  # ranking all matches of a short prefix would take seconds at a million rows

# Letters and digits of any script: what `unicode61` keeps, so nothing that FTS5 could read
# as syntax is left.
_TOKEN = re.compile(r"[^\W_]+")

CANDIDATE_SQL = """
SELECT s.product_id, s.colour_code, s.words, p.position
FROM (SELECT product_id, colour_code, words FROM main.search WHERE search MATCH ? LIMIT ?) AS s
JOIN main.product AS p ON p.id = s.product_id
"""


@dataclass(frozen=True, slots=True)
class Query:
    """A search's words, folded; empty when nothing searchable was typed."""

    tokens: tuple[str, ...]

    @property
    def exact(self) -> str:
        """The FTS5 expression for whole words."""
        return " ".join(f'"{token}"' for token in self.tokens)

    @property
    def prefix(self) -> str:
        """The FTS5 expression for words that begin so; contains all that `exact` finds."""
        return " ".join(f'"{token}"*' for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product in one colour that matched."""

    product_id: str
    colour_code: str
    words: str
    position: int


def parse(text: str) -> Query:
    """Split and fold a typed text; capped, so that a pasted book costs no more than a line."""
    folded = fold(unicodedata.normalize("NFC", text[:MAX_TEXT]))
    tokens = (token[:MAX_TOKEN] for token in _TOKEN.findall(folded))
    return Query(tuple(dict.fromkeys(tokens))[:MAX_TOKENS])


def rank(query: Query, candidates: Iterable[Candidate], limit: int) -> list[tuple[str, str]]:
    """Return (product id, colour code), one per product in its best-matching colour.

    Most whole words first, then the shop's own order.
    """
    best: dict[str, tuple[int, int, str]] = {}
    wanted = frozenset(query.tokens)
    for found in candidates:
        whole = len(wanted.intersection(_TOKEN.findall(found.words)))
        key = (-whole, found.position, found.colour_code)
        known = best.get(found.product_id)
        if known is None or key < known:
            best[found.product_id] = key
    ranked = sorted(best.items(), key=lambda item: (item[1][:2], item[0]))
    return [(product_id, key[2]) for product_id, key in ranked[:limit]]
