"""What has just gone while the shopper was at the checkout, and how it can be had instead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.services.basket import LineView
from kiosk.services.checkout_holds import CheckoutHolds
from kiosk.services.holding import Hold
from kiosk.services.session import Choice
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.product.product_rows import WayRow, way_row
from kiosk.ui.models.rows import Rows
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.checkouts import HeldLine

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

NEAREST = 3

Agreed = tuple[FulfilmentKind, str] | None


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A line that has gone."""

    sku: str
    name: str
    detail: str
    drawing: str
    hex: str
    picture: str
    open: bool


@QmlElement
@QmlUncreatable("made by the runtime")
class ShortageModel(QObject):
    """One line open at a time. The hub's word counts; so does a way that is not there any more.

    A way that the shopper did not choose is never taken in silence: until they have chosen,
    the line is short.
    """

    changed = Signal()
    appeared = Signal()

    def __init__(
        self, context: Context, basket: BasketModel, holds: CheckoutHolds, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._basket = basket
        self._holds = holds
        self._words = Wording(context)
        self._on_page = False
        self._agreed: dict[str, Agreed] = {}
        self._gone: dict[str, HeldLine] = {}
        self._told: set[str] = set()  # by the hub, not only seen in the stock
        self._shown: frozenset[str] = frozenset()
        self._opened = ""
        self._pieces = Rows(ShortRow, self)
        self._ways = Rows(WayRow, self)
        basket.changed.connect(self._look)
        holds.answered.add(self._answered)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def undecided(self) -> bool:
        """Something has gone and nobody has decided yet."""
        return self._line is not None

    @Property(str, notify=changed)
    def title(self) -> str:
        """How many lines have gone, or that too few pieces of one are left."""
        line, gone = self._line, self._current
        if line is None or gone is None:
            return ""
        if len(self._gone) > 1:
            return self._words.counted.gone(len(self._gone))
        if 0 < gone.available < line.line.quantity:
            text = QCoreApplication.translate("Shortage", "Not enough: {left}")
            return text.format(left=self._words.counted.left(gone.available))
        return QCoreApplication.translate("Shortage", "Just sold out")

    @Property(str, notify=changed)
    def text(self) -> str:
        """What can be done about the open piece."""
        if not self._ways.rows:
            return QCoreApplication.translate("Shortage", "No other store has it just now.")
        if self._context.for_staff:
            return QCoreApplication.translate(
                "Shortage", "The customer can still have it this way:"
            )
        return QCoreApplication.translate("Shortage", "You can still have it this way:")

    @Property(Rows, constant=True)
    def pieces(self) -> Rows:
        """Everything that has gone; `open` is the one whose other ways are shown."""
        return self._pieces

    @Property(Rows, constant=True)
    def ways(self) -> Rows:
        """The nearest other ways to have the open piece."""
        return self._ways

    @Slot(str)
    def open(self, sku: str) -> None:
        """Look at the ways of another piece."""
        self._opened = sku
        self._show()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Have it another way."""
        kind, _, location_id = key.partition(":")
        if (line := self._line) is None:
            return
        choice = Choice(FulfilmentKind(kind), location_id)
        self._agreed[line.line.sku] = (choice.kind, location_id)
        self._decided(line.line.sku)
        self._context.terminal.session.choose(line.line.sku, choice)

    @Slot(str)
    def takeOut(self, sku: str) -> None:
        """Do without it."""
        self._decided(sku)
        self._context.terminal.session.remove(sku)

    @Slot()
    def takeOutAll(self) -> None:
        """Do without everything that has gone."""
        for sku in tuple(self._gone):
            self.takeOut(sku)

    def begin(self) -> None:
        """The checkout was opened: what it shows now is what the shopper wants."""
        self._on_page = True
        self._look()

    def end(self) -> None:
        """The checkout was left."""
        self._on_page, self._opened = False, ""
        self._agreed, self._gone, self._told = {}, {}, set()
        self._show()

    @property
    def skus(self) -> Collection[str]:
        """Everything that has gone and waits for a decision."""
        return self._gone.keys()

    @property
    def _current(self) -> HeldLine | None:
        first = next(iter(self._gone.values()), None)
        return self._gone.get(self._opened, first)

    @property
    def _line(self) -> LineView | None:
        gone = self._current
        return self._basket.line(gone.sku) if gone else None

    def _decided(self, sku: str) -> None:
        self._gone.pop(sku, None)
        self._told.discard(sku)
        self._holds.look_again()
        self._show()

    @Slot(object)
    def _answered(self, hold: Hold) -> None:
        if hold.changed is not None:
            return
        for short in hold.short:
            self._gone[short.sku] = short
            self._told.add(short.sku)
        for piece in hold.pieces:
            line = self._basket.line(piece.sku)
            if line is not None and _way(line) == self._agreed.get(piece.sku):
                self._gone.pop(piece.sku, None)
                self._told.discard(piece.sku)
        self._show()

    @Slot()
    def _look(self) -> None:
        """Compare the ways with what they were when the shopper last saw and chose them."""
        view = self._basket.view
        if not self._on_page or view is None:
            return
        wishes = dict(self._context.state.choices)
        lines = {line.line.sku: line for line in view.lines}
        for sku in (self._agreed.keys() | self._gone.keys()) - lines.keys():
            self._agreed.pop(sku, None)
            self._gone.pop(sku, None)
            self._told.discard(sku)
        for sku, line in lines.items():
            way, wish = _way(line), wishes.get(sku)
            if way is not None and (
                sku not in self._agreed or (wish and way == (wish.kind, wish.location_id))
            ):
                self._choose_quietly(sku, way)
            if way is None or way != self._agreed[sku]:
                self._gone.setdefault(sku, HeldLine(sku, False, 0, line.ways))
            elif sku in self._gone and sku not in self._told:
                del self._gone[sku]
        self._show()

    def _choose_quietly(self, sku: str, way: Agreed) -> None:
        """The first sight of a line, or the shopper's own choice among its ways."""
        if self._agreed.get(sku, way) != way:
            self._gone.pop(sku, None)
            self._told.discard(sku)
        self._agreed[sku] = way

    @Slot()
    def _show(self) -> None:
        line, gone = self._line, self._current
        rows: list[WayRow] = []
        if line is not None and gone is not None:
            offered = [way for way in gone.alternatives if self._offers(way, line)]
            rows = [way_row(w, self._words, False, line.priced.total) for w in offered[:NEAREST]]
        self._ways.replace(rows)
        found = [(sku, self._basket.line(sku)) for sku in self._gone]
        self._pieces.replace([self._piece(x, gone) for _, x in found if x is not None])
        shown, self._shown = self._shown, frozenset(self._gone)
        self.changed.emit()
        if self._shown - shown:
            self.appeared.emit()

    def _piece(self, line: LineView, current: HeldLine | None) -> ShortRow:
        colour, size = self._context.pick(line.variant.colour.name), line.variant.size
        text = "{colour} · {size}"
        if len(self._gone) == 1:  # of several the title says it
            text = QCoreApplication.translate(
                "Shortage", "{colour} · {size} · nothing is ordered yet"
            )
        return ShortRow(
            sku=line.line.sku,
            name=self._context.pick(line.name),
            detail=text.format(colour=colour, size=size),
            drawing=line.drawing,
            hex=line.variant.colour.hex,
            picture=line.variant.colour.picture,
            open=current is not None and current.sku == line.line.sku,
        )

    def _offers(self, way: Way, line: LineView) -> bool:
        here = self._context.terminal.here_id
        collected_here = way.kind is FulfilmentKind.COLLECT and way.location_id == here
        return way.available >= line.line.quantity and not collected_here


def _way(line: LineView) -> Agreed:
    return (line.way.kind, line.way.location_id) if line.way else None
