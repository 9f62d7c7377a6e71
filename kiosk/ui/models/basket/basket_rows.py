"""What the basket shows, in words: its lines and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money
from kiosk.domain.stock import Freshness
from kiosk.services.basket import BasketView, LineView
from kiosk.ui.context import Context
from kiosk.ui.promise_words import CHANNEL_ICONS, ICONS, Wording


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line. `problem` says why it cannot be ordered as it is.

    `changed` says that another channel has just changed it, `moved` that the shop has changed
    its price. `offers` are the quantities
    that two channels set at once, in words, `offered` the same as numbers; the last one holds
    and `question` asks for the right one.
    """

    sku: str
    name: str
    detail: str
    price: str
    listPrice: str
    reasons: str
    tier: str
    channel: str
    channelIcon: str
    changed: str
    moved: str
    movedIcon: str
    way: str
    wayIcon: str
    quantity: int
    maximum: int
    problem: str
    drawing: str
    hex: str
    picture: str
    question: str
    offers: list[str]
    offered: list[int]


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A line whose product the shop no longer has."""

    sku: str
    channel: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A line of the sum."""

    key: str
    label: str
    amount: str
    loyalty: bool = False


def line_row(
    view: LineView, context: Context, words: Wording, changed: str, moved: tuple[str, str]
) -> LineRow:
    """Word a line; `moved` is the mark of its price: symbol and words."""
    pick, money = context.pick, context.formats.money
    variant, priced, shop = view.variant, view.priced, context.shop
    lowered = priced.total < priced.list_total
    tier = next((a for a in priced.adjustments if words.of_tier(a)), None)
    return LineRow(
        sku=variant.sku,
        name=pick(view.name),
        detail=f"{pick(variant.colour.name)} · {variant.size}",
        price=money(priced.total),
        listPrice=money(priced.list_total) if lowered else "",
        reasons=" · ".join(words.reason(a) for a in priced.adjustments if a != tier),
        tier=words.reason(tier) if tier else "",
        changed=changed,
        movedIcon=moved[0],
        moved=moved[1],
        channel=words.origin(view.line),
        channelIcon=CHANNEL_ICONS.get(view.line.channel, "web"),
        way=words.way_short(view.way),
        wayIcon=ICONS[view.way.kind] if view.way else "block",
        quantity=view.line.quantity,
        maximum=shop.terms.max_quantity_per_line if shop else view.line.quantity,
        problem=_problem(view, context, words),
        drawing=view.drawing,
        hex=variant.colour.hex,
        picture=variant.colour.picture,
        question=_question(view, context.for_staff, words),
        offers=[words.set_in(channel, quantity) for channel, quantity in view.contested],
        offered=[quantity for _, quantity in view.contested],
    )


def total_rows(view: BasketView, context: Context, words: Wording) -> list[TotalRow]:
    """Word the sum, with what lowered it and the delivery."""
    money, priced = context.formats.money, view.priced
    label = QCoreApplication.translate("Basket", "Items")
    rows = [TotalRow("articles", label, money(priced.goods + priced.saved))]
    off: dict[str, tuple[str, Money, bool]] = {}
    for line in priced.lines:
        for adjustment in line.adjustments:
            before = off.get(adjustment.source)
            amount = adjustment.amount + before[1] if before else adjustment.amount
            of_tier = words.of_tier(adjustment)
            off[adjustment.source] = (words.reason(adjustment), amount, of_tier)
    rows += [
        TotalRow(source, name, money(sum_), gold) for source, (name, sum_, gold) in off.items()
    ]
    if FulfilmentKind.DELIVERY in view.kinds:
        fee = priced.delivery_fee
        free = QCoreApplication.translate("Basket", "free")
        label = QCoreApplication.translate("Basket", "Delivery")
        rows.append(TotalRow("delivery", label, money(fee) if fee.minor else free))
    return rows


def _question(view: LineView, by_staff: bool, words: Wording) -> str:
    """Ask how many it shall be where two channels said it at once."""
    channels = [channel for channel, _ in view.contested]
    if not channels:
        return ""
    here = QCoreApplication.translate("Basket", "here")
    one, other = (here if c == "store" else words.where(c) for c in (channels[0], channels[-1]))
    if one == other:
        changed = QCoreApplication.translate("Basket", "The quantity was changed twice {one}.")
    else:
        changed = QCoreApplication.translate(
            "Basket", "The quantity was changed {one} and {other}."
        )
    ask = (
        QCoreApplication.translate("Basket", "How many does the customer want?")
        if by_staff
        else QCoreApplication.translate("Basket", "How many do you want?")
    )
    return f"{changed.format(one=one, other=other)} {ask}"


def _problem(view: LineView, context: Context, words: Wording) -> str:
    if view.way is None:
        return QCoreApplication.translate("Basket", "Sold out meanwhile. Please remove it.")
    if view.short:
        if context.freshness is Freshness.EXACT:
            return words.counted.only_there(view.way.available)
        return QCoreApplication.translate(
            "Basket", "Not enough there for so many. Take fewer or choose another way."
        )
    return ""
