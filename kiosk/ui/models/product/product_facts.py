"""What is said of the product that is open: where it comes from, what it is like and costs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.domain.money import Money
from kiosk.services.browsing import ProductView
from kiosk.services.scanning import ProductFound
from kiosk.ui.context import Context
from kiosk.ui.models.product.product_words import ProductWords
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class ProductFacts(QObject):
    """Empty words while no product is open; `ProductModel` opens it and lets one choose."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = Wording(context)
        self._says = ProductWords(context)
        self._view: ProductView | None = None
        self._was: Money | None = None
        self._sized = True
        self._scanned: ProductFound | None = None
        self._revision = 0

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
