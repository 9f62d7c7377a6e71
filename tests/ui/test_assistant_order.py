"""Ordering for a customer on the tablet, online and with the cable cut; the orders' sheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from kiosk.domain.orders import OutboxState
from kiosk.errors import StoreBroken
from kiosk.ports.orders import OutboxRow
from kiosk.ui.models.orders.outbox import OutboxModel
from kiosk.ui.models.rows import Rows
from kiosk.wire.orders import OrderBody
from tests.assistant_steps import Build, open_anna, sign_in, tablet
from tests.fakes import BOOTS, RAIN_98, TEE
from tests.ui_driver import Driver


def outbox_of(driver: Driver) -> OutboxModel:
    model = driver.ui.models["outbox"]
    assert isinstance(model, OutboxModel)
    return model


def sheet(driver: Driver) -> list[Any]:
    model: object = outbox_of(driver).rows
    assert isinstance(model, Rows)
    return list(model.rows)


def order_now(driver: Driver) -> OrderBody:
    """Take the basket over, place the order, and return what was committed."""
    driver.tap("customer.order")
    driver.wait_page("checkout")
    driver.tap("place")
    driver.wait_page("done")
    (row,) = driver.shop.outbox.rows()
    return msgspec.json.decode(row.body, type=OrderBody)


def test_web_basket_is_taken_over_and_ordered_in_the_staff_s_name(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.settle()
    order = order_now(driver)
    assert {line.sku for line in order.lines} == {BOOTS, TEE, RAIN_98}
    assert order.customer_id == "c-anna"
    assert (order.evidence.kind, order.evidence.staff_grant_id) == ("staff", "sg1")
    assert order.address.ref == "a1"
    assert any(order.number in text for text in driver.texts())
    driver.wait(lambda: order.id in driver.shop.hub.orders)
    driver.tap("finish")
    driver.settle()
    assert driver.ui.shell.page == "customers"
    assert driver.shop.terminal.session.state.customer is None
    assert driver.shop.terminal.session.state.staff is not None


def test_order_with_the_cable_cut_waits_on_the_sheet_and_is_confirmed_later(build: Build) -> None:
    driver = sign_in(tablet(build))
    code = driver.shop.hub.app_code()
    driver.shop.cut_cable()
    driver.settle()
    driver.scan(code)
    driver.wait_page("customer")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.settle()
    order = order_now(driver)
    assert order.offline
    assert order.evidence.app_code == code
    driver.tap("finish")
    driver.settle()
    driver.tap("rail.outbox")
    driver.settle()
    assert [(row.number, row.status) for row in sheet(driver)] == [(order.number, "waiting")]
    assert "Unsent orders are saved on this device" in driver.texts()
    driver.shop.restore_cable()
    driver.wait(lambda: [row.status for row in sheet(driver)] == ["confirmed"])
    assert list(driver.shop.hub.orders) == [order.id]


def test_signed_in_assistant_sells_to_a_guest_without_network(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.cut_cable()
    driver.settle()
    driver.tap("rail.search")
    driver.wait_page("search")
    driver.tap("category.outer")
    driver.wait_page("category")
    driver.wait(lambda: driver.has("tile.p-rain"))
    driver.tap("tile.p-rain")
    driver.wait_page("product")
    driver.tap("size.98")
    driver.tap("add")
    driver.settle()
    driver.tap("rail.basket")
    driver.wait_page("basket")
    assert driver.has("order")


def filled(driver: Driver) -> None:
    """Put one order of each state into the outbox, as if taken over the last hours."""
    driver.shop.hub.reachable = False
    body = msgspec.json.encode({"to_pay": {"minor": 123_450, "currency": "RUB"}})
    states = (
        (OutboxState.ACCEPTED, 90, "", b""),
        (OutboxState.PENDING, 14, "", body),
        (OutboxState.REJECTED, 61, "price_refused", body),
        (OutboxState.SENT, 2, "", body),
        (OutboxState.REJECTED, 62, "something_new", body),
    )
    for place, (state, minutes, reason, what) in enumerate(states):
        at = (driver.shop.clock.now() - timedelta(minutes=minutes)).isoformat()
        row = OutboxRow(f"o{place}", f"T7-0040{place}-K", state, at, place, reason, what)
        driver.shop.outbox.put(row)


def test_sheet_puts_refused_orders_first_and_says_why_and_what_to_do(build: Build) -> None:
    driver = sign_in(tablet(build))
    filled(driver)
    driver.tap("rail.outbox")
    driver.settle()
    assert [row.status for row in sheet(driver)] == [
        "refused", "refused", "sent", "waiting", "confirmed",
    ]  # fmt: skip
    details = {row.orderId: row.detail for row in sheet(driver)}
    assert details["o2"] == "A price has changed since. Place the order again."
    assert details["o4"] == "Something in the order was wrong. Place it again. (something_new)"
    assert details["o3"] == "Nothing to do; the answer will come."
    assert "Tried once" in details["o1"]
    shown = {row.orderId: (row.amount, row.age) for row in sheet(driver)}
    assert shown["o1"] == ("1,234.50\u00a0₽", "14 min ago")
    assert shown["o0"] == ("", "1 h ago")
    assert "2 not accepted · 1 waiting for an answer · 1 not sent" in driver.texts()


def test_sign_out_mentions_what_is_left_on_the_device(build: Build) -> None:
    driver = sign_in(tablet(build))
    filled(driver)
    driver.tap("rail.sign-out")
    driver.settle()
    said = "\n".join(driver.texts())
    assert "2 orders have not been sent yet. They are saved on this device" in said
    assert "leave it switched on" in said
    assert "2 orders were not accepted and need a look." in said


def test_russian_counts_orders_in_the_right_form(build: Build) -> None:
    driver = sign_in(tablet(build, language="ru"))
    filled(driver)
    driver.tap("rail.sign-out")
    driver.settle()
    assert "2 заказа ещё не отправлены. Они сохранены" in "\n".join(driver.texts())


def test_sheet_that_cannot_be_read_says_so(build: Build) -> None:
    driver = sign_in(tablet(build))

    def broken(limit: int = 200) -> list[OutboxRow]:
        raise StoreBroken("store_unreadable")

    driver.shop.outbox.rows = broken  # type: ignore[method-assign]  # this disk is broken
    driver.tap("rail.outbox")
    driver.settle()
    assert "The list cannot be read" in driver.texts()
    driver.tap("rail.sign-out")
    driver.settle()
    assert driver.has("signOut.go")
