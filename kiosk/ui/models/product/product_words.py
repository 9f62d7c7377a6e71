"""What the product page says in a line: where a product comes from, what it costs and cost."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kiosk.domain.money import Money
from kiosk.services.browsing import ProductView
from kiosk.services.scanning import ProductFound
from kiosk.ui.context import Context
from kiosk.ui.promise_words import Wording


class ProductWords:
    """Words a product's view in the language on the screen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = Wording(context)

    def origin(self, view: ProductView, sized: bool) -> str:
        """Name brand, whom it is for, and the number of a variant that was chosen."""
        number = QCoreApplication.translate("Product", "Item no. {sku}")
        shown = number.format(sku=view.variant.sku) if sized else ""
        parts = (view.product.brand, self._words.audience(view.product.audience), shown)
        return " · ".join(part for part in parts if part)

    def moved(self, view: ProductView, was: Money | None) -> str:
        """Tell that the price is another than it was; nothing while it is the same."""
        if was is None or was == view.price:
            return ""
        text = (
            QCoreApplication.translate("Product", "Price went down: was {before}")
            if view.price < was
            else QCoreApplication.translate("Product", "Price went up: was {before}")
        )
        return text.format(before=self._context.formats.money(was))

    def on_label(self, scanned: ProductFound, price: Money) -> str:
        """Say what a label of our scales says of its piece; nothing of any other code.

        A price that differs from ours is named with ours: an order costs what we say.
        """
        formats = self._context.formats
        if scanned.measure == "weight":
            text = QCoreApplication.translate("Product", "This pack: {weight} kg")
            return text.format(weight=formats.thousandths(scanned.value))
        label = Money(scanned.value, price.currency)
        if scanned.measure == "price" and label != price:
            text = QCoreApplication.translate(
                "Product", "The label says {label}. Ordering here costs {price}."
            )
            return text.format(label=formats.money(label), price=formats.money(price))
        return ""

    def tier_price(self, view: ProductView) -> str:
        """Name the price with the customer's card and its reason; nothing without one."""
        if view.tier_price is None or view.tier_reason is None:
            return ""
        theirs = QCoreApplication.translate(
            "Product", "{price} with the customer’s card ({reason})"
        )
        yours = QCoreApplication.translate("Product", "{price} with your card ({reason})")
        return (theirs if self._context.for_staff else yours).format(
            price=self._context.formats.money(view.tier_price),
            reason=self._words.reason(view.tier_reason),
        )
