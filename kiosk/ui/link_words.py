"""The link to the hub in words: whether there is one, how old the data are, whose clock is wrong.

The phrases are in the translation context `Shell`, whose properties they are.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from kiosk.services.link import Reach
from kiosk.ui.context import Context
from kiosk.ui.promise_words import Wording


class LinkWords:
    """Says how this device stands with the hub, in the language on the screen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = Wording(context)

    def state(self) -> str:
        """Say it in a few words; nothing when all is well."""
        words = {
            Reach.WAITING: QCoreApplication.translate("Shell", "Connecting…"),
            Reach.ONLINE: "",
            Reach.OFFLINE: QCoreApplication.translate("Shell", "No network"),
            Reach.REFUSED: QCoreApplication.translate("Shell", "Not in service"),
        }[self._context.link.reach]
        seen = self._words.seen_at()
        return f"{words} · {seen}" if words and seen else words

    def age(self) -> str:
        """Say how old prices and stock are."""
        seen = self._words.seen_at()
        if not seen:
            return ""
        text = QCoreApplication.translate("Shell", "Prices and stock as of {time}")
        return text.format(time=seen)

    def clock(self) -> str:
        """Say how wrong this device's clock is; nothing while it is right."""
        link = self._context.link
        if not link.clock_wrong:
            return ""
        seconds = link.offset.total_seconds()
        text = (
            QCoreApplication.translate(
                "Shell",
                "This device’s clock is {much} slow; orders carry the server’s time. Tell IT.",
            )
            if seconds > 0
            else QCoreApplication.translate(
                "Shell",
                "This device’s clock is {much} fast; orders carry the server’s time. Tell IT.",
            )
        )
        return text.format(much=self._words.ago(abs(seconds)))
