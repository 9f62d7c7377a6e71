"""A shop of three products, small enough to know by heart."""

from __future__ import annotations

from kiosk.domain.basket import BasketOp, OpKind
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
from kiosk.domain.orders import Address
from kiosk.domain.stock import StockLevel
from kiosk.hub.engines.embedded.seed import CustomerSeed, ShopSeed, StaffSeed
from kiosk.wire.customers import HistoryEvent

RED = Colour("red", {"en": "Red", "ru": "Красный"}, "#C02020")


def money(minor: int) -> Money:
    return Money(minor, "RUB")


def _text(text: str) -> dict[str, str]:
    return {"en": text, "ru": text}


def _product(number: int, name: str, russian: str) -> Product:
    return Product(
        id=f"p{number}",
        category_id="c1",
        brand="Malyshok",
        audience="kids",
        name={"en": name, "ru": russian},
        description=_text(""),
        composition=_text(""),
        care=_text(""),
        drawing="dress",
    )


def _variant(number: int, minor: int) -> Variant:
    gtin = gtin13(f"46000000000{number}").zfill(14)
    return Variant(f"S{number}", f"p{number}", "c1", RED, "98", 0, (gtin,), money(minor))


def _location(name: str, kind: str, latitude: float) -> Location:
    return Location(name, kind, _text(name), _text(name), latitude, 37.6, 10, 22)


def _customer(number: int, first: str, last: str, card: str, ops: tuple[str, ...]) -> CustomerSeed:
    at = "2025-03-01T10:00:00+00:00"
    return CustomerSeed(
        id=f"cust-{number}",
        card_number=card,
        first_name=first,
        last_name=last,
        phone=f"+7900111220{number}",
        email="",
        tier_id="gold",
        points=100,
        since="2024-01-01",
        consents=("app",),
        sizes=("98",),
        addresses=(Address("home", "", "Москва", "Липовая", "8", "15"),),
        history=(HistoryEvent(f"h{number}", at, "web", "order", "W-1", "Секретное платье"),),
        basket_id=f"basket-{number}",
        basket=tuple(BasketOp(op, OpKind.ADD, "S1", 1, "web", at) for op in ops),
    )


def small_shop() -> ShopSeed:
    """Three products, two stores and a warehouse, two customers, an assistant in each store."""
    names = [("Dress", "Платье"), ("Coat", "Пальто"), ("Tights", "Колготки тёплые")]
    return ShopSeed(
        terms=Terms(
            shop_name=_text("Malyshok"),
            currency="RUB",
            time_zone="Europe/Moscow",
            delivery_fee=money(30_000),
            delivery_free_from=money(300_000),
            delivery_cutoff_hour=18,
            delivery_slots=((10, 14), (18, 22)),
            collect_after_hours=2,
            transfer_days=2,
            tiers=(Tier("gold", _text("Gold"), 1_000, 500),),
        ),
        locations=(
            _location("store-a", "store", 55.75),
            _location("store-b", "store", 55.80),
            _location("warehouse", "warehouse", 55.90),
        ),
        categories=(Category("c1", {"en": "Clothes", "ru": "Одежда"}, "dress", "#FFEEDD", 0),),
        products=tuple(_product(n, *pair) for n, pair in enumerate(names, 1)),
        variants=tuple(_variant(n, minor) for n, minor in enumerate((100_000, 200_000, 50_000), 1)),
        promotions=(
            Promotion("three", "n_for_m", _text("3 for 2"), buy=3, pay=2, products=("p1", "p3")),
        ),
        stock=tuple(
            StockLevel(f"S{n}", place, pieces)
            for n in (1, 2, 3)
            for place, pieces in (("store-a", 2), ("store-b", 5), ("warehouse", 10))
        ),
        customers=(
            _customer(1, "Анна", "Ёлкина", "2990000000018", ("op-1",)),
            _customer(2, "Boris", "100%_Petrov", "2990000000025", ()),
        ),
        staff=(
            StaffSeed("s1", "2991000000017", "17", "Vera", "assistant", "store-a", "4711"),
            StaffSeed("s2", "2991000000024", "18", "Oleg", "assistant", "store-b", "4712"),
        ),
    )
