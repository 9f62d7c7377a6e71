"""A store without tablets: a staff badge at the shopper's terminal opens the orders' sheet."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubRefused
from kiosk.ports.orders import OutboxRow
from kiosk.ui.models.orders.refused_order import RefusedOrderModel
from kiosk.ui.models.orders.refused_rows import masked, spaced
from kiosk.ui.models.people.staff import StaffModel
from kiosk.wire.orders import OrderBody
from kiosk.wire.staff import SignedIn
from tests.assistant_steps import Build, pad
from tests.fakes import ANNA_CARD, BADGE, BOOTS, RAIN_98, STRANGER_CARD, TEE
from tests.gates import Gate
from tests.refused_orders import ANNAS_ORDER, GUEST_ORDER, PHONE, STREET, annas, order, put
from tests.ui_driver import Driver, live_strings

NUMBER = "T7-00401-A"


def floor(build: Build, **options: object) -> Driver:
    """Build a shopper's terminal with a refused order in its outbox."""
    driver = build(**{"mode": "shopper", "language": "en"} | options)
    driver.wait_page("attract")
    put(driver.shop, order(GUEST_ORDER, NUMBER))
    return driver


def at_the_form(build: Build, **options: object) -> Driver:
    driver = floor(build, **options)
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    return driver


def at_the_sheet(build: Build, **options: object) -> Driver:
    driver = at_the_form(build, **options)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("outbox")
    return driver


def opened(build: Build, number: str = NUMBER) -> Driver:
    driver = at_the_sheet(build)
    driver.tap(f"order.{number}")
    driver.wait_page("order")
    return driver


def taken_anew(build: Build) -> Driver:
    driver = opened(build)
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    return driver


def staff(driver: Driver) -> StaffModel:
    return cast(StaffModel, driver.ui.models["staff"])


def signed_in(driver: Driver) -> bool:
    return driver.shop.terminal.session.state.staff is not None


def test_badge_and_pin_open_the_sheet_on_the_shop_floor(build: Build) -> None:
    driver = at_the_form(build)
    assert "Badge scanned" in driver.texts()
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait_page("outbox")
    assert "Мила" in driver.texts() and driver.has("staffBar.finish")
    assert driver.has(f"order.{NUMBER}")
    assert not driver.has("rail.customers")


def test_wrong_pin_counts_as_on_the_tablet(build: Build) -> None:
    driver = at_the_form(build)
    tried: list[tuple[str, str]] = []

    def locked(number: str, pin: str) -> SignedIn:
        tried.append((number, pin))
        raise HubRefused("sign_in_locked", 423)

    pad(driver, "9999")
    driver.tap("signin.go")
    driver.settle()
    assert staff(driver).property("problem") == "wrong"
    driver.shop.hub.sign_in = locked  # type: ignore[method-assign]  # that was the fifth
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.settle()
    assert tried == [(BADGE, "1234")]
    assert staff(driver).property("problem") == "locked"
    assert driver.ui.shell.page == "sign-in" and not signed_in(driver)


def test_without_the_network_the_form_says_when_it_works(build: Build) -> None:
    driver = at_the_form(build, online=False)
    text = "\n".join(driver.texts())
    assert "You can sign in when the network is back." in text and "saved" in text
    driver.tap("pad.1")
    driver.tap("signin.go")
    driver.settle()
    assert staff(driver).property("pinLength") == 0
    assert driver.ui.shell.page == "sign-in" and not signed_in(driver)


def test_badge_never_ends_a_shopper_s_session_with_a_basket(build: Build) -> None:
    driver = floor(build)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    driver.scan(BADGE)
    assert driver.ui.shell.noticeCode == "shopper_first"
    assert driver.ui.shell.page == "product"
    assert [line.sku for line in driver.shop.terminal.session.state.lines] == [RAIN_98]


def test_badge_never_shows_staff_pages_over_a_shopper_s_account(build: Build) -> None:
    driver = floor(build)
    driver.shop.hub.log = ()
    driver.scan(ANNA_CARD)
    driver.wait(lambda: driver.shop.terminal.session.state.customer)
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    assert driver.shop.terminal.session.state.customer is None
    driver.wait(lambda: driver.shop.hub.forgotten == ["grant-card"])
    driver.settle()
    assert not [s for m in driver.ui.models.values() for s in live_strings(m) if "Анна" in s]


def test_finish_signs_out_and_clears(build: Build) -> None:
    driver = at_the_sheet(build)
    driver.tap("staffBar.finish")
    driver.wait_page("attract")
    assert not signed_in(driver)
    driver.wait(lambda: driver.shop.hub.forgotten == ["staff-grant"])
    left = [s for m in driver.ui.models.values() for s in live_strings(m)]
    assert not [s for s in left if "Мила" in s or NUMBER in s or BADGE in s]


