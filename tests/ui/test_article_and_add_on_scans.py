"""Scans of what is no product's bare number: the shop's own article, the digits beside a code."""

from __future__ import annotations

from tests.fakes import RAIN_98
from tests.ui_driver import Build


def test_an_article_number_opens_its_variant_and_a_products_its_page(build: Build) -> None:
    driver = build()
    driver.scan(RAIN_98.upper())
    driver.wait_page("product")
    driver.wait(lambda: driver.product.sku == RAIN_98)
    driver.scan("p-boots")
    driver.wait(lambda: driver.product.sku.startswith("p-boots"))
    assert driver.ui.shell.page == "product" and not driver.ui.shell.noticeCode


def test_an_add_on_by_itself_says_nothing(build: Build) -> None:
    driver = build()
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.scan("]E105")
    assert driver.ui.shell.page == "product" and not driver.ui.shell.noticeCode
