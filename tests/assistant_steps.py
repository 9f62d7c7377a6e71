"""What an assistant does on the tablet, as steps for the window tests."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.models.people.customers import CustomersModel
from tests.fakes import BADGE
from tests.ui_driver import Driver

Build = Callable[..., Driver]


def tablet(build: Build, **options: object) -> Driver:
    """Build a tablet's window on the sign-in page, in English unless said otherwise."""
    driver = build(**{"mode": "assistant", "diagonal_inch": 10.1, "language": "en"} | options)
    driver.wait_page("sign-in")
    return driver


def pad(driver: Driver, digits: str) -> None:
    """Tap digits on the PIN pad."""
    for digit in digits:
        driver.tap(f"pad.{digit}")


def sign_in(driver: Driver) -> Driver:
    """Sign in with a badge and the right PIN."""
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("customers")
    return driver


def open_anna(driver: Driver) -> Driver:
    """Find Anna by her name and open her."""
    driver.ui.shell.open("customers")
    driver.tap("customers.search")
    driver.type("анна")
    driver.tap("key.enter")
    driver.wait(lambda: driver.has("customer.c-anna"))
    driver.tap("customer.c-anna")
    driver.wait_page("customer")
    driver.settle()
    return driver


def customers_of(driver: Driver) -> CustomersModel:
    """Return what the page of customers shows."""
    model = driver.ui.models["customers"]
    assert isinstance(model, CustomersModel)
    return model


def glass(driver: Driver) -> str:
    """Return all that is written on the glass."""
    return "\n".join(driver.texts()).replace("\u00a0", " ")
