"""Search as you type: what people type at a kiosk, and what it may cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.domain.catalogue import Category, Colour, Product
from kiosk.domain.gtin import gtin13
from kiosk.hub.storage.search_index import SearchIndex
from kiosk.wire.catalogue_file import INDEXES, TABLES
from offline_cache.catalogue import search_codes, search_words
from offline_cache.catalogue.search import MAX_TEXT, find
from offline_cache.catalogue.search_words import switched, tokens
from offline_cache.connection import open_catalogue

LANGUAGES = ("en", "ru")
BLUE = Colour("BLU", {"ru": "синий", "en": "blue"}, "#0000ff")
NAVY = Colour("NVY", {"ru": "тёмно-синий", "en": "dark blue"}, "#000080")
RED = Colour("RED", {"ru": "красный", "en": "red"}, "#ff0000")
GREEN = Colour("GRN", {"ru": "зелёный", "en": "green"}, "#00ff00")
SHOES = Category("shoes", {"ru": "Обувь", "en": "Footwear"}, "", "", 1)
CLOTHES = Category("clothes", {"ru": "Одежда", "en": "Clothes"}, "", "", 2)

Row = tuple[str, str, str, str, Category, tuple[Colour, ...], tuple[str, ...]]

# Article, brand, name in Russian and English, shelf, colours, sizes: in the shop's order.
PRODUCTS: tuple[Row, ...] = (
    ("40101", "Hopla", "Сапоги резиновые", "Rubber boots", SHOES, (RED, BLUE), ("26", "27")),
    ("40102", "Jackline", "Ботинки", "Ankle boots", SHOES, (NAVY,), ("27", "28")),
    ("40230", "Lapka", "Платье для девочки", "Girls’ dress", CLOTHES, (RED, BLUE), ("98", "104")),
    ("40231", "Lapka", "Юбка", "Skirt", CLOTHES, (GREEN,), ("98",)),
    ("40343", "Тундра", "Свитер «Куртуаз»", "Sweater jacketless", CLOTHES, (BLUE,), ("104",)),
    ("40340", "Тундра", "Куртки-парки", "Parka jackets", CLOTHES, (RED,), ("98",)),
    ("40341", "Тундра", "Куртка зимняя", "Winter jacket", CLOTHES, (RED, BLUE), ("92", "98")),
    ("40342", "Тундра", "Куртка", "Jacket", CLOTHES, (GREEN, NAVY), ("98–104",)),
    ("40450", "Игла", "Игрушка «Ёлка»", "Toy fir tree", CLOTHES, (GREEN,), ("S", "M")),
    ("40560", "Lapka", "Футболка", "T-shirt «Café»", CLOTHES, (BLUE,), ("98",)),
    ("40670", "Soft", "Крем", "Hand cream", CLOTHES, (), ()),
    ("40780", "Soft", "Пижама «Синий трактор»", "Pyjamas “Blue tractor”", CLOTHES, (RED,), ("98",)),
)  # fmt: skip
NONE = Colour("000", {}, "")


def build(path: Path, rows: tuple[Row, ...]) -> Database:
    db = dbapi2.connect(str(path), isolation_level=None)
    db.executescript(TABLES)
    db.execute("BEGIN")
    index = SearchIndex(db, LANGUAGES)
    look = variant = 0
    for number, (article, brand, ru, en, shelf, colours, sizes) in enumerate(rows, 1):
        made_of = {"ru": "100 % хлопок", "en": "100 % cotton"}
        names = {"ru": ru, "en": en}
        product = Product(article, shelf.id, brand, "kids", names, {}, made_of, {}, "")
        db.execute(
            "INSERT INTO product VALUES (?, ?, ?, ?, 'kids', ?, '')",
            (number, article, shelf.id, brand, json.dumps(names)),
        )
        for colour in colours or (NONE,):
            look += 1
            db.execute("INSERT INTO look VALUES (?, ?, 0, ?)", (look, number, colour.code))
            index.add(look, product, shelf, colour, sizes)
            for position, size in enumerate(sizes or ("0",)):
                variant += 1
                sku = f"MK-{article}-{colour.code}-{size.zfill(3)}"
                db.execute(
                    "INSERT INTO variant VALUES (?, ?, ?, ?, ?, 100)",
                    (variant, sku, look, size, position),
                )
                gtin = int(gtin13(f"2041{variant:08d}"))
                db.execute("INSERT INTO gtin VALUES (?, ?)", (gtin, variant))
    db.execute("INSERT INTO product VALUES (0, '49999', 'clothes', '', 'kids', '{}', '')")
    index.finish()
    db.execute("COMMIT")
    db.executescript(INDEXES)
    db.close()
    return open_catalogue(path)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = build(tmp_path_factory.mktemp("search") / "catalogue.db", PRODUCTS)
    yield database
    database.close()


def found(shop: Database, text: str, limit: int = 20) -> list[str]:
    """Return `article colour` of each hit, best first."""
    hits = []
    for look in find(shop, LANGUAGES, text, limit):
        sql = "SELECT p.id || ' ' || l.picture FROM look l JOIN product p ON p.number = l.product"
        hits.append(str(shop.execute(f"{sql} WHERE l.number = ?", [look]).fetchone()[0]))
    return hits


PARKA, WINTER, WINTER_BLUE, JACKET = "40340 RED", "40341 RED", "40341 BLU", "40342 GRN"
JACKET_NAVY, SWEATER, SHIRT, CREAM = "40342 NVY", "40343 BLU", "40560 BLU", "40670 000"
BOOTS, DRESS, DRESS_BLUE, SKIRT = "40101 RED", "40230 RED", "40230 BLU", "40231 GRN"
TOY, PYJAMAS, SHOES_NAVY = "40450 GRN", "40780 RED", "40102 NVY"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whole words and their other forms, then beginnings; the shop's order within.
        ("куртки", [PARKA, WINTER, JACKET]),
        ("курт", [SWEATER, PARKA, WINTER, JACKET]),
        ("jacket", [PARKA, WINTER, JACKET, SWEATER]),
        ("ку", [SWEATER, PARKA, WINTER, JACKET]),
        ("зимн курт", [WINTER]),
        ("КУРТКА  зимняя", [WINTER]),
        # Colours and sizes filter, in any order and form, and choose the look.
        ("синяя куртка", [WINTER_BLUE, JACKET_NAVY]),
        ("курт син", [SWEATER, WINTER_BLUE, JACKET_NAVY]),
        ("темно-синяя куртка", [JACKET_NAVY]),
        ("темносиний", [SHOES_NAVY, JACKET_NAVY]),
        ("синяя куртка 98", [WINTER_BLUE, JACKET_NAVY]),
        ("куртка синяя р.98", [WINTER_BLUE, JACKET_NAVY]),
        ("куртка р92", [WINTER]),
        ("куртка размер 92 см", [WINTER]),
        ("куртка, 92см", [WINTER]),
        ("98 синяя", [DRESS_BLUE, WINTER_BLUE, JACKET_NAVY, SHIRT, PYJAMAS]),
        ("blue jackets 98", [WINTER_BLUE, JACKET_NAVY]),
        ("jacket blue", [WINTER_BLUE, JACKET_NAVY, SWEATER]),
        ("dress in red, size 104", [DRESS]),
        ("игрушка m", [TOY]),
        ("куртка 110", []),
        ("куртка платье", []),
        # Names before the rest.
        ("jack", [SWEATER, PARKA, WINTER, JACKET, SHOES_NAVY]),
        ("jac", [SWEATER, PARKA, WINTER, JACKET, SHOES_NAVY]),
        ("девочка", [DRESS, "40101 RED", SHOES_NAVY, SKIRT, SWEATER, PARKA, WINTER, JACKET, TOY,
                     SHIRT, CREAM, PYJAMAS]),
        ("платье для девочки", [DRESS]),
        ("детские сапоги", [BOOTS]),
        ("футболка хлопок", [SHIRT]),
        ("обувь", [BOOTS, SHOES_NAVY]),
        ("lapka 98", [DRESS, SKIRT, SHIRT]),
        # Letters that are one to most people.
        ("елка", [TOY]),
        ("ЁЛКА", [TOY]),
        ("Е\u0308лка", [TOY]),
        ("cafe", [SHIRT]),
        ("café", [SHIRT]),
        ("tshirt", [SHIRT]),
        ("t-shirt", [SHIRT]),
        # The other keyboard layout.
        ("рфтв", [CREAM]),
        ("rehnrf", [PARKA, WINTER, JACKET]),
        ("rehnrf 92", [WINTER]),
        (".,rf", [SKIRT]),
        ("`krf", [TOY]),
        ("hand руку", [CREAM]),
        ("зимняя rehnrf", [WINTER]),
        # What the shop does not know is passed over, before nothing is found.
        ("винтажная куртка", [PARKA, WINTER, JACKET]),
        # FTS5 syntax is words.
        ("jacket OR dress", []),
        ("NEAR(winter jacket)", [WINTER]),
        ('"jacket" -blue*', [WINTER_BLUE, JACKET_NAVY, SWEATER]),
        ("name:jacket", [PARKA, WINTER, JACKET, SWEATER]),
        ("{name rest}: winter^", [WINTER]),
    ],
)  # fmt: skip
def test_what_people_type_finds_what_they_mean(
    shop: Database, text: str, expected: list[str]
) -> None:
    assert found(shop, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40341", [WINTER]),
        (" 40341 ", [WINTER]),
        ("4034", [PARKA, WINTER, JACKET, SWEATER]),
        ("MK-40341-BLU-098", [WINTER_BLUE]),
        ("mk-40341-blu-098", [WINTER_BLUE]),
        ("mk 40341 blu 098", [WINTER_BLUE]),
        ("mk40341blu098", [WINTER_BLUE]),
        ("ьл-40341-идг-098", [WINTER_BLUE]),  # typed in Russian
        ("МК-40341-ВLU-098", [WINTER_BLUE]),  # read off a label in Russian
        ("mk-40341-b", [WINTER_BLUE]),
        (gtin13("204100000001"), [BOOTS]),
        (f"0{gtin13('204100000001')}", [BOOTS]),
        ("2 041000 000018", [BOOTS]),
        ("40670", [CREAM]),
    ],
)
def test_a_code_finds_its_look(shop: Database, text: str, expected: list[str]) -> None:
    assert found(shop, text) == expected


@pytest.mark.parametrize(
    "text",
    ["40676", "4067", "406700", "04670", "40760", "4670"],
    ids=["wrong", "begun", "more", "first two", "last two", "missing"],
)
def test_a_slip_in_an_article_number_is_forgiven(shop: Database, text: str) -> None:
    assert CREAM in found(shop, text)


@pytest.mark.parametrize("text", ["mk-40341-blu-089", "mk 40341 blu 08", "mk4034blu098"])
def test_a_slip_in_a_sku_is_forgiven(shop: Database, text: str) -> None:
    assert WINTER_BLUE in found(shop, text)


def test_sizes_side_by_side_are_no_article_number() -> None:
    assert search_codes.readings("98 104") == ["98-104"]
    assert "4600000000017" in search_codes.readings("4 600000 000017")


def test_a_product_that_is_not_sold_in_any_colour_is_not_found(shop: Database) -> None:
    assert found(shop, "49999") == found(shop, "4999") == []


def test_a_slip_in_a_gtin_is_forgiven(shop: Database) -> None:
    assert found(shop, "2041000000028") == [BOOTS]


def test_exact_codes_come_before_beginnings_and_those_before_names(tmp_path: Path) -> None:
    plain = (CLOTHES, (RED,), ("98",))
    shop = build(
        tmp_path / "codes.db",
        (
            ("1", "", "Модель 7712", "Model 7712", *plain),
            ("77123", "", "Шапка", "Hat", *plain),
            ("7712", "", "Шарф", "Scarf", *plain),
        ),
    )
    assert found(shop, "7712") == ["7712 RED", "77123 RED", "1 RED"]
    shop.close()


def test_one_look_a_product_and_no_more_than_asked_for(shop: Database) -> None:
    assert found(shop, "одежда", 3) == [DRESS, SKIRT, SWEATER]
    assert found(shop, "одежда", 0) == []
    assert found(shop, "одежда", -1) == []


def test_russian_letters_ask_russian_first_whatever_the_order_of_languages(
    tmp_path: Path,
) -> None:
    both = ((RED,), ("98",))
    shop = build(
        tmp_path / "scripts.db",
        (
            ("1", "", "Cap", "Кепка", CLOTHES, *both),
            ("2", "", "Кепка", "Cap", CLOTHES, *both),
        ),
    )
    for languages in (("en", "ru"), ("ru", "en")):
        assert find(shop, languages, "кепка", 9) == [2, 1]
        assert find(shop, languages, "cap", 9) == [2, 1]
    shop.close()


@pytest.mark.parametrize(
    "text",
    ["", "   ", '"', "***", "()", "\x00", "__", "🧥🧥", "\ud800", "NEAR(", "-", "שמלה", "\u0301"],
)
def test_nothing_searchable_finds_nothing(shop: Database, text: str) -> None:
    assert found(shop, text) == []


def test_a_pasted_book_costs_no_more_than_its_first_lines(shop: Database) -> None:
    assert found(shop, "." * MAX_TEXT + "куртка") == []
    assert found(shop, "куртка " * 10_000) == [PARKA, WINTER, JACKET]


def test_noise_is_passed_over_only_beside_something() -> None:
    assert tokens("платье для девочки") == ("платье", "девочки")
    assert tokens("для") == ("для",)
    assert tokens("size 98") == ("98",)


def test_switching_the_layout_twice_gives_the_same() -> None:
    typed = "ёжик юбка hand [x]"
    assert switched(typed) == "`;br .,rf рфтв хчъ"
    assert switched(switched(typed)) == typed


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(st.characters(), max_size=60)
    | st.text("\"*^:(){}+-~!\\'; ANDORNTEjacketкур98", max_size=40)
    | st.lists(st.sampled_from(["куртка", "MK-40", "98", "rehnrf", "AND", "⁹⁸", "ﬁr", "İ"])).map(
        " ".join
    )
)
def test_no_typed_text_is_an_error(shop: Database, text: str) -> None:
    assert len(found(shop, text, 3)) <= 3


# What it may cost, whatever is typed and whatever the shop sells.
STATEMENTS = 120
BEGINNING = "супер"
FORMS = [
    f"дела{participle}{ending}"
    for participle in ("ющ", "вш")
    for ending in ("ий", "ая", "ее", "ие", "его", "ему", "им", "ем", "ей", "ую", "их", "ими")
]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Thousands of words with one beginning, and one stem."""
    rng = Random(4)  # noqa: S311  # repeatable, not secret
    rows: list[Row] = []
    for number in range(400):
        own = [f"{BEGINNING}{''.join(rng.choices('бвгдж', k=6))}" for _ in range(4)]
        name = " ".join([*own, *FORMS])
        rows.append((str(50_000 + number), "", name, "thing", CLOTHES, (RED,), ("98",)))
    database = build(tmp_path_factory.mktemp("crowded") / "catalogue.db", tuple(rows))
    yield database
    database.close()


