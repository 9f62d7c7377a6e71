"""Where there are too few, it is said how many can be had, as long as that number is fresh."""

from __future__ import annotations

import re
from typing import cast

import pytest

from kiosk.domain.stock import Freshness
from kiosk.errors import BadInput
from kiosk.services.checkout import check
from kiosk.ui.models.basket.customer_basket import CustomerBasketModel
from tests.assistant_steps import open_anna, sign_in, tablet
from tests.fakes import RAIN_98
from tests.ui_driver import Build, Driver


def wants(driver: Driver, pieces: int) -> int:
    """Ask for more than there are; return how many there are."""
    session = driver.shop.terminal.session
    if RAIN_98 not in {line.sku for line in session.state.lines}:
        session.add(RAIN_98)
    session.set_quantity(RAIN_98, pieces)
    driver.settle()
    line = driver.basket.line(RAIN_98)
    assert line is not None and line.way is not None
    assert line.short is (line.way.available < pieces)
    return line.way.available


def grow_old(driver: Driver, seconds: float) -> None:
    driver.shop.cut_cable()
    driver.wait(lambda: driver.ui.shell.linkState == "offline")
    driver.shop.clock.advance(seconds)
    driver.basket._read()
    driver.settle()


def problem(driver: Driver) -> str:
    return str(next(row.problem for row in driver.basket.lines.rows if row.sku == RAIN_98))


def test_basket_says_how_many_there_are(build: Build) -> None:
    driver = build(language="en", idle_s=1e6)
    there = wants(driver, 20)
    assert 0 < there < 20
    assert problem(driver) == f"Only {there} left there. Take fewer or choose another way."
    wants(driver, there)
    assert problem(driver) == ""


@pytest.mark.parametrize("seconds", [120, 3_600])
def test_number_that_may_be_wrong_by_now_is_not_said(build: Build, seconds: float) -> None:
    driver = build(language="en", idle_s=1e6)
    wants(driver, 20)
    grow_old(driver, seconds)
    assert driver.basket._context.freshness is not Freshness.EXACT
    assert problem(driver) == "Not enough there for so many. Take fewer or choose another way."


def test_tablet_says_how_many_there_are_beside_the_customer(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build, idle_s=1e6)))
    beside = cast(CustomerBasketModel, driver.ui.models["customerBasket"])
    there = wants(driver, 20)
    (stock,) = (row.stock for row in beside.lines.rows if row.sku == RAIN_98)
    assert stock == f"not enough: {there} left"
    grow_old(driver, 120)
    (stock,) = (row.stock for row in beside.lines.rows if row.sku == RAIN_98)
    assert stock.startswith("not enough: ") and not re.search(r"\d+ left", stock)


def test_refusal_at_the_checkout_says_how_many_can_be_had(build: Build) -> None:
    driver = build(language="en", idle_s=1e6)
    there = wants(driver, 20)
    view, state = driver.basket.view, driver.shop.terminal.session.state
    assert view is not None
    with pytest.raises(BadInput) as refused:
        check(state, view, None, driver.shop.catalogue.terms())  # type: ignore[arg-type]  # it is not looked at so far
    driver.checkout._refused(refused.value)
    assert (
        f"Only {there} of “Rain jacket “Puddle”” can be had this way." in driver.checkout.errorText
    )
    grow_old(driver, 120)
    assert driver.checkout.errorText.startswith("There is not enough of “Rain jacket “Puddle””.")


def test_limit_of_a_line_names_the_limit(build: Build) -> None:
    driver = build(language="en", idle_s=1e6)
    driver.wait_page("attract")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    most = driver.shop.catalogue.terms().max_quantity_per_line
    driver.shop.terminal.session.add(RAIN_98)
    driver.shop.terminal.session.set_quantity(RAIN_98, most)
    driver.settle()
    driver.product.add()
    assert driver.ui.shell.noticeText == f"At most {most} of one item can be ordered at once."
