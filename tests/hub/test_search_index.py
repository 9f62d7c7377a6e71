"""What the hub writes for a terminal's search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.domain.catalogue import Category, Colour, Product
from kiosk.hub.storage.search_index import ROWS_AT_ONCE, SearchIndex
from kiosk.wire.catalogue_file import COLOUR, NAME, SIZE
from kiosk.wire.search_text import MAX_WORD, compounds, plain, words

SHELF = Category("boots", {"ru": "Обувь", "en": "Footwear"}, "", "", 1)
NAVY = Colour("NVY", {"ru": "Тёмно-синий", "en": "Navy"}, "#000080")
BOOTS = Product(
    id="MK-4011.98",
    category_id="boots",
    brand="Hopla",
    audience="women",
    name={"ru": "Сапоги «Осень»", "en": "Autumn boots"},
    description={"ru": "Описание", "en": "Description"},
    composition={"ru": "100 % резина", "en": "100 % rubber"},
    care={},
    drawing="",
)


@pytest.fixture
def out() -> dbapi2.Connection:
    return dbapi2.connect(":memory:", isolation_level=None)


def looks(out: dbapi2.Connection, language: str, match: str) -> list[int]:
    table = f"search_{language}"
    sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"  # noqa: S608  # ours
    return [row[0] for row in out.execute(sql, [match])]


def vocabulary(out: dbapi2.Connection, language: str) -> dict[str, tuple[str, int]]:
    rows = out.execute(f"SELECT word, stem, kind FROM word_{language}")  # noqa: S608  # ours
    return {word: (stem, kind) for word, stem, kind in rows}


def test_each_language_has_its_own_words_and_the_neutral_ones(out: dbapi2.Connection) -> None:
    index = SearchIndex(out, ["ru", "en"])
    index.add(7, BOOTS, SHELF, NAVY, ["37", "38"])
    index.finish()
    for neutral in ("hopla", "37", "38", "mk401198", "4011"):
        assert looks(out, "ru", f"rest : {neutral}") == [7]
        assert looks(out, "en", f"rest : {neutral}") == [7]
    for word in ("обувь", "синий", "темно", "темносиний", "женский", "резина"):
        assert looks(out, "ru", f"rest : {word}") == [7]
        assert looks(out, "en", word) == []
    assert looks(out, "ru", "name : сапоги AND name : осень") == [7]
    assert looks(out, "en", "name : boots") == [7]
    assert looks(out, "en", "rest : boots") == looks(out, "ru", "description") == []


def test_numbers_of_a_composition_or_an_article_pass_for_no_size(out: dbapi2.Connection) -> None:
    index = SearchIndex(out, ["ru"])
    index.add(1, BOOTS, SHELF, NAVY, ["37"])
    index.finish()
    assert looks(out, "ru", "100") == looks(out, "ru", "98") == []


def test_the_vocabulary_says_what_a_word_is_and_unites_its_forms(out: dbapi2.Connection) -> None:
    index = SearchIndex(out, ["ru"])
    index.add(1, BOOTS, SHELF, NAVY, ["37"])
    index.add(2, replace(BOOTS, name={"ru": "Синие сапоги 37"}), None, NAVY, [])
    index.finish()
    known = vocabulary(out, "ru")
    assert known["сапоги"] == ("сапог", NAME)
    assert known["синий"] == ("син", COLOUR)
    assert known["синие"] == ("син", NAME)
    assert known["37"] == ("", SIZE | NAME)
    assert known["hopla"] == ("", 0)
    assert "4011" not in known


def test_every_look_is_there_however_many_and_the_index_is_in_one_piece(
    out: dbapi2.Connection,
) -> None:
    index = SearchIndex(out, ["en"])
    many = ROWS_AT_ONCE + 3
    for number in range(1, many + 1):
        index.add(number, BOOTS, SHELF, NAVY, ["37"])
    index.finish()
    assert looks(out, "en", "boots") == list(range(1, many + 1))
    assert out.execute("SELECT count(DISTINCT segid) FROM search_en_idx").fetchone() == (1,)


def test_a_missing_translation_is_found_by_what_the_screen_shows(out: dbapi2.Connection) -> None:
    index = SearchIndex(out, ["ru", "de"])
    index.add(1, replace(BOOTS, name={"en": "Wellies"}), None, NAVY, [])
    index.finish()
    assert looks(out, "ru", "wellies") == looks(out, "de", "wellies") == [1]


def test_only_a_language_code_becomes_a_table(out: dbapi2.Connection) -> None:
    with pytest.raises(ValueError, match="language"):
        SearchIndex(out, ["ru; DROP TABLE look"])


def test_texts_split_the_same_way_at_both_ends() -> None:
    assert words("Ёлка “Café”, й ９８—104 №5 🧥 \ud800\x00") == [
        *("елка", "cafe", "й", "98", "104", "no5"),
    ]
    assert words("x" * 99) == ["x" * MAX_WORD]
    assert compounds("T-shirt, men’s, 98-104") == ["tshirt", "mens"]
    assert plain("Зи\u0301мний") == "зимний"


@pytest.mark.parametrize("text", ["ǅ ﬀ ß İ", "ⅷ ½ ²", "पानी", "a𞤀b aᦰb", "e\u0301i\u0306", "ك ١٢"])
def test_every_word_of_any_script_is_one_word_to_the_database(
    out: dbapi2.Connection, text: str
) -> None:
    index = SearchIndex(out, ["en"])
    index.add(1, replace(BOOTS, name={"en": text}), None, NAVY, [])
    index.finish()
    assert words(text)
    for word in words(text):
        assert looks(out, "en", f'name : "{word}"') == [1]