def test_finish_says_what_has_not_reached_the_shop(build: Build) -> None:
    driver = at_the_sheet(build)
    driver.shop.hub.refusal = "still thinking"
    at = driver.shop.clock.now().isoformat()
    row = OutboxRow("p1", "T7-00402-B", OutboxState.PENDING, at, 1, "", b"")
    driver.shop.outbox.put(row)
    driver.tap("staffBar.finish")
    driver.settle()
    said = "\n".join(driver.texts())
    assert "1 order has not been sent yet. It is saved on this device" in said
    assert "leave it switched on" in said
    driver.tap("signOut.stay")
    driver.settle()
    assert signed_in(driver) and driver.ui.shell.page == "outbox"
    driver.tap("staffBar.finish")
    driver.settle()
    driver.tap("signOut.go")
    driver.wait_page("attract")
    assert not signed_in(driver)


def test_customer_s_details_are_hidden_on_the_floor_until_they_are_asked_for(build: Build) -> None:
    driver = opened(build)
    refused = cast(RefusedOrderModel, driver.ui.models["refused"])
    hidden = "\n".join(driver.texts())
    assert spaced(PHONE) not in hidden and STREET not in hidden
    assert masked(spaced(PHONE)) in hidden and "Москва, •••" in hidden
    driver.tap("order.reveal")
    driver.settle()
    shown = "\n".join(driver.texts())
    assert spaced(PHONE) in shown and STREET in shown
    assert not driver.has("order.reveal")
    timer = refused._hide_timer
    assert timer.isActive() and timer.isSingleShot() and timer.interval() == 15_000
    timer.timeout.emit()
    driver.settle()
    assert not [text for text in driver.texts() if spaced(PHONE) in text or STREET in text]
    driver.tap("order.reveal")
    driver.tap("back")
    driver.wait_page("outbox")
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    assert driver.has("order.reveal")  # another visit begins hidden


def test_idle_ends_the_staff_s_session_too(build: Build) -> None:
    driver = opened(build)
    driver.shop.clock.advance(61)
    driver.ui.shell.idle.tick()
    driver.settle()
    assert driver.has("stillThere")
    driver.shop.clock.advance(21)
    driver.ui.shell.idle.tick()
    driver.wait_page("attract")
    assert not signed_in(driver)
    left = [s for m in driver.ui.models.values() for s in live_strings(m)]
    assert not [s for s in left if spaced(PHONE) in s or STREET in s]


def test_form_that_is_left_alone_is_cleared(build: Build) -> None:
    driver = at_the_form(build)
    pad(driver, "12")
    driver.shop.clock.advance(82)
    driver.ui.shell.idle.tick()
    driver.wait_page("attract")
    assert staff(driver).property("pinLength") == 0 and not staff(driver).property("badge")


@pytest.mark.parametrize("way", ["button", "back"])
def test_try_that_is_left_signs_nobody_in(build: Build, way: str) -> None:
    driver = at_the_form(build)
    answer, go_on = driver.shop.hub.sign_in, Gate()

    def slow(number: str, pin: str) -> SignedIn:
        assert go_on.wait()
        return answer(number, pin)

    driver.shop.hub.sign_in = slow  # type: ignore[method-assign]  # this hub takes its time
    for digit in "1234":
        staff(driver).digit(digit)
    staff(driver).signIn()
    if way == "back":
        driver.ui.shell.back()
    else:
        driver.ui.shell.endSession()
    go_on.set()
    driver.wait(lambda: driver.shop.hub.forgotten == ["staff-grant"])
    driver.settle()
    assert driver.ui.shell.page == "attract" and not signed_in(driver)
    assert not staff(driver).property("badge")


def test_shopper_who_scans_at_the_open_form_takes_the_screen_over(build: Build) -> None:
    driver = at_the_form(build)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    assert not staff(driver).property("badge")
    driver.ui.shell.home()
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    driver.scan(ANNA_CARD)
    driver.wait(lambda: driver.shop.terminal.session.state.customer)
    assert driver.ui.shell.page != "sign-in" and not staff(driver).property("badge")


def test_staff_see_orders_here_and_no_customers(build: Build) -> None:
    driver = at_the_sheet(build)
    for page in ("customers", "customer", "search", "category", "attract"):
        driver.ui.shell.open(page)
        driver.settle()
        assert driver.ui.shell.page == "outbox", page
    for code in (ANNA_CARD, driver.shop.gtin(RAIN_98), driver.shop.hub.app_code()):
        driver.ui.shell.dismissNotice()
        driver.scan(code)
        assert driver.ui.shell.noticeCode == "staff_at_work"
    assert driver.shop.terminal.session.state.customer is None
    driver.scan(BADGE)
    assert driver.ui.shell.noticeCode == "badge_other"


