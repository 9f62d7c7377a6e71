"""What a basket costs, and why. Run by terminal and hub alike.

One written order: (1) the best `percent_off` of each line, (2) `n_for_m` over all lines in
its scope, cheapest units free, (3) the customer's tier on what remains. Every step rounds
half up per line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.domain.catalogue import Localised, Promotion, Terms, Tier
from kiosk.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """A line to be priced; `unit` is the list price of one piece."""

    sku: str
    product_id: str
    category_id: str
    quantity: int
    unit: Money


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason why a line costs less: `source` is a promotion's or a tier's id."""

    source: str
    name: Localised
    amount: Money  # negative


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line's list total, what lowered it, and what is to be paid."""

    sku: str
    quantity: int
    unit: Money
    adjustments: tuple[Adjustment, ...]
    total: Money

    @property
    def list_total(self) -> Money:
        """The price without any promotion."""
        return self.unit * self.quantity


@dataclass(frozen=True, slots=True)
class Priced:
    """A priced basket: lines, their sum, the delivery fee if any, and points it earns."""

    lines: tuple[PricedLine, ...]
    goods: Money
    delivery_fee: Money
    points: int

    @property
    def to_pay(self) -> Money:
        """Goods and delivery together."""
        return self.goods + self.delivery_fee

    @property
    def saved(self) -> Money:
        """What promotions and tier took off the list prices."""
        return total((line.list_total for line in self.lines), self.goods.currency) - self.goods


def price(
    requests: Sequence[PriceRequest],
    promotions: Iterable[Promotion],
    terms: Terms,
    tier_id: str,
    today: str,
    delivered: frozenset[str] = frozenset(),
) -> Priced:
    """Price a basket.

    `today` is the ISO date in the shop's time zone; `delivered` holds the SKUs that go to
    the customer's home: with any, the delivery fee is due unless they reach the free limit.
    """
    active = sorted((p for p in promotions if _runs(p, today)), key=lambda p: (p.kind, p.id))
    found: list[list[Adjustment]] = [_percent_off(r, active) for r in requests]
    for promotion in active:
        if promotion.kind == "n_for_m" and 0 <= promotion.pay < promotion.buy:
            _n_for_m(promotion, requests, found)
    tier = terms.tier(tier_id)
    priced = []
    for request, adjustments in zip(requests, found, strict=True):
        left = _left(request, adjustments)
        if tier and tier.percent_bp:
            off = left.share(tier.percent_bp)
            if off.minor:
                adjustments.append(Adjustment(tier.id, tier.name, -off))
                left = left - off
        priced.append(
            PricedLine(request.sku, request.quantity, request.unit, tuple(adjustments), left)
        )
    goods = total((line.total for line in priced), terms.currency)
    to_home = total((line.total for line in priced if line.sku in delivered), terms.currency)
    fee = delivery_fee(to_home, terms) if delivered else Money(0, terms.currency)
    return Priced(tuple(priced), goods, fee, points_earned(goods, tier))


def delivery_fee(to_home: Money, terms: Terms) -> Money:
    """Return what it costs to bring goods of this worth to the customer's home."""
    return terms.delivery_fee if to_home < terms.delivery_free_from else Money(0, terms.currency)


def points_earned(goods: Money, tier: Tier | None) -> int:
    """Return the whole points that goods of this worth earn."""
    return goods.minor * tier.earn_bp // 1_000_000 if tier else 0


def _percent_off(request: PriceRequest, active: Sequence[Promotion]) -> list[Adjustment]:
    best: Adjustment | None = None
    whole = request.unit * request.quantity
    for promotion in active:
        if promotion.kind == "percent_off" and _covers(promotion, request):
            off = -whole.share(promotion.percent_bp)
            if best is None or off < best.amount:
                best = Adjustment(promotion.id, promotion.name, off)
    return [best] if best else []


def _n_for_m(
    promotion: Promotion, requests: Sequence[PriceRequest], found: list[list[Adjustment]]
) -> None:
    """Make the cheapest units of each full group free, at their price so far."""
    units: list[tuple[int, int]] = []
    for index, request in enumerate(requests):
        if _covers(promotion, request):
            each = _left(request, found[index]).minor // request.quantity
            units += [(each, index)] * request.quantity
    units.sort(key=lambda unit: (-unit[0], unit[1]))
    free: dict[int, int] = {}
    for start in range(0, len(units) - promotion.buy + 1, promotion.buy):
        for each, index in units[start : start + promotion.buy][promotion.pay :]:
            free[index] = free.get(index, 0) + each
    for index, minor in free.items():
        off = Money(-minor, requests[index].unit.currency)
        found[index].append(Adjustment(promotion.id, promotion.name, off))


def _left(request: PriceRequest, adjustments: Sequence[Adjustment]) -> Money:
    whole = request.unit * request.quantity
    return whole + total((a.amount for a in adjustments), whole.currency)


def _covers(promotion: Promotion, request: PriceRequest) -> bool:
    if not promotion.categories and not promotion.products:
        return True
    return request.category_id in promotion.categories or request.product_id in promotion.products


def _runs(promotion: Promotion, today: str) -> bool:
    return promotion.starts <= today and (not promotion.ends or today <= promotion.ends)
