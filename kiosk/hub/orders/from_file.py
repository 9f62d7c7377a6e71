"""Orders that came in a file: placed in the name of their terminal, like a `PUT` of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from kiosk.errors import BadInput, HubRefused
from kiosk.hub.context import Hub
from kiosk.hub.orders.accept import accept
from kiosk.hub.storage import orders, terminals
from kiosk.hub.storage.database import read
from kiosk.wire.order_export import ExportedOrder, unseal
from kiosk.wire.orders import OrderAnswer, OrderBody
from kiosk.wire.problem import Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an order: its status, or the problem code of the refusal.

    `was_here`: the hub had decided on it before, over the wire or by an earlier import.
    """

    number: str
    refused: bool
    outcome: str
    was_here: bool = False


def import_orders(hub: Hub, sealed: bytes) -> Iterator[Imported]:
    """Place the orders of a file one after another, also those of a revoked terminal.

    Each is committed when it is yielded; what was placed before changes nothing and is
    answered as it was. Raises `BadInput` `order_file_unreadable`, before anything is placed.
    """
    try:
        found = unseal(sealed, hub.keys.recovery)
    except ValueError as error:
        raise BadInput("order_file_unreadable") from error
    return (_place(hub, order) for order in found.orders)


def _place(hub: Hub, order: ExportedOrder) -> Imported:
    with read(hub.engine) as connection:
        terminal = terminals.by_prefix(connection, order.number.partition("-")[0])
        was_here = orders.find(connection, order.id) is not None
    if terminal is None:
        return Imported(order.number, True, "terminal_unknown")
    try:
        stored = accept(hub, terminal, order.id, order.body, _read(order.body))
    except HubRefused as refusal:
        return Imported(order.number, True, refusal.code, was_here)
    if stored.status == orders.REJECTED:
        problem = msgspec.json.decode(stored.answer, type=Problem)
        return Imported(order.number, True, problem.code, was_here)
    answer = msgspec.json.decode(stored.answer, type=OrderAnswer)
    return Imported(order.number, False, answer.status, was_here)


def _read(body: bytes) -> OrderBody | None:
    try:
        return msgspec.json.decode(body, type=OrderBody)
    except msgspec.MsgspecError:
        return None
