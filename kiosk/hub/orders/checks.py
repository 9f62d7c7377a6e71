"""What an order must be before its price is looked at.

Everything here refuses with `order_invalid`; the detail names the field, never its value.
A phone number that cannot be called is `phone_invalid`, with the reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from kiosk.domain.catalogue import Location, Terms
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.ids import is_number_of
from kiosk.domain.money import total
from kiosk.domain.orders import OrderLine
from kiosk.domain.phones import read_phone
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.wire.orders import OrderBody

OLDEST = timedelta(days=45)
CLOCK_SLACK = timedelta(minutes=2)  # staff are not told of a clock that is less ahead than this
LINES_LIMIT = 200
TEXT_LIMIT = 500


def canonical_uuid(text: str) -> str:
    """Return an id from a path, a UUID in lower case. Raises `BadInput` `bad_request`."""
    try:
        canonical = str(uuid.UUID(text))
    except ValueError:
        canonical = ""
    if canonical != text:
        raise BadInput("bad_request", detail="an id is a UUID in lower case")
    return canonical


def moment(order: OrderBody, now: datetime) -> tuple[datetime, bool]:
    """Return when the order was made, and whether the terminal's clock can be believed.

    If not, it is the hub's time: no order is refused for a wrong clock.
    """
    try:
        made = datetime.fromisoformat(order.created_at)
    except ValueError:
        return now, False
    if made.tzinfo is None or not now - OLDEST <= made <= now + CLOCK_SLACK:
        return now, False
    return min(made, now).astimezone(UTC), True


def check_form(order: OrderBody, order_id: str, terminal: TerminalRow) -> None:
    """Check the ids, and that number and store are those of the terminal that sends it."""
    if order.id != order_id:
        raise invalid("id")
    if not is_number_of(order.number, terminal.prefix):
        raise invalid("number")
    if order.location_id != terminal.location_id:
        raise invalid("location_id")
    texts = (
        *(order.contact.name, order.address.label, order.address.city, order.address.street),
        *(order.address.house, order.address.flat, order.language),
    )
    if any(len(text) > TEXT_LIMIT for text in texts):
        raise invalid("text_too_long")


def check_lines(
    order: OrderBody,
    skus: Collection[str],
    locations: Mapping[str, Location],
    terms: Terms,
) -> None:
    """Check that the lines are of this shop, which has `skus`, and that the sums are their sums."""
    if not 0 < len(order.lines) <= LINES_LIMIT:
        raise invalid("lines")
    if len({line.sku for line in order.lines}) != len(order.lines):
        raise invalid("sku_twice")
    if order.location_id not in locations:
        raise invalid("location_id")
    for line in order.lines:
        _check_line(line, terms)
        if line.sku not in skus:
            raise invalid("sku")
        if line.source_id not in locations:
            raise invalid("source_id")
        meets = locations.get(line.location_id)
        at_home = line.kind is FulfilmentKind.DELIVERY
        if not at_home and (meets is None or meets.kind != "store"):
            raise invalid("line.location_id")
    _check_sums(order, terms.currency)


def check_contact(order: OrderBody, terms: Terms) -> None:
    """Check that a guest can be reached by phone, unless they carry everything away."""
    phone = order.contact.phone
    if phone:
        _check_phone(phone, terms)
    carried = all(line.kind is FulfilmentKind.TAKE_AWAY for line in order.lines)
    if order.evidence.kind == "guest" and not phone and not carried:
        raise invalid("contact.phone")


def invalid(field: str) -> HubRefused:
    """Refuse an order because of a field."""
    return HubRefused("order_invalid", 422, detail=field)


def _check_line(line: OrderLine, terms: Terms) -> None:
    amounts = (line.unit, line.total, *(a.amount for a in line.adjustments))
    if any(amount.currency != terms.currency for amount in amounts):
        raise invalid("currency")
    if not 0 < line.quantity <= terms.max_quantity_per_line:
        raise invalid("quantity")
    if any(a.amount.minor > 0 for a in line.adjustments) or line.total.minor < 0:
        raise invalid("line.total")
    taken_off = total((a.amount for a in line.adjustments), terms.currency)
    if line.unit * line.quantity + taken_off != line.total:
        raise invalid("line.total")


def _check_phone(phone: str, terms: Terms) -> None:
    try:
        read = read_phone(phone, terms.phone_countries)
    except BadInput as error:
        raise HubRefused("phone_invalid", 422, detail=error.code) from error
    if read != phone:
        raise invalid("contact.phone")


def _check_sums(order: OrderBody, currency: str) -> None:
    sums = (order.goods, order.delivery_fee, order.to_pay)
    if any(amount.currency != currency for amount in sums) or order.delivery_fee.minor < 0:
        raise invalid("sums")
    if total((line.total for line in order.lines), currency) != order.goods:
        raise invalid("goods")
    if order.goods + order.delivery_fee != order.to_pay:
        raise invalid("to_pay")
