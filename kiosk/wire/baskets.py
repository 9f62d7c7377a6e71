"""Baskets that every channel can write."""

from __future__ import annotations

import msgspec

from kiosk.domain.basket import BasketOp


class BasketState(msgspec.Struct, frozen=True):
    """A basket as its log; `version` is the highest sequence and the ETag."""

    basket_id: str
    version: int
    log: tuple[BasketOp, ...]


class AppendOps(msgspec.Struct, frozen=True):
    """`POST /v1/baskets/{id}/ops`: repeating it changes nothing."""

    ops: tuple[BasketOp, ...]
