"""Orders that the hub refused, as they lie in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.money import Money
from kiosk.domain.orders import (
    Address,
    Contact,
    LineState,
    OrderLine,
    OutboxState,
    Payment,
)
from kiosk.ports.orders import OutboxRow
from kiosk.wire.orders import Evidence, LineOutcome, OrderAnswer, OrderBody
from tests.fake_shop_data import ANNA_CARD, BOOTS, HERE, PRODUCTS, RAIN_98, VARIANTS
from tests.fakes import FakeShop

PHONE, STREET, NAME = "+79165550187", "Новодмитровская", "Константин Преображенский"
GUEST_ORDER, ANNAS_ORDER = "refused-guest", "refused-anna"
SKUS = (RAIN_98, BOOTS)


def order(order_id: str, number: str, skus: Sequence[str] = SKUS, replaces: str = "") -> OrderBody:
    """Make a guest's order to their home."""
    lines = tuple(map(_line, skus))
    goods = sum(line.total.minor for line in lines)
    return OrderBody(
        id=order_id,
        number=number,
        location_id=HERE,
        created_at="2026-11-24T10:00:00+00:00",
        language="en",
        customer_id="",
        evidence=Evidence("guest"),
        contact=Contact(PHONE, NAME),
        address=Address(city="Москва", street=STREET, house="36", flat="118"),
        lines=lines,
        goods=Money(goods, "RUB"),
        delivery_fee=Money(29_000, "RUB"),
        to_pay=Money(goods + 29_000, "RUB"),
        points=0,
        payment=Payment.ON_DELIVERY,
        feed_sequence=7,
        offline=True,
        replaces=replaces,
    )


def annas(order_id: str, number: str) -> OrderBody:
    """Make an order of a customer whose card was scanned."""
    body = order(order_id, number)
    return msgspec.structs.replace(
        body,
        customer_id="c-anna",
        evidence=Evidence("card", card_number=ANNA_CARD),
        contact=Contact(),
        address=Address(ref="a1", label="Лип••• 8"),
    )


def put(
    shop: FakeShop,
    body: OrderBody | None,
    order_id: str = "unreadable",
    reason: str = "price_refused",
) -> None:
    """Let the hub have refused it an hour ago; None: its body cannot be read."""
    number = body.number if body else "T7-00400-Z"
    at = (shop.clock.now() - timedelta(hours=1)).isoformat()
    content = msgspec.json.encode(body) if body else b""
    state = OutboxState.REJECTED
    order_id = body.id if body else order_id
    shop.outbox.put(OutboxRow(order_id, number, state, at, 1, reason, content))


def answer(order_id: str, status: str, *states: LineState) -> bytes:
    """Encode what the hub said to an order."""
    outcomes = tuple(LineOutcome(f"sku-{i}", state) for i, state in enumerate(states))
    to_pay = Money(349_000, "RUB")
    return msgspec.json.encode(OrderAnswer(order_id, "", status, to_pay, 0, (), outcomes, 3))


def _line(sku: str) -> OrderLine:
    variant = VARIANTS[sku]
    return OrderLine(
        sku=sku,
        name=PRODUCTS[variant.product_id].name["en"],
        colour=variant.colour.name["en"],
        size=variant.size,
        quantity=1,
        unit=variant.list_price,
        adjustments=(),
        total=variant.list_price,
        kind=FulfilmentKind.DELIVERY,
        location_id="",
        source_id="wh",
        promise=Promise("2026-11-26", 10, 14),
    )
