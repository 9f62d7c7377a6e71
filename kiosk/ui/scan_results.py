"""From a scanned code to the view model it is for."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.code_kinds import AppCode, LoyaltyCard, OrderSlip, StaffBadge, UnknownCode
from kiosk.domain.scans import CAMERA, Scan
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.scanning import ArticleFound, ProductFound, ProductMissing, Scanned, Several
from kiosk.ui.context import Context

ONE_LABEL_S = 2.0
MOST_OF_AN_ADDRESS = 40
_END_OF_HOST = re.compile(r"[/\\?#]")


class Scans(QObject):
    """Resolves codes in the background and says what came of it; each mode connects its own.

    `heard` comes first, for whoever stands there: whether it is something of ours.
    """

    heard = Signal(bool)
    productScanned = Signal(object)  # ProductFound
    severalScanned = Signal(object)  # Several
    articleScanned = Signal(str)  # product
    productMissing = Signal(str)  # GTIN-14
    cardScanned = Signal(str)  # number
    appCodeScanned = Signal(str)  # text
    badgeScanned = Signal(str)  # number
    slipScanned = Signal(str)  # an order's number
    markRead = Signal(object)  # ProductFound: the marking code of the piece that came before
    refused = Signal(str, str)  # message code, what it is about

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._last: tuple[Scan, ProductFound] | None = None
        context.events.sessionEnded.connect(self._forget)

    def take(self, scan: Scan) -> None:
        """Take a code from any scanner, whatever it holds; none that comes fast is left out."""
        resolve, session = self._context.terminal.scanning.resolve, self._context.state.id
        self._context.terminal.lanes.run(
            Lane.READ,
            lambda: resolve(scan),
            lambda scanned: self._resolved(session, scan, scanned),
            lambda error: self._failed(session, error),
        )

    @Slot()
    def _forget(self) -> None:
        self._last = None

    def _resolved(self, session: str, scan: Scan, scanned: Scanned) -> None:
        if session != self._context.state.id:
            return  # what the last shopper scanned is not for the next one
        if isinstance(scanned, ProductFound) and self._same_label(scan, scanned):
            return
        if scanned == UnknownCode("add_on"):
            return  # the product before it is what was scanned
        self.heard.emit(not isinstance(scanned, (ProductMissing, UnknownCode)))
        if isinstance(scanned, ProductFound):
            self.productScanned.emit(scanned)
        elif isinstance(scanned, Several):
            self.severalScanned.emit(scanned)
        elif isinstance(scanned, ArticleFound):
            self.articleScanned.emit(scanned.product_id)
        elif isinstance(scanned, ProductMissing):
            self.productMissing.emit(scanned.gtin14)
        elif isinstance(scanned, LoyaltyCard):
            self.cardScanned.emit(scanned.number)
        elif isinstance(scanned, AppCode):
            self.appCodeScanned.emit(scanned.text)
        elif isinstance(scanned, StaffBadge):
            self.badgeScanned.emit(scanned.number)
        elif isinstance(scanned, OrderSlip):
            self.slipScanned.emit(scanned.number)
        else:
            self.refused.emit(f"code_{scanned.reason}", shown_address(scanned.text))

    def _same_label(self, scan: Scan, found: ProductFound) -> bool:
        """Tell whether a camera reads the second code of a label: its GTIN and its mark.

        A hand scanner reads one code at a pull: the second is another piece.
        """
        last, self._last = self._last, (scan, found)
        if last is None or not scan.source == last[0].source == CAMERA:
            return False
        same = last[1].variant.sku == found.variant.sku and last[0].text != scan.text
        if not same or bool(found.mark) == bool(last[1].mark):
            return False
        if abs(scan.at_s - last[0].at_s) > ONE_LABEL_S:
            return False
        if found.mark:
            self.markRead.emit(found)
        return True

    def _failed(self, session: str, error: KioskError) -> None:
        if session != self._context.state.id:
            return
        self.heard.emit(False)
        self.refused.emit(error.code, "")


def shown_address(text: str) -> str:
    """Shorten a web address to the host it leads to; it is shown and never opened.

    What stands before an `@` is no host, and what cannot be seen is left out: both can make
    an address look like another one.
    """
    _, scheme, rest = text.partition("://")
    seen = "".join(c for c in (rest if scheme else text) if c.isprintable() and not c.isspace())
    host, *path = _END_OF_HOST.split(seen, maxsplit=1)
    host = host.rpartition("@")[2]
    short = host[:MOST_OF_AN_ADDRESS]
    return short + ("…" if len(host) > len(short) else "/…" if any(path) else "")
