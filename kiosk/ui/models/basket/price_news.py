"""What the shop has changed about the prices of the open basket."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Localised
from kiosk.domain.money import Money
from kiosk.domain.pricing import PricedLine
from kiosk.services.basket import BasketView, price_moves
from kiosk.ui.context import Context
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.words.formats import NO_BREAK

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SEEN_S = 1.0  # a finger on its way to a button sees nothing that comes later


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A line whose price moved; the roles are those of `NewsRow`."""

    sku: str
    icon: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Move:
    """What a line cost before and costs now; `unit` is its list price before."""

    before: Money
    now: Money
    unit: Money
    name: Localised
    size: str


@QmlElement
@QmlUncreatable("made by the runtime")
class PriceNews(QObject):
    """Compares each view of a session's basket with the one before.

    A line keeps its mark until somebody has taken note of it. What the customer changes is
    no news. `arrived` tells that there is something new.
    """

    changed = Signal()
    arrived = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._seen: BasketView | None = None
        self._moves: dict[str, _Move] = {}
        self._paid: tuple[Money, Money] | None = None  # before and now
        self._arrived_at = float("-inf")
        self._rows = Rows(PriceRow, self)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """The lines."""
        return self._rows

    @Property(str, notify=changed)
    def total(self) -> str:
        """What is to be paid now and was before; empty where the customer had a hand in it."""
        if self._paid is None:
            return ""
        before, now = map(self._context.formats.money, self._paid)
        if before == now:
            return QCoreApplication.translate("News", "The total is the same: {now}").format(
                now=now
            )
        text = QCoreApplication.translate("News", "Total {now}, was {before}")
        return text.format(now=now, before=before)

    @property
    def just_arrived(self) -> bool:
        """It came so late that nobody can have read it."""
        return self._context.terminal.clock.monotonic() - self._arrived_at < SEEN_S

    def icon_of(self, sku: str) -> str:
        """Choose the symbol of a line's mark; empty where it has none."""
        move = self._moves.get(sku)
        return _icon(move) if move else ""

    def words_of(self, sku: str) -> str:
        """Say what became of a line's price; empty where it is as it was."""
        move, money = self._moves.get(sku), self._context.formats.money
        if move is None:
            return ""
        text = (
            QCoreApplication.translate("News", "Price went down: was {before}, now {now}")
            if move.now < move.before
            else QCoreApplication.translate("News", "Price went up: was {before}, now {now}")
        )
        return text.format(before=money(move.before), now=money(move.now))

    @Slot()
    def acknowledge(self) -> None:
        """Somebody has taken note of it."""
        self._moves, self._paid, self._arrived_at = {}, None, float("-inf")
        self._show()

    def begin_anew(self) -> None:
        """Another session begins."""
        self._seen = None
        self.acknowledge()

    def look(self, view: BasketView) -> None:
        """The basket was read anew."""
        seen, self._seen = self._seen, view
        if seen is None:
            return
        lines = {line.line.sku: line for line in view.lines}
        units = {line.line.sku: line.priced.unit for line in seen.lines}
        before, same = self._moves, _shape(seen) == _shape(view)
        moves = {
            sku: move if same else _of_lists(move, lines[sku].priced)
            for sku, move in before.items()
            if sku in lines
        }
        fresh = price_moves(seen, view)
        for move in fresh:
            line, known = lines[move.sku], moves.get(move.sku)
            if known is None:
                moves[move.sku] = _Move(
                    move.before, move.now, units[move.sku], line.name, line.variant.size
                )
            elif same:
                moves[move.sku] = replace(known, now=known.now + (move.now - move.before))
        self._moves = {sku: move for sku, move in moves.items() if move.before != move.now}
        if not self._moves or not same or _ways(seen) != _ways(view):
            self._paid = None
        elif self._paid is not None:
            self._paid = (self._paid[0], view.priced.to_pay)
        elif fresh and not before:
            self._paid = (seen.priced.to_pay, view.priced.to_pay)
        if fresh and self._moves:
            self._arrived_at = self._context.terminal.clock.monotonic()
        if self._moves != before:
            self._show()
        if fresh and self._moves:
            self.arrived.emit()

    @Slot()
    def _show(self) -> None:
        self._rows.replace(
            [
                PriceRow(sku, _icon(move), self._name(move), self.words_of(sku))
                for sku, move in self._moves.items()
            ]
        )
        self.changed.emit()

    def _name(self, move: _Move) -> str:
        name = self._context.pick(move.name)
        return f"{name},{NO_BREAK}{move.size}" if move.size else name


def _icon(move: _Move) -> str:
    return "trending_down" if move.now < move.before else "trending_up"


def _of_lists(move: _Move, line: PricedLine) -> _Move:
    """Say a move anew for another basket, by list prices: the rest is the customer's doing."""
    return replace(move, before=move.unit * line.quantity, now=line.list_total)


def _shape(view: BasketView) -> tuple[object, ...]:
    """What the customer decides: pieces and tier."""
    return (view.tier_id, *((line.line.sku, line.line.quantity) for line in view.lines))


def _ways(view: BasketView) -> tuple[object, ...]:
    return tuple((line.line.sku, line.way.kind if line.way else None) for line in view.lines)
