"""What comes when and where, and what became of each line of an order, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.money import Money, total
from kiosk.domain.orders import LineState, OrderLine
from kiosk.ui.context import Context
from kiosk.ui.promise_words import ICONS, Wording
from kiosk.wire.orders import LineOutcome, OrderAnswer, OrderBody
from kiosk.words.formats import NO_BREAK


@dataclass(frozen=True, slots=True)
class ComingRow:
    """What comes when and where."""

    key: str
    icon: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """Lines that come otherwise than ordered, or not at all."""

    key: str
    icon: str
    title: str
    detail: str


class LineWords:
    """Words the lines of one order; `name` names a product in the language on the screen."""

    def __init__(self, context: Context, words: Wording, name: Callable[[str], str]) -> None:
        self._context = context
        self._words = words
        self._name = name

    def coming(self, order: OrderBody, answer: OrderAnswer | None) -> list[ComingRow]:
        """Group what comes as ordered by way, place and time."""
        groups: dict[tuple[FulfilmentKind, str, Promise], list[OrderLine]] = {}
        for line in order.lines:
            outcome = _outcome(answer, line)
            if outcome is not None and outcome.state is not LineState.CONFIRMED:
                continue
            promise = (outcome.promise if outcome else None) or line.promise
            groups.setdefault((line.kind, line.location_id, promise), []).append(line)
        return [
            ComingRow(
                f"{kind}:{place}:{promise.day}",
                ICONS[kind],
                self._title(order, kind, place, promise),
                "\n".join(self._line(line) for line in lines),
            )
            for (kind, place, promise), lines in groups.items()
        ]

    def outcomes(self, order: OrderBody, answer: OrderAnswer) -> list[OutcomeRow]:
        """Group what does not come as ordered by what becomes of it."""
        groups: dict[str, tuple[LineState, list[str]]] = {}
        for line in order.lines:
            outcome = _outcome(answer, line)
            if outcome is not None and outcome.state is not LineState.CONFIRMED:
                became = self._became(outcome)
                groups.setdefault(became, (outcome.state, []))[1].append(self._line(line))
        return [
            OutcomeRow(f"{state}:{place}", ICON_OF[state], became, "\n".join(names))
            for place, (became, (state, names)) in enumerate(groups.items())
        ]

    def _became(self, outcome: LineOutcome) -> str:
        if outcome.state is LineState.MOVED:
            place = self._context.place_name(outcome.location_id)
            when = self._words.promise(outcome.promise) if outcome.promise else ""
            text = (
                QCoreApplication.translate("Done", "Collect it at {place}, {when}")
                if when
                else QCoreApplication.translate("Done", "Collect it at {place}")
            )
            return text.format(place=place, when=when)
        by_staff = self._context.for_staff
        if outcome.state is LineState.BACKORDER:
            if by_staff:
                return QCoreApplication.translate(
                    "Done", "Waiting for stock · paid for when it arrives"
                )
            return QCoreApplication.translate(
                "Done", "Waiting for stock · you pay for it when it arrives"
            )
        if by_staff:
            return QCoreApplication.translate("Done", "Left out: the customer does not pay for it")
        return QCoreApplication.translate("Done", "Left out: you do not pay for it")

    def _title(
        self, order: OrderBody, kind: FulfilmentKind, place_id: str, promise: Promise
    ) -> str:
        when = self._words.promise(promise)
        if kind is FulfilmentKind.TAKE_AWAY:
            if self._context.for_staff:
                return QCoreApplication.translate("Done", "Handed over")
            return QCoreApplication.translate("Done", "You have it with you")
        if kind is FulfilmentKind.DELIVERY:
            address = order.address
            where = address.label or f"{address.street}, {address.house}"
            text = QCoreApplication.translate("Done", "Home, {where}: {when}")
            return text.format(where=where, when=when)
        place = self._context.place_name(place_id)
        if kind is FulfilmentKind.COLLECT:
            text = QCoreApplication.translate("Done", "Collect at {place}: {when}")
        else:
            text = QCoreApplication.translate("Done", "Brought to {place}: {when}")
        return text.format(place=place, when=when)

    def _line(self, line: OrderLine) -> str:
        parts = [f"{self._name(line.sku)},{NO_BREAK}{line.size}"]
        if line.quantity > 1:
            parts.append(self._words.counted.copies(line.quantity))
        return " · ".join(parts)


ICON_OF = {
    LineState.BACKORDER: "hourglass_top",
    LineState.MOVED: "storefront",
    LineState.LEFT_OUT: "do_not_disturb_on",
}


def waiting_total(order: OrderBody, answer: OrderAnswer) -> Money:
    """Sum what waits for stock: it is paid for when it arrives, not now."""
    decided = {difference.sku: difference.decided for difference in answer.differences}
    states = {outcome.sku: outcome.state for outcome in answer.lines}
    waiting = (x for x in order.lines if states.get(x.sku) is LineState.BACKORDER)
    amounts = (decided.get(line.sku, line.total) for line in waiting)
    return total(amounts, answer.to_pay.currency)


def _outcome(answer: OrderAnswer | None, line: OrderLine) -> LineOutcome | None:
    found = answer.lines if answer else ()
    return next((outcome for outcome in found if outcome.sku == line.sku), None)
