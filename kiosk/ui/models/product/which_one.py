"""A code that may mean several products: the person says which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.browsing import Browsing, ProductView
from kiosk.services.scanning import ProductFound, Several
from kiosk.ui.context import Context
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.scan_results import Scans
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHEET = "which-one"  # the sheet's name, and the key of the lane's newest job


@dataclass(frozen=True, slots=True)
class Candidate:
    """One product that the code may mean."""

    sku: str
    name: str
    detail: str
    price: str
    drawing: str
    hex: str
    picture: str


@dataclass(frozen=True, slots=True)
class _Read:
    found: ProductFound
    view: ProductView


@QmlElement
@QmlUncreatable("made by the runtime")
class WhichOneModel(QObject):
    """What is chosen goes on as if it alone had been scanned."""

    changed = Signal()

    def __init__(
        self, context: Context, shell: Shell, scans: Scans, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scans = scans
        self._read: Sequence[_Read] = ()
        self._rows = Rows(Candidate, self)
        shell.scanTaken.connect(self.close)
        shell.scanHeard.connect(self.close)  # of scans that came at once, the newest answer stays
        shell.pageChanged.connect(self.close)
        context.events.sessionEnded.connect(self.close)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def opened(self) -> bool:
        """The sheet lies over the page."""
        return bool(self._read)

    @Property(Rows, constant=True)
    def candidates(self) -> Rows:
        """What it may be, most likely first."""
        return self._rows

    def ask(self, several: Several) -> None:
        """Open the sheet (main thread)."""
        browsing, tier_id = self._context.terminal.browsing, self._context.state.tier_id
        self._context.terminal.lanes.run(
            Lane.READ,
            lambda: [_read(browsing, found, tier_id) for found in several.found],
            self._take,
            self._failed,
            newest=SHEET,
        )

    @Slot(str)
    def choose(self, sku: str) -> None:
        """It is this one."""
        chosen = [read.found for read in self._read if read.found.variant.sku == sku]
        self.close()
        for found in chosen[:1]:
            self._scans.productScanned.emit(found)

    @Slot()
    def close(self) -> None:
        """Take the sheet away; what is being read for it is not wanted."""
        self._context.terminal.lanes.forget(SHEET)
        if self._read:
            self._take(())

    def _failed(self, error: KioskError) -> None:
        self._shell.notify_("warning", error.code, **error.args_)

    def _take(self, read: Sequence[_Read]) -> None:
        self._read = read
        self._shell.cover(SHEET, bool(read))
        self._show()

    @Slot()
    def _show(self) -> None:
        self._rows.replace([self._row(read.view) for read in self._read])
        self.changed.emit()

    def _row(self, view: ProductView) -> Candidate:
        pick, colour = self._context.pick, view.variant.colour
        price = view.tier_price if view.tier_price is not None else view.price
        return Candidate(
            sku=view.variant.sku,
            name=pick(view.product.name),
            detail=f"{pick(colour.name)} · {view.variant.size}",
            price=self._context.formats.money(price),
            drawing=view.product.drawing,
            hex=colour.hex,
            picture=colour.picture,
        )


def _read(browsing: Browsing, found: ProductFound, tier_id: str) -> _Read:
    return _Read(found, browsing.open_variant(found.variant.sku, tier_id))
