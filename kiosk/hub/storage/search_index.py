"""Fill a catalogue file's search tables and their vocabularies, look by look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.domain.catalogue import Category, Colour, Localised, Product, pick
from kiosk.hub.storage.search_words import AUDIENCES
from kiosk.wire.catalogue_file import COLOUR, NAME, SIZE, search_tables
from kiosk.wire.search_text import compounds, stemmer, words

ROWS_AT_ONCE = 2_000
MATERIALS = 12  # words; of a longer composition the end is washing advice
SHORTEST_ARTICLE_PART = 4  # a shorter one would pass for a size
REMEMBERED = 4_096  # shelves and colours of a shop, of which few are different

_LETTERS = re.compile(r"[^\W\d_]+")  # "100 % cotton" is no size 100


class SearchIndex:
    """The search tables of a file under construction; holds each different word, no more.

    `out` is inside the builder's transaction. Each look is added once, in ascending order.
    """

    def __init__(self, out: dbapi2.Connection, languages: Sequence[str]) -> None:
        """Create the tables."""
        self._languages = [_Language(out, language) for language in languages]

    def add(
        self,
        look: int,
        product: Product,
        category: Category | None,
        colour: Colour,
        sizes: Sequence[str],
    ) -> None:
        """Make a product in one colour findable under its look's number."""
        for language in self._languages:
            language.add(look, product, category, colour, sizes)

    def finish(self) -> None:
        """Write what is left and the vocabularies, and merge each table into one piece."""
        for language in self._languages:
            language.finish()


class _Language:
    """One language's search table and vocabulary."""

    def __init__(self, out: dbapi2.Connection, code: str) -> None:
        for statement in filter(str.strip, search_tables(code).split(";")):
            out.execute(statement)
        self._out = out
        self._code = code
        self._kinds: dict[str, int] = {}
        self._rows: list[tuple[int, str, str]] = []
        self._product: Product | None = None
        self._of_product = ("", [""])
        self._localised = lru_cache(REMEMBERED)(self._known)
        self._sizes = lru_cache(REMEMBERED)(lambda sizes: self._note(" ".join(sizes), SIZE))

    def add(
        self,
        look: int,
        product: Product,
        category: Category | None,
        colour: Colour,
        sizes: Sequence[str],
    ) -> None:
        if product is not self._product:
            self._product = product
            self._of_product = self._product_words(product)
        name, rest = self._of_product
        shelf = self._localised(tuple(category.name.items()), 0) if category else []
        tint = self._localised(tuple(colour.name.items()), COLOUR)
        found = dict.fromkeys([*rest, *shelf, *tint, *self._sizes(tuple(sizes))])
        self._rows.append((look, name, " ".join(found)))
        if len(self._rows) >= ROWS_AT_ONCE:
            self._write_rows()

    def finish(self) -> None:
        self._write_rows()
        stem = stemmer(self._code)
        self._out.executemany(
            f"INSERT INTO word_{self._code} VALUES (?, ?, ?)",  # noqa: S608  # a checked code
            (
                (word, "" if (root := stem(word)) == word else root, kind)
                for word, kind in sorted(self._kinds.items())
            ),
        )
        table = f"search_{self._code}"
        self._out.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608

    def _product_words(self, product: Product) -> tuple[str, list[str]]:
        """Return the name's words, joined, and those of brand, audience, material and article.

        Parts of article numbers are no vocabulary: there are too many, and none has forms.
        """
        name = self._note(pick(product.name, self._code), NAME)
        audience = AUDIENCES.get(self._code, {}).get(product.audience, "")
        material = _LETTERS.findall(pick(product.composition, self._code))[:MATERIALS]
        brand = self._note(" ".join([product.brand, audience, *material]), 0)
        parts = words(product.id)
        article = ["".join(parts), *(p for p in parts if len(p) >= SHORTEST_ARTICLE_PART)]
        return " ".join(dict.fromkeys(name)), [*brand, *article]

    def _known(self, texts: tuple[tuple[str, str], ...], kind: int) -> list[str]:
        localised: Localised = dict(texts)
        return self._note(pick(localised, self._code), kind)

    def _note(self, text: str, kind: int) -> list[str]:
        """Return a text's words, having entered them in the vocabulary."""
        found = [*words(text), *compounds(text)]
        for word in found:
            self._kinds[word] = self._kinds.get(word, 0) | kind
        return found

    def _write_rows(self) -> None:
        table = f"search_{self._code}"
        sql = f"INSERT INTO {table} (rowid, name, rest) VALUES (?, ?, ?)"  # noqa: S608  # checked
        self._out.executemany(sql, self._rows)
        self._rows.clear()
