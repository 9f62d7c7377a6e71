"""Orders that came to the hub in a file are placed like those that came over the wire."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.orders import OutboxState
from kiosk.errors import BadInput
from kiosk.hub import admin
from kiosk.hub.orders.from_file import Imported, import_orders
from kiosk.hub.serve import HubServer
from kiosk.wire.order_export import ExportedOrder, OrderExport, seal
from kiosk.wire.orders import OrderBody
from tests.hub.calling import MakeOrder, Terminal


def exported(order: OrderBody, body: bytes | None = None) -> ExportedOrder:
    raw = msgspec.json.encode(order) if body is None else body
    return ExportedOrder(order.id, order.number, OutboxState.PENDING, order.created_at, raw)


def file(hub: HubServer, *orders: ExportedOrder) -> bytes:
    return seal(OrderExport("2025-06-01T00:00:00Z", orders), hub.keys.recovery_key)


def outcomes(hub: HubServer, *orders: ExportedOrder) -> list[Imported]:
    return list(import_orders(hub.hub, file(hub, *orders)))


def test_a_file_imported_twice_places_its_orders_once_in_the_name_of_the_terminal(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    admin.revoke_terminal(hub.engine, terminal.enrolled.terminal_id)
    orders = [make_order(), make_order()]
    first = outcomes(hub, *map(exported, orders))
    again = outcomes(hub, *map(exported, orders))
    assert first == [Imported(order.number, False, "confirmed") for order in orders]
    assert again == [Imported(order.number, False, "confirmed", True) for order in orders]
    there = admin.list_orders(hub.engine)
    assert [record.id for record in there] == [order.id for order in orders]
    assert {record.terminal_id for record in there} == {terminal.enrolled.terminal_id}


def test_an_order_that_came_over_the_wire_is_answered_as_it_was(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    assert terminal.put(order).status_code == 201
    assert outcomes(hub, exported(order)) == [Imported(order.number, False, "confirmed", True)]
    assert terminal.put(order).status_code == 201
    assert len(admin.list_orders(hub.engine)) == 1


def test_a_refused_order_is_named_and_holds_no_other_back(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    unread, good = make_order(), make_order()
    foreign = msgspec.structs.replace(make_order(), number="Z9-00001-0")
    changed = msgspec.structs.replace(good, language="en")
    found = outcomes(
        hub, exported(unread, b"{"), exported(foreign), exported(good), exported(changed)
    )
    assert found == [
        Imported(unread.number, True, "order_invalid"),
        Imported(foreign.number, True, "terminal_unknown"),
        Imported(good.number, False, "confirmed"),
        Imported(good.number, True, "order_id_reused", True),
    ]


def test_a_file_that_is_damaged_or_anothers_changes_nothing(
    hub: HubServer, make_order: MakeOrder
) -> None:
    order = exported(make_order())
    good = file(hub, order)
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    others = seal(OrderExport("", (order,)), urlsafe_b64encode(key).decode())
    flipped = good[:-1] + bytes([good[-1] ^ 1])
    for bad in (b"", b"something else", good[: len(good) // 2], flipped, others):
        with pytest.raises(BadInput, match="order_file_unreadable"):
            import_orders(hub.hub, bad)
    assert admin.list_orders(hub.engine) == ()
