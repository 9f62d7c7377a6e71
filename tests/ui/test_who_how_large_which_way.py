"""Who reads, how large the glass is and which way round are three things: all of them together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine, QQmlExpression
from PySide6.QtQuick import QQuickItem

from tests.assistant_steps import open_anna, pad
from tests.fakes import BADGE, RAIN_98
from tests.refused_orders import GUEST_ORDER, PHONE, order, put
from tests.touch_targets import measure
from tests.ui_driver import Build, Driver

NUMBER = "T7-00401-A"
STANDING, HELD = 24.0, 10.1  # inches from corner to corner
WINDOWS = {
    "kiosk": {"size": (1080, 1920), "diagonal_inch": STANDING},
    "kiosk on its side": {"size": (1920, 1080), "diagonal_inch": STANDING},
    "tablet upright": {"size": (800, 1280), "diagonal_inch": HELD},
    "tablet": {"size": (1280, 800), "diagonal_inch": HELD},
}
# Where there is least room, for the pages that have most on them.
SMALL_WINDOWS = {
    "small tablet upright": {"size": (768, 1024), "diagonal_inch": HELD},
    "small tablet": {"size": (1024, 768), "diagonal_inch": HELD},
}


def window(build: Build, name: str, mode: str = "shopper") -> Driver:
    options = (WINDOWS | SMALL_WINDOWS)[name]
    return build(mode=mode, language="en", reduce_motion=True, **options)


def theme(driver: Driver, name: str) -> object:
    """Ask the theme, as the window's own QML would."""
    context = QQmlEngine.contextForObject(driver.window)
    value, undefined = QQmlExpression(context, driver.window, f"Theme.{name}").evaluate()
    assert not undefined
    return value


def place_of(item: QQuickItem) -> QRectF:
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


def in_sight(item: QQuickItem, glass: QRectF) -> QRectF:
    """The part of an item that neither the window nor what scrolls cuts off."""
    seen, around = place_of(item) & glass, item.parentItem()
    while around is not None:
        if around.clip():
            seen &= place_of(around)
        around = around.parentItem()
    return seen


class Walk:
    """Goes through the pages; on each all words and what is needed are inside the window, and
    large enough for a finger.
    """

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def look(self, *needed: str) -> None:
        for language in ("ru", "en"):
            self.driver.ui.shell.speak(language)
            self.driver.settle()
            self.driver.window.grabWindow()  # lays out what is new
            assert not list(self._cut_off()), (self.driver.ui.shell.page, language)
            for name in needed:
                self._is_whole(name)
        measure(self.driver)

    def take(self, name: str) -> None:
        """Look at what is needed next, and press it."""
        self.look(name)
        self.driver.tap(name)

    def _is_whole(self, name: str) -> None:
        """Scroll to something, as a person would: then all of it is seen."""
        assert self.driver.has(name), (self.driver.ui.shell.page, name)
        self.driver.hands.aim(name)
        item = self.driver.find(name)
        seen, place = in_sight(item, self._glass), place_of(item)
        lost = max(place.width() - seen.width(), place.height() - seen.height())
        assert lost < 1, (self.driver.ui.shell.page, name, place, seen)

    def _cut_off(self) -> Iterator[str]:
        """Words beyond the window's left or right edge: nothing scrolls sideways."""
        for item in self.driver.items():
            if item.inherits("QQuickText") and item.property("text"):
                place = place_of(item)
                if place.left() < 0 or place.right() > self._glass.right() + 1:
                    yield str(item.property("text"))

    @property
    def _glass(self) -> QRectF:
        return QRectF(0, 0, self.driver.window.width(), self.driver.window.height())


def fill(driver: Driver) -> None:
    for entry, text in (("phone", PHONE), ("city", "Москва"), ("street", "Лесная"), ("house", "3")):
        driver.checkout.fill(entry, text)


def check_out(walk: Walk, *needed: str) -> None:
    driver = walk.driver
    walk.take("order")
    driver.wait_page("checkout")
    walk.look(f"change.{RAIN_98}", *needed)
    fill(driver)
    walk.take("place")
    driver.wait_page("done")
    walk.look("orderState", "finish")


@pytest.mark.parametrize("name", WINDOWS)
def test_shopper_scans_and_orders_in_any_window(build: Build, name: str) -> None:
    driver = window(build, name)
    walk = Walk(driver)
    driver.wait_page("attract")
    walk.look("scanPanel", "searchBox", "category.outer", "language")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    walk.look("back", "name", "price", "size.98", "ways")
    walk.take("add")
    walk.look("added", "endSession")
    walk.take("toBasket")
    driver.wait_page("basket")
    walk.look(f"line.{RAIN_98}", f"count.{RAIN_98}", "haveCard", "goOn", "toPay", "endSession")
    walk.take(f"wayOf.{RAIN_98}")
    walk.take("waySheet.close")
    check_out(walk, "language", "city", "flat", "phone", "endSession")
    assert "Ask the customer to scan this to track the order" not in driver.texts()
    walk.take("finish")
    driver.wait_page("attract")


