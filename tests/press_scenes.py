"""All that comes new on the glass, and the steps of an order, for taps that come early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMetaObject

from kiosk.services.scanning import ProductFound, Several
from kiosk.wire.staff import StaffTask
from tests.assistant_steps import Build, open_anna, sign_in, tablet
from tests.fakes import ANNA_CARD, BADGE, BOOTS, RAIN_98, TEE, VARIANTS
from tests.pressing import guarded, ready
from tests.refused_orders import GUEST_ORDER, order, put
from tests.ui_driver import Driver

NUMBER = "T7-00401-A"

# What comes new on the glass. Each leaves the terminal as it is the moment it is seen.

Scene = Callable[[Build], Driver]


def _kiosk(build: Build, **options: object) -> Driver:
    driver = build(**{"language": "en"} | options)
    driver.wait_page("attract")
    return driver


def _with_jacket(build: Build, page: str = "", **options: object) -> Driver:
    driver = _kiosk(build, **options)
    driver.shop.terminal.session.add(RAIN_98)
    driver.settle()
    if page == "checkout":
        driver.checkout.open()
    elif page:
        driver.ui.shell.open(page)
    if page:
        driver.wait_page(page)
    return driver


def _fill(driver: Driver) -> None:
    for entry, text in (("phone", "89161234567"), ("street", "Лесная"), ("house", "5")):
        driver.checkout.fill(entry, text)


def attract(build: Build) -> Driver:
    driver = _kiosk(build)
    driver.ui.shell.open("search")
    guarded(driver)
    driver.ui.shell.home()
    return driver


def search(build: Build) -> Driver:
    driver = guarded(_kiosk(build))
    driver.ui.shell.open("search")
    return driver


def category(build: Build) -> Driver:
    driver = guarded(_kiosk(build))
    driver.categories.open("outer")
    driver.wait_page("category")
    return driver


def product(build: Build) -> Driver:
    driver = guarded(_with_jacket(build))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    return driver


def product_after_product(build: Build) -> Driver:
    driver = _with_jacket(build)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    ready(guarded(driver))
    driver.scan(driver.shop.gtin(BOOTS))
    return driver


def product_added(build: Build) -> Driver:
    driver = _kiosk(build)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    ready(guarded(driver))
    driver.product.add()
    return driver


def basket(build: Build) -> Driver:
    driver = guarded(_with_jacket(build))
    driver.ui.shell.open("basket")
    return driver


def basket_line_gone(build: Build) -> Driver:
    driver = _with_jacket(build)
    driver.shop.terminal.session.add(BOOTS)
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    ready(guarded(driver))
    driver.basket.remove(RAIN_98)
    return driver


def way_sheet(build: Build) -> Driver:
    driver = guarded(_with_jacket(build, "basket"))
    ready(driver)
    driver.basket.chooseFor(RAIN_98)
    return driver


def basket_under_way_sheet(build: Build) -> Driver:
    driver = way_sheet(build)
    ready(driver)
    driver.basket.closeChoice()
    return driver


def checkout(build: Build) -> Driver:
    driver = guarded(_with_jacket(build))
    driver.checkout.open()
    driver.wait_page("checkout")
    _fill(driver)
    return driver


def checkout_offline(build: Build) -> Driver:
    driver = guarded(_with_jacket(build, online=False))
    driver.checkout.open()
    driver.wait_page("checkout")
    _fill(driver)
    return driver


def keyboard(build: Build) -> Driver:
    driver = guarded(_with_jacket(build, "checkout"))
    ready(driver)
    driver.find("street").forceActiveFocus()
    driver.find("street.input").forceActiveFocus()
    driver.wait(lambda: driver.has("keyboard"))
    return driver


def checkout_after_typing(build: Build) -> Driver:
    driver = keyboard(build)
    ready(driver)
    _fill(driver)
    driver.find("guestName.input").forceActiveFocus()
    driver.settle()
    QMetaObject.invokeMethod(driver.find("key.enter"), "press")
    driver.wait(lambda: not driver.has("keyboard"))
    return driver


def done(build: Build) -> Driver:
    driver = _with_jacket(build, "checkout")
    _fill(driver)
    guarded(driver)
    driver.checkout.place()
    driver.wait_page("done")
    return driver


def ending(build: Build) -> Driver:
    driver = ready_on_basket(build)
    driver.ui.shell.leaveSession()
    return driver


def ready_on_basket(build: Build) -> Driver:
    driver = guarded(_with_jacket(build, "basket"))
    ready(driver)
    return driver


def stayed(build: Build) -> Driver:
    driver = ending(build)
    ready(driver)
    driver.ui.shell.idle.stay()
    return driver


def still_there(build: Build) -> Driver:
    driver = ready_on_basket(build)
    driver.shop.clock.advance(61)
    driver.ui.shell.idle.tick()
    return driver


def unknown(build: Build) -> Driver:
    driver = ready_on_basket(build)
    driver.scan("4601234567893")
    return driver


def unknown_looked_up(build: Build) -> Driver:
    driver = unknown(build)
    ready(driver)
    QMetaObject.invokeMethod(driver.find("unknown.lookUp"), "press")
    driver.settle()
    return driver


def which_one(build: Build) -> Driver:
    driver = ready_on_basket(build)
    found = (ProductFound(VARIANTS[RAIN_98]), ProductFound(VARIANTS[BOOTS]))
    driver.shop.terminal.scanning.resolve = lambda scan: Several(found)  # type: ignore[method-assign]
    driver.scan("0")
    driver.wait(lambda: driver.has("whichOne"))
    return driver


def kiosk_sign_in(build: Build) -> Driver:
    driver = guarded(_kiosk(build))
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    return driver


def _staff(build: Build) -> Driver:
    return sign_in(tablet(build))


def customers(build: Build) -> Driver:
    driver = tablet(build)
    guarded(driver)
    driver.presses.set_waits(0, 0)
    sign_in(driver)
    driver.ui.shell.open("outbox")
    driver.wait_page("outbox")
    guarded(driver)
    driver.ui.shell.open("customers")
    return driver


def catalogue(build: Build) -> Driver:
    driver = guarded(_staff(build))
    driver.ui.shell.open("search")
    return driver


def customer(build: Build) -> Driver:
    driver = guarded(_staff(build))
    driver.scan(ANNA_CARD)
    driver.wait_page("customer")
    return driver


def customer_basket(build: Build) -> Driver:
    driver = guarded(open_anna(_staff(build)))
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    return driver


def customer_checkout(build: Build) -> Driver:
    driver = guarded(open_anna(_staff(build)))
    driver.checkout.open()
    driver.wait_page("checkout")
    return driver


def customer_done(build: Build) -> Driver:
    driver = open_anna(_staff(build))
    driver.checkout.open()
    driver.wait_page("checkout")
    guarded(driver)
    driver.checkout.place()
    driver.wait_page("done")
    return driver


def sign_out(build: Build) -> Driver:
    driver = _staff(build)
    ready(guarded(driver))
    QMetaObject.invokeMethod(driver.find("rail.sign-out"), "press")
    driver.wait(lambda: driver.has("signOut"))
    return driver


def _refused(build: Build) -> Driver:
    driver = _staff(build)
    put(driver.shop, order(GUEST_ORDER, NUMBER))
    driver.ui.shell.open("outbox")
    driver.wait_page("outbox")
    return driver


def outbox(build: Build) -> Driver:
    driver = _refused(build)
    driver.ui.shell.open("customers")
    driver.wait_page("customers")
    guarded(driver)
    driver.ui.shell.open("outbox")
    return driver


def refused_order(build: Build) -> Driver:
    driver = _refused(build)
    ready(guarded(driver))
    QMetaObject.invokeMethod(driver.find(f"order.{NUMBER}"), "press")
    driver.wait_page("order")
    return driver


def cancel_asked(build: Build) -> Driver:
    driver = refused_order(build)
    ready(driver)
    QMetaObject.invokeMethod(driver.find("order.cancel"), "press")
    driver.wait(lambda: driver.has("orderAsk"))
    return driver


def order_anew(build: Build) -> Driver:
    driver = refused_order(build)
    ready(driver)
    QMetaObject.invokeMethod(driver.find("order.anew"), "press")
    driver.wait_page("basket")
    return driver


def _tasks(build: Build) -> Driver:
    driver = _staff(build)
    at = "2026-11-24T08:12:00+00:00"
    driver.shop.hub.tasks = tuple(
        StaffTask(f"t{n}", "backorder", "o9", "n9", sku, "x", "y", "z", at)
        for n, sku in enumerate((RAIN_98, TEE))
    )
    driver.ui.shell.open("outbox")
    driver.wait_page("outbox")
    return driver


def tasks(build: Build) -> Driver:
    driver = _tasks(build)
    ready(guarded(driver))
    QMetaObject.invokeMethod(driver.find("outbox.tasks"), "press")
    driver.wait(lambda: driver.has("task.t1.done"))
    return driver


def task_done(build: Build) -> Driver:
    driver = tasks(build)
    ready(driver)
    QMetaObject.invokeMethod(driver.find("task.t0.done"), "press")
    driver.wait(lambda: not driver.has("task.t0.done"))
    return driver


def device(build: Build) -> Driver:
    driver = guarded(_staff(build))
    driver.ui.shell.open("device")
    driver.wait_page("device")
    return driver


SHOPPER: tuple[Scene, ...] = (
    attract, search, category, product, product_after_product, product_added, basket,
    basket_line_gone, way_sheet, basket_under_way_sheet, checkout, checkout_offline, keyboard,
    checkout_after_typing, done, ending, stayed, still_there, unknown, unknown_looked_up,
    which_one, kiosk_sign_in,
)  # fmt: skip
ASSISTANT: tuple[Scene, ...] = (
    customers, catalogue, customer, customer_basket, customer_checkout, customer_done, sign_out,
    outbox, refused_order, cancel_asked, order_anew, tasks, task_done, device,
)  # fmt: skip
SCENES = SHOPPER + ASSISTANT


@dataclass(frozen=True)
class Step:
    """A step of an order: where it is taken, by pressing what, and what comes then."""

    scene: Scene
    name: str
    leads_to: str


STEPS = (
    Step(product, "add", "product"),
    Step(product_added, "toBasket", "basket"),
    Step(basket, "order", "checkout"),
    Step(basket, "endSession", "basket"),  # covered: it can still be taken back
    Step(checkout, "place", "done"),
    Step(checkout_offline, "place", "done"),
    Step(customer, "customer.order", "checkout"),
    Step(customer_basket, "order", "checkout"),
    Step(customer_checkout, "place", "done"),
    Step(customer_done, "finish", "customers"),
)
