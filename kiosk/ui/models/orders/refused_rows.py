"""A refused order in words: its lines, and how its customer can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import OrderLine
from kiosk.domain.phones import shown_phone
from kiosk.services.mending import Refusal
from kiosk.ui.context import Context
from kiosk.ui.promise_words import ICONS, Wording
from kiosk.wire.app_code import peek
from kiosk.wire.orders import OrderBody
from kiosk.words.formats import unbroken

DOTS = "•••"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line as it was agreed; `gone` where the shop no longer has the product."""

    sku: str
    name: str
    detail: str
    way: str
    wayIcon: str
    price: str
    gone: bool


class RefusalWords:
    """Words for the page of a refused order, in the language on the screen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = Wording(context)

    def lines(self, refusal: Refusal) -> Sequence[RefusedLine]:
        """Say what was ordered."""
        lines = refusal.order.lines if refusal.order else ()
        return [self._line(line, line.sku in refusal.gone) for line in lines]

    def delivery(self, order: OrderBody) -> str:
        """Say what delivery was to cost; nothing where nothing is delivered."""
        if all(line.kind is not FulfilmentKind.DELIVERY for line in order.lines):
            return ""
        fee = order.delivery_fee
        free = QCoreApplication.translate("Refusal", "free")
        return self._context.formats.money(fee) if fee.minor else free

    def who(self, order: OrderBody) -> str:
        """Name the customer where the order does, else say what is known of them."""
        if order.contact.name:
            return order.contact.name
        code = peek(order.evidence.app_code) if order.evidence.app_code else None
        if code is not None and code.first_name:
            return code.first_name
        if order.evidence.card_number:
            text = QCoreApplication.translate("Refusal", "Customer with card …{digits}")
            return text.format(digits=order.evidence.card_number[-4:])
        if order.customer_id:
            return QCoreApplication.translate("Refusal", "Customer with an account")
        return QCoreApplication.translate("Refusal", "Guest")

    def reach_hint(self, order: OrderBody) -> str:
        """Say how to reach a customer whose number is not in the order."""
        if order.contact.phone:
            return ""
        if order.customer_id or order.evidence.kind != "guest":
            return QCoreApplication.translate("Refusal", "Their account has the phone number.")
        return QCoreApplication.translate(
            "Refusal", "No phone number was asked for: they took the goods with them."
        )

    def address(self, order: OrderBody, hidden: bool = False) -> str:
        """Say where it was to be delivered; the city alone when `hidden`."""
        at = order.address
        if hidden and at.street:
            return ", ".join(part for part in (at.city, DOTS) if part)
        flat = QCoreApplication.translate("Refusal", "flat {flat}").format(flat=at.flat)
        parts = (at.city, at.street, at.house, flat if at.flat else "")
        return at.label or ", ".join(part for part in parts if part)

    def _line(self, line: OrderLine, gone: bool) -> RefusedLine:
        count = self._words.counted.copies(line.quantity) if line.quantity > 1 else ""
        parts = (line.colour, line.size, count)
        return RefusedLine(
            sku=line.sku,
            name=line.name,
            detail=" · ".join(part for part in parts if part),
            way=self._way(line),
            wayIcon=ICONS[line.kind],
            price=self._context.formats.money(line.total),
            gone=gone,
        )

    def _way(self, line: OrderLine) -> str:
        when = self._words.promise(line.promise)
        place = self._context.place_name(line.location_id)
        if line.kind is FulfilmentKind.TAKE_AWAY:
            return QCoreApplication.translate("Refusal", "handed over")
        if line.kind is FulfilmentKind.DELIVERY:
            return QCoreApplication.translate("Refusal", "home, {when}").format(when=when)
        if line.kind is FulfilmentKind.COLLECT:
            text = QCoreApplication.translate("Refusal", "{place}, {when}")
        else:
            text = QCoreApplication.translate("Refusal", "brought to {place}, {when}")
        return text.format(place=place, when=when)


def spaced(phone: str) -> str:
    """Group a phone number's digits on one line, so that it can be read while dialling."""
    return unbroken(shown_phone(phone))


def masked(phone: str) -> str:
    """Hide a phone number's digits but the first and the last two."""
    middle = "".join("•" if character.isdecimal() else character for character in phone[2:-2])
    return phone[:2] + middle + phone[-2:]