@pytest.mark.parametrize("name", [*WINDOWS, *SMALL_WINDOWS])
def test_staff_sign_in_and_mend_an_order_in_any_window(build: Build, name: str) -> None:
    driver = window(build, name)
    walk = Walk(driver)
    driver.wait_page("attract")
    put(driver.shop, order(GUEST_ORDER, NUMBER))
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    walk.look("language", "signin.number", "signin.pin", "pad.1", "pad.back", "signin.leave")
    pad(driver, "1234")
    walk.take("signin.go")
    driver.wait_page("outbox")
    walk.look("outbox.orders", "outbox.tasks", "language", "staffBar.finish")
    walk.take("outbox.device")
    driver.wait_page("device")
    walk.look("device.state", "about.prefix")
    driver.tap("back")
    driver.wait_page("outbox")
    walk.take(f"order.{NUMBER}")
    driver.wait_page("order")
    walk.look("order.why", "order.who", "order.cancel")
    walk.take("order.anew")
    driver.wait_page("basket")
    walk.look(f"line.{RAIN_98}", "staffBar.leave", "staffBar.finish", "toPay")
    check_out(walk, "language", "city", "flat", "phone", "staffBar.leave")
    assert "Point your camera here to see the order’s status" not in driver.texts()


@pytest.mark.parametrize("name", WINDOWS)
def test_assistant_serves_a_customer_in_any_window(build: Build, name: str) -> None:
    driver = window(build, name, "assistant")
    walk = Walk(driver)
    driver.wait_page("sign-in")
    walk.look("language", "signin.number", "signin.pin", "pad.0")
    driver.scan(BADGE)
    pad(driver, "1234")
    walk.take("signin.go")
    driver.wait_page("customers")
    walk.look("customers.search", "rail.customers", "rail.device", "rail.sign-out")
    open_anna(driver)
    walk.look("customer.name", "customer.done", "timeline.talks", "customer.lines")
    walk.look("customer.edit", "customer.order")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.product.openVariant(RAIN_98)
    driver.wait_page("product")
    walk.look("back", "price", "size.98", "add")
    walk.take("rail.basket")
    driver.wait_page("basket")
    walk.look(f"line.{RAIN_98}", f"count.{RAIN_98}", "toPay")
    walk.take("rail.search")
    driver.wait_page("search")
    walk.look("search", "category.outer")
    driver.tap("rail.basket")
    driver.wait_page("basket")
    check_out(walk, "rail.language", "payment.at_till")
    walk.look("rail.outbox")


@pytest.mark.parametrize(
    ("size", "inches", "compact"),
    [
        ((1080, 1920), 24.0, False),
        ((1920, 1080), 24.0, False),
        ((1920, 1080), 15.6, True),  # held, or stood close before
        ((1280, 800), 10.1, True),
        ((800, 1280), 10.1, True),
        ((1366, 768), 19.0, True),  # large, but of few pixels
        ((1280, 1024), 17.0, False),
    ],
)
def test_form_is_told_from_millimetres_and_pixels_not_from_the_mode(
    build: Build, size: tuple[int, int], inches: float, compact: bool
) -> None:
    driver = build(mode="assistant", size=size, diagonal_inch=inches)
    assert theme(driver, "compact") is compact
    assert theme(driver, "portrait") is (size[1] > size[0])


def test_window_that_is_turned_is_laid_out_anew(build: Build) -> None:
    driver = window(build, "tablet")
    driver.wait_page("attract")
    driver.shop.terminal.session.add(RAIN_98)
    driver.ui.shell.open("basket")
    driver.wait_page("basket")

    def turned(width: int, height: int) -> tuple[bool, bool]:
        """Whether sums stand beside the lines after that, and whether it is upright."""
        driver.window.resize(width, height)
        driver.wait(lambda: driver.window.height() == height)
        Walk(driver).look("toPay", "order", "goOn", f"count.{RAIN_98}")
        beside = (
            place_of(driver.find("toPay")).left() > place_of(driver.find(f"line.{RAIN_98}")).right()
        )
        return beside, bool(theme(driver, "portrait"))

    assert turned(800, 1280) == (False, True)
    assert turned(1280, 800) == (True, False)


@pytest.mark.parametrize("mode", ["shopper", "assistant"])
def test_full_screen_is_measured_by_the_screen(build: Build, mode: str) -> None:
    driver = build(mode=mode, fullscreen=True, diagonal_inch=10.1)
    screen = QGuiApplication.primaryScreen().size()
    assert driver.window.size() == screen
    diagonal = (screen.width() ** 2 + screen.height() ** 2) ** 0.5
    assert driver.ui.shell.pxPerMm == pytest.approx(diagonal / (10.1 * 25.4))


def test_who_reads_changes_with_the_session_and_nothing_else_does(build: Build) -> None:
    driver = window(build, "kiosk on its side")
    driver.wait_page("attract")
    look = [theme(driver, name) for name in ("compact", "portrait")]
    assert theme(driver, "staff") is False
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("outbox")
    assert theme(driver, "staff") is True
    assert [theme(driver, name) for name in ("compact", "portrait")] == look
    driver.ui.shell.endSession()
    driver.settle()
    assert theme(driver, "staff") is False