def test_nobody_reaches_the_sheet_without_signing_in(build: Build) -> None:
    driver = floor(build)
    for page in ("outbox", "order", "customers", "customer"):
        driver.ui.shell.open(page)
        driver.settle()
        assert driver.ui.shell.page == "attract"


def test_mended_order_is_placed_and_the_sheet_comes_back(build: Build) -> None:
    driver = taken_anew(build)
    assert "Re-ordering T7-00401-A" in driver.texts()
    assert not driver.has("endSession") and not driver.has("goOn")
    driver.tap("order")
    driver.wait_page("checkout")
    for entry, text in (("phone", PHONE), ("street", STREET), ("house", "36")):
        driver.checkout.fill(entry, text)
    driver.tap("place")
    driver.wait_page("done")
    (new,) = (row for row in driver.shop.outbox.rows() if row.order_id != GUEST_ORDER)
    assert msgspec.json.decode(new.body, type=OrderBody).replaces == GUEST_ORDER
    driver.tap("finish")
    driver.wait_page("outbox")
    assert signed_in(driver)
    assert driver.shop.terminal.session.state.lines == ()
    row = driver.shop.outbox.row(GUEST_ORDER)
    assert row is not None and row.resolution == "replaced"


def test_countdown_after_a_mended_order_comes_back_to_the_sheet_too(build: Build) -> None:
    driver = taken_anew(build)
    driver.checkout.open()
    driver.wait_page("checkout")
    for entry, text in (("phone", PHONE), ("street", STREET), ("house", "36")):
        driver.checkout.fill(entry, text)
    driver.tap("place")
    driver.wait_page("done")
    driver.scan(STRANGER_CARD)  # a shopper who comes by does not sign anybody out
    assert signed_in(driver)
    driver.shop.clock.advance(31)
    driver.done.countDown()
    driver.wait_page("outbox")
    assert signed_in(driver)


def test_order_that_is_left_here_stays_refused(build: Build) -> None:
    driver = taken_anew(build)
    driver.tap("staffBar.leave")
    driver.wait_page("outbox")
    row = driver.shop.outbox.row(GUEST_ORDER)
    assert row is not None and not row.resolution
    assert driver.shop.terminal.session.state.replaces is None


def test_finish_in_the_middle_of_an_order_asks_and_leaves_it_refused(build: Build) -> None:
    driver = taken_anew(build)
    driver.tap("staffBar.finish")
    driver.settle()
    assert driver.has("signOut")
    driver.tap("signOut.go")
    driver.wait_page("attract")
    assert driver.shop.terminal.session.state.lines == ()
    row = driver.shop.outbox.row(GUEST_ORDER)
    assert row is not None and not row.resolution


def test_customer_s_own_card_may_be_scanned_for_the_order_and_no_other(build: Build) -> None:
    driver = taken_anew(build)
    driver.scan(ANNA_CARD)
    driver.wait(lambda: driver.shop.terminal.session.state.customer)
    driver.settle()
    state = driver.shop.terminal.session.state
    assert state.customer is not None and state.customer.evidence.kind == "staff"
    assert {line.sku for line in state.lines} == {RAIN_98, BOOTS}
    assert driver.ui.shell.page == "basket"
    driver.scan(STRANGER_CARD)
    assert driver.ui.shell.noticeCode == "customer_other"


def test_another_item_may_be_scanned_into_the_order_that_is_taken_anew(build: Build) -> None:
    driver = taken_anew(build)
    driver.scan(driver.shop.gtin(TEE))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    state = driver.shop.terminal.session.state
    assert {line.sku for line in state.lines} == {RAIN_98, BOOTS, TEE}
    assert state.replaces is not None


def test_known_customer_s_order_is_taken_anew_in_the_staff_s_name(build: Build) -> None:
    driver = at_the_sheet(build)
    put(driver.shop, annas(ANNAS_ORDER, "T7-00402-B"))
    driver.ui.models["outbox"].refresh()  # type: ignore[attr-defined]  # its slot
    driver.settle()
    driver.tap("order.T7-00402-B")
    driver.wait_page("order")
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    customer = driver.shop.terminal.session.state.customer
    assert customer is not None and customer.evidence.staff_grant_id == "sg1"
    driver.tap("staffBar.leave")
    driver.wait_page("outbox")
    driver.wait(lambda: "grant-staff" in driver.shop.hub.forgotten)
