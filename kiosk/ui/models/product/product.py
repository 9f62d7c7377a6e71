"""One product: opening it, and choosing colour, size and the way to get it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import Way
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.browsing import ProductView
from kiosk.services.scanning import ProductFound
from kiosk.services.session import Choice
from kiosk.ui.context import Context
from kiosk.ui.marks import piece_in_basket
from kiosk.ui.models.product.product_facts import ProductFacts
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
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

# Keys of the lanes' newest jobs: to read an open product again overtakes no other's opening.
OPENING, AGAIN = "product", "product-again"


@QmlElement
@QmlUncreatable("made by the runtime")
class ProductModel(ProductFacts):
    """The product page. A wish for a way is kept while the product stays open.

    What was scanned comes with its size; from a list the shopper chooses one first.
    """

    choiceChanged = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self.changed.connect(self.choiceChanged)
        self._shell = shell
        self._wish: Choice | None = None
        self._all_stores = False
        self._added = False
        self._colours = Rows(ColourRow, self)
        self._sizes = Rows(SizeRow, self)
        self._ways = Rows(WayRow, self)
        self._tier_id = ""
        context.speech.changed.connect(self._show)
        context.events.sessionEnded.connect(self._clear)
        context.events.sessionChanged.connect(self._session_changed)
        context.events.linkChanged.connect(self._reload)
        shell.linkChanged.connect(self._show)

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

    @Property(str, notify=choiceChanged)
    def moreStores(self) -> str:
        """The offer to unfold the other stores; empty when there is none."""
        if self._view is None or self._all_stores:
            return ""
        more = len(elsewhere(self._view.ways, self._context.terminal.here_id)) - 1
        return self._words.counted.more_stores(more) if more > 0 else ""

    @Property(str, notify=choiceChanged)
    def age(self) -> str:
        """How old the stock figures are."""
        return self._words.age_line() if self._view else ""

    @Property(bool, notify=choiceChanged)
    def sized(self) -> bool:
        """A size has been chosen."""
        return self._sized

    @Property(bool, notify=choiceChanged)
    def canAdd(self) -> bool:
        """A size is chosen, and there is a way to get it."""
        return self._sized and bool(self._view and self._view.ways)

    @Property(bool, notify=choiceChanged)
    def added(self) -> bool:
        """The variant has just been put into the basket."""
        return self._added

    @Property(str, notify=choiceChanged)
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
            Lane.READ,
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
        self._shell.open(Page.PRODUCT)

    def _failed(self, error: KioskError) -> None:
        self._shell.notify_("warning", error.code, **error.args_)

    @Slot()
    def _reload(self) -> None:
        """Newer data may have come, or another tier: read the open variant again."""
        if self._view is None or self._shell.page != Page.PRODUCT:
            return
        sku, tier = self._view.variant.sku, self._context.state.tier_id
        self._context.terminal.lanes.run(
            Lane.READ,
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
