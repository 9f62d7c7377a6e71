"""The open customer's basket beside their file: what it holds and whether it is here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.domain.stock import FEW, Freshness
from kiosk.services.basket import LineView
from kiosk.services.scanning import ProductFound
from kiosk.ui.context import Context
from kiosk.ui.marks import piece_in_basket
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.words.formats import NO_BREAK

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A line of the panel; `scanned` marks the piece that was scanned last."""

    sku: str
    name: str
    detail: str
    stock: str
    price: str
    drawing: str
    hex: str
    picture: str
    scanned: bool
    problem: bool
    choose: str  # what has to be chosen between; empty where nothing has
    moved: str  # what the shop has changed about its price
    movedIcon: str


@QmlElement
@QmlUncreatable("made by the runtime")
class CustomerBasketModel(QObject):
    """Shows `BasketModel`'s lines with the stock of this store."""

    changed = Signal()
    scannedIn = Signal(int)  # row of the piece just scanned

    def __init__(
        self, context: Context, shell: Shell, basket: BasketModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._basket = basket
        self._words = Wording(context)
        self._lines = Rows(CustomerLine, self)
        self._scanned = ""
        basket.changed.connect(self._show)
        context.events.sessionEnded.connect(self._forget)

    @Property(Rows, constant=True)
    def lines(self) -> Rows:
        """What is in the basket."""
        return self._lines

    @Property(str, notify=changed)
    def liveText(self) -> str:
        """How the basket stands with the other channels; empty while all is well."""
        customer = self._context.state.customer
        if customer is None or (self._context.link.online and customer.adopted is not None):
            return ""
        if customer.adopted is None:
            return self.tr("The web basket joins when the network is back")
        return self.tr("Web basket as of {time}").format(time=self._words.seen_at())

    @Property(str, notify=changed)
    def delivery(self) -> str:
        """What delivery adds to the lines' sum; empty when nothing is delivered."""
        view = self._basket.view
        if view is None or FulfilmentKind.DELIVERY not in view.kinds:
            return ""
        fee = view.priced.delivery_fee
        return self._context.formats.money(fee) if fee.minor else self.tr("free")

    @Property(bool, notify=changed)
    def brought(self) -> bool:
        """Some of it was chosen in another channel."""
        return any(line.channel != "store" for line in self._context.state.lines)

    def put(self, found: ProductFound) -> bool:
        """Put a scanned piece in and point to its line (main thread); tell whether it is in."""
        state, shop, sku = self._context.state, self._context.shop, found.variant.sku
        if piece_in_basket(state, sku, found.mark):
            self._shell.notify_("info", "piece_in_basket")
            return False
        have = next((line.quantity for line in state.lines if line.sku == sku), 0)
        if shop and have >= shop.terms.max_quantity_per_line:
            self._shell.notify_("warning", "line_full", most=shop.terms.max_quantity_per_line)
            return False
        self._scanned = sku
        self._context.terminal.session.add(sku, mark=found.mark)
        return True

    @Slot()
    def _forget(self) -> None:
        self._scanned = ""

    @Slot()
    def _show(self) -> None:
        view = self._basket.view
        rows = [self._line(line) for line in view.lines] if view else []
        self._lines.replace(rows)
        self.changed.emit()
        for place, row in enumerate(rows):
            if row.scanned:
                self.scannedIn.emit(place)

    def _line(self, view: LineView) -> CustomerLine:
        pick, line = self._context.pick, view.line
        name = pick(view.name)
        return CustomerLine(
            sku=line.sku,
            name=f"{name}{NO_BREAK}×{NO_BREAK}{line.quantity}" if line.quantity > 1 else name,
            detail=f"{pick(view.variant.colour.name)}{NO_BREAK}· {_whole(view.variant.size)}",
            stock=self._stock(view),
            price=self._context.formats.money(view.priced.total),
            drawing=view.drawing,
            hex=view.variant.colour.hex,
            picture=view.variant.colour.picture,
            scanned=line.sku == self._scanned,
            problem=view.way is None or view.short,
            choose=self._choose(view),
            moved=self._basket.prices.words_of(line.sku),
            movedIcon=self._basket.prices.icon_of(line.sku),
        )

    def _choose(self, view: LineView) -> str:
        """Ask for the quantity that two channels set at once: a person has to choose."""
        *few, last = sorted({quantity for _, quantity in view.contested}) or (0,)
        if not few:
            return ""
        text = self.tr("{few} or {last}? Choose")
        return text.format(few=", ".join(map(str, few)), last=last)

    def _stock(self, view: LineView) -> str:
        """Say how many are here; where none is, the soonest way."""
        if not view.ways:
            return self.tr("sold out everywhere")
        best = view.ways[0]
        text = self._here(best.available) if _is_here(best) else self._away(best)
        if not view.short or view.way is None:
            return text
        if self._context.freshness is Freshness.EXACT:
            text = self._words.counted.left(view.way.available)
        return self.tr("not enough: {stock}").format(stock=text)

    def _here(self, pieces: int) -> str:
        freshness = self._context.freshness
        if freshness is Freshness.EXACT:
            return self.tr("%n here", "", pieces)
        if freshness is Freshness.UNCONFIRMED:
            return self.tr("here, to be confirmed")
        text = self.tr("few here at {time}") if pieces <= FEW else self.tr("here at {time}")
        return text.format(time=self._words.seen_at())

    def _away(self, way: Way) -> str:
        day = self._words.day(way.promise.day)
        if way.kind is FulfilmentKind.DELIVERY:
            return self.tr("home {day}").format(day=day)
        place = self._context.place_name(way.location_id)
        return self.tr("{place} {day}").format(place=place, day=day)


def _whole(size: str) -> str:
    """Keep a size of several words on one line."""
    return size.replace(" ", NO_BREAK)


def _is_here(way: Way) -> bool:
    return way.kind is FulfilmentKind.TAKE_AWAY
