"""What tests do at a shopper's terminal that does not know a code."""

from __future__ import annotations

from typing import cast

from kiosk.services.scanning import ProductFound, Scanned, Several
from kiosk.ui.models.product.unknown_product import UnknownProductModel
from kiosk.wire.lookup import FoundProduct
from tests.fakes import BOOTS, RAIN_98, VARIANTS, rub
from tests.ui_driver import Build, Driver

UNKNOWN = "4601234567893"
ROMPER = FoundProduct(
    UNKNOWN.zfill(14), "romper-68", {"en": "Romper “Whale”", "ru": "Комбинезон «Кит»"},
    "Solnce", {"en": "Ocean blue", "ru": "Морской синий"}, "68", rub(1490.5),
)  # fmt: skip


def shopper(build: Build, **options: object) -> Driver:
    driver = build(**{"language": "en"} | options)
    driver.wait_page("attract")
    return driver


def said(driver: Driver) -> str:
    return "\n".join(driver.texts()).replace("\u00a0", " ")


def unknown(driver: Driver) -> UnknownProductModel:
    return cast(UnknownProductModel, driver.ui.models["unknown"])


def means(driver: Driver, scanned: Scanned) -> None:
    """Let every code mean this."""
    driver.shop.terminal.scanning.resolve = lambda scan: scanned  # type: ignore[method-assign]


def several() -> Several:
    return Several((ProductFound(VARIANTS[RAIN_98]), ProductFound(VARIANTS[BOOTS], "mark-1")))
