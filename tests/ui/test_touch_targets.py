"""Whatever can be pressed is large enough for a finger: 12 mm, the one thing to do 15 mm."""

from __future__ import annotations

import pytest

from kiosk.ports.devices import CameraNews
from kiosk.ports.orders import Damage
from kiosk.services.scanning import ProductFound, Several
from kiosk.wire.staff import StaffTask
from tests.assistant_steps import Build, open_anna, pad, sign_in, tablet
from tests.fakes import BADGE, BOOTS, RAIN_98, VARIANTS
from tests.refused_orders import GUEST_ORDER, order, put
from tests.touch_targets import measure


def test_everything_on_the_tablet_is_large_enough_for_a_finger(build: Build) -> None:
    driver = tablet(build)
    assert measure(driver) >= 14  # the pad, both boxes, the button, the language
    driver.scan(BADGE)
    assert driver.has("signin.number.change")
    measure(driver)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("customers")
    driver.tap("customers.search")
    driver.type("анна")
    assert driver.has("customers.search.clear")
    assert measure(driver) > 30  # with the keyboard
    driver.tap("customers.search.clear")
    driver.tap("key.enter")
    open_anna(driver)
    assert driver.has("timeline.talks") and driver.has("customer.order")
    measure(driver)
    driver.tap("customer.edit")
    driver.wait_page("basket")
    measure(driver)
    driver.basket.chooseFor(BOOTS)
    driver.settle()
    assert driver.has("waySheet.close")
    measure(driver)
    driver.basket.closeChoice()
    driver.tap("order")
    driver.wait_page("checkout")
    assert driver.has(f"change.{BOOTS}")
    measure(driver)
    driver.tap("place")
    driver.wait_page("done")
    measure(driver)
    driver.tap("finish")
    driver.settle()


def test_the_tablet_s_other_pages_are_large_enough_too(build: Build) -> None:
    driver = sign_in(tablet(build))
    for page in ("search", "basket", "outbox"):
        driver.ui.shell.open(page)
        driver.settle()
        measure(driver)
    driver.categories.open("outer")
    driver.wait_page("category")
    measure(driver)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    measure(driver)
    driver.product.add()
    driver.settle()
    measure(driver)
    driver.tap("rail.sign-out")
    driver.settle()
    assert driver.has("signOut.stay")
    measure(driver)


def test_everything_on_the_kiosk_is_large_enough_for_a_finger(build: Build) -> None:
    driver = build(mode="shopper", diagonal_inch=24.0, language="ru")
    driver.wait_page("attract")
    measure(driver)
    driver.ui.shell.open("search")
    driver.wait_page("search")
    driver.tap("search")
    driver.type("куртка")
    assert measure(driver) > 30  # with the keyboard
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    measure(driver)
    driver.product.add()
    driver.settle()
    measure(driver)
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    measure(driver)
    driver.basket.chooseFor(RAIN_98)
    driver.settle()
    measure(driver)
    driver.basket.choose("delivery:")
    driver.settle()
    driver.tap("order")
    driver.wait_page("checkout")
    assert driver.has("street")
    measure(driver)


@pytest.mark.parametrize("mode", ["assistant", "shopper"])
def test_what_staff_do_about_orders_is_large_enough_for_a_finger(build: Build, mode: str) -> None:
    tablet_mode = mode == "assistant"
    driver = build(mode=mode, diagonal_inch=10.1 if tablet_mode else 24.0, language="ru")
    put(driver.shop, order(GUEST_ORDER, "T7-00401-A"))
    at = "2026-11-24T08:12:00+00:00"
    driver.shop.outbox.damaged = (Damage(at, 1, ("T7-00391-K",), "terminal.db.bad"),)
    driver.shop.hub.tasks = (StaffTask("t1", "backorder", "o9", "n9", RAIN_98, "x", "y", "z", at),)
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    assert measure(driver) >= 14
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait(lambda: driver.ui.shell.staffed)
    driver.ui.shell.open("outbox")
    driver.wait_page("outbox")
    assert driver.has("damage.action")
    assert measure(driver) >= 5
    driver.tap("outbox.tasks")
    assert driver.has("task.t1.done")
    measure(driver)
    driver.tap("outbox.orders")
    driver.tap("order.T7-00401-A")
    driver.wait_page("order")
    measure(driver)
    driver.tap("order.cancel")
    assert driver.has("orderAsk.go")
    measure(driver)
    driver.tap("orderAsk.stay")
    driver.tap("order.anew")
    driver.wait_page("basket")
    assert driver.has("staffBar.leave")
    measure(driver)


@pytest.mark.parametrize("mode", ["assistant", "shopper"])
def test_what_lies_over_the_page_is_large_enough_for_a_finger(build: Build, mode: str) -> None:
    if mode == "assistant":
        driver = sign_in(tablet(build))
    else:
        driver = build(mode=mode, diagonal_inch=24.0, language="ru")
        driver.wait_page("attract")
        driver.ui.shell.set_camera(CameraNews("looking", "dark", True))
        driver.wait(lambda: driver.has("light"))
        measure(driver)
    driver.scan("4601234567893")
    assert driver.has("unknown.lookUp") and driver.has("unknown.close")
    measure(driver)
    driver.tap("unknown.lookUp")
    driver.settle()
    measure(driver)
    found = (ProductFound(VARIANTS[RAIN_98]), ProductFound(VARIANTS[BOOTS]))
    driver.shop.terminal.scanning.resolve = lambda scan: Several(found)  # type: ignore[method-assign]
    driver.scan("0")
    driver.wait(lambda: driver.has("whichOne"))
    assert driver.has(f"which.{BOOTS}") and driver.has("whichOne.close")
    measure(driver)
