"""Words are for whoever reads them: staff at a shopper's terminal are never called "you"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiosk.words.messages import sentence
from kiosk.words.staff_messages import TO_STAFF
from tests.assistant_steps import Build, open_anna, pad, sign_in, tablet
from tests.fakes import BADGE, RAIN_98
from tests.refused_orders import GUEST_ORDER, PHONE, order, put
from tests.ui_driver import Driver

NUMBER = "T7-00401-A"
SHOPPERS = re.compile(r"\b(you|your|yours|you’ll|my)\b", re.IGNORECASE)


def said(driver: Driver) -> str:
    return "\n".join(driver.texts())


def addressed(driver: Driver) -> list[str]:
    """What on the glass speaks to a shopper."""
    return [text for text in driver.texts() if SHOPPERS.search(text)]


def hints(driver: Driver) -> set[str]:
    """What a button says to whoever cannot see it."""
    return {str(item.property("hint")) for item in driver.items() if item.property("hint")}


def shopper_with_rain(build: Build, **options: object) -> Driver:
    driver = build(**{"language": "en"} | options)
    driver.wait_page("attract")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    return driver


def staff_at_the_kiosk(build: Build, **options: object) -> Driver:
    """Sign in at a shopper's terminal and take a refused order anew."""
    driver = build(**{"language": "en"} | options)
    driver.wait_page("attract")
    put(driver.shop, order(GUEST_ORDER, NUMBER))
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("outbox")
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    return driver


def fill(driver: Driver) -> None:
    for entry, text in (("phone", PHONE), ("city", "Москва"), ("street", "Лесная"), ("house", "3")):
        driver.checkout.fill(entry, text)


def test_shopper_at_the_kiosk_reads_a_shopper_s_words(build: Build) -> None:
    driver = shopper_with_rain(build)
    assert "Your basket" in driver.texts()
    assert "Have a loyalty card?" in driver.texts()
    assert "Change how it gets to you" in hints(driver)
    driver.tap("order")
    driver.wait_page("checkout")
    assert "How you’ll get it" in driver.texts() and "How to reach you" in driver.texts()


def walk_of_staff(driver: Driver) -> Iterator[str]:
    """Stop on each page that staff see at a shopper's terminal; name it."""
    yield "basket"
    driver.ui.shell.open("product")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    yield "product"
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    driver.basket.chooseFor(RAIN_98)
    driver.settle()
    yield "way sheet"
    driver.basket.closeChoice()
    driver.tap("order")
    driver.wait_page("checkout")
    yield "checkout"
    fill(driver)
    driver.tap("place")
    driver.wait_page("done")
    yield "done"


@pytest.mark.parametrize("online", [True, False])
def test_staff_at_the_kiosk_read_of_the_customer_never_of_themselves(
    build: Build, online: bool
) -> None:
    driver = staff_at_the_kiosk(build)
    if not online:
        driver.shop.hub.reachable = False
        driver.shop.terminal.syncing.tick()
        driver.wait(lambda: driver.ui.shell.linkState == "offline")
        driver.settle()
    for page in walk_of_staff(driver):
        assert addressed(driver) == [], page
        assert not [hint for hint in hints(driver) if SHOPPERS.search(hint)], page


def test_staff_at_the_kiosk_read_the_tablet_s_words(build: Build) -> None:
    driver = staff_at_the_kiosk(build)
    assert "Basket" in driver.texts() and "Your basket" not in driver.texts()
    assert "Change how the customer gets it" in hints(driver)
    driver.tap("order")
    driver.wait_page("checkout")
    assert "How the customer gets it" in driver.texts()
    assert "Customer’s contacts" in driver.texts()
    assert "Leave it out and do not pay for it" not in driver.texts()
    fill(driver)
    driver.tap("place")
    driver.wait_page("done")
    assert "The customer pays the courier" in said(driver)
    assert "Ask the customer to scan this to track the order" in driver.texts()
    assert "Point your camera here to see the order’s status" not in driver.texts()


def test_assistant_at_the_tablet_reads_the_same_words_as_before(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    assert addressed(driver) == []
    assert "Change how the customer gets it" in hints(driver)
    driver.tap("order")
    driver.wait_page("checkout")
    assert "How the customer gets it" in driver.texts() and addressed(driver) == []


def test_kiosk_speaks_to_the_shopper_again_when_staff_have_signed_out(build: Build) -> None:
    driver = staff_at_the_kiosk(build)
    driver.tap("staffBar.finish")
    driver.settle()
    driver.tap("signOut.go")
    driver.wait_page("attract")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    assert "Added to your basket" in driver.texts()


def test_empty_basket_of_staff_at_the_kiosk_offers_nothing_that_leads_nowhere(
    build: Build,
) -> None:
    driver = staff_at_the_kiosk(build)
    for line in driver.shop.terminal.session.state.lines:
        driver.basket.remove(line.sku)
    driver.settle()
    assert driver.has("emptyBasket") and addressed(driver) == []
    assert not driver.has("emptyBasket.action")  # neither departments nor catalogue open for them


def test_staff_are_told_that_they_are_signed_out_not_what_they_chose(build: Build) -> None:
    driver = staff_at_the_kiosk(build)
    driver.shop.clock.advance(61)
    driver.ui.shell.idle.tick()
    driver.settle()
    assert driver.has("stillThere") and "you are signed out" in said(driver)
    assert "what you chose" not in said(driver)
    driver.ui.shell.idle.stay()
    driver.tap("staffBar.finish")
    driver.tap("signOut.go")
    driver.wait_page("attract")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.shop.clock.advance(61)
    driver.ui.shell.idle.tick()
    driver.settle()
    assert "so that nobody sees what you chose" in said(driver)


def refused(driver: Driver) -> str:
    """Order what the hub refuses; return what the last page says of it."""
    driver.shop.hub.refusal = "price_refused"
    driver.tap("order")
    driver.wait_page("checkout")
    fill(driver)
    driver.tap("place")
    driver.wait_page("done")
    driver.wait(lambda: driver.done.state == "rejected")
    driver.settle()
    return said(driver)


def test_refused_order_sends_a_shopper_to_staff(build: Build) -> None:
    text = refused(shopper_with_rain(build))
    assert "Please see our staff" in text and "An assistant can put the order right" in text


def test_refused_order_sends_staff_to_the_orders(build: Build) -> None:
    text = refused(staff_at_the_kiosk(build))
    assert "The shop refused the order" in text and "under “Orders”" in text
    assert "assistant" not in text and "Please see our staff" not in text


@pytest.mark.parametrize("code", sorted(TO_STAFF))
def test_sentence_for_staff_speaks_of_the_customer(code: str) -> None:
    assert SHOPPERS.search(sentence("en", code, for_staff=True)) is None
    assert sentence("en", code) != sentence("en", code, for_staff=True)


def test_notice_speaks_to_whoever_reads_it(build: Build) -> None:
    driver = shopper_with_rain(build)
    driver.ui.shell.notify_("info", "piece_in_basket")
    assert "already in your basket" in driver.ui.shell.noticeText
    driver.ui.shell.endSession()
    driver.settle()
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("outbox")
    driver.ui.shell.notify_("info", "piece_in_basket")
    assert "already in the basket" in driver.ui.shell.noticeText
