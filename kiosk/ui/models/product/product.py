"""One product: its picture, price, colours, sizes and the ways to get it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import Way
from kiosk.domain.money import Money
from kiosk.errors import KioskError
from kiosk.services.browsing import ProductView
from kiosk.services.scanning import ProductFound
from kiosk.services.session import Choice
from kiosk.ui.context import Context
from kiosk.ui.marks import piece_in_basket
from kiosk.ui.models.product.product_rows import (
    ColourRow,
    SizeRow,
    WayRow,
    colour_row,
    elsewhere,
    offered,
    size_row,
    way_key,
    way_row,
)
from kiosk.ui.models.product.product_words import ProductWords
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

# Keys of the lanes' newest jobs: to read an open product again overtakes no other's opening.
OPENING, AGAIN = "product", "product-again"


@QmlElement
@QmlUncreatable("made by the runtime")
class ProductModel(QObject):
    """The product page. A wish for a way is kept while the product stays open.

    What was scanned comes with its size; from a list the shopper chooses one first.
    """

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._words = Wording(context)
        self._says = ProductWords(context)
        self._view: ProductView | None = None
        self._wish: Choice | None = None
        self._all_stores = False
        self._was: Money | None = None
        self._sized = True
        self._added = False
        self._scanned: ProductFound | None = None
        self._revision = 0
        self._colours = Rows(ColourRow, self)
        self._sizes = Rows(SizeRow, self)
        self._ways = Rows(WayRow, self)
        self._tier_id = ""
        context.speech.changed.connect(self._show)
        context.events.sessionEnded.connect(self._clear)
        context.events.sessionChanged.connect(self._session_changed)
        context.events.linkChanged.connect(self._reload)
        shell.linkChanged.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """A product is open."""
        return self._view is not None

    @Property(int, notify=changed)
    def revision(self) -> int:
        """Grows when another variant is opened."""
        return self._revision

    @Property(str, notify=changed)
    def id(self) -> str:
        """The product's id."""
        return self._view.product.id if self._view else ""

    @Property(str, notify=changed)
    def sku(self) -> str:
        """The variant that is open."""
        return self._view.variant.sku if self._view else ""

    @Property(str, notify=changed)
    def name(self) -> str:
        """The product's name."""
        return self._context.pick(self._view.product.name) if self._view else ""

    @Property(str, notify=changed)
    def origin(self) -> str:
        """Brand, whom it is for, and the chosen variant's number."""
        return self._says.origin(self._view, self._sized) if self._view else ""

    @Property(str, notify=changed)
    def drawing(self) -> str:
        """The picture's name."""
        return self._view.product.drawing if self._view else ""

    @Property(str, notify=changed)
    def hex(self) -> str:
        """The variant's colour."""
        return self._view.variant.colour.hex if self._view else ""

    @Property(str, notify=changed)
    def picture(self) -> str:
        """The photograph of the product in this colour; empty where there is none."""
        return self._view.variant.colour.picture if self._view else ""

    @Property(str, notify=changed)
    def colourName(self) -> str:
        """The variant's colour in words."""
        return self._context.pick(self._view.variant.colour.name) if self._view else ""

    @Property(str, notify=changed)
    def price(self) -> str:
        """What one piece costs after promotions."""
        return self._context.formats.money(self._view.price) if self._view else ""

    @Property(str, notify=changed)
    def moved(self) -> str:
        """What the price was when the page was opened; empty while it is the same."""
        return self._says.moved(self._view, self._was) if self._view else ""

    @Property(bool, notify=changed)
    def cheaper(self) -> bool:
        """The price went down."""
        return bool(self._view and self._was and self._view.price < self._was)

    @Property(str, notify=changed)
    def listPrice(self) -> str:
        """The price before promotions; empty when it is the same."""
        view = self._view
        lowered = view is not None and view.price < view.list_price
        return self._context.formats.money(view.list_price) if view and lowered else ""

    @Property(str, notify=changed)
    def reasons(self) -> str:
        """Why the price is lower."""
        return " · ".join(map(self._words.reason, self._view.reasons)) if self._view else ""

    @Property(str, notify=changed)
    def tierPrice(self) -> str:
        """The price with the customer's card and its reason; empty without one."""
        return self._says.tier_price(self._view) if self._view else ""

    @Property(str, notify=changed)
    def description(self) -> str:
        """What it is like."""
        return self._context.pick(self._view.product.description) if self._view else ""

    @Property(str, notify=changed)
    def composition(self) -> str:
        """What it is made of."""
        return self._context.pick(self._view.product.composition) if self._view else ""

    @Property(str, notify=changed)
    def care(self) -> str:
        """How to wash it."""
        return self._context.pick(self._view.product.care) if self._view else ""

    @Property(Rows, constant=True)
    def colours(self) -> Rows:
        """The swatches."""
        return self._colours

    @Property(Rows, constant=True)
    def sizes(self) -> Rows:
        """The sizes in the chosen colour."""
        return self._sizes

    @Property(Rows, constant=True)
    def ways(self) -> Rows:
        """The ways to get the variant; collecting elsewhere is folded to the nearest store."""
        return self._ways

    @Property(str, notify=changed)
    def moreStores(self) -> str:
        """The offer to unfold the other stores; empty when there is none."""
        if self._view is None or self._all_stores:
            return ""
        more = len(elsewhere(self._view.ways, self._context.terminal.here_id)) - 1
        return self._words.counted.more_stores(more) if more > 0 else ""

    @Property(str, notify=changed)
    def age(self) -> str:
        """How old the stock figures are."""
        return self._words.age_line() if self._view else ""

    @Property(bool, notify=changed)
    def sized(self) -> bool:
        """A size has been chosen."""
        return self._sized

    @Property(bool, notify=changed)
    def canAdd(self) -> bool:
        """A size is chosen, and there is a way to get it."""
        return self._sized and bool(self._view and self._view.ways)

    @Property(str, notify=changed)
    def onLabel(self) -> str:
        """What the scanned label says of this piece: its weight or price; empty without."""
        if self._view is None or self._scanned is None:
            return ""
        return self._says.on_label(self._scanned, self._view.price)

    @Property(bool, notify=changed)
    def pricedLabel(self) -> bool:
        """The scanned label names a price."""
        return self._scanned is not None and self._scanned.measure == "price"

    @Property(bool, notify=changed)
    def added(self) -> bool:
        """The variant has just been put into the basket."""
        return self._added

    @Property(str, notify=changed)
    def addedText(self) -> str:
        """What has been put into the basket."""
        if self._view is None:
            return ""
        return f"{self.name}, {self.colourName}, {self._view.variant.size}"

    @Slot(str)
    def openVariant(self, sku: str) -> None:
        """Open a variant and the page."""
        self._open_variant(sku, None)

    def open_scanned(self, found: ProductFound) -> None:
        """Open what was scanned, with what its code says of this very piece (main thread)."""
        sku = found.variant.sku
        if piece_in_basket(self._context.state, sku, found.mark):
            self._shell.notify_("info", "piece_in_basket")
            return
        self._open_variant(sku, found)

    def leave_pending(self) -> None:
        """Open nothing that is still being read: a newer code has an answer (main thread)."""
        self._context.terminal.lanes.forget(OPENING)

    @Slot(str, str)
    def openProduct(self, product_id: str, colour_code: str) -> None:
        """Open a product in a colour and the page; the only size is chosen by itself."""
        browsing, tier = self._context.terminal.browsing, self._context.state.tier_id
        self._load(
            lambda: browsing.open_product(product_id, colour_code, tier), lambda v: v.one_size
        )

    @Slot(str)
    def pickColour(self, code: str) -> None:
        """Show another colour, in the size that was chosen where there is one."""
        if self._view is None:
            return
        product_id, tier = self._view.product.id, self._context.state.tier_id
        size = self._view.variant.size if self._sized else ""
        browsing = self._context.terminal.browsing

        def look() -> ProductView:
            view = browsing.open_product(product_id, code, tier)
            same = [s.sku for s in view.sizes if s.size == size and not s.selected]
            return browsing.open_variant(same[0], tier) if same else view

        self._load(look, lambda view: view.one_size or view.variant.size == size)

    @Slot(str)
    def pickSize(self, sku: str) -> None:
        """Show another size."""
        self.openVariant(sku)

    @Slot(str)
    def pickWay(self, key: str) -> None:
        """Wish for a way."""
        if self._view is None:
            return
        for way in self._view.ways:
            if way_key(way) == key:
                self._wish = Choice(way.kind, way.location_id)
        self._show()

    @Slot()
    def showAllStores(self) -> None:
        """Unfold the stores."""
        self._all_stores = True
        self._show()

    @Slot()
    def add(self) -> None:
        """Put one piece into the basket, with the chosen way."""
        way = self._chosen()
        if self._view is None or way is None or not self._sized:
            return
        session, sku = self._context.terminal.session, self._view.variant.sku
        shop, mark = self._context.shop, self._scanned.mark if self._scanned else ""
        held = sum(line.quantity for line in session.state.lines if line.sku == sku)
        if shop and held >= shop.terms.max_quantity_per_line:
            self._shell.notify_("warning", "line_full", most=shop.terms.max_quantity_per_line)
            return
        # Another one that is added by hand is another piece, whose mark nobody has read.
        session.add(sku, mark="" if piece_in_basket(session.state, sku, mark) else mark)
        session.choose(sku, Choice(way.kind, way.location_id))
        self._added = True
        self.changed.emit()

    def _open_variant(self, sku: str, scanned: ProductFound | None) -> None:
        browsing, tier = self._context.terminal.browsing, self._context.state.tier_id
        self._load(lambda: browsing.open_variant(sku, tier), lambda _: True, scanned)

    def _load(
        self,
        job: Callable[[], ProductView],
        sized: Callable[[ProductView], bool],
        scanned: ProductFound | None = None,
    ) -> None:
        self._context.terminal.lanes.run(
            "read",
            job,
            lambda view: self._open(view, sized(view), scanned),
            self._failed,
            newest=OPENING,
        )

    def _open(self, view: ProductView, sized: bool, scanned: ProductFound | None) -> None:
        if self._view is None or self._view.product.id != view.product.id:
            self._wish, self._all_stores = None, False
        self._view, self._sized, self._added, self._was = view, sized, False, view.price
        self._scanned = scanned
        self._tier_id = self._context.state.tier_id
        self._revision += 1
        self._show()
        self._shell.open("product")

    def _failed(self, error: KioskError) -> None:
        self._shell.notify_("warning", error.code, **error.args_)

    @Slot()
    def _reload(self) -> None:
        """Newer data may have come, or another tier: read the open variant again."""
        if self._view is None or self._shell.page != "product":
            return
        sku, tier = self._view.variant.sku, self._context.state.tier_id
        self._context.terminal.lanes.run(
            "read",
            lambda: self._context.terminal.browsing.open_variant(sku, tier),
            self._reloaded,
            lambda _: None,
            newest=AGAIN,
        )

    def _reloaded(self, view: ProductView) -> None:
        if self._view is not None and self._view.variant.sku == view.variant.sku:
            self._view = view
            self._show()

    @Slot()
    def _session_changed(self) -> None:
        if self._context.state.tier_id != self._tier_id:
            self._tier_id = self._context.state.tier_id
            self._reload()

    @Slot()
    def _clear(self) -> None:
        for job in (OPENING, AGAIN):
            self._context.terminal.lanes.forget(job)
        self._view, self._wish, self._all_stores, self._added = None, None, False, False
        self._tier_id, self._was, self._scanned = "", None, None
        self._show()

    @Slot()
    def _show(self) -> None:
        view, pick = self._view, self._context.pick
        if view is None:
            for rows in (self._colours, self._sizes, self._ways):
                rows.clear()
        else:
            self._colours.replace([colour_row(c, pick) for c in view.colours])
            sized = [size_row(s, self._words, self._sized and s.selected) for s in view.sizes]
            self._sizes.replace(sized)
            chosen = self._chosen()
            worth = view.tier_price or view.price
            ways = offered(view.ways, chosen, self._context.terminal.here_id, self._all_stores)
            self._ways.replace([way_row(w, self._words, w is chosen, worth) for w in ways])
        self.changed.emit()

    def _chosen(self) -> Way | None:
        ways = self._view.ways if self._view else ()
        for way in ways:
            if self._wish == Choice(way.kind, way.location_id):
                return way
        return ways[0] if ways else None
