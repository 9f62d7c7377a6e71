"""A code that the catalogue does not have: look it up, call somebody, or let it be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from kiosk.errors import HubRefused
from kiosk.lanes import Lane
from kiosk.services.scanning import ProductFound, ProductMissing, Scanned
from kiosk.ui.models.product.unknown_product import printed
from kiosk.wire.calls import StaffCall
from tests.assistant_steps import sign_in, tablet
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, VARIANTS
from tests.gates import Gate
from tests.scan_steps import ROMPER, UNKNOWN, said, several, shopper, unknown
from tests.ui_driver import Build


def test_unknown_product_is_looked_up_at_the_shop_and_an_assistant_comes(build: Build) -> None:
    driver = shopper(build)
    driver.shop.hub.known_there[ROMPER.gtin14] = ROMPER
    driver.scan(UNKNOWN)
    assert driver.shop.sounds.heard == ["refused"]
    assert "This terminal doesn’t know this code" in said(driver) and UNKNOWN in said(driver)
    driver.tap("unknown.lookUp")
    driver.wait(lambda: driver.has("unknown.found"))
    text = said(driver)
    assert "Romper “Whale”" in text and "Solnce · Ocean blue · 68" in text
    assert "1,490.50 ₽" in text and "it cannot be ordered here yet" in text
    driver.tap("unknown.call")
    driver.wait(lambda: driver.has("unknown.coming"))
    assert [call.about for call in driver.shop.hub.calls] == [UNKNOWN]
    assert "We have called an assistant" in said(driver)
    assert said(driver).count(UNKNOWN) == 1
    assert not driver.has("unknown.call")
    driver.tap("unknown.close")
    driver.settle()
    assert not driver.has("unknownProduct") and driver.ui.shell.page == "attract"


def test_same_code_calls_nobody_twice_in_a_session(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    driver.tap("unknown.call")
    driver.wait(lambda: driver.has("unknown.coming"))
    driver.scan(UNKNOWN)
    unknown(driver).call()
    driver.settle()
    assert driver.has("unknown.coming") and len(driver.shop.hub.calls) == 1
    driver.ui.shell.endSession()
    driver.scan(UNKNOWN)
    assert not driver.has("unknown.coming") and driver.has("unknown.call")


def test_shop_that_has_no_such_product_says_so(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    driver.tap("unknown.lookUp")
    driver.settle()
    assert "It is not among all our products either." in said(driver)
    assert not driver.has("unknown.lookUp") and driver.has("unknown.call")


def test_hub_that_fails_says_what_to_do(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    driver.shop.hub.reachable = False
    driver.tap("unknown.lookUp")
    driver.settle()
    assert "No answer. Please try again in a minute." in said(driver)


def test_call_that_the_hub_refuses_says_what_to_do(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    calling = driver.shop.hub.call_staff

    def refuse(call: StaffCall) -> None:
        raise HubRefused("bad_request", 400)

    driver.shop.hub.call_staff = refuse  # type: ignore[method-assign]  # for a while
    driver.tap("unknown.call")
    driver.wait(lambda: driver.has("unknown.nobody"))
    assert "The call did not go out. Please try again, or ask at the till." in said(driver)
    driver.shop.hub.call_staff = calling  # type: ignore[method-assign]
    driver.tap("unknown.call")
    driver.wait(lambda: driver.has("unknown.coming"))
    assert not driver.has("unknown.nobody")


def test_call_without_a_network_goes_out_when_there_is_one(build: Build) -> None:
    driver = shopper(build, online=False)
    driver.scan(UNKNOWN)
    assert "No connection: we can’t search for it now." in said(driver)
    assert not driver.has("unknown.lookUp")
    driver.tap("unknown.call")
    driver.wait(lambda: driver.has("unknown.waiting"))
    assert "The call goes out as soon as there is one." in said(driver)
    assert not driver.has("unknown.call") and not driver.has("unknown.coming")
    assert len(driver.shop.actions.kept) == 1
    driver.shop.restore_cable()
    driver.wait(lambda: driver.has("unknown.coming"))
    assert [call.about for call in driver.shop.hub.calls] == [UNKNOWN]
    assert not driver.shop.actions.kept and "No connection" not in said(driver)


def test_answer_that_comes_after_the_sheet_was_closed_shows_nothing(build: Build) -> None:
    driver = shopper(build)
    driver.shop.hub.known_there[ROMPER.gtin14] = ROMPER
    driver.scan(UNKNOWN)
    unknown(driver).lookUp()
    unknown(driver).close()
    driver.settle()
    assert not driver.has("unknownProduct") and unknown(driver).name == ""
    driver.scan(UNKNOWN)
    assert driver.has("unknown.lookUp") and not driver.has("unknown.found")


@pytest.mark.parametrize(
    ("gtin14", "digits"),
    [
        ("00000012345670", "12345670"),
        ("00000000012348", "00012348"),  # an EAN-8 whose number begins with zeros
        ("00012345678905", "012345678905"),
        ("04601234567893", UNKNOWN),
        ("14601234567890", "14601234567890"),
    ],
)
def test_digits_are_those_below_the_bars(gtin14: str, digits: str) -> None:
    assert printed(gtin14) == digits


def test_assistants_look_a_product_up_and_call_nobody(build: Build) -> None:
    driver = tablet(build)
    driver.scan(UNKNOWN)
    assert driver.ui.shell.noticeCode == "sign_in_first" and not driver.has("unknownProduct")
    sign_in(driver)
    driver.shop.hub.known_there[ROMPER.gtin14] = ROMPER
    driver.scan(UNKNOWN)
    assert "This device doesn’t know this code" in said(driver)
    assert driver.has("unknown.lookUp") and not driver.has("unknown.call")
    unknown(driver).call()
    driver.tap("unknown.lookUp")
    driver.wait(lambda: driver.has("unknown.found"))
    assert "Not in this device’s catalogue yet: it cannot be ordered here." in said(driver)
    assert not driver.shop.hub.calls


def test_sheet_is_worked_by_keyboard_and_the_page_below_rests(build: Build) -> None:
    driver = shopper(build)
    driver.ui.shell.open("search")
    driver.wait_page("search")
    driver.tap("search")
    driver.scan(UNKNOWN)
    assert not driver.has("keyboard")  # nobody types below a sheet
    seen = []
    for _ in range(4):
        driver.key(Qt.Key.Key_Tab)
        seen.append(driver.window.activeFocusItem().objectName())
    assert seen == ["unknown.lookUp", "unknown.call", "unknown.close", "unknown.lookUp"]
    driver.key(Qt.Key.Key_Return)
    driver.settle()
    assert "It is not among all our products either." in said(driver)
    driver.key(Qt.Key.Key_Escape)
    driver.settle()
    assert not driver.has("unknownProduct") and driver.ui.shell.page == "search"
    driver.key(Qt.Key.Key_Escape)  # the field has the keyboard's focus again
    driver.key(Qt.Key.Key_Escape)
    driver.wait_page("attract")


def test_sheet_on_the_first_page_does_not_wait_for_the_next_shopper(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    driver.shop.clock.advance(61)
    driver.ui.shell.idle.tick()
    assert driver.has("stillThere")
    driver.shop.clock.advance(21)
    driver.ui.shell.idle.tick()
    driver.settle()
    assert not driver.has("unknownProduct") and not driver.ui.shell.covered


def test_next_scan_takes_the_sheet_away(build: Build) -> None:
    driver = shopper(build)
    driver.scan(UNKNOWN)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    assert not driver.has("unknownProduct")


@pytest.mark.parametrize("signed_in", [False, True])
def test_unknown_product_right_behind_a_known_one_is_the_answer(
    build: Build, signed_in: bool
) -> None:
    driver = sign_in(tablet(build)) if signed_in else shopper(build)
    page = driver.ui.shell.page
    for code in (driver.shop.gtin(RAIN_98), UNKNOWN):
        driver.ui.shell.scan(code)  # nothing is settled between
    driver.settle()
    driver.settle()
    assert driver.has("unknownProduct") and UNKNOWN in said(driver)
    assert driver.ui.shell.page == page


@pytest.mark.parametrize("signed_in", [False, True])
def test_question_right_behind_a_known_product_is_the_answer(build: Build, signed_in: bool) -> None:
    driver = sign_in(tablet(build)) if signed_in else shopper(build)
    answers: list[Scanned] = [ProductFound(VARIANTS[RAIN_98]), several()]
    driver.shop.terminal.scanning.resolve = lambda scan: answers.pop(0)  # type: ignore[method-assign]  # in turn
    for code in ("0", "1"):
        driver.ui.shell.scan(code)
    driver.settle()
    driver.wait(lambda: driver.has("whichOne"))
    driver.settle()
    assert driver.has("whichOne") and driver.ui.shell.page != "product"


@pytest.mark.parametrize("first", ["unknown", "several"])
def test_known_product_right_behind_takes_a_sheet_away_on_its_page_too(
    build: Build, first: str
) -> None:
    driver = shopper(build)
    driver.scan(driver.shop.gtin(BOOTS))
    driver.wait_page("product")
    answers: list[Scanned] = [
        ProductMissing(UNKNOWN.zfill(14)) if first == "unknown" else several(),
        ProductFound(VARIANTS[RAIN_98]),
    ]
    driver.shop.terminal.scanning.resolve = lambda scan: answers.pop(0)  # type: ignore[method-assign]  # in turn
    for code in ("0", "1"):
        driver.ui.shell.scan(code)
    driver.wait(lambda: driver.product.sku == RAIN_98)
    driver.settle()
    assert not driver.ui.shell.covered
    assert not driver.has("unknownProduct") and not driver.has("whichOne")


def test_card_right_behind_a_product_leaves_it_on_the_glass(build: Build) -> None:
    driver = shopper(build)
    for code in (driver.shop.gtin(RAIN_98), ANNA_CARD):
        driver.ui.shell.scan(code)
    driver.wait_page("product")
    driver.wait(lambda: driver.shop.terminal.session.state.customer)
    assert driver.product.sku == RAIN_98


def test_unknown_code_does_not_keep_a_customer_s_prices_from_the_page(build: Build) -> None:
    driver = shopper(build)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    go_on = Gate()
    driver.shop.terminal.lanes.run(Lane.READ, go_on.wait)  # the disk is slow
    driver.shop.terminal.recognising.card(ANNA_CARD)
    driver.wait(lambda: driver.shop.terminal.session.state.tier_id)
    driver.product.leave_pending()
    go_on.set()
    driver.wait(lambda: driver.product.tierPrice)
