"""After the session's end nothing of the shopper remains: not on disk, nor in memory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk
from kiosk.demo.hands import Hands
from kiosk.demo.world import World
from kiosk.domain.customers import Recognition
from kiosk.hub.engines.port import By
from tests.journey import traces
from tests.journey.kiosks import terminal

TSHIRT_GTIN = "2044040603034"
SOMEBODY = "C0050"  # any customer: none that the demo's own constants name

# Kept backwards, so that what the test itself holds is no trace.
TYPED = {"street": "яаксечишутатсеР", "house": "Б917", "phone": "33445551197+"}


def backwards(text: str) -> str:
    return text[::-1]


def planted(world: World) -> list[str]:
    """Everything personal that the two sessions showed or typed, backwards."""
    who = world.commerce.customer(By.ID, SOMEBODY)
    assert who
    texts = [who.first_name + " ·", who.card_number, who.phone[-10:]]
    texts += [a.label for a in who.known_addresses]
    return [*map(backwards, texts), *TYPED.values()]


def order_as_customer(world: World, kiosk: Kiosk, hands: Hands) -> None:
    kiosk.camera.show(world.label(TSHIRT_GTIN))
    hands.tap("way.delivery:")
    hands.tap("add")
    kiosk.camera.show(world.label(world.app_code(SOMEBODY)))
    state = kiosk.terminal.session
    hands.wait(lambda: state.state.recognition is Recognition.PROVEN, "the proof")
    hands.tap("toBasket")
    hands.tap("order")
    hands.tap("place")
    hands.tap("finish")


def order_as_guest(world: World, kiosk: Kiosk, hands: Hands) -> None:
    kiosk.camera.show(world.label(TSHIRT_GTIN))
    hands.tap("way.delivery:")
    hands.tap("add")
    hands.tap("toBasket")
    hands.tap("order")
    for name, text in TYPED.items():
        hands.tap(name)
        hands.type(backwards(text))
    hands.put_keyboard_away()
    hands.tap("place")
    hands.tap("finish")


def test_no_trace_of_a_customer_or_a_guest_is_left(
    world: World, app: QGuiApplication, tmp_path: Path
) -> None:
    with terminal(world) as (kiosk, hands):
        order_as_customer(world, kiosk, hands)
        hands.wait(lambda: hands.sees("headline"), "the first screen")
        order_as_guest(world, kiosk, hands)
        hands.wait(lambda: hands.sees("headline"), "the first screen again")
        outbox = kiosk.core.ports.outbox
        hands.wait(lambda: all(r.state == "accepted" for r in outbox.rows()), "both orders")
        assert len(outbox.rows()) == 2
        world.paper.jobs.clear()  # the printer's paper is the shopper's
        secrets = planted(world)
        assert len(secrets) >= 5

        def is_trace(text: str) -> bool:
            return any(backwards(secret) in text for secret in secrets)

        assert traces.in_files(kiosk_files(tmp_path), map(backwards, secrets)) == []
        assert traces.in_window(kiosk.ui.window, is_trace) == []
        traces.wait_until_let_go(hands, is_trace)


def test_the_search_for_traces_finds_one(world: World, app: QGuiApplication) -> None:
    with terminal(world) as (kiosk, hands):
        kiosk.camera.show(world.label(world.app_code(SOMEBODY)))
        session = kiosk.terminal.session
        hands.wait(lambda: session.state.customer, "the customer")
        hands.painted()
        secrets = planted(world)

        def is_trace(text: str) -> bool:
            return any(backwards(secret) in text for secret in secrets)

        assert traces.in_window(kiosk.ui.window, is_trace)
        assert traces.in_memory(is_trace)


def kiosk_files(folder: Path) -> Path:
    return folder / "terminal-T7"
