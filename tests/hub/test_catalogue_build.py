"""What is in a catalogue file, and that building one never holds the shop in memory."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
import zstandard
from sqlalchemy import event
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.domain.catalogue import Category, Colour, Product, Variant
from kiosk.domain.gtin import gtin13
from kiosk.domain.stock import StockLevel
from kiosk.hub import admin
from kiosk.hub.context import Hub
from kiosk.hub.engines.embedded import loading
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.serve import open_hub
from kiosk.hub.storage import catalogue_build
from kiosk.hub.storage.search_index import SearchIndex
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.snapshot import Manifest
from tests.databases import hub_settings
from tests.hub.small_shop import RED, money, small_shop

BLUE = Colour("blue", {"en": "Blue", "ru": "Синий"}, "#2020C0", "ab" * 32)
SIZES = ("98", "104", "110")
LEVELS = """
SELECT v.sku, l.id, s.on_hand, s.allocated, s.reserved, s.buffer
FROM stock s JOIN variant v ON v.number = s.variant JOIN location l ON l.number = s.location
"""

T = TypeVar("T")

Build = Callable[[ShopSeed], tuple[Manifest, Path]]


def products(count: int) -> list[Product]:
    """Make products whose ids sort the other way round than they stand in the shop."""
    one, *_ = small_shop().products
    return [replace(one, id=f"p{900 - n}", name={"en": f"Dress {n}"}) for n in range(count)]


def variants(count: int) -> list[Variant]:
    """Make every product in red and blue, in three sizes; the SKUs know nothing of sizes."""
    made: list[Variant] = []
    for product in products(count):
        for tint in (RED, BLUE):
            for position, size in enumerate(SIZES):
                sku = f"{product.id}-{tint.code}-{9 - position}"
                code = gtin13(f"46{len(made):010d}").zfill(14)
                price = money(1_000 + len(made))
                made.append(Variant(sku, product.id, "c1", tint, size, position, (code,), price))
    return made


def levels(count: int) -> list[StockLevel]:
    return [
        StockLevel(one.sku, place, number, 1, 0, 1)
        for number, one in enumerate(variants(count))
        for place in ("warehouse", "store-a")
    ]


def shop_of(count: int) -> ShopSeed:
    made = small_shop()
    return replace(
        made,
        products=products(count),
        variants=variants(count),
        stock=levels(count),
        promotions=(),
        customers=(),
    )


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Load a shop into a new hub; return the manifest of its catalogue, and the file unpacked."""
    opened: list[Hub] = []

    def make(seed: ShopSeed) -> tuple[Manifest, Path]:
        folder = tmp_path / f"hub-{len(opened)}"
        hub = open_hub(hub_settings(folder))
        opened.append(hub)
        loading.load_seed(hub.engine, seed)
        made = admin.rebuild_catalogue(hub.engine, folder)
        packed = (folder / "catalogue" / made.file_name).read_bytes()
        file = folder / "unpacked.db"
        file.write_bytes(zstandard.ZstdDecompressor().decompress(packed))
        return made, file

    yield make
    for hub in opened:
        hub.engine.dispose()


