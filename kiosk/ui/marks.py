"""Pieces that carry a marking code of their own: none is put into a basket twice."""

from __future__ import annotations

from kiosk.services.session import SessionState


def piece_in_basket(state: SessionState, sku: str, mark: str) -> bool:
    """Tell whether the basket holds the very piece with this marking code.

    Where more pieces were scanned than the line counts now, somebody has lowered the number
    and nobody knows of which: then it may be put in.
    """
    if not mark or not state.has_mark(sku, mark):
        return False
    scanned = sum(1 for marked, _ in state.marks if marked == sku)
    return scanned <= sum(line.quantity for line in state.lines if line.sku == sku)
