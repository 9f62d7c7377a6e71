"""What other channels changed in the basket while the shopper was at the checkout."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from kiosk.domain.catalogue import Localised
from kiosk.domain.money import Money
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.promise_words import CHANNEL_ICONS, Wording
from kiosk.words.formats import NO_BREAK


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One line that came, went or has another quantity, and through which channel."""

    sku: str
    icon: str
    name: str
    detail: str


class BasketNews(QObject):
    """Compares the basket with what it held when the checkout was opened.

    What the shopper changes here is no news. `arrived` tells that there is something new.
    """

    arrived = Signal()

    def __init__(self, context: Context, basket: BasketModel, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._basket = basket
        self._words = Wording(context)
        self._before: dict[str, int] | None = None
        self._paid_before: Money | None = None
        self._known: frozenset[str] = frozenset()
        self._names: dict[str, tuple[Localised, str]] = {}
        self._found: dict[str, tuple[str, int, int]] = {}  # channel, before, now
        self.rows = Rows(NewsRow, self)
        basket.changed.connect(self._look)
        context.speech.changed.connect(self._show)

    def begin(self) -> None:
        """The checkout was opened: what it shows now is known."""
        self.end()
        self._known = frozenset(op.id for op in self._context.state.log)
        self._before = {}
        if self._basket.view is not None:
            self._before = self._quantities()

    def end(self) -> None:
        """The checkout was left, or the order was placed."""
        self._before, self._known, self._names, self._found = None, frozenset(), {}, {}
        self._paid_before = self._to_pay
        self._show()

    @property
    def total(self) -> str:
        """What is to be paid now, and what it was before the news; empty while it is the same."""
        now, before, money = self._to_pay, self._paid_before, self._context.formats.money
        if not self._found or now is None or before is None or now == before:
            return ""
        text = QCoreApplication.translate("News", "Total {now}, was {before}")
        return text.format(now=money(now), before=money(before))

    @property
    def _to_pay(self) -> Money | None:
        view = self._basket.view
        return view.priced.to_pay if view else None

    @Slot()
    def _look(self) -> None:
        before, state = self._before, self._context.state
        if before is None or self._basket.view is None:
            return
        now, found = self._quantities(), dict(self._found)
        own = {op.id for op in state.own}
        for sku in before | now:
            foreign = [
                op.channel
                for op in state.log
                if op.sku == sku and op.id not in self._known and op.id not in own
            ]
            was, is_ = before.get(sku, 0), now.get(sku, 0)
            if was == is_:
                found.pop(sku, None)
            elif foreign:
                found[sku] = (foreign[-1], was, is_)
            else:
                before[sku] = is_
        if not found:  # what the shopper changes themselves is no news
            self._paid_before = self._to_pay
        if found != self._found:
            fresh = found.items() - self._found.items()
            self._found = found
            self._show()
            if fresh:
                self.arrived.emit()

    def _quantities(self) -> dict[str, int]:
        view = self._basket.view
        if view is None:
            return {}
        self._names |= {line.line.sku: (line.name, line.variant.size) for line in view.lines}
        found = {line.line.sku: line.line.quantity for line in view.lines}
        return found | {line.sku: line.quantity for line in view.gone}

    @Slot()
    def _show(self) -> None:
        self.rows.replace(
            [
                NewsRow(sku, CHANNEL_ICONS.get(channel, "web"), self._name(sku),
                        self._detail(channel, was, now))
                for sku, (channel, was, now) in self._found.items()
            ]
        )  # fmt: skip

    def _name(self, sku: str) -> str:
        name, size = self._names.get(sku, ({"en": sku}, ""))
        return f"{self._context.pick(name)},{NO_BREAK}{size}" if size else self._context.pick(name)

    def _detail(self, channel: str, was: int, now: int) -> str:
        where = self._words.where(channel)
        if not now:
            text = QCoreApplication.translate("News", "taken out {where}")
        elif not was and now == 1:
            text = QCoreApplication.translate("News", "added {where}")
        elif not was:
            text = QCoreApplication.translate("News", "added {where}: {pieces}")
        else:
            text = QCoreApplication.translate("News", "was {before}, now {now} · {where}")
        pieces = self._words.counted.copies(now)
        return text.format(where=where, pieces=pieces, before=was, now=now)
