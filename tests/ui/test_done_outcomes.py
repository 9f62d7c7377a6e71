"""What the hub decided is shown line by line, and an order taken anew begins as it was."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.fulfilment import Promise
from kiosk.domain.money import Money
from kiosk.domain.orders import LineState, Payment
from kiosk.ports.hub import Answered
from kiosk.wire.orders import LineOutcome, OrderBody
from tests.assistant_steps import open_anna, sign_in, tablet
from tests.fakes import BOOTS, RAIN_98, TEE
from tests.ui_driver import Build, Driver

MOVED = LineOutcome(BOOTS, LineState.MOVED, "store-2", "store-2", Promise("2026-11-24", 16))
LEFT_OUT = LineOutcome(TEE, LineState.LEFT_OUT)
WAITS = LineOutcome(RAIN_98, LineState.BACKORDER)


def test_order_confirmed_in_part_says_what_became_of_each_line(build: Build) -> None:
    d = _decided(build(language="en"), "partly", (MOVED, LEFT_OUT, WAITS), less=80_100)
    shown = {row.title: row.detail for row in d.done.outcomes.rows}
    assert shown == {
        "Collect it at Central Station, today from 16:00": "Rubber boots “Frog”,\u00a092",
        "Left out: you do not pay for it": "T-shirt “Sunday”,\u00a098 · 2 pcs",
        "Waiting for stock · you pay for it when it arrives": "Rain jacket “Puddle”,\u00a098",
    }
    assert d.has("outcomes") and d.done.coming.count == 0
    (row,) = d.shop.outbox.rows()
    order = msgspec.json.decode(row.body, type=OrderBody)
    money = d.done._context.formats.money
    less = order.to_pay - Money(80_100, "RUB")
    (later,) = (line.total for line in order.lines if line.sku == RAIN_98)
    assert d.done.amount == money(less - later)
    assert f"Now {money(less - later)}, {money(later)} when it arrives" in d.done.newTotal
    assert any(text.startswith(f"New total: {money(less)} instead of") for text in d.texts())


def test_order_that_waits_for_everything_asks_for_no_money_yet(build: Build) -> None:
    waits = tuple(LineOutcome(sku, LineState.BACKORDER) for sku in (BOOTS, TEE, RAIN_98))
    d = _decided(build(language="en"), "backorder", waits)
    assert [row.detail.count("\n") for row in d.done.outcomes.rows] == [2]
    assert not d.has("payNow")
    assert any("Nothing to pay yet" in text for text in d.texts())


def test_confirmed_lines_stay_with_what_comes(build: Build) -> None:
    d = _decided(build(language="en"), "partly", (WAITS,))
    (row,) = d.done.coming.rows
    assert "Rubber boots" in row.detail and "Rain jacket" not in row.detail


def test_decision_restarts_the_countdown_so_that_it_can_be_read(build: Build) -> None:
    d = build(language="en")
    d.shop.hub.decision, d.shop.hub.outcomes = "partly", (MOVED,)
    d.scan(d.shop.hub.app_code())
    d.wait_page("basket")
    d.shop.cut_cable()
    d.wait(lambda: d.ui.shell.linkState == "offline")
    _order(d)
    d.shop.clock.advance(25)
    d.wait(lambda: d.done.left == 5)
    d.shop.restore_cable()
    d.wait(lambda: d.done.state == "partly")
    assert d.done.left == 90  # there is more to read than usual
    assert "Finish · screen clears in 1:30" in d.texts()


def test_assistant_reads_of_the_customer_in_the_third_person(build: Build) -> None:
    d = open_anna(sign_in(tablet(build)))
    d.shop.hub.decision, d.shop.hub.outcomes = "partly", (LEFT_OUT,)
    _order(d)
    d.wait(lambda: d.done.state == "partly")
    d.settle()
    assert "Left out: the customer does not pay for it" in d.texts()


def test_order_taken_anew_begins_with_what_was_said_the_first_time(build: Build) -> None:
    d = build(language="en")
    d.shop.hub.refusal = "price_refused"
    d.shop.terminal.session.add(RAIN_98)
    d.settle()
    d.checkout.open()
    d.wait_page("checkout")
    d.settle()
    said = {"street": "Лесная", "house": "5", "flat": "17", "phone": "89161234567", "name": "Пётр"}
    for entry, text in said.items():
        d.checkout.fill(entry, text)
    d.checkout.pickPayment(str(Payment.ON_DELIVERY))
    d.checkout.place()
    d.wait_page("done")
    d.wait(lambda: d.done.state == "rejected")
    (row,) = d.shop.outbox.rows()
    old = msgspec.json.decode(row.body, type=OrderBody)
    d.ui.shell.endSession()
    d.settle()
    d.shop.hub.refusal = ""
    d.shop.terminal.session.take_anew(old)
    d.checkout.open()
    d.wait_page("checkout")
    d.settle()
    assert any(text.startswith(f"Replaces {old.number}.") for text in d.texts())
    assert {"Лесная", "5", "17", "+7 916 123-45-67", "Пётр"} <= set(d.texts())
    d.checkout.place()
    d.wait(lambda: d.shop.hub.orders)
    (new,) = d.shop.hub.orders.values()
    assert new.replaces == old.id and new.id != old.id
    assert (new.address, new.contact, new.payment) == (old.address, old.contact, old.payment)
    d.ui.shell.endSession()
    d.settle()
    assert not d.checkout.filled("street") and not d.checkout.filled("phone")


def test_quantity_set_in_two_places_at_once_is_asked_for_on_its_line(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.hub.app_code())
    d.wait_page("basket")
    d.basket.setQuantity(BOOTS, 2)
    op = BasketOp("both", OpKind.SET, BOOTS, 3, "web", "", len(d.shop.hub.log) + 2, ("w1",))
    d.exchange()
    d.settle()
    d.shop.hub.log = (*d.shop.hub.log, op)
    d.exchange()
    d.settle()
    offers = {row.sku: row.offers for row in d.basket.lines.rows if row.offers}
    assert offers == {BOOTS: ["2 · set on this screen", "3 · set on the website"]}
    asked = "The quantity was changed here and on the website. How many do you want?"
    assert asked in d.texts()
    assert d.find(f"contested.{BOOTS}.1").property("checked")
    d.tap(f"contested.{BOOTS}.0")
    d.wait(lambda: not d.has(f"contested.{BOOTS}.0"))
    assert {x.sku: x.quantity for x in d.shop.terminal.session.state.lines}[BOOTS] == 2


def test_order_button_shows_the_open_question_first(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.hub.app_code())
    d.wait_page("basket")
    d.basket.setQuantity(BOOTS, 2)
    for sku in (RAIN_98, "p-long-blue-98", "p-html-red-98", "p-rain-blue-86"):
        d.shop.terminal.session.add(sku)
    d.exchange()
    d.settle()
    op = BasketOp("both", OpKind.SET, BOOTS, 3, "web", "", len(d.shop.hub.log) + 1, ("w1",))
    d.shop.hub.log = (*d.shop.hub.log, op)
    d.exchange()
    d.settle()
    scroll = d.find("basketScroll")
    d.window.grabWindow()
    end = scroll.property("contentHeight") - scroll.property("height")
    assert end > 0
    scroll.setProperty("contentY", end)
    d.tap("order")
    d.wait(lambda: scroll.property("contentY") < end)
    d.settle()
    assert d.ui.shell.page == "basket"
    d.tap("order")
    d.wait_page("checkout")


def _decided(d: Driver, decision: str, outcomes: tuple[LineOutcome, ...], less: int = 0) -> Driver:
    """Order boots, shirts and a jacket; the hub decides as told, for `less` money."""
    hub, put = d.shop.hub, d.shop.hub.put_order
    hub.decision, hub.outcomes = decision, outcomes

    def cheaper(order_id: str, body: bytes, first: bytes = b"") -> Answered:
        answered = put(order_id, body, first)
        to_pay = answered.answer.to_pay - Money(less, "RUB")
        answer = msgspec.structs.replace(answered.answer, to_pay=to_pay)
        return replace(answered, answer=answer)

    hub.put_order = cheaper  # type: ignore[method-assign]  # what is left out is not charged
    d.scan(hub.app_code())
    d.wait_page("basket")
    d.shop.terminal.session.add(RAIN_98)
    _order(d)
    d.wait(lambda: d.done.state == decision)
    d.settle()
    d.window.grabWindow()
    return d


def _order(d: Driver) -> None:
    d.settle()
    d.checkout.open()
    d.wait_page("checkout")
    d.settle()
    d.checkout.place()
    d.wait_page("done")
