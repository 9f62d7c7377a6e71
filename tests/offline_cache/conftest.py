"""A small catalogue file, written by hand with the wire's schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.catalogue import Promotion, Terms, Tier
from kiosk.domain.codes import gtin13
from kiosk.domain.money import Money
from kiosk.wire.catalogue_file import SCHEMA, VERSION, fold
from kiosk.wire.feed import Manifest
from offline_cache.catalogue import LocalCatalogue
from offline_cache.catalogue_files import CatalogueFiles
from offline_cache.terminal_store import TerminalStore

KEY = bytes(range(32))
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

# id, category, position, words of every colour, {colour: words}
PRODUCTS = (
    ("jacket", "outer", 1, "Куртка зимняя winter jacket Тёплышко", {"blue": "синяя blue"}),
    ("dress", "girls", 2, "Платье dress", {"red": "красное red", "blue": "синее blue"}),
    ("sledge", "girls", 3, "Ёлочка sweater свитер jacketless", {"green": "зелёный green"}),
)


def _write(path: Path, sequence: int, price: int, version: int) -> None:
    db = dbapi2.connect(str(path))
    db.executescript(SCHEMA)
    meta = {"version": version, "sequence": sequence, "terms": msgspec.json.encode(TERMS).decode()}
    db.executemany("INSERT INTO meta VALUES (?, ?)", [(k, str(v)) for k, v in meta.items()])
    db.executemany(
        "INSERT INTO category VALUES (?, ?, ?, ?, ?)",
        [
            ("outer", json.dumps({"ru": "Верх"}), "jacket.svg", "#123456", 2),
            ("girls", json.dumps({"ru": "Девочки"}), "dress.svg", "#654321", 1),
        ],
    )
    db.executemany(
        "INSERT INTO location VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            ("s1", "store", '{"en":"One"}', '{"en":"Street 1"}', 55.7, 37.6, 10, 22),
            ("w1", "warehouse", '{"en":"Depot"}', '{"en":"Ring 9"}', 55.9, 37.5, 0, 24),
        ],
    )
    db.execute("INSERT INTO promotion VALUES ('p1', ?)", [msgspec.json.encode(SALE).decode()])
    serial = 460000000000
    for product, category, position, words, colours in PRODUCTS:
        name = json.dumps({"ru": words}, ensure_ascii=False)
        db.execute(
            "INSERT INTO product VALUES (?, ?, 'Brand', 'kids', ?, '{}', '{}', '{}', 'd.svg', ?)",
            [product, category, name, position],
        )
        for colour, more in colours.items():
            text = fold(f"{words} {more} {' '.join(SIZES)}")
            db.execute("INSERT INTO search VALUES (?, ?, ?)", [text, product, colour])
            for order, size in enumerate(SIZES):
                serial += 1
                sku = f"{product}-{colour}-{size}".upper()
                db.execute(
                    "INSERT INTO variant VALUES (?, ?, ?, '{\"en\":\"c\"}', '#00ff00', ?, ?, ?)",
                    [sku, product, colour, size, order, price + order],
                )
                gtin14 = gtin13(str(serial)).zfill(14)
                db.execute("INSERT INTO gtin VALUES (?, ?)", [gtin14, sku])
                db.execute("INSERT INTO stock VALUES (?, 's1', 5, 1, 0, 1)", [sku])
    db.commit()
    db.close()


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., Manifest]:
    """Make a catalogue, put it where a download goes, and install it."""

    def install_it(
        files: CatalogueFiles,
        epoch: str = "e1",
        sequence: int = 10,
        price: int = 10000,
        version: int = VERSION,
    ) -> Manifest:
        made = tmp_path / "made.db"
        _write(made, sequence, price, version)
        data = made.read_bytes()
        manifest = Manifest(hashlib.sha256(data).hexdigest(), len(data), sequence, VERSION)
        made.replace(files.incoming(manifest.sha256))
        files.install(manifest, epoch)
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
