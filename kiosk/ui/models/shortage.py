"""What has just gone while the shopper was at the checkout, and how it can be had instead."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.services.basket import LineView
from kiosk.services.holding import Hold
from kiosk.services.session import Choice
from kiosk.ui.context import Context
from kiosk.ui.formats import NO_BREAK
from kiosk.ui.models.basket import BasketModel
from kiosk.ui.models.holds import Holds
from kiosk.ui.models.product_rows import WayRow, way_row
from kiosk.ui.models.rows import Rows
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.wording import Wording
from kiosk.wire.checkouts import HeldLine

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

NEAREST = 3

Agreed = tuple[FulfilmentKind, str] | None


@QmlElement
@QmlUncreatable("made by the runtime")
class ShortageModel(QObject):
    """One line after the other. The hub's word counts; so does a way that is not there any more.

    A way that the shopper did not choose is never taken in silence: until they have chosen,
    the line is short.
    """

    changed = Signal()
    appeared = Signal()

    def __init__(
        self, context: Context, basket: BasketModel, holds: Holds, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._basket = basket
        self._holds = holds
        self._words = Wording(context)
        self._open = False
        self._agreed: dict[str, Agreed] = {}
        self._gone: dict[str, HeldLine] = {}
        self._told: set[str] = set()  # by the hub, not only seen in the stock
        self._shown = ""
        self._ways = Rows(WayRow, self)
        basket.changed.connect(self._look)
        holds.answered.connect(self._answered)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def undecided(self) -> bool:
        """Something has gone and nobody has decided yet."""
        return self._line is not None

    @Property(str, notify=changed)
    def title(self) -> str:
        """Which piece has gone."""
        line, gone = self._line, self._first
        if line is None or gone is None:
            return ""
        name = f"{self._context.pick(line.name)},{NO_BREAK}{line.variant.size}"
        if 0 < gone.available < line.line.quantity:
            left = self._words.counted.left(gone.available)
            text = QCoreApplication.translate("Shortage", "Not enough of {name}: {left}")
            return text.format(name=name, left=left)
        text = QCoreApplication.translate("Shortage", "Just sold out: {name}")
        return text.format(name=name)

    @Property(str, notify=changed)
    def text(self) -> str:
        """What can be done."""
        if not self._ways.rows:
            text = QCoreApplication.translate("Shortage", "No other store has it just now.")
        elif self._context.options.tablet:
            text = QCoreApplication.translate(
                "Shortage", "The customer can still have it this way:"
            )
        else:
            text = QCoreApplication.translate("Shortage", "You can still have it this way:")
        others = len(self._gone) - 1
        if others <= 0:
            return text
        also = self._words.counted.also_gone(others)
        return f"{also} {text}" if self._ways.rows else f"{text} {also}"

    @Property(str, notify=changed)
    def drawing(self) -> str:
        """The piece's picture."""
        return self._line.drawing if self._line else ""

    @Property(str, notify=changed)
    def hex(self) -> str:
        """The piece's colour."""
        return self._line.variant.colour.hex if self._line else ""

    @Property(Rows, constant=True)
    def ways(self) -> Rows:
        """The nearest other ways to have it."""
        return self._ways

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

    @Slot()
    def takeOut(self) -> None:
        """Do without it."""
        if (line := self._line) is not None:
            self._decided(line.line.sku)
            self._context.terminal.session.remove(line.line.sku)

    def begin(self) -> None:
        """The checkout was opened: what it shows now is what the shopper wants."""
        self._open = True
        self._look()

    def end(self) -> None:
        """The checkout was left."""
        self._open = False
        self._agreed, self._gone, self._told = {}, {}, set()
        self._show()

    @property
    def skus(self) -> Collection[str]:
        """Everything that has gone and waits for a decision."""
        return self._gone.keys()

    @property
    def _first(self) -> HeldLine | None:
        return next(iter(self._gone.values()), None)

    @property
    def _line(self) -> LineView | None:
        gone = self._first
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
        if not self._open or view is None:
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
        line, gone = self._line, self._first
        rows: list[WayRow] = []
        if line is not None and gone is not None:
            offered = [way for way in gone.alternatives if self._offers(way, line)]
            rows = [way_row(w, self._words, False, line.priced.total) for w in offered[:NEAREST]]
        self._ways.replace(rows)
        shown, self._shown = self._shown, gone.sku if gone else ""
        self.changed.emit()
        if self._shown and self._shown != shown:
            self.appeared.emit()

    def _offers(self, way: Way, line: LineView) -> bool:
        here = self._context.terminal.here_id
        collected_here = way.kind is FulfilmentKind.COLLECT and way.location_id == here
        return way.available >= line.line.quantity and not collected_here


def _way(line: LineView) -> Agreed:
    return (line.way.kind, line.way.location_id) if line.way else None
