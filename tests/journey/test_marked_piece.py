"""A marked piece, from the DataMatrix before the camera to the order at the hub."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select

from kiosk.demo import labels
from kiosk.demo.shop.showcase import ANNA, TSHIRT
from kiosk.demo.world import World
from kiosk.domain.customers import Recognition
from kiosk.domain.scans import GS
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tables import shop_order
from kiosk.wire.orders import OrderBody
from tests.journey.kiosks import terminal

SERIAL = "5kZq1Lw3pT7aB"


def test_mark_goes_with_its_order_line_separators_and_all(
    world: World, app: QGuiApplication
) -> None:
    written = labels.mark(TSHIRT.gtin13, SERIAL)
    whole = f"010{TSHIRT.gtin13}21{SERIAL}{GS}91EE10{GS}92" + written.partition("(92)")[2]
    with terminal(world) as (kiosk, hands):
        session = kiosk.terminal.session
        kiosk.camera.show(world.label(written))
        hands.tap("way.delivery:")
        hands.tap("add")
        kiosk.camera.show(world.label(world.app_code(ANNA.id)))
        hands.wait(lambda: session.state.recognition is Recognition.PROVEN, "the proof")
        hands.tap("toBasket")
        hands.tap("order")
        hands.tap("place")
        hands.tap("finish")
        outbox = kiosk.core.ports.outbox
        hands.wait(lambda: [row.state for row in outbox.rows()] == ["accepted"], "the answer")
    with read(world.hub_engine) as database:
        body = database.execute(select(shop_order.c.body)).scalar_one()
    lines = {line.sku: line.marks for line in msgspec.json.decode(body, type=OrderBody).lines}
    assert lines[TSHIRT.sku] == (whole,)
    assert {marks for sku, marks in lines.items() if sku != TSHIRT.sku} <= {()}
