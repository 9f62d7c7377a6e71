"""A small catalogue file, written by hand with the wire's schema."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import zstandard
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.catalogue import Category, Colour, Product, Promotion, Terms, Tier
from kiosk.domain.gtin import gtin13
from kiosk.domain.money import Money
from kiosk.hub.storage.search_index import SearchIndex
from kiosk.wire.catalogue_file import INDEXES, MIN_APP, TABLES, VERSION
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.store.terminal_store import TerminalStore

KEY = bytes(range(32))
LANGUAGES = ("en", "ru")
SIZES = ("92", "98")
TERMS = Terms(
    shop_name={"ru": "Малышок"},
    currency="RUB",
    time_zone="Europe/Moscow",
    delivery_fee=Money(29900, "RUB"),
    delivery_free_from=Money(500000, "RUB"),
    delivery_cutoff_hour=18,
    delivery_slots=((10, 14),),
    collect_after_hours=2,
    transfer_days=2,
    tiers=(Tier("gold", {"en": "Gold"}, 500, 500),),
)
SALE = Promotion("p1", "percent_off", {"en": "Sale"}, percent_bp=1000)
PICTURE = "ab" * 32

GIRLS = Category("girls", {"ru": "Девочки", "en": "Girls"}, "dress.svg", "#654321", 1)
OUTER = Category("outer", {"ru": "Верх", "en": "Outerwear"}, "jacket.svg", "#123456", 2)
BLUE = Colour("blue", {"ru": "синий", "en": "blue"}, "#0000ff")
RED = Colour("red", {"ru": "красный", "en": "red"}, "#ff0000", PICTURE)
GREEN = Colour("green", {"ru": "зелёный", "en": "green"}, "#00ff00")


def style(product_id: str, category: Category, brand: str, ru: str, en: str) -> Product:
    """A product of the small shop."""
    texts = ({"en": "Warm"}, {"en": "Cotton"}, {"en": "Wash at 30°"})
    return Product(
        product_id, category.id, brand, "kids", {"ru": ru, "en": en}, *texts, "d.svg"
    )  # fmt: skip


# In the shop's order, each with its colours in the shop's order.
PRODUCTS = (
    (style("jacket", OUTER, "Тёплышко", "Куртка зимняя", "Winter jacket"), OUTER, (BLUE,)),
    (style("dress", GIRLS, "Brand", "Платье", "Dress"), GIRLS, (BLUE, RED)),
    (
        style("sledge", GIRLS, "Brand", "Ёлочка свитер", "Sweater jacketless"),
        GIRLS,
        (GREEN,),
    ),
)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _write(path: Path, sequence: int, price: int, version: int) -> None:
    with closing(dbapi2.connect(str(path))) as db:
        db.executescript(TABLES)
        meta = {
            "version": version,
            "sequence": sequence,
            "languages": _json(LANGUAGES),
            "terms": _json(TERMS),
        }
        db.executemany("INSERT INTO meta VALUES (?, ?)", [(k, str(v)) for k, v in meta.items()])
        db.executemany(
            "INSERT INTO category VALUES (?, ?, ?, ?, ?)",
            [(c.id, _json(c.name), c.drawing, c.colour_hex, c.position) for c in (GIRLS, OUTER)],
        )
        db.executemany(
            "INSERT INTO location VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (1, "s1", "store", '{"en":"One"}', '{"en":"Street 1"}', 55.7, 37.6, 10, 22),
                (2, "w1", "warehouse", '{"en":"Depot"}', '{"en":"Ring 9"}', 55.9, 37.5, 0, 24),
            ],
        )
        db.execute("INSERT INTO promotion VALUES ('p1', ?)", [_json(SALE)])
        _fill(db, price)
        db.executescript(INDEXES)
        db.commit()


def _fill(db: dbapi2.Connection, price: int) -> None:
    index = SearchIndex(db, LANGUAGES)
    colours = {colour.code: n for n, colour in enumerate((BLUE, RED, GREEN), 1)}
    db.executemany(
        "INSERT INTO colour VALUES (?, ?, ?, ?)",
        [(colours[c.code], c.code, _json(c.name), c.hex) for c in (BLUE, RED, GREEN)],
    )
    look = variant = 0
    for number, (p, category, in_colours) in enumerate(PRODUCTS, 1):
        db.execute(
            "INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?)",
            [number, p.id, p.category_id, p.brand, p.audience, _json(p.name), p.drawing],
        )
        db.execute(
            "INSERT INTO product_text VALUES (?, ?, ?, ?)",
            [number, *(_json(text) for text in (p.description, p.composition, p.care))],
        )
        for colour in in_colours:
            look += 1
            db.execute(
                "INSERT INTO look VALUES (?, ?, ?, ?)",
                [look, number, colours[colour.code], colour.picture],
            )
            index.add(look, p, category, colour, SIZES)
            for order, size in enumerate(SIZES):
                variant += 1
                sku = f"{p.id}-{colour.code}-{size}".upper()
                db.execute(
                    "INSERT INTO variant VALUES (?, ?, ?, ?, ?, ?)",
                    [variant, sku, look, size, order, price + order],
                )
                gtin = int(gtin13(str(460000000000 + variant)))
                db.execute("INSERT INTO gtin VALUES (?, ?)", [gtin, variant])
                db.execute("INSERT INTO stock VALUES (?, 1, 5, 1, 0, 1)", [variant])
    index.finish()


def packed(data: bytes, epoch: str = "e1", sequence: int = 10) -> tuple[Manifest, bytes]:
    """Pack a file as the hub does; return what it promises, and what travels."""
    pack = zstandard.ZstdCompressor(level=3).compress(data)
    return (
        Manifest(
            epoch=epoch,
            sequence=sequence,
            schema=VERSION,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            packed_sha256=hashlib.sha256(pack).hexdigest(),
            packed_size=len(pack),
            min_app=MIN_APP,
            not_after="2026-01-02T00:00:00+00:00",
        ),
        pack,
    )


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., bytes]:
    """Make a catalogue file; return its bytes."""

    def make(sequence: int = 10, price: int = 10000, version: int = VERSION) -> bytes:
        path = tmp_path / "made.db"
        path.unlink(missing_ok=True)
        _write(path, sequence, price, version)
        return path.read_bytes()

    return make


@pytest.fixture
def pack() -> Callable[..., tuple[Manifest, bytes]]:
    """Return `packed`."""
    return packed


@pytest.fixture
def install(made: Callable[..., bytes]) -> Callable[..., Manifest]:
    """Make a catalogue, put it where a download goes, and install it."""

    def install_it(
        files: CatalogueFiles,
        epoch: str = "e1",
        sequence: int = 10,
        price: int = 10000,
        version: int = VERSION,
    ) -> Manifest:
        manifest, pack = packed(made(sequence, price, version), epoch, sequence)
        files.part(manifest).write_bytes(pack)
        files.install(manifest)
        return manifest

    return install_it


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where a terminal keeps its data."""
    return tmp_path / "data"


@pytest.fixture
def files(data_dir: Path) -> Iterator[CatalogueFiles]:
    """An empty catalogue store."""
    opened = CatalogueFiles(data_dir)
    yield opened
    opened.close()


@pytest.fixture
def catalogue(files: CatalogueFiles, install: Callable[..., Manifest]) -> LocalCatalogue:
    """The small shop, installed at sequence 10 of epoch e1."""
    install(files)
    return LocalCatalogue(files)


@pytest.fixture
def store(data_dir: Path) -> Iterator[TerminalStore]:
    """An encrypted terminal store."""
    opened = TerminalStore(data_dir, KEY)
    yield opened
    opened.close()
