"""Phrases with a number, in the plural forms of the language on the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject


class Counted(QObject):
    """Each phrase is a method, because lupdate sees plurals only in `self.tr`."""

    def articles(self, n: int) -> str:
        """Count lines of a basket."""
        return self.tr("%n item(s)", "", n)

    def copies(self, n: int) -> str:
        """Count pieces of one line, in little room."""
        return self.tr("%n pc(s)", "", n)

    def brought(self, n: int) -> str:
        """Say to the shopper how many pieces came from other channels."""
        return self.tr("We’ve added your web basket: %n item(s)", "", n)

    def brought_for_customer(self, n: int) -> str:
        """Say the same to an assistant."""
        return self.tr("The web basket is here: %n item(s)", "", n)

    def points(self, n: int, shown: str) -> str:
        """Count loyalty points; `shown` is the number with its digits grouped."""
        return self.tr("{points} point(s)", "", n).format(points=shown)

    def stores(self, n: int) -> str:
        """Count stores that have a size."""
        return self.tr("%n store(s)", "", n)

    def more_stores(self, n: int) -> str:
        """Offer the stores that are folded away."""
        return self.tr("and %n more store(s)", "", n)

    def gone(self, n: int) -> str:
        """Count what has sold out at the checkout."""
        return self.tr("%n item(s) just sold out. Nothing is ordered yet.", "", n)

    def left(self, n: int) -> str:
        """Count pieces at a place; only for figures that are exact now."""
        return self.tr("%n left", "", n)

    def only_there(self, n: int) -> str:
        """Say how many can be had of what was wanted; only for figures that are exact now."""
        return self.tr("Only %n left there. Take fewer or choose another way.", "", n)

    def seconds(self, n: int) -> str:
        """Count seconds."""
        return self.tr("%n second(s)", "", n)

    def minutes(self, n: int) -> str:
        """Count minutes."""
        return self.tr("%n minute(s)", "", n)

    def hours(self, n: int) -> str:
        """Count hours."""
        return self.tr("%n hour(s)", "", n)

    def days(self, n: int) -> str:
        """Count days."""
        return self.tr("%n day(s)", "", n)
