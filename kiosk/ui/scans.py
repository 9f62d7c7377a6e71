"""From a scanned text to the view model it is for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.codes import AppCode, LoyaltyCard, StaffBadge
from kiosk.errors import KioskError
from kiosk.services.scanning import ProductFound, ProductMissing, Scanned
from kiosk.ui.context import Context


class Scans(QObject):
    """Resolves codes in the background and says what came of it; each mode connects its own."""

    productScanned = Signal(str)  # SKU
    cardScanned = Signal(str)  # number
    appCodeScanned = Signal(str)  # text
    badgeScanned = Signal(str)  # number
    refused = Signal(str, str)  # message code, GTIN where there is one

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        context.events.sessionEnded.connect(self._forget)

    def scan(self, text: str) -> None:
        """Take a code from any scanner, whatever it holds."""
        resolve = self._context.terminal.scanning.resolve
        self._context.terminal.lanes.run(
            "read", lambda: resolve(text), self._resolved, self._failed, newest="scan"
        )

    @Slot()
    def _forget(self) -> None:
        """What the last shopper scanned is not for the next one."""
        self._context.terminal.lanes.forget("scan")

    def _resolved(self, scanned: Scanned) -> None:
        if isinstance(scanned, ProductFound):
            self.productScanned.emit(scanned.variant.sku)
        elif isinstance(scanned, ProductMissing):
            self.refused.emit("product_missing", scanned.gtin14.lstrip("0"))
        elif isinstance(scanned, LoyaltyCard):
            self.cardScanned.emit(scanned.number)
        elif isinstance(scanned, AppCode):
            self.appCodeScanned.emit(scanned.text)
        elif isinstance(scanned, StaffBadge):
            self.badgeScanned.emit(scanned.number)
        else:
            self.refused.emit(f"code_{scanned.reason}", "")

    def _failed(self, error: KioskError) -> None:
        self.refused.emit(error.code, "")
