"""One basket for all channels: a log of operations, folded to lines.

Every channel appends operations under its own UUIDs. Merging two copies is the union of
their logs, so it is commutative, associative and idempotent, and a line changed in two
places at once keeps both changes. `add` sums; the last `set` in log order decides a line's
quantity; `remove` takes away only the operations that its author had seen, so that a piece added
elsewhere at the same moment survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def ordered(
    log: Iterable[BasketOp], order_id: str, made_at: str, op_ids: tuple[str, ...]
) -> BasketOp:
    """Return the operation by which an order takes out what it is made of, and nothing added since.

    Its id is the order's.
    """
    sku = next((op.sku for op in log if op.id in op_ids), "")
    return BasketOp(order_id, OpKind.REMOVE, sku, 0, "store", made_at, 0, op_ids)


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A SKU in the basket; `channel` is where the line began.

    `op_ids` are the operations that it is made of and those that they replaced. A change of the
    line names them all: then none takes effect again if the hub never gets the one that replaced
    it.
    """

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


def contested(log: Sequence[BasketOp]) -> dict[str, tuple[BasketOp, ...]]:
    """Find the lines whose quantity was set in two channels that did not see each other.

    Returns these `set` operations by SKU, in log order. The last one counts until a person settles
    it by a `set` that has seen them all.
    """
    replaced = {seen for op in log if op.kind is not OpKind.ADD for seen in op.seen}
    live: dict[str, list[BasketOp]] = {}
    for op in log:
        if op.kind is OpKind.SET and op.id not in replaced:
            live.setdefault(op.sku, []).append(op)
    return {
        sku: tuple(ops)
        for sku, ops in live.items()
        if len({op.channel for op in ops}) > 1 and len({op.quantity for op in ops}) > 1
    }


def lines(log: Sequence[BasketOp]) -> tuple[BasketLine, ...]:
    """Fold a merged log into lines, in the order in which they began.

    Setting its quantity leaves a line's first channel and time as they were. A line that was
    removed or set to nothing, and is added again, begins anew.
    """
    known = {op.id: (place, op) for place, op in enumerate(log)}
    removed = {seen for op in log if op.kind is OpKind.REMOVE for seen in op.seen}
    replaced = removed | {seen for op in log if op.kind is OpKind.SET for seen in op.seen}
    by_sku: dict[str, list[BasketOp]] = {}
    for op in log:
        if op.kind is not OpKind.REMOVE and op.id not in replaced:
            by_sku.setdefault(op.sku, []).append(op)
    folded = []
    for sku, live in by_sku.items():
        last_set = next((op for op in reversed(live) if op.kind is OpKind.SET), None)
        adds = sum(op.quantity for op in live if op.kind is OpKind.ADD)
        quantity = adds + (last_set.quantity if last_set else 0)
        if quantity > 0:
            of_pieces = _history([op for op in live if op.quantity], known)
            place, began = min(
                (known[i] for i in of_pieces if i not in removed),
                key=lambda placed: placed[0],
            )
            ids = _history(live, known)
            folded.append((place, BasketLine(sku, quantity, began.channel, began.made_at, ids)))
    return tuple(line for _, line in sorted(folded, key=lambda pair: pair[0]))


def _history(
    live: Iterable[BasketOp], known: Mapping[str, tuple[int, BasketOp]]
) -> tuple[str, ...]:
    """Return the ids of operations and of all that they replaced, newest last."""
    found: set[str] = set()
    waiting = list(live)
    while waiting:
        op = waiting.pop()
        if op.id not in found:
            found.add(op.id)
            if op.kind is OpKind.SET:
                earlier = [known[seen][1] for seen in op.seen if seen in known]
                waiting += (one for one in earlier if one.sku == op.sku)
    return tuple(sorted(found, key=lambda i: known[i][0]))
