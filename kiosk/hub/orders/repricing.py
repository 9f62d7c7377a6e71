"""What the hub charges: its own price where that is lower, the quoted one where it is near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.domain.catalogue import Promotion, Terms
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money, total
from kiosk.domain.orders import LineState
from kiosk.domain.pricing import Priced, PricedLine, delivery_fee, points_earned
from kiosk.errors import HubRefused
from kiosk.wire.orders import LineDifference, LineOutcome, OrderBody

HONOURED_BP = 8_000  # a quoted price is kept down to this share of the hub's


@dataclass(frozen=True, slots=True)
class Decided:
    """What is charged for each line, in the same order as the lines.

    `differences` go to the customer (they pay less than was said), `notes` to staff (the
    shop honoured a price that was no longer its own).
    """

    charged: tuple[Money, ...]
    delivery_fee: Money
    to_pay: Money
    points: int
    differences: tuple[LineDifference, ...]
    notes: tuple[LineDifference, ...]


def reprice(
    order: OrderBody,
    ours: Priced,
    promotions: Sequence[Promotion],
    terms: Terms,
    tier_id: str,
) -> Decided:
    """Hold the engine's price against the quoted one. Raises `HubRefused` `price_refused`."""
    at_home = frozenset(line.sku for line in order.lines if line.kind is FulfilmentKind.DELIVERY)
    charged = [line.total for line in ours.lines]
    differences: list[LineDifference] = []
    notes: list[LineDifference] = []
    bundles = {p.id for p in promotions if p.kind == "n_for_m"}
    for group in _groups(order, ours.lines, bundles):
        differing = [
            LineDifference(order.lines[i].sku, order.lines[i].total, ours.lines[i].total)
            for i in group
            if order.lines[i].total != ours.lines[i].total
        ]
        quoted = total((order.lines[i].total for i in group), terms.currency)
        decided = total((ours.lines[i].total for i in group), terms.currency)
        if _honoured(quoted, decided):
            notes += differing
            for i in group:
                charged[i] = order.lines[i].total
        else:
            differences += differing
    fee = _fee(order, ours.delivery_fee, at_home, terms)
    if fee < order.delivery_fee:
        differences.append(LineDifference("", order.delivery_fee, fee))
    goods = total(charged, terms.currency)
    points = points_earned(goods, terms.tier(tier_id))
    return Decided(tuple(charged), fee, goods + fee, points, tuple(differences), tuple(notes))


def without(
    decided: Decided,
    order: OrderBody,
    outcomes: Sequence[LineOutcome],
    terms: Terms,
    tier_id: str,
) -> Decided:
    """Charge nothing for what is left out; the other lines keep their price.

    Nor is the delivery charged where nothing goes to the customer's home any more.
    """
    left_out = {one.sku for one in outcomes if one.state is LineState.LEFT_OUT}
    stays = {one.sku for one in outcomes if one.state not in (LineState.LEFT_OUT, LineState.MOVED)}
    delivers = any(
        line.kind is FulfilmentKind.DELIVERY and line.sku in stays for line in order.lines
    )
    nothing = Money(0, terms.currency)
    charged = tuple(
        nothing if line.sku in left_out else amount
        for line, amount in zip(order.lines, decided.charged, strict=True)
    )
    fee, differences = decided.delivery_fee, decided.differences
    if not delivers and fee != nothing:
        fee = nothing
        of_goods = tuple(d for d in differences if d.sku)
        differences = (*of_goods, LineDifference("", order.delivery_fee, nothing))
    goods = total(charged, terms.currency)
    return Decided(
        charged,
        fee,
        goods + fee,
        points_earned(goods, terms.tier(tier_id)),
        tuple(d for d in differences if d.sku not in left_out),
        tuple(d for d in decided.notes if d.sku not in left_out),
    )


def _groups(order: OrderBody, ours: Sequence[PricedLine], bundles: set[str]) -> Iterable[list[int]]:
    """Group the lines that are judged together: those of an `n_for_m`; others stand alone.

    Which line of an `n_for_m` is free may change with a price while the sum stays the same.
    """
    together: list[int] = []
    for i, line in enumerate(order.lines):
        reasons = (*line.adjustments, *ours[i].adjustments)
        if any(reason.source in bundles for reason in reasons):
            together.append(i)
        else:
            yield [i]
    if together:
        yield together


def _fee(order: OrderBody, ours: Money, at_home: frozenset[str], terms: Terms) -> Money:
    """Charge the lower fee; goods that were quoted as enough for free delivery stay so."""
    to_home = total((line.total for line in order.lines if line.sku in at_home), terms.currency)
    due = min(ours, delivery_fee(to_home, terms)) if at_home else ours
    return order.delivery_fee if _honoured(order.delivery_fee, due) else due


def _honoured(quoted: Money, decided: Money) -> bool:
    """Tell whether the quoted price is the lower one and is kept."""
    if decided <= quoted:
        return False
    if quoted < decided.share(HONOURED_BP):
        raise HubRefused("price_refused", 422)
    return True
