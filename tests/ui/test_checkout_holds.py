"""Pieces are held while the checkout is open; what is in the way is said before paying."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.fulfilment import FulfilmentKind, Promise, Way
from kiosk.domain.orders import Fallback
from kiosk.errors import HubUnreachable
from kiosk.services.placing import PATIENCE_S, SHOWS_WORK_S
from kiosk.services.senders import LeftBasket
from kiosk.services.session import Choice
from kiosk.services.shared_basket import EXCHANGE_S, WATCHED_S
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, TEE
from tests.gates import Gate
from tests.ui_driver import Build, Driver

NEAR = Way(FulfilmentKind.COLLECT, "store-2", "store-2", 3, 1_200, Promise("2026-11-24", 16))
LONG = "p-long-blue-98"
FAR = Way(FulfilmentKind.COLLECT, "store-5", "store-5", 2, 8_900, Promise("2026-11-24", 16))


def test_open_checkout_holds_its_pieces_and_leaving_it_lets_them_go(build: Build) -> None:
    d = _at_checkout(build())
    assert [piece.sku for piece in d.shop.terminal.session.state.held] == [RAIN_98]
    (request,) = d.shop.hub.held.values()
    assert [(line.sku, line.quantity) for line in request.lines] == [(RAIN_98, 1)]
    d.tap("back")
    d.wait(lambda: not d.shop.hub.held)
    assert not d.shop.terminal.session.state.held


def test_held_pieces_are_let_go_with_the_session(build: Build) -> None:
    d = _at_checkout(build())
    assert d.shop.hub.held
    d.ui.shell.endSession()
    d.wait(lambda: not d.shop.hub.held)


def test_answer_that_comes_after_the_page_was_left_holds_nothing(build: Build) -> None:
    d = build()
    gate = _hold_up(d)
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.checkout.open()
    d.wait_page("checkout")
    d.ui.shell.back()
    gate.set()
    d.settle()
    d.settle()
    assert not d.shop.hub.held and not d.shop.terminal.session.state.held


def test_order_takes_its_reservations_over(build: Build) -> None:
    d = _at_checkout(build())
    session_id = d.shop.terminal.session.state.id
    _place(d)
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.checkout_id == session_id and not order.offline
    d.settle()
    assert session_id in d.shop.hub.held  # the order's now: nobody lets it go


def test_piece_that_has_just_gone_is_said_before_paying_with_the_nearest_ways(
    build: Build,
) -> None:
    d = build(language="en")
    d.shop.hub.sold = {RAIN_98}
    d.shop.hub.alternatives = {RAIN_98: (NEAR, FAR)}
    _at_checkout(d)
    d.wait(lambda: d.has("shortage"))
    assert {"Just sold out", "Rain jacket “Puddle”"} <= set(d.texts())
    assert any(text.endswith("98 · nothing is ordered yet") for text in d.texts())
    assert "Collect at Central Station" in d.texts()
    assert any(text.startswith("1.2 km · today from 16:00") for text in d.texts())
    assert "Choose what to do with the item" in d.texts()
    _place(d)
    d.settle()
    assert d.ui.shell.page == "checkout" and not d.shop.outbox.rows()
    d.shop.hub.sold = set()
    d.tap("instead.collect:store-2")
    d.wait(lambda: not d.has("shortage"))
    d.settle()
    (request,) = d.shop.hub.held.values()
    assert [(line.kind, line.location_id) for line in request.lines] == [
        (FulfilmentKind.COLLECT, "store-2")
    ]
    _place(d)
    d.wait_page("done")
    (order,) = d.shop.hub.orders.values()
    assert order.lines[0].location_id == "store-2"


def test_piece_that_goes_right_before_the_tap_is_not_ordered(build: Build) -> None:
    d = _at_checkout(build())
    d.shop.hub.sold = {RAIN_98}
    _place(d)
    d.wait(lambda: d.has("shortage"))
    d.settle()
    assert d.ui.shell.page == "checkout" and not d.shop.outbox.rows()


def test_piece_that_has_gone_can_be_taken_out(build: Build) -> None:
    d = build()
    d.shop.hub.sold = {RAIN_98}
    _at_checkout(d)
    d.tap(f"shortage.out.{RAIN_98}")
    d.wait(lambda: not d.has("shortage"))
    assert not d.shop.terminal.session.state.lines


def test_several_that_have_gone_are_each_named_and_removed_together(build: Build) -> None:
    d = build(language="en")
    d.shop.hub.sold = {RAIN_98, LONG}
    d.shop.hub.alternatives = {LONG: (NEAR,)}
    d.shop.terminal.session.add(LONG)
    d.shop.terminal.session.add(TEE)
    _at_checkout(d)
    d.wait(lambda: d.checkout.shortage.pieces.count == 2)
    d.settle()
    assert "2 items just sold out. Nothing is ordered yet." in d.texts()
    assert "Choose what to do with the items" in d.texts()
    first, other = (row.sku for row in d.checkout.shortage.pieces.rows)
    assert [row.open for row in d.checkout.shortage.pieces.rows] == [True, False]
    d.tap(f"shortage.piece.{other}")
    assert [row.open for row in d.checkout.shortage.pieces.rows] == [False, True]
    d.tap(f"shortage.piece.{first}")
    d.tap("shortage.outAll")
    d.wait(lambda: not d.has("shortage"))
    assert [line.sku for line in d.shop.terminal.session.state.lines] == [TEE]


def test_way_is_never_changed_in_silence(build: Build) -> None:
    d = build(language="en")
    d.shop.terminal.session.choose(RAIN_98, Choice(FulfilmentKind.COLLECT, "store-2"))
    _at_checkout(d)
    levels = d.shop.catalogue.stock[RAIN_98]
    d.shop.catalogue.stock[RAIN_98] = tuple(x for x in levels if x.location_id != "store-2")
    d.shop.terminal.syncing.tick()
    d.wait(lambda: d.has("shortage"))
    _place(d)
    d.settle()
    assert not d.shop.outbox.rows()
    d.tap("instead.delivery:")
    d.wait(lambda: not d.has("shortage"))
    _place(d)
    d.wait_page("done")


def test_basket_that_changed_on_the_web_is_shown_and_nothing_is_ordered_yet(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.hub.app_code())
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    d.settle()
    before = d.basket.toPay
    d.shop.hub.add_on_web(RAIN_98)
    d.shop.hub.log = (
        *d.shop.hub.log,
        BasketOp("gone", OpKind.REMOVE, TEE, 0, "app", "", len(d.shop.hub.log) + 1, ("w2",)),
    )
    d.checkout.place()
    d.wait(lambda: d.checkout.news.count == 2)
    d.settle()
    assert not d.shop.outbox.rows() and d.ui.shell.page == "checkout"
    assert {row.sku: row.detail for row in d.checkout.news.rows} == {
        RAIN_98: "added on the website",
        TEE: "taken out in the app",
    }
    assert d.has("news") and d.basket.toPay != before
    assert f"Total {d.basket.toPay}, was {before}" in d.texts()
    _place(d)
    d.wait_page("done")
    (order,) = d.shop.hub.orders.values()
    assert {line.sku for line in order.lines} == {BOOTS, RAIN_98}


def test_what_the_shopper_does_at_the_checkout_is_no_news(build: Build) -> None:
    d = build()
    d.scan(d.shop.hub.app_code())
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    d.basket.setQuantity(BOOTS, 2)
    d.exchange()
    d.settle()
    assert d.checkout.news.count == 0


def test_hub_lost_at_the_tap_asks_for_the_fallback_and_the_next_tap_orders(build: Build) -> None:
    d = build(language="en")
    _at_checkout(d)
    assert not d.has("fallback.wait")
    scroll = d.find("checkoutScroll")
    scroll.setProperty("contentY", 300)
    d.shop.hub.reachable = False
    _place(d)
    d.wait(lambda: d.has("fallback.wait"))
    assert "The network dropped. Your order has not been placed." in d.texts()
    assert not d.shop.outbox.rows()
    d.wait(lambda: scroll.property("contentY") == 0)  # the question is in sight
    d.tap("fallback.leave_out")
    _place(d)
    d.wait_page("done")
    d.shop.restore_cable()
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.offline and order.fallback is Fallback.LEAVE_OUT


def test_hub_that_cannot_hold_is_not_asked_twice_before_the_order(build: Build) -> None:
    d = _at_checkout(build())

    def down(*_: object) -> CheckoutAnswer:
        raise HubUnreachable("server_error")

    answer: Callable[..., CheckoutAnswer] = down
    d.shop.hub.hold = answer  # type: ignore[method-assign]  # this hub has a bad day
    _place(d)
    d.wait(lambda: d.has("fallback.wait"))
    assert d.ui.shell.linkState == "online"
    _place(d)
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.offline and order.fallback is Fallback.WAIT


def test_what_is_taken_along_needs_no_fallback(build: Build) -> None:
    d = build(online=False)
    d.shop.terminal.session.add("p-rain-blue-86")
    d.settle()
    d.checkout.open()
    d.wait_page("checkout")
    assert not d.has("fallback.wait")


def test_offline_limits_are_said_with_what_to_do(build: Build) -> None:
    d = build(online=False, language="en")
    d.shop.terminal.session.add(RAIN_98, 6)
    _open(d)
    _place(d)
    d.wait(lambda: d.has("checkoutError"))
    (said,) = [text for text in d.texts() if "Without the network" in text]
    assert "at most 5 of “Rain jacket “Puddle”” at once" in said
    assert not d.shop.outbox.rows()


def test_button_shows_that_it_works_only_when_it_takes_long(build: Build) -> None:
    d = _at_checkout(build(language="en"))
    gate = _hold_up(d)
    _place(d)
    assert not d.checkout.busy
    d.pass_time(SHOWS_WORK_S)
    d.wait(lambda: d.checkout.busy)
    d.window.grabWindow()
    assert "One moment…" in d.texts()
    gate.set()
    d.wait_page("done")
    assert len(d.shop.outbox.rows()) == 1


def test_hub_that_does_not_answer_keeps_nobody_waiting(build: Build) -> None:
    d = _at_checkout(build())
    gate = _hold_up(d)
    _place(d)
    d.pass_time(PATIENCE_S)
    d.wait(lambda: d.has("fallback.wait"))
    assert not d.shop.outbox.rows()
    _place(d)
    d.pass_time(PATIENCE_S)
    d.wait_page("done")
    gate.set()
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.offline
    assert len(d.shop.outbox.rows()) == 1


def test_second_tap_places_no_second_order(build: Build) -> None:
    d = _at_checkout(build())
    gate = _hold_up(d)
    _place(d)
    _place(d)
    gate.set()
    d.wait_page("done")
    d.settle()
    assert len(d.shop.outbox.rows()) == 1


def test_page_left_while_the_hub_is_asked_orders_nothing(build: Build) -> None:
    d = _at_checkout(build())
    gate = _hold_up(d)
    _place(d)
    d.ui.shell.back()
    gate.set()
    d.settle()
    d.settle()
    assert not d.shop.outbox.rows()
    d.wait(lambda: not d.shop.hub.held)


def test_change_on_the_web_is_asked_for_every_second_while_the_basket_is_open(
    build: Build,
) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.shop.hub.add_on_web(RAIN_98)
    d.pass_time(WATCHED_S)
    d.wait(lambda: d.has(f"line.{RAIN_98}"))
    d.ui.shell.home()
    d.shop.hub.add_on_web(LONG)
    d.pass_time(EXCHANGE_S - 0.1)
    assert LONG not in skus(d)
    d.pass_time(0.1)
    d.wait(lambda: LONG in skus(d))


def test_session_ended_offline_leaves_its_changes_to_be_sent_later(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.shop.cut_cable()
    d.wait(lambda: d.ui.shell.linkState == "offline")
    d.basket.setQuantity(BOOTS, 4)
    d.settle()
    d.ui.shell.endSession()
    d.wait(lambda: d.shop.actions.kept)
    (action,) = d.shop.actions.kept.values()
    left = msgspec.json.decode(action.body, type=LeftBasket)
    assert [(op.kind, op.sku, op.quantity) for op in left.ops] == [(OpKind.SET, BOOTS, 4)]
    d.shop.restore_cable()
    d.wait(lambda: not d.shop.actions.kept)
    assert (OpKind.SET, BOOTS, 4) in [(op.kind, op.sku, op.quantity) for op in d.shop.hub.log]


def _at_checkout(d: Driver) -> Driver:
    """Open the checkout with the rain jacket, to be delivered to a guest."""
    d.shop.terminal.session.add(RAIN_98)
    return _open(d)


def _open(d: Driver) -> Driver:
    d.settle()
    d.ui.shell.open("basket")
    d.wait_page("basket")
    d.checkout.open()
    d.wait_page("checkout")
    d.settle()
    for entry, text in {"street": "Лесная", "house": "5", "phone": "89161234567"}.items():
        d.checkout.fill(entry, text)
    return d


def _place(d: Driver) -> None:
    d.checkout.place()


def _hold_up(d: Driver) -> Gate:
    """Let the hub answer to a hold only when told."""
    gate, hold = Gate(), d.shop.hub.hold

    def late(
        checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        gate.wait()
        return hold(checkout_id, request, grant, version)

    d.shop.hub.hold = late  # type: ignore[method-assign]  # slow
    return gate


def skus(d: Driver) -> set[str]:
    return {line.sku for line in d.shop.terminal.session.state.lines}
