"""The receipt of an order on paper."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.catalogue import Catalogue
from kiosk.ports.devices import ReceiptPrinter
from kiosk.wire.orders import OrderBody
from kiosk.words.receipts import Texts, compose


class Receipts:
    """Prints receipts (lane `printer`). `texts` gives the words of a language."""

    def __init__(
        self, catalogue: Catalogue, printer: ReceiptPrinter, texts: Callable[[str], Texts]
    ) -> None:
        self._catalogue = catalogue
        self._printer = printer
        self._texts = texts

    def print(self, order: OrderBody) -> None:
        """Put an order's receipt on paper. Raises `DeviceFault`; the order stands anyway."""
        terms, locations = self._catalogue.terms(), self._catalogue.locations()
        self._printer.print(compose(order, terms, locations, self._texts(order.language)))
