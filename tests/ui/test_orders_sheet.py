"""What staff see and do about a device's orders: how far each has come, and refused ones."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from kiosk.domain.orders import LineState, OutboxState
from kiosk.errors import StoreFull
from kiosk.ports.orders import OutboxRow
from kiosk.ui.models.orders.outbox import OutboxModel
from kiosk.ui.models.orders.refused_order import RefusedOrderModel
from kiosk.ui.models.orders.refused_rows import spaced
from kiosk.ui.models.rows import Rows
from kiosk.wire.customers import Granted
from kiosk.wire.orders import Evidence, OrderBody
from tests.assistant_steps import Build, open_anna, sign_in, tablet
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, TEE
from tests.gates import Gate
from tests.refused_orders import (
    ANNAS_ORDER,
    GUEST_ORDER,
    NAME,
    PHONE,
    STREET,
    annas,
    answer,
    order,
    put,
)
from tests.ui_driver import Driver, live_strings

NUMBER = "T7-00401-A"


def at_the_sheet(build: Build, *orders: OrderBody | None, **options: object) -> Driver:
    """Sign in on a tablet whose outbox holds refused orders, and open the sheet."""
    driver = sign_in(tablet(build, **options))
    for one in orders:
        put(driver.shop, one)
    driver.tap("rail.outbox")
    driver.settle()
    return driver


def opened(build: Build, body: OrderBody | None) -> Driver:
    """Open a refused order's page."""
    driver = at_the_sheet(build, body)
    driver.tap(f"order.{body.number if body else 'T7-00400-Z'}")
    driver.wait_page("order")
    return driver


def guests() -> OrderBody:
    return order(GUEST_ORDER, NUMBER)


def rows_of(driver: Driver, model: str) -> list[Any]:
    rows: object = cast(Any, driver.ui.models[model]).rows
    assert isinstance(rows, Rows)
    return list(rows.rows)


def resolution(driver: Driver, order_id: str) -> str:
    row = driver.shop.outbox.row(order_id)
    assert row is not None
    return row.resolution


def said(driver: Driver) -> str:
    return "\n".join(driver.texts())


def place(driver: Driver) -> OrderBody:
    """Go from the basket through the checkout; return what was committed."""
    before = {row.order_id for row in driver.shop.outbox.rows()}
    driver.tap("order")
    driver.wait_page("checkout")
    driver.tap("place")
    driver.wait_page("done")
    (row,) = (row for row in driver.shop.outbox.rows() if row.order_id not in before)
    return msgspec.json.decode(row.body, type=OrderBody)


def test_accepted_orders_say_what_the_hub_could_do_and_settled_ones_what_became_of_them(
    build: Build,
) -> None:
    driver = sign_in(tablet(build))
    at = driver.shop.clock.now().isoformat()
    accepted, states = OutboxState.ACCEPTED, LineState
    new = msgspec.json.encode(order("o4", "T7-00404-R", replaces="o5"))
    for row in (
        OutboxRow("o1", "n1", accepted, at, 1, "", b"", answer("o1", "confirmed")),
        OutboxRow("o2", "n2", accepted, at, 1, "", b"",
                  answer("o2", "partly", states.CONFIRMED, states.MOVED, states.LEFT_OUT)),
        OutboxRow("o3", "n3", accepted, at, 1, "", b"",
                  answer("o3", "backorder", states.BACKORDER)),
        OutboxRow("o4", "T7-00404-R", accepted, at, 1, "", new, b"of another release"),
        OutboxRow("o5", "n5", OutboxState.REJECTED, at, 1, "price_refused", b"", None, "replaced"),
        OutboxRow("o6", "n6", OutboxState.REJECTED, at, 1, "price_refused", b"", None, "cancelled"),
        OutboxRow("o7", "n7", OutboxState.REJECTED, at, 1, "price_refused", b"", None, "exported"),
    ):  # fmt: skip
        driver.shop.outbox.put(row)
    driver.tap("rail.outbox")
    driver.settle()
    shown = {
        row.orderId: (row.status, row.stateText, row.detail) for row in rows_of(driver, "outbox")
    }
    assert shown["o1"] == ("confirmed", "Confirmed", "")
    assert shown["o2"][:2] == ("partly", "Confirmed in part")
    assert shown["o2"][2] == "1 item to be collected at another store · 1 item left out"
    assert shown["o3"] == ("backorder", "Waits for goods", "1 item waits for goods")
    assert shown["o4"][:2] == ("confirmed", "Confirmed")
    assert shown["o5"][:2] == ("replaced", "Replaced by T7-00404-R")
    assert shown["o6"][:2] == ("cancelled", "Cancelled")
    assert shown["o7"][:2] == ("exported", "Handed over in a file by IT")
    assert "All have been sent" in driver.texts()


