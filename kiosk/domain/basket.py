"""One basket for all channels: a log of operations, folded to lines.

Every channel appends operations under its own UUIDs. Merging two copies is the union of
their logs, so it is commutative, associative and idempotent, and a line changed in two
places at once keeps both changes. `add` sums; `set` is the last word on a line's
quantity in log order; `remove` takes away the operations that its author had seen and no
others, so that a piece added elsewhere at the same moment survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class OpKind(StrEnum):
    """What an operation does to the line of one SKU."""

    ADD = "add"
    SET = "set"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class BasketOp:
    """One change of one line.

    `sequence` is the hub's number, 0 until the hub has numbered it; unnumbered operations
    come last, in the order they were made. `seen` names the operations a `remove` or `set`
    replaces.
    """

    id: str
    kind: OpKind
    sku: str
    quantity: int
    channel: str
    made_at: str  # ISO 8601 UTC, for people; never used to order
    sequence: int = 0
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A SKU in the basket; `channel` is where the line began."""

    sku: str
    quantity: int
    channel: str
    added_at: str
    op_ids: tuple[str, ...]


def merge(*logs: Iterable[BasketOp]) -> tuple[BasketOp, ...]:
    """Unite logs of the same basket; the hub's numbering wins over an unnumbered copy."""
    by_id: dict[str, BasketOp] = {}
    for log in logs:
        for op in log:
            known = by_id.get(op.id)
            if known is None or (known.sequence == 0 and op.sequence):
                by_id[op.id] = op
    numbered = sorted((op for op in by_id.values() if op.sequence), key=lambda op: op.sequence)
    return (*numbered, *(op for op in by_id.values() if not op.sequence))


def lines(log: Sequence[BasketOp]) -> tuple[BasketLine, ...]:
    """Fold a merged log into lines, in the order in which they were first added.

    A line keeps the channel and the time it began with when its quantity is set later.
    """
    removed = {seen for op in log if op.kind is OpKind.REMOVE for seen in op.seen}
    replaced = removed | {seen for op in log if op.kind is OpKind.SET for seen in op.seen}
    by_sku: dict[str, list[BasketOp]] = {}
    for op in log:
        if op.kind is not OpKind.REMOVE and op.id not in removed:
            by_sku.setdefault(op.sku, []).append(op)
    folded = []
    for sku, ops in by_sku.items():
        live = [op for op in ops if op.id not in replaced]
        last_set = next((op for op in reversed(live) if op.kind is OpKind.SET), None)
        adds = [op for op in live if op.kind is OpKind.ADD]
        quantity = sum(op.quantity for op in adds) + (last_set.quantity if last_set else 0)
        if quantity > 0:
            began = ops[0]
            ids = tuple(op.id for op in live)
            folded.append(BasketLine(sku, quantity, began.channel, began.made_at, ids))
    return tuple(folded)
