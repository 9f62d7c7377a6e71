"""The receipt of an order, in the shopper's language: for paper here, for phones at the hub.

It is composed from the committed order alone, so what is printed is what was ordered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from kiosk.domain.catalogue import Location, Terms, pick
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.money import Money
from kiosk.domain.orders import OrderLine
from kiosk.domain.receipts import Barcode, Line, Pair, QrCode, Receipt, Row, Rule
from kiosk.wire.orders import OrderBody


class Texts(Protocol):
    """The words of receipts in one language."""

    language: str

    def text(self, code: str, **args: object) -> str:
        """Return the words of a code, with its arguments put in as they are."""

    def money(self, amount: Money) -> str:
        """Write an amount."""

    def day(self, iso_date: str) -> str:
        """Write a day."""

    def moment(self, iso_utc: str, time_zone: str) -> str:
        """Write a day and a time in the shop's time zone."""


def compose(
    order: OrderBody, terms: Terms, locations: Mapping[str, Location], texts: Texts
) -> Receipt:
    """Compose the receipt of an order as it was committed."""
    return Receipt(order.id, order.number, tuple(_rows(order, terms, locations, texts)))


def _rows(
    order: OrderBody, terms: Terms, locations: Mapping[str, Location], texts: Texts
) -> Iterator[Row]:
    yield Line(pick(terms.shop_name, texts.language), bold=True, centred=True, large=True)
    if here := locations.get(order.location_id):
        yield Line(pick(here.name, texts.language), centred=True)
        yield Line(pick(here.address, texts.language), centred=True)
    yield Rule()
    yield Line(texts.text("receipt.order", number=order.number), bold=True)
    yield Line(texts.moment(order.created_at, terms.time_zone))
    yield Rule()
    for line in order.lines:
        yield from _line(line, texts)
    yield Rule()
    if order.delivery_fee.minor:
        yield Pair(texts.text("receipt.delivery_fee"), texts.money(order.delivery_fee))
    yield Pair(texts.text("receipt.to_pay"), texts.money(order.to_pay), bold=True)
    yield Line(texts.text(f"receipt.pay.{order.payment}"))
    if order.points:
        yield Line(texts.text("receipt.points", points=order.points))
    yield Rule()
    yield from _fulfilment(order, locations, texts)
    if order.offline:
        yield Line("")
        yield Line(texts.text("receipt.offline"), bold=True)
    yield Line("")
    yield Barcode(order.number)
    if terms.track_url:
        yield QrCode(track_address(terms, order.number))
        yield Line(texts.text("receipt.track"), centred=True)


def track_address(terms: Terms, number: str) -> str:
    """The address a phone opens to follow an order."""
    return f"{terms.track_url}{number}"


def _line(line: OrderLine, texts: Texts) -> Iterator[Row]:
    yield Line(line.name, bold=True)
    detail = f"{line.colour} · {line.size} · {line.quantity} × {texts.money(line.unit)}"
    yield Pair(detail, texts.money(line.unit * line.quantity))
    for adjustment in line.adjustments:
        yield Pair("  " + pick(adjustment.name, texts.language), texts.money(adjustment.amount))
    if line.adjustments:
        yield Pair(texts.text("receipt.line_total"), texts.money(line.total))


def _fulfilment(order: OrderBody, locations: Mapping[str, Location], texts: Texts) -> Iterator[Row]:
    groups: dict[tuple[FulfilmentKind, str, Promise], list[str]] = {}
    for line in order.lines:
        key = (line.kind, line.location_id, line.promise)
        groups.setdefault(key, []).append(f"{line.name}, {line.size} × {line.quantity}")
    for (kind, location_id, promise), names in groups.items():
        place = locations.get(location_id)
        address = order.address.label or " ".join(
            part for part in (order.address.street, order.address.house) if part
        )
        where = pick(place.name, texts.language) if place else address
        yield Line(texts.text(f"receipt.{kind}", where=where), bold=True)
        if kind is not FulfilmentKind.TAKE_AWAY:
            yield Line(_when(promise, texts))
        for name in names:
            yield Line("  " + name)


def _when(promise: Promise, texts: Texts) -> str:
    code = "receipt.slot" if promise.to_hour else "receipt.from"
    return texts.text(
        code, day=texts.day(promise.day), start=promise.from_hour, end=promise.to_hour
    )
