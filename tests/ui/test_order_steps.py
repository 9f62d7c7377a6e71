"""Two steps of an order never stand at one spot, and the end of a session stands aside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF

from tests.assistant_steps import Build, open_anna, sign_in, tablet
from tests.fakes import ANNA_CARD, RAIN_98, TEE
from tests.ui_driver import Driver

FINGER_MM = 15


def place_of(driver: Driver, name: str) -> QRectF:
    """Where something is to be pressed, as it is laid out now."""
    driver.settle()
    driver.window.grabWindow()
    item = driver.find(name)
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


class Steps:
    """Where the steps of an order stand in both languages, one after the other."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._last: dict[str, tuple[str, QRectF]] = {}

    def take(self, name: str, page: str) -> None:
        """Look where a step is, beside the one before and the session's end; take it."""
        self.look(name)
        self._driver.tap(name)
        self._driver.wait_page(page)

    def look(self, name: str) -> None:
        driver = self._driver
        for language in ("en", "ru"):
            driver.ui.shell.speak(language)
            place, before = place_of(driver, name), self._last.get(language)
            assert before is None or not before[1].intersects(place), (language, before, name)
            self._last[language] = name, place
            if driver.has("endSession"):
                assert apart_mm(driver, place_of(driver, "endSession"), place) >= FINGER_MM, name


def apart_mm(driver: Driver, one: QRectF, other: QRectF) -> float:
    """How far two rectangles are from each other."""
    right = max(one.left() - other.right(), other.left() - one.right(), 0.0)
    down = max(one.top() - other.bottom(), other.top() - one.bottom(), 0.0)
    return float((right**2 + down**2) ** 0.5) / float(driver.ui.shell.pxPerMm)


def offline(driver: Driver) -> None:
    driver.shop.hub.reachable = False
    driver.shop.terminal.syncing.tick()
    driver.wait(lambda: driver.ui.shell.linkState == "offline")


def known(driver: Driver) -> None:
    driver.scan(ANNA_CARD)
    driver.wait(lambda: driver.customer.known)


def long(driver: Driver) -> None:
    """Everything at once that takes room: many lines, a known customer, no network."""
    known(driver)
    for sku in (TEE, "p-tee-red-86"):
        driver.shop.terminal.session.add(sku)
    offline(driver)


VARIANTS_OF: dict[str, Callable[[Driver], None]] = {
    "guest": lambda driver: None,
    "known": known,
    "offline": offline,
    "long": long,
}


# Pixels, and inches from corner to corner.
UPRIGHT, WIDE = (1080, 1920, 24.0), (1920, 1080, 24.0)
HELD_UPRIGHT, HELD_WIDE = (800, 1280, 10.1), (1280, 800, 10.1)


@pytest.mark.parametrize(
    ("variant", "glass"),
    [
        ("guest", UPRIGHT),
        ("long", UPRIGHT),
        ("known", WIDE),
        ("offline", WIDE),
        ("long", WIDE),
        ("long", HELD_UPRIGHT),
        ("guest", HELD_WIDE),
        ("long", HELD_WIDE),
    ],
)
def test_no_step_of_a_shopper_s_order_stands_where_the_one_before_did(
    build: Build, variant: str, glass: tuple[int, int, float]
) -> None:
    driver = build(language="en", size=glass[:2], diagonal_inch=glass[2])
    driver.wait_page("attract")
    VARIANTS_OF[variant](driver)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    steps = Steps(driver)
    steps.take("add", "product")
    steps.take("toBasket", "basket")
    steps.take("order", "checkout")
    for entry, text in (("phone", "89161234567"), ("street", "Лесная"), ("house", "5")):
        driver.checkout.fill(entry, text)
    steps.take("place", "done")
    steps.look("finish")


@pytest.mark.parametrize(
    "glass",
    [HELD_WIDE, (1024, 768, 10.1), HELD_UPRIGHT, UPRIGHT, WIDE],
    ids=["large", "small", "upright", "kiosk", "kiosk on its side"],
)
def test_no_step_of_an_assistant_s_order_stands_where_the_one_before_did(
    build: Build, glass: tuple[int, int, float]
) -> None:
    driver = open_anna(sign_in(tablet(build, size=glass[:2], diagonal_inch=glass[2])))
    if glass[0] == 1024:
        offline(driver)
    driver.product.openVariant(RAIN_98)
    driver.wait_page("product")
    steps = Steps(driver)
    steps.take("add", "product")
    steps.take("toBasket", "basket")
    steps.look("order")
    driver.ui.shell.open("customer")
    driver.wait_page("customer")
    short = Steps(driver)
    short.take("customer.order", "checkout")
    steps.look("place")
    short.take("place", "done")
    steps.look("finish")