def ask(file: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(dbapi2.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        return list(database.execute(question))


def test_rows_are_numbered_in_the_shops_order(build: Build) -> None:
    _, file = build(shop_of(4))
    assert ask(file, "SELECT id FROM product ORDER BY number") == [(p.id,) for p in products(4)]
    found = ask(
        file,
        "SELECT v.number, p.id, c.code, v.size, v.price_minor FROM variant v"
        " JOIN look l ON l.number = v.look JOIN product p ON p.number = l.product"
        " JOIN colour c ON c.number = l.colour ORDER BY v.number",
    )
    order = sorted(
        variants(4), key=lambda v: (-int(v.product_id[1:]), v.colour.code, v.size_position)
    )
    assert found == [
        (number, v.product_id, v.colour.code, v.size, v.list_price.minor)
        for number, v in enumerate(order, 1)
    ]
    assert ask(file, "SELECT min(number), max(number), count(*) FROM look") == [(1, 8, 8)]
    assert ask(file, "SELECT DISTINCT picture FROM look ORDER BY 1") == [("",), ("ab" * 32,)]


def test_every_level_and_every_code_leads_to_its_variant(build: Build) -> None:
    _, file = build(shop_of(4))
    assert set(ask(file, LEVELS)) == {tuple(msgspec.to_builtins(x).values()) for x in levels(4)}
    codes = ask(file, "SELECT g.gtin, v.sku FROM gtin g JOIN variant v ON v.number = g.variant")
    assert set(codes) == {(int(v.gtins[0]), v.sku) for v in variants(4)}


def test_a_file_says_what_it_is(build: Build) -> None:
    made, file = build(shop_of(1))
    meta = dict(ask(file, "SELECT name, value FROM meta"))
    assert meta.keys() == {"version", "sequence", "languages", "terms"}
    assert (meta["version"], meta["sequence"]) == (str(VERSION), str(made.sequence))
    assert ask(file, "PRAGMA user_version") == [(VERSION,)]
    assert ask(file, "PRAGMA integrity_check") == [("ok",)]


def test_languages_are_those_of_the_products_names(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    seed = shop_of(2)
    first, second = seed.products
    odd = replace(first, name={"ru": "Платье", "x; DROP TABLE meta": "?", "EN": "Dress"})
    with caplog.at_level(logging.WARNING, "kiosk.hub.storage.catalogue_build"):
        _, file = build(replace(seed, products=(odd, second)))
    assert [record.getMessage() for record in caplog.records] == [
        "languages that are no code of two or three small letters are left out of the"
        " catalogue's search: ['EN', 'x; DROP TABLE meta']"
    ]
    assert dict(ask(file, "SELECT name, value FROM meta"))["languages"] == '["en","ru"]'
    assert ask(file, "SELECT rowid FROM search_ru WHERE search_ru MATCH 'платье'") == [(1,), (2,)]
    assert ask(file, "SELECT rowid FROM search_en WHERE search_en MATCH 'dress AND blue'") == [(3,)]


def test_a_code_that_is_no_gtin_is_left_out_and_logged_once(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    seed = shop_of(2)
    first, second, third, *rest = variants(2)
    spoiled = [
        replace(first, gtins=("4600000000017", "٠٤٦٠٠٠٠٠٠٠٠٠١٧", *first.gtins)),
        replace(second, gtins=("", "x" * 14)),
        replace(third, gtins=first.gtins),  # of another variant already
    ]
    with caplog.at_level(logging.WARNING, "kiosk.hub.storage.catalogue_build"):
        _, file = build(replace(seed, variants=[*spoiled, *rest]))
    assert [record.getMessage() for record in caplog.records] == [
        "5 codes are no GTIN-14, or of two variants: left out of the catalogue"
    ]
    assert ask(file, "SELECT count(*) FROM variant") == [(12,)]
    assert ask(file, "SELECT count(*) FROM gtin") == [(len(rest) + 1,)]


def test_the_same_shop_makes_the_same_file(build: Build) -> None:
    assert build(shop_of(9))[0].sha256 == build(shop_of(9))[0].sha256


@pytest.mark.parametrize("at_once", [2, 9])
def test_a_file_holds_the_same_whatever_is_read_at_once(
    build: Build, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    _, usual = build(shop_of(9))
    monkeypatch.setattr(catalogue_build, "AT_ONCE", at_once)
    _, file = build(shop_of(9))
    for table in ("product", "product_text", "look", "variant", "gtin", "stock", "word_en"):
        everything = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608  # our names
        assert ask(file, everything) == ask(usual, everything), table


def test_a_shop_is_loaded_a_few_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Counter[str]()
    written = Counter[str]()
    ahead: list[int] = []

    def counted(name: str, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            made[name] += 1
            yield row

    hub = open_hub(hub_settings(tmp_path))

    @event.listens_for(hub.engine, "before_cursor_execute", named=True)
    def note(statement: str, parameters: Sequence[object], executemany: bool, **_: object) -> None:
        for name in made:
            if executemany and statement.startswith(f"INSERT INTO {name} "):
                ahead.append(made[name] - written[name])
                written[name] += len(parameters)

    monkeypatch.setattr(loading, "_AT_ONCE", 10)
    seed = replace(
        shop_of(0),
        products=counted("product", products(5)),
        variants=counted("variant", variants(5)),
        stock=counted("stock", levels(5)),
    )
    loading.load_seed(hub.engine, seed)
    hub.engine.dispose()
    assert written == made == {"product": 5, "variant": 30, "stock": 60}
    assert max(ahead) == 10


def test_building_holds_a_few_products_at_a_time(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: list[int] = []

    def count() -> int:
        return sum(type(one) is Variant for one in gc.get_objects())

    class Watching(SearchIndex):
        def add(
            self,
            look: int,
            product: Product,
            category: Category | None,
            colour: Colour,
            sizes: Sequence[str],
        ) -> None:
            if look % 5 == 0:  # counting is slow
                alive.append(count() - before)
            super().add(look, product, category, colour, sizes)

    monkeypatch.setattr(catalogue_build, "AT_ONCE", 2)
    monkeypatch.setattr(catalogue_build, "SearchIndex", Watching)
    seed = replace(shop_of(12), variants=iter(variants(12)))
    before = count() - len(variants(12))
    build(seed)
    assert len(alive) == 4
    assert max(alive) <= 2 * 2 * len(SIZES) * 2
