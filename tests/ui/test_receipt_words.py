"""What is said of the receipt and of what the shop will do is true, with a printer or without."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk.domain.orders import Payment
from kiosk.words.messages import sentence
from tests.assistant_steps import open_anna, sign_in, tablet
from tests.fakes import RAIN_98
from tests.ui_driver import Build, Driver

TEXTS = Path(__file__).parents[2] / "assets" / "translations" / "kiosk_ru.ts"
PRINTER_FAULTS = (
    "printer_paper_out",
    "printer_cover_open",
    "printer_silent",
    "printer_fault",
    "printer_unreachable",
)
# Nothing makes any of these happen: nobody is told, and nobody can print a receipt again later.
PROMISED = re.compile(
    r"staff (can print|will)|tell you (when|if)|tell the customer when|ask a manager"
    r"|распечатают|сотрудники проверят|консультант (всё )?исправит|сообщим|управляющ",
    re.IGNORECASE,
)


def at_the_checkout(driver: Driver) -> Driver:
    """Put a piece that is here into the basket and go to the checkout."""
    driver.wait_page("attract")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    driver.checkout.open()
    driver.wait_page("checkout")
    return driver


def hint(driver: Driver, payment: Payment = Payment.AT_TILL) -> str:
    (row,) = (row for row in driver.checkout.payments.rows if row.key == payment)
    return str(row.detail)


def place(driver: Driver) -> None:
    driver.checkout.pickPayment(str(Payment.AT_TILL))
    for entry, text in (
        ("phone", "+7 916 123-45-67"),
        ("city", "Москва"),
        ("street", "Лесная"),
        ("house", "5"),
    ):
        driver.checkout.fill(entry, text)
    driver.tap("place")
    driver.wait_page("done")


def test_no_sentence_promises_what_nobody_does() -> None:
    said = [
        text
        for message in ElementTree.parse(TEXTS).iter("message")  # noqa: S314  # our own file
        for tag in ("source", "translation")
        for part in message.iter(tag)
        for text in ["".join(part.itertext())]
    ]
    assert len(said) > 500
    assert [text for text in said if PROMISED.search(text)] == []


@pytest.mark.parametrize("code", PRINTER_FAULTS)
def test_printer_s_fault_says_what_is_safe_and_what_to_do(code: str) -> None:
    assert sentence("en", code).endswith(
        "Your order stands: note its number, or take a picture of it."
    )
    assert sentence("en", code, for_staff=True).endswith(
        "The order stands: give the customer its number."
    )


def test_till_is_told_the_number_where_nothing_is_printed(build: Build) -> None:
    driver = at_the_checkout(build(language="en", printer=False))
    assert hint(driver) == "Say the order’s number there"
    assert not [text for text in driver.texts() if "receipt" in text or "printed" in text]
    place(driver)
    assert driver.done.payHint == "Say the order’s number there"
    assert not driver.has("receipt")


def test_till_is_shown_the_receipt_where_one_is_printed(build: Build) -> None:
    driver = at_the_checkout(build(language="en"))
    assert hint(driver) == "Show the printed code there"
    place(driver)
    driver.wait(lambda: driver.done.receipt == "printed")
    assert driver.done.payHint == "Show the code on the receipt"


def test_after_a_receipt_that_failed_the_next_shopper_is_told_the_number(build: Build) -> None:
    driver = at_the_checkout(build(language="en"))
    driver.shop.printer.fault = "printer_paper_out"
    place(driver)
    driver.wait(lambda: driver.done.receipt == "failed")
    assert driver.done.payHint == "Say the order’s number there"
    driver.tap("finish")
    assert hint(at_the_checkout(driver)) == "Say the order’s number there"
    driver.shop.printer.fault = ""
    place(driver)
    driver.wait(lambda: driver.done.receipt == "printed")
    driver.tap("finish")
    assert hint(at_the_checkout(driver)) == "Show the printed code there"


def test_assistant_without_a_printer_passes_the_number_on(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build, printer=False)))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.checkout.open()
    driver.wait_page("checkout")
    assert hint(driver) == "With the order’s number"
    place(driver)
    assert driver.done.payHint == "With the order’s number"


@pytest.mark.parametrize("by_staff", [False, True])
def test_refused_order_promises_nothing(build: Build, by_staff: bool) -> None:
    if by_staff:
        driver = open_anna(sign_in(tablet(build)))
        driver.scan(driver.shop.gtin(RAIN_98))
        driver.checkout.open()
        driver.wait_page("checkout")
    else:
        driver = at_the_checkout(build(language="en"))
    driver.shop.printer.fault = "printer_paper_out"
    driver.shop.hub.refusal = "price_refused"
    place(driver)
    driver.wait(lambda: driver.done.state == "rejected" and driver.done._receipt == "failed")
    driver.settle()
    done = driver.done
    assert (done.points, done.qr, done.receipt, done.coming.count) == ("", "", "none", 0)
    said = "\n".join(driver.texts())
    assert "order stands" not in said and "tomorrow" not in said and "track" not in said
