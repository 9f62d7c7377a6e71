"""Baskets: append-only logs, numbered per basket by the hub."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, insert, select, update

from kiosk.domain.basket import BasketOp, OpKind, lines, ordered
from kiosk.hub.engines.embedded.tables import basket, basket_op
from kiosk.wire.baskets import BasketState


def make(connection: Connection, basket_id: str) -> None:
    """Make an empty basket."""
    connection.execute(insert(basket).values(id=basket_id, version=0))


def state(connection: Connection, basket_id: str) -> BasketState | None:
    """Return a basket's log; None where there is none of this id."""
    version = connection.scalar(select(basket.c.version).where(basket.c.id == basket_id))
    if version is None:
        return None
    log = _logs(connection, [basket_id]).get(basket_id, [])
    if log:  # another hub may have appended between the two looks: the log says its own version
        version = log[-1].sequence
    return BasketState(basket_id, version, tuple(log))


def append(
    connection: Connection, basket_id: str, ops: Sequence[BasketOp], channel: str = ""
) -> BasketState | None:
    """Number and keep the operations that are not there yet; None where there is no such basket.

    `channel`, where given, replaces what the operations say.
    """
    known = connection.scalar(
        select(basket.c.version).where(basket.c.id == basket_id).with_for_update()
    )
    if known is None:
        return None
    named = {op.id: op for op in ops}
    present = connection.scalars(
        select(basket_op.c.id).where(
            basket_op.c.basket_id == basket_id, basket_op.c.id.in_(list(named))
        )
    )
    for op_id in present:
        del named[op_id]
    if named:
        rows = []
        for sequence, op in enumerate(named.values(), known + 1):
            kept = replace(op, sequence=sequence, channel=channel or op.channel)
            body = msgspec.json.encode(kept).decode()
            rows.append({"basket_id": basket_id, "id": op.id, "sequence": sequence, "body": body})
        connection.execute(insert(basket_op), rows)
        connection.execute(
            update(basket).where(basket.c.id == basket_id).values(version=known + len(rows))
        )
    return state(connection, basket_id)


def take_out_ordered(
    connection: Connection, basket_id: str, order_id: str, op_ids: tuple[str, ...], made_at: str
) -> tuple[str, ...]:
    """Empty a basket of what was ordered, and of nothing that was added meanwhile.

    Returns the ids of what had taken any of it out before; for an order, its own id.
    """
    gone = frozenset(op_ids)
    log = _logs(connection, [basket_id]).get(basket_id, [])
    before = tuple(op.id for op in log if op.kind is OpKind.REMOVE and gone.intersection(op.seen))
    append(connection, basket_id, [ordered(log, order_id, made_at, op_ids)])
    return before


def line_counts(connection: Connection, basket_ids: Iterable[str]) -> dict[str, int]:
    """Count the lines of several baskets at once."""
    return {key: len(lines(log)) for key, log in _logs(connection, list(basket_ids)).items()}


def _logs(connection: Connection, basket_ids: Sequence[str]) -> dict[str, list[BasketOp]]:
    rows = connection.execute(
        select(basket_op.c.basket_id, basket_op.c.body)
        .where(basket_op.c.basket_id.in_(basket_ids))
        .order_by(basket_op.c.basket_id, basket_op.c.sequence)
    )
    found: dict[str, list[BasketOp]] = {}
    for row in rows:
        op = msgspec.json.decode(row.body, type=BasketOp)
        found.setdefault(row.basket_id, []).append(op)
    return found
