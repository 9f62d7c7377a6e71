"""One sender for each kind of action that is no order: what its body holds, and whom it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from kiosk.domain.basket import BasketOp
from kiosk.ports.hub import HubBaskets, HubCustomers, HubStaff
from kiosk.ports.orders import ActionKind
from kiosk.services.actions import Send
from kiosk.wire.calls import StaffCall
from kiosk.wire.orders import Evidence


class LeftBasket(msgspec.Struct, frozen=True):
    """Changes to an identified customer's basket that the hub has not heard of."""

    id: str
    evidence: Evidence
    ops: tuple[BasketOp, ...]


class FinishedTask(msgspec.Struct, frozen=True):
    """A task that a member of staff has seen to; `about` names it should the hub refuse."""

    task_id: str
    staff_grant: str
    about: str = ""


class _Hub(HubCustomers, HubBaskets, HubStaff, Protocol):
    """What the senders ask."""


def senders(hub: _Hub) -> Mapping[ActionKind, Send]:
    """Make all senders; each decodes what its kind's body holds."""

    def left_basket(body: bytes) -> None:
        left = msgspec.json.decode(body, type=LeftBasket)
        by_card = left.evidence.kind == "card"
        granted = (
            hub.recognise(left.evidence.card_number)
            if by_card
            else hub.prove(left.evidence.app_code)
        )
        try:
            if granted.account.basket_id:
                hub.append(granted.grant, granted.account.basket_id, left.ops)
        finally:
            hub.forget(granted.grant)

    def task_finished(body: bytes) -> None:
        finished = msgspec.json.decode(body, type=FinishedTask)
        hub.finish_task(finished.staff_grant, finished.task_id)

    def call(body: bytes) -> None:
        hub.call_staff(msgspec.json.decode(body, type=StaffCall))

    return {
        ActionKind.LEFT_BASKET: left_basket,
        ActionKind.TASK_FINISHED: task_finished,
        ActionKind.CALL: call,
    }
