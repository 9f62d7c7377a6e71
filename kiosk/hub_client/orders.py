"""Orders, each decided once."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence

import msgspec

from kiosk.hub_client.answers import decode
from kiosk.hub_client.calls import Calls, part, something_else
from kiosk.hub_client.transport import LONGEST_HEADER
from kiosk.ports.hub import Answered
from kiosk.wire.orders import (
    EPOCH_HEADER,
    FIRST_ANSWER_HEADER,
    FIRST_ANSWER_LIMIT,
    STATUSES,
    AuditAnswer,
    AuditRequest,
    OrderAnswer,
)

RELEASE_1_STATUS = "accepted"


class OrderCalls(Calls):
    """`kiosk.ports.hub.HubOrders`."""

    def put_order(self, order_id: str, body: bytes, first: bytes = b"") -> Answered:
        """Send an order's frozen bytes; a replay answers like the first time.

        `first` is that answer, where one came: a hub that was restored may have forgotten it.
        """
        reply = self._send("PUT", f"/v1/orders/{part(order_id)}", body, _first_answer(first))
        answer = decode(reply.body, OrderAnswer)
        if answer.status == RELEASE_1_STATUS:  # what that release answered is replayed for ever
            answer = msgspec.structs.replace(answer, status="confirmed")
        if answer.order_id != order_id or answer.status not in STATUSES:
            raise something_else()
        epoch = reply.headers.get(EPOCH_HEADER, "")
        if len(epoch) > LONGEST_HEADER:
            raise something_else()
        return Answered(answer, epoch)

    def missing(self, epoch: str, ids: Sequence[str]) -> Sequence[str]:
        """Ask which of these orders, accepted in an epoch, the hub does not know."""
        request = AuditRequest(epoch, tuple(ids))
        return self._ask("POST", "/v1/orders/missing", AuditAnswer, request).missing


def _first_answer(first: bytes) -> dict[str, str]:
    packed = urlsafe_b64encode(first).rstrip(b"=").decode()
    return {FIRST_ANSWER_HEADER: packed} if 0 < len(packed) <= FIRST_ANSWER_LIMIT else {}
