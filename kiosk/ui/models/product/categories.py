"""The categories of the shop, and the products of the open one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.catalogue import Category
from kiosk.lanes import Lane
from kiosk.ports.catalogue import ProductHit
from kiosk.services.browsing import PAGE
from kiosk.ui.context import Context
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.words.formats import NO_BREAK

_JOINING = re.compile(r" (и|and|&) ")

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category's tile."""

    id: str
    name: str
    drawing: str
    hex: str


@dataclass(frozen=True, slots=True)
class HitRow:
    """A product's tile."""

    key: str
    productId: str
    colourCode: str
    name: str
    brand: str
    price: str
    drawing: str
    hex: str
    picture: str


@QmlElement
@QmlUncreatable("made by the runtime")
class CategoriesModel(QObject):
    """Categories, and the products of the open one page by page."""

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._all: Sequence[Category] = ()
        self._open: Category | None = None
        self._hits: list[ProductHit] = []
        self._more = False
        self._loading = False
        self._revision = 0
        self._categories = Rows(CategoryRow, self)
        self._products = Rows(HitRow, self)
        context.events.shopChanged.connect(self._read)
        context.events.sessionEnded.connect(self._clear)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """The shop's categories, in its order."""
        return self._categories

    @Property(Rows, constant=True)
    def products(self) -> Rows:
        """The products of the open category, as far as they were read."""
        return self._products

    @Property(str, notify=changed)
    def title(self) -> str:
        """The open category's name."""
        return self._context.pick(self._open.name) if self._open else ""

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The first products of the category are there."""
        return not self._loading or bool(self._hits)

    @Property(int, notify=changed)
    def revision(self) -> int:
        """Grows when another category is shown."""
        return self._revision

    @Slot(str)
    def open(self, category_id: str) -> None:
        """Open a category and its page."""
        self._open = next((c for c in self._all if c.id == category_id), None)
        self._hits, self._loading, self._more = [], True, False
        self._show()
        self._shell.open("category")
        self._read_page(category_id, 0)

    @Slot()
    def more(self) -> None:
        """Read the next page; the list is near its end."""
        if self._open and self._more and not self._loading:
            self._loading = True
            self._read_page(self._open.id, len(self._hits) // PAGE)

    @Slot()
    def _read(self) -> None:
        browsing = self._context.terminal.browsing
        self._context.terminal.lanes.run(
            Lane.READ,
            browsing.categories,
            self._got_categories,
            lambda _: None,
            newest="categories",
        )

    def _got_categories(self, categories: Sequence[Category]) -> None:
        self._all = categories
        self._show()

    def _read_page(self, category_id: str, page: int) -> None:
        browsing = self._context.terminal.browsing
        self._context.terminal.lanes.run(
            Lane.READ,
            lambda: browsing.in_category(category_id, page),
            self._got_page,
            lambda error: self._shell.notify_("warning", error.code),
            newest="category",
        )

    def _got_page(self, hits: Sequence[ProductHit]) -> None:
        self._hits += hits
        self._more = len(hits) == PAGE
        self._loading = False
        self._revision += 1
        self._show()

    @Slot()
    def _clear(self) -> None:
        self._context.terminal.lanes.forget("category")
        self._open, self._hits, self._loading, self._more = None, [], False, False
        self._show()

    @Slot()
    def _show(self) -> None:
        pick = self._context.pick
        self._categories.replace(
            [CategoryRow(c.id, _bound(pick(c.name)), c.drawing, c.colour_hex) for c in self._all]
        )
        self._products.replace([hit_row(hit, self._context) for hit in self._hits])
        self.changed.emit()


def _bound(name: str) -> str:
    """Keep a short joining word on the line of the word that it belongs to."""
    return _JOINING.sub(rf" \1{NO_BREAK}", name)


def hit_row(hit: ProductHit, context: Context) -> HitRow:
    """Word a product for a tile."""
    product = hit.product
    return HitRow(
        f"{product.id}/{hit.colour.code}",
        product.id,
        hit.colour.code,
        context.pick(product.name),
        product.brand,
        context.formats.money(hit.price),
        product.drawing,
        hit.colour.hex,
        hit.colour.picture,
    )
