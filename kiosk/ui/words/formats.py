"""Numbers that stay on one line."""

from kiosk.words.formats import NO_BREAK, unbroken

__all__ = ["NO_BREAK", "unbroken"]