@pytest.mark.parametrize(
    "text",
    [
        BEGINNING,
        " ".join(f"{BEGINNING}{letter}" for letter in "бвгдж"),
        "делающий супер сп с д к",
        " ".join(f"незнакомое{letter}" for letter in "абвгдежзик"),
        " ".join(f"{first}{second}" for first in "фхцчшщэюя" for second in "абвгдежзик"),
        "x-1 " * 16_000,
        "a1" * 12,
        "ж1" * 20,
        "MK-50000-RED-9900",
        "9" * 40,
    ],
)
def test_a_key_press_costs_a_bounded_number_of_statements_and_words(
    crowded: Database, text: str
) -> None:
    seen: list[str] = []
    crowded.conn.set_trace_callback(seen.append)
    try:
        find(crowded, LANGUAGES, text, 60)
    finally:
        crowded.conn.set_trace_callback(None)
    ours = [statement for statement in seen if not statement.startswith("--")]  # FTS5's own
    assert 0 < len(ours) <= STATEMENTS
    matches = [statement for statement in ours if "MATCH" in statement]
    assert len(set(matches)) == len(matches)
    most = search_words.BEGINNINGS + search_words.FORMS + 3
    for statement in matches:
        assert statement.count('"') // 2 <= search_words.MAX_TOKENS * most
    for statement in seen:
        assert statement.count('","') <= search_codes.MAX_GUESSES


def test_a_word_stands_for_a_bounded_number_of_words(crowded: Database) -> None:
    term = search_words.Vocabulary(crowded, "ru").term(BEGINNING)
    assert len(term.begun) == search_words.BEGINNINGS
    many = search_words.Vocabulary(crowded, "ru").term("делающий")
    assert search_words.FORMS <= len(many.same) <= search_words.FORMS + 2 < len(FORMS)


def test_rows_are_read_only_until_there_are_enough(crowded: Database) -> None:
    assert find(crowded, LANGUAGES, "делающий", 5) == [1, 2, 3, 4, 5]
