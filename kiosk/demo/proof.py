"""Whether a placed order is what the hub has and what the paper says."""

from __future__ import annotations

from kiosk.demo.hands import NotSeen
from kiosk.demo.paper import read_paper
from kiosk.demo.world import World
from kiosk.devices.printers.paper_text import clean
from kiosk.hub import admin
from kiosk.hub.storage.orders import OrderRecord
from kiosk.words.receipt_texts import ReceiptTexts


def received_once(world: World, number: str) -> OrderRecord:
    """Return an order from the hub's own database; it must be there exactly once."""
    found = [o for o in admin.list_orders(world.hub_engine) if o.order.number == number]
    if len(found) != 1:
        raise NotSeen(f"order {number} once at the hub, but {len(found)} times")
    return found[0]


def count_at_hub(world: World) -> int:
    """Return how many orders the hub has in all."""
    return len(admin.list_orders(world.hub_engine))


def paper_says(data: bytes, record: OrderRecord) -> None:
    """Compare a receipt's bytes with the order that the hub got: number, lines, total."""
    order, texts = record.order, ReceiptTexts(record.order.language)
    paper = " ".join(" ".join(read_paper(data)).split())
    expected = [f"[barcode {order.number}]", clean(texts.money(order.to_pay))]
    for line in order.lines:
        expected += [clean(line.name.split()[0]), clean(texts.money(line.total))]
    if order.offline:
        expected.append(clean(texts.text("receipt.offline").split(".")[0]))
    for text in expected:
        if text not in paper:
            raise NotSeen(f"{text!r} on the receipt of {order.number}")