def test_head_and_badge_count_more_than_the_sheet_can_hold(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.hub.reachable = False
    for n in range(205):
        put(driver.shop, order(f"o{n}", f"T7-{n:05}-A", skus=(TEE,)))
    driver.tap("rail.outbox")
    driver.settle()
    assert len(rows_of(driver, "outbox")) == 200
    assert "205 not accepted" in driver.texts()
    assert "205" in driver.texts()  # the rail


def test_refused_order_opens_with_everything_that_is_needed_to_call(build: Build) -> None:
    driver = opened(build, guests())
    text = said(driver)
    assert "Order T7-00401-A" in text and "A price has changed since" in text
    assert spaced(PHONE) in text and NAME in text
    assert f"Москва, {STREET}, 36, flat 118" in text
    assert "Rain jacket “Puddle”" in text and "Ocean blue · 98" in text
    assert "home, Thursday, 26 November 10–14" in text
    assert "5,770\u00a0₽" in text  # to pay, with delivery


def test_customer_s_phone_is_on_the_glass_only_while_the_order_is_open(build: Build) -> None:
    driver = opened(build, guests())
    driver.tap("back")
    driver.settle()
    assert driver.ui.shell.page == "outbox"
    gc.collect()
    left = [s for m in driver.ui.models.values() for s in live_strings(m)]
    assert not [s for s in left if spaced(PHONE) in s or STREET in s or NAME in s]
    model = driver.ui.models["refused"]
    assert STREET not in repr(vars(model)) and cast(RefusedOrderModel, model)._refusal is None


def test_end_of_the_session_takes_an_open_order_off_the_glass(build: Build) -> None:
    driver = opened(build, guests())
    driver.ui.shell.endSession()
    driver.settle()
    assert driver.ui.shell.page == "sign-in"
    left = [s for m in driver.ui.models.values() for s in live_strings(m)]
    assert not [s for s in left if spaced(PHONE) in s or STREET in s or NUMBER in s]


def test_guest_s_order_is_taken_anew_and_replaces_the_refused_one(build: Build) -> None:
    driver = opened(build, guests())
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    assert "Re-ordering T7-00401-A" in driver.texts()
    assert sum("from T7-00401-A" in text for text in driver.texts()) == 2  # not "added here"
    assert {line.sku for line in driver.shop.terminal.session.state.lines} == {RAIN_98, BOOTS}
    assert not driver.has("apart")  # nothing was left aside: these lines are the order
    assert resolution(driver, GUEST_ORDER) == ""
    driver.tap("order")
    driver.wait_page("checkout")
    for entry, text in (("phone", PHONE), ("street", STREET), ("house", "36")):
        driver.checkout.fill(entry, text)
    driver.ui.shell.back()
    placed = place(driver)
    assert placed.replaces == GUEST_ORDER
    assert resolution(driver, GUEST_ORDER) == "replaced"
    assert not driver.has("staffBar")
    driver.tap("rail.outbox")
    driver.settle()
    states = {row.orderId: row.stateText for row in rows_of(driver, "outbox")}
    assert states[GUEST_ORDER] == f"Replaced by {placed.number}"


def test_known_customer_is_opened_by_staff_for_the_new_order(build: Build) -> None:
    driver = opened(build, annas(ANNAS_ORDER, NUMBER))
    assert f"Customer with card …{ANNA_CARD[-4:]}" in driver.texts()
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    state = driver.shop.terminal.session.state
    assert state.customer is not None and state.customer.evidence.kind == "staff"
    assert {line.sku for line in state.lines} == {RAIN_98, BOOTS}  # none of the web basket's
    placed = place(driver)
    assert (placed.customer_id, placed.evidence.staff_grant_id) == ("c-anna", "sg1")
    assert placed.replaces == ANNAS_ORDER


def test_without_the_network_the_card_goes_with_the_new_order(build: Build) -> None:
    driver = opened(build, annas(ANNAS_ORDER, NUMBER))
    driver.shop.cut_cable()
    driver.settle()
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    assert driver.ui.shell.noticeCode == ""
    customer = driver.shop.terminal.session.state.customer
    assert customer is not None and customer.evidence.card_number == ANNA_CARD


def test_account_that_cannot_be_opened_is_said(build: Build) -> None:
    staffed = msgspec.structs.replace(annas(ANNAS_ORDER, NUMBER), evidence=Evidence("staff"))
    driver = opened(build, staffed)
    assert "Customer with an account" in driver.texts()
    driver.shop.cut_cable()
    driver.settle()
    driver.tap("order.anew")
    driver.wait_page("basket")
    assert driver.ui.shell.noticeCode == "mend_without_account"


def test_order_that_is_left_stays_refused(build: Build) -> None:
    driver = opened(build, guests())
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.tap("staffBar.leave")
    driver.settle()
    assert driver.ui.shell.page == "outbox"
    state = driver.shop.terminal.session.state
    assert state.replaces is None and not state.lines and state.staff is not None
    assert [row.status for row in rows_of(driver, "outbox")] == ["refused"]


def test_basket_on_the_screen_is_cleared_only_after_a_yes(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    put(driver.shop, guests())
    driver.tap("rail.outbox")
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    driver.tap("order.anew")
    driver.settle()
    assert "Close the customer on this screen?" in driver.texts()
    driver.tap("orderAsk.stay")
    state = driver.shop.terminal.session.state
    assert state.customer is not None and state.replaces is None
    driver.tap("order.anew")
    driver.tap("orderAsk.go")
    driver.wait_page("basket")
    driver.settle()
    state = driver.shop.terminal.session.state
    assert state.customer is None and state.replaces is not None
    assert {line.sku for line in state.lines} == {RAIN_98, BOOTS}
    assert "grant-staff" in driver.shop.hub.forgotten


def test_order_that_is_taken_anew_is_put_aside_for_another_only_after_a_yes(build: Build) -> None:
    driver = at_the_sheet(build, guests(), annas(ANNAS_ORDER, "T7-00402-B"))
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.tap("rail.outbox")
    driver.tap("order.T7-00402-B")
    driver.wait_page("order")
    driver.tap("order.anew")
    driver.settle()
    assert "Put T7-00401-A aside?" in driver.texts()
    assert "Put aside and open T7-00402-B" in driver.texts()
    driver.tap("orderAsk.go")
    driver.wait_page("basket")
    driver.settle()
    replaces = driver.shop.terminal.session.state.replaces
    assert replaces is not None and replaces.id == ANNAS_ORDER
    assert resolution(driver, GUEST_ORDER) == ""


def test_grant_that_comes_after_the_page_is_left_is_ended(build: Build) -> None:
    driver = opened(build, annas(ANNAS_ORDER, NUMBER))
    answered, go_on = driver.shop.hub.open_customer, Gate()

    def slow(staff_grant: str, customer_id: str) -> Granted:
        assert go_on.wait()
        return answered(staff_grant, customer_id)

    driver.shop.hub.open_customer = slow  # type: ignore[method-assign]  # this hub takes its time
    cast(RefusedOrderModel, driver.ui.models["refused"]).takeAnew()
    driver.ui.shell.back()
    go_on.set()
    driver.wait(lambda: "grant-staff" in driver.shop.hub.forgotten)
    assert driver.shop.terminal.session.state.customer is None
    assert driver.ui.shell.page == "outbox"


def test_order_is_cancelled_only_when_asked_twice(build: Build) -> None:
    driver = opened(build, guests())
    driver.tap("order.cancel")
    driver.settle()
    assert "Cancel order T7-00401-A?" in driver.texts()
    assert any("Only if the customer agrees" in text for text in driver.texts())
    driver.tap("orderAsk.stay")
    assert resolution(driver, GUEST_ORDER) == ""
    driver.tap("order.cancel")
    driver.tap("orderAsk.go")
    driver.settle()
    assert resolution(driver, GUEST_ORDER) == "cancelled"
    assert driver.ui.shell.page == "outbox"
    assert [row.status for row in rows_of(driver, "outbox")] == ["cancelled"]
    assert driver.ui.models["outbox"].property("refused") == 0


def test_cancelling_the_order_that_is_being_taken_anew_ends_that(build: Build) -> None:
    driver = opened(build, guests())
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.tap("rail.outbox")
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    assert "Go on in the basket" in driver.texts()
    driver.tap("order.cancel")
    driver.tap("orderAsk.go")
    driver.settle()
    state = driver.shop.terminal.session.state
    assert state.replaces is None and not state.lines  # a second order would be one too many
    assert driver.ui.shell.page == "outbox"


def test_disk_that_is_full_keeps_the_order_refused(build: Build) -> None:
    driver = opened(build, guests())

    def full(order_id: str, resolution: str, by: str) -> None:
        raise StoreFull("store_full")

    driver.shop.outbox.resolve = full  # type: ignore[method-assign]  # this disk is full
    driver.tap("order.cancel")
    driver.tap("orderAsk.go")
    driver.settle()
    assert driver.ui.shell.noticeCode == "store_full"
    assert driver.ui.shell.page == "order" and driver.has("order.cancel")


def test_order_whose_body_cannot_be_read_can_only_be_cancelled(build: Build) -> None:
    driver = opened(build, None)
    assert driver.has("order.unreadable") and not driver.has("order.why")
    assert not driver.has("order.anew")
    driver.tap("order.cancel")
    driver.tap("orderAsk.go")
    driver.settle()
    assert resolution(driver, "unreadable") == "cancelled"


def test_items_that_are_no_longer_sold_are_marked_and_stay_to_be_decided_on(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.catalogue.gone = {BOOTS}
    put(driver.shop, guests())
    driver.tap("rail.outbox")
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    assert driver.texts().count("No longer sold") == 1
    gone = "No longer sold: Rubber boots “Frog”. Leave it out when you order again."
    assert gone in driver.texts()
    driver.tap("order.anew")
    driver.wait_page("basket")
    driver.settle()
    assert not driver.basket.canOrder  # the line is not dropped in silence


def test_sheet_that_is_closed_is_counted_but_not_read(build: Build) -> None:
    driver = sign_in(tablet(build))
    read: list[int] = []
    rows = driver.shop.outbox.rows

    def counted(limit: int = 200) -> Sequence[OutboxRow]:
        read.append(limit)
        return rows(limit)

    driver.shop.outbox.rows = counted  # type: ignore[method-assign]  # watched
    put(driver.shop, guests())
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    driver.product.add()
    driver.settle()
    assert cast(OutboxModel, driver.ui.models["outbox"]).property("refused") == 1
    assert not read
