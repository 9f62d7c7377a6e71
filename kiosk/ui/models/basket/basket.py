"""The basket on the screen: lines of all channels, ways, prices with their reasons."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.basket import BasketView, LineView
from kiosk.services.session import Choice
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket_rows import GoneRow, LineRow, TotalRow, line_row, total_rows
from kiosk.ui.models.basket.changed_lines import ChangedLines
from kiosk.ui.models.basket.price_news import PriceNews
from kiosk.ui.models.product.product_rows import WayRow, way_row
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import row_of
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class BasketModel(QObject):
    """Follows the session: whatever changes a line, here or on the web, is shown."""

    changed = Signal()

    def __init__(
        self,
        context: Context,
        shell: Shell,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._words = Wording(context)
        self.elsewhere = ChangedLines(context, self)
        self._prices = PriceNews(context, self)
        self.view: BasketView | None = None
        self._choosing = ""
        self._revision = 0
        self._lines = Rows(LineRow, self)
        self._gone = Rows(GoneRow, self)
        self._totals = Rows(TotalRow, self)
        self._ways = Rows(WayRow, self)
        context.events.sessionChanged.connect(self._read)
        context.events.shopChanged.connect(self._read)
        context.events.linkChanged.connect(self._read)
        context.events.sessionEnded.connect(self._clear)
        context.speech.changed.connect(self._show)
        self.elsewhere.changed.connect(self._show)
        self._prices.changed.connect(self._show)
        self._prices.arrived.connect(self._tell)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The basket was read."""
        return self.view is not None

    @Property(int, notify=changed)
    def revision(self) -> int:
        """Grows whenever the basket was read anew."""
        return self._revision

    @Property(Rows, constant=True)
    def lines(self) -> Rows:
        """What is in it."""
        return self._lines

    @Property(Rows, constant=True)
    def gone(self) -> Rows:
        """Lines that can only be removed."""
        return self._gone

    @Property(Rows, constant=True)
    def totals(self) -> Rows:
        """What it adds up to, with the reasons."""
        return self._totals

    @Property(PriceNews, constant=True)
    def prices(self) -> PriceNews:
        """What the shop has changed about its prices."""
        return self._prices

    @Property(int, notify=changed)
    def pieces(self) -> int:
        """How many pieces."""
        return self.view.pieces if self.view else 0

    @Property(bool, notify=changed)
    def empty(self) -> bool:
        """Nothing is in it."""
        return self.view is None or not (self.view.lines or self.view.gone)

    @Property(str, notify=changed)
    def toPay(self) -> str:
        """What is to be paid."""
        return self._context.formats.money(self.view.priced.to_pay) if self.view else ""

    @Property(str, notify=changed)
    def points(self) -> str:
        """What the order earns; empty without an account."""
        points = self.view.priced.points if self.view else 0
        if not points:
            return ""
        shown = self._context.formats.number(points)
        return f"+ {self._words.counted.points(points, shown)}"

    @Property(str, notify=changed)
    def broughtOver(self) -> str:
        """How many pieces came from other channels; empty when none did."""
        lines, counted = self._context.state.lines, self._words.counted
        brought = sum(line.quantity for line in lines if line.channel != "store")
        if not brought or self.apart:
            return ""
        for_staff = self._context.for_staff
        return counted.brought_for_customer(brought) if for_staff else counted.brought(brought)

    @Property(bool, notify=changed)
    def webLater(self) -> bool:
        """The customer is known, but their other basket is out of reach just now."""
        customer = self._context.state.customer
        return bool(customer and customer.adopted is None and not self._context.link.online)

    @Property(bool, notify=changed)
    def apart(self) -> bool:
        """The other channels' basket was left where it is, as somebody wished."""
        state = self._context.state
        return state.apart and state.replaces is None

    @Property(bool, notify=changed)
    def offline(self) -> bool:
        """The order will be confirmed when the network is back."""
        return not self._context.link.online

    @Property(bool, notify=changed)
    def canOrder(self) -> bool:
        """Every line can be had."""
        view = self.view
        if view is None or not view.lines or view.gone:
            return False
        return all(line.way is not None and not line.short for line in view.lines)

    @Property(str, notify=changed)
    def age(self) -> str:
        """How old the stock figures are."""
        return self._words.age_line()

    @Property(Rows, constant=True)
    def ways(self) -> Rows:
        """The ways of the line that is being changed."""
        return self._ways

    @Property(str, notify=changed)
    def choosing(self) -> str:
        """Name of the line whose way is being chosen; empty when none is."""
        line = self.line(self._choosing)
        return self._context.pick(line.name) if line else ""

    @Slot(str, int)
    def setQuantity(self, sku: str, quantity: int) -> None:
        """Say how many."""
        if quantity >= 1:
            self._context.terminal.session.set_quantity(sku, quantity)

    @Slot(str)
    def remove(self, sku: str) -> None:
        """Take a line out."""
        self._context.terminal.session.remove(sku)

    @Slot(str)
    def chooseFor(self, sku: str) -> None:
        """Open the choice of ways for a line."""
        self._choosing = sku
        self._show()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Choose a way for the line."""
        kind, _, location_id = key.partition(":")
        sku, self._choosing = self._choosing, ""
        if sku:
            choice = Choice(FulfilmentKind(kind), location_id)
            self._context.terminal.session.choose(sku, choice)

    @Slot()
    def closeChoice(self) -> None:
        """Leave the way as it is."""
        self._choosing = ""
        self._show()

    @Slot()
    def undoMerge(self) -> None:
        """Leave the other channels' basket where it is."""
        self._context.terminal.shared_basket.keep_apart()

    @Slot()
    def bringBack(self) -> None:
        """Bring it over again."""
        self._context.terminal.shared_basket.bring_together()

    @Slot()
    def _read(self) -> None:
        state, baskets = self._context.state, self._context.terminal.baskets
        self._context.terminal.lanes.run(
            Lane.READ, lambda: baskets.view(state), self._got, self._failed, newest="basket"
        )

    def _got(self, view: BasketView) -> None:
        self.view = view
        self._revision += 1
        self._prices.look(view)
        self._show()
        self._context.terminal.holds.look_at(view)

    def _failed(self, error: KioskError) -> None:
        """Before the first catalogue there is no basket; the first screen says so."""
        if error.code != "catalogue_missing":
            self._shell.notify_("error", error.code, **error.args_)

    @Slot()
    def _clear(self) -> None:
        self._context.terminal.lanes.forget("basket")
        self.view, self._choosing = None, ""
        self._context.terminal.holds.look_at(None)
        self._prices.begin_anew()
        self._show()

    @Slot()
    def _tell(self) -> None:
        """Say it once where the basket is out of sight."""
        if not row_of(self._shell.page).tells_prices:
            total = self._prices.total
            self._shell.notify_("info", "prices_changed" if total else "prices_moved", total=total)

    @Slot()
    def _show(self) -> None:
        view = self.view
        if view is None:
            for rows in (self._lines, self._gone, self._totals, self._ways):
                rows.clear()
        else:
            self._lines.replace([self._line_row(line) for line in view.lines])
            self._gone.replace(
                [GoneRow(line.sku, self._words.channel(line.channel)) for line in view.gone]
            )
            self._totals.replace(total_rows(view, self._context, self._words))
            chosen = self.line(self._choosing)
            self._ways.replace(self._ways_of(chosen) if chosen else [])
        self.changed.emit()

    def line(self, sku: str) -> LineView | None:
        """Find a line as it was last read."""
        lines = self.view.lines if self.view else ()
        return next((line for line in lines if line.line.sku == sku), None)

    def _line_row(self, view: LineView) -> LineRow:
        changed = self._words.changed_in(self.elsewhere.channel_of(view.variant.sku))
        sku = view.variant.sku
        moved = (self._prices.icon_of(sku), self._prices.words_of(sku))
        return line_row(view, self._context, self._words, changed, moved)

    def _ways_of(self, view: LineView) -> list[WayRow]:
        here = self._context.terminal.here_id
        offered: list[Way] = [
            way
            for way in view.ways
            if not (way.kind is FulfilmentKind.COLLECT and way.location_id == here)
        ]
        worth = view.priced.total
        return [way_row(way, self._words, way == view.way, worth) for way in offered]
