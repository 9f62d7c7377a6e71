"""A small shop as data, for the fakes."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.catalogue import (
    Category,
    Colour,
    Location,
    Product,
    Promotion,
    Terms,
    Tier,
    Variant,
)
from kiosk.domain.gtin import gtin13
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.wire.customers import HistoryEvent

HERE = "store-1"
ANNA_CARD = gtin13("299000000001")
STRANGER_CARD = gtin13("299000000099")
BADGE = gtin13("299100000007")
HOSTILE_NAME = "<b>Смелый</b> & <img src=x> «жираф»"


def rub(amount: float) -> Money:
    """Roubles."""
    return Money(round(amount * 100), "RUB")


_COLOURS = {
    "blue": Colour("blue", {"en": "Ocean blue", "ru": "Морской синий"}, "#2E6FA0"),
    "red": Colour("red", {"en": "Brick red", "ru": "Кирпичный"}, "#C4553C"),
    "sun": Colour("sun", {"en": "Sun yellow", "ru": "Солнечный"}, "#DBA23E"),
    "pine": Colour("pine", {"en": "Pine", "ru": "Хвойный"}, "#4A6B4C"),
}
CATEGORIES = tuple(
    Category(id_, {"en": en, "ru": ru}, drawing, hex_, i)
    for i, (id_, en, ru, drawing, hex_) in enumerate(
        [
            ("outer", "Outerwear", "Верхняя одежда", "parka", "#4A6B4C"),
            ("shoes", "Shoes", "Обувь", "rubber-boots", "#A8743A"),
            ("dress", "Dresses and skirts", "Платья и юбки", "dress", "#B65A80"),
            ("tops", "T-shirts and shirts", "Футболки и рубашки", "t-shirt", "#DBA23E"),
            ("knit", "Knitwear", "Трикотаж", "sweater", "#2E6FA0"),
            ("acc", "Hats and gloves", "Шапки и варежки", "beanie", "#C4553C"),
        ]
    )
)
_CARE = {"en": "Wash at 30°, do not iron.", "ru": "Стирка при 30°, не гладить."}
_STYLES: Sequence[tuple[str, str, str, str, str, str, float, str]] = (
    ("p-rain", "outer", "rain-jacket", "Nordby", "Rain jacket “Puddle”", "Куртка «Лужа»", 3490, ""),
    ("p-boots", "shoes", "rubber-boots", "Nordby", "Rubber boots “Frog”",
     "Резиновые сапоги «Лягушка»", 1990, ""),
    ("p-tee", "tops", "t-shirt", "Solnce", "T-shirt “Sunday”", "Футболка «Воскресенье»", 890, ""),
    ("p-html", "knit", "sweater", "Nordby", HOSTILE_NAME, HOSTILE_NAME, 2150.5, ""),
    ("p-long", "outer", "snowsuit", "Северное сияние",
     "Insulated winter snowsuit with a detachable hood “Polar expedition of the brave”",
     "Утеплённый зимний комбинезон со съёмным капюшоном «Полярная экспедиция смелых»", 12990, ""),
)  # fmt: skip
PRODUCTS = {
    row[0]: Product(
        id=row[0],
        category_id=row[1],
        brand=row[3],
        audience="kids",
        name={"en": row[4], "ru": row[5]},
        description={
            "en": "Keeps the rain out and lets the child move. Reflecting piping, deep pockets.",
            "ru": "Не пропускает дождь и не мешает бегать. Светоотражающий кант, карманы.",
        },
        composition={"en": "100 % polyester", "ru": "100 % полиэстер"},
        care=_CARE,
        drawing=row[2],
    )
    for row in _STYLES
}
SIZES = ("86", "92", "98", "104", "110", "116")


def _variants() -> dict[str, Variant]:
    found: dict[str, Variant] = {}
    for number, row in enumerate(_STYLES, 1):
        for c, colour in enumerate(_COLOURS.values()):
            for s, size in enumerate(SIZES):
                sku = f"{row[0]}-{colour.code}-{size}"
                gtin = gtin13(f"4600000{number:02d}{c}{s:02d}").zfill(14)
                found[sku] = Variant(sku, row[0], row[1], colour, size, s, (gtin,), rub(row[6]))
    return found


VARIANTS = _variants()
RAIN_98 = "p-rain-blue-98"
BOOTS = "p-boots-sun-92"
TEE = "p-tee-sun-98"
LOCATIONS = {
    place.id: place
    for place in [
        Location(HERE, "store", {"en": "Galereya mall", "ru": "ТЦ «Галерея»"},
                 {"en": "30 Ligovsky Ave, Moscow", "ru": "Москва, Лиговский пр., 30"},
                 55.760, 37.600, 10, 22),
        Location("store-2", "store", {"en": "Central Station", "ru": "Центральный вокзал"},
                 {"en": "1 Station Sq., Moscow", "ru": "Москва, Вокзальная пл., 1"},
                 55.770, 37.605, 9, 21),
        Location("store-3", "store", {"en": "Riverside", "ru": "Речной"},
                 {"en": "Quay 7", "ru": "Набережная, 7"}, 55.800, 37.650, 10, 22),
        Location("store-4", "store", {"en": "North gate", "ru": "Северные ворота"},
                 {"en": "North 12", "ru": "Северная, 12"}, 55.850, 37.640, 10, 22),
        Location("store-5", "store", {"en": "University", "ru": "Университет"},
                 {"en": "Mira 5", "ru": "Мира, 5"}, 55.690, 37.530, 10, 22),
        Location("wh", "warehouse", {"en": "Warehouse", "ru": "Склад"},
                 {"en": "", "ru": ""}, 55.900, 37.400, 0, 24),
    ]
}  # fmt: skip
TERMS = Terms(
    shop_name={"en": "Malyshok", "ru": "Малышок"},
    currency="RUB",
    time_zone="Europe/Moscow",
    delivery_fee=rub(290),
    delivery_free_from=rub(4000),
    delivery_cutoff_hour=18,
    delivery_slots=((10, 14), (14, 18), (18, 22)),
    collect_after_hours=2,
    transfer_days=2,
    tiers=(Tier("gold", {"en": "Gold", "ru": "Золотой"}, 1000, 500),),
    track_url="https://malyshok.example/o/",
)
PROMOTIONS = (
    Promotion("2for1", "n_for_m", {"en": "2 for 1", "ru": "2 по цене 1"}, buy=2, pay=1,
              products=("p-tee",)),
    Promotion("boots", "percent_off", {"en": "Puddle week", "ru": "Неделя луж"}, percent_bp=1500,
              products=("p-boots",)),
)  # fmt: skip


def stock() -> dict[str, tuple[StockLevel, ...]]:
    """The size decides what can be done: here, home only, stores only, sold out."""
    places = {
        "86": {HERE: 4, "wh": 20},
        "92": {HERE: 1, "wh": 5, "store-2": 2},
        "98": {"wh": 14, "store-2": 3, "store-3": 6, "store-4": 1, "store-5": 2},
        "104": {"store-2": 2, "store-5": 1},
        "110": {HERE: 2},
        "116": {},
    }
    return {
        sku: ()
        if v.colour.code == "pine" and v.product_id == "p-rain"
        else tuple(StockLevel(sku, place, n) for place, n in places[v.size].items())
        for sku, v in VARIANTS.items()
    }


def history() -> tuple[HistoryEvent, ...]:
    """What Anna did in all channels, newest first."""
    rows = [
        ("2026-11-24T18:40:00+00:00", "web", "basket", "", "Сапоги 27, футболка 98 × 2", None, ""),
        ("2026-11-23T10:02:00+00:00", "messenger", "message", "",
         "Спросила про зимний комбинезон; Вера ответила", None, ""),
        ("2026-11-14T13:30:00+00:00", "store", "visit", "",
         "Смотрела 4 куртки, 98 не было", None, "store-2"),
        ("2026-11-02T09:15:00+00:00", "app", "order", "10212", "Забрала сама, 5 звёзд",
         rub(6230), HERE),
        ("2026-08-20T15:00:00+00:00", "web", "return", "9871", "Сандалии велики", rub(-1990), HERE),
        ("2026-08-02T12:00:00+00:00", "call_centre", "call", "", "Уточнила доставку", None, ""),
        ("2026-08-01T12:00:00+00:00", "store", "note", "", "Идёт в детский сад", None, ""),
    ]  # fmt: skip
    return tuple(
        HistoryEvent(f"h{i}", at, channel, kind, title, text, amount, place)
        for i, (at, channel, kind, title, text, amount, place) in enumerate(rows)
    )
