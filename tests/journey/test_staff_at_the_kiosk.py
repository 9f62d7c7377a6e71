"""A refused order is mended by staff at a shopper's terminal, with a real hub.

What they saw of its customer is nowhere afterwards.
"""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.demo.hands import Hands
from kiosk.demo.shop.showcase import MILA
from kiosk.demo.world import World
from kiosk.domain.gtin import gtin13
from kiosk.domain.orders import OutboxState
from kiosk.wire.orders import OrderBody
from tests.journey import traces
from tests.journey.kiosks import terminal

TSHIRT_GTIN = "2044040603034"
NOBODYS_CARD = gtin13("299009999999")

# Kept backwards, so that what the test itself holds is no trace.
TYPED = {"street": "яаксвокиноб", "house": "Д713", "phone": "31135551197+"}


def order_with_a_card_that_nobody_has(world: World, kiosk: Kiosk, hands: Hands) -> None:
    """Order while the cable is cut: the hub refuses it when it hears of it."""
    world.cable.cut()
    shell, session = kiosk.ui.shell, kiosk.terminal.session
    hands.wait(lambda: shell.property("linkState") == "offline", "being offline")
    kiosk.camera.show(world.label(TSHIRT_GTIN))
    hands.tap("way.delivery:")
    hands.tap("add")
    kiosk.camera.show(world.label(NOBODYS_CARD))
    hands.wait(lambda: session.state.customer, "the card")
    hands.tap("toBasket")
    hands.tap("order")
    for name, text in TYPED.items():
        hands.tap(name)
        hands.type(text[::-1])
    hands.put_keyboard_away()
    hands.tap("place")
    hands.tap("finish")
    world.cable.restore()
    hands.wait(lambda: shell.property("linkState") == "online", "being online again")


def test_order_with_an_unknown_card_is_mended_at_the_terminal_and_leaves_no_trace(
    world: World, app: QGuiApplication
) -> None:
    with terminal(world) as (kiosk, hands):
        outbox, session = kiosk.core.ports.outbox, kiosk.terminal.session
        order_with_a_card_that_nobody_has(world, kiosk, hands)
        hands.wait(lambda: outbox.counts().refused == 1, "the refusal")
        (old,) = outbox.rows()
        assert old.reason == "card_unknown"
        kiosk.camera.show(world.label(MILA.badge_number))
        hands.wait(lambda: hands.sees("signin.pin"), "the form")
        for digit in MILA.pin:
            hands.tap(f"pad.{digit}")
        hands.tap("signin.go")
        hands.tap(f"order.{old.number}")
        hands.wait(lambda: hands.sees("order.phone"), "whom to call")
        hands.tap("order.anew")
        hands.wait(lambda: session.state.replaces, "the order in the basket")
        hands.tap("order")
        hands.tap("place")
        hands.tap("finish")
        hands.wait(lambda: hands.sees("outbox.list"), "the sheet again")
        hands.wait(lambda: outbox.counts().unsent == 0, "the new order at the hub")
        new, gone = sorted(outbox.rows(), key=lambda row: row.state is OutboxState.REJECTED)
        assert (new.state, gone.resolution) == (OutboxState.ACCEPTED, "replaced")
        assert msgspec.json.decode(new.body, type=OrderBody).replaces == gone.order_id
        del old, new, gone
        hands.tap("staffBar.finish")
        hands.wait(lambda: hands.sees("headline"), "the first screen")
        world.paper.jobs.clear()  # the printer's paper is the customer's

        def is_trace(text: str) -> bool:
            return any(typed[::-1] in text for typed in TYPED.values())

        assert traces.in_window(kiosk.ui.window, is_trace) == []
        traces.wait_until_let_go(hands, is_trace)
