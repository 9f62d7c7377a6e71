"""Orders by the terminal's own id, idempotent for ever."""

from __future__ import annotations

import logging
from typing import Annotated

from litestar import Response, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, HeaderParameter, JSONBody, RawBody
from litestar.utils import ensure_async_callable

from kiosk.errors import BadInput, HubRefused
from kiosk.hub.api import problems
from kiosk.hub.api.requests import (
    JSON,
    AnyRequest,
    HubDependency,
    TerminalRequest,
    terminals_only,
)
from kiosk.hub.context import Hub
from kiosk.hub.metrics import NOT_TAKEN, REPEATED
from kiosk.hub.orders.accept import accept
from kiosk.hub.storage import orders
from kiosk.hub.storage.database import epoch, new_epoch, read, write
from kiosk.hub.storage.orders import ACCEPTED, Stored
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.wire.orders import (
    AUDIT_LIMIT,
    EPOCH_HEADER,
    FIRST_ANSWER_HEADER,
    AuditAnswer,
    AuditRequest,
    OrderAnswer,
    OrderBody,
)
from kiosk.wire.problem import CONTENT_TYPE, Problem

LOG = logging.getLogger(__name__)
# No limits that refuse a header: a wrong one is ignored, and the order decided on.
FirstAnswerHeader = Annotated[str, HeaderParameter(name=FIRST_ANSWER_HEADER)]
ANSWERS = {
    201: ResponseSpec(OrderAnswer, description="Accepted, now or when it first came"),
    422: ResponseSpec(Problem, media_type=CONTENT_TYPE, description="Refused, for ever"),
}


async def keep_unreadable(request: TerminalRequest) -> Response[bytes] | None:
    """Keep bytes that are no order as refused, before they are parsed; None for an order."""
    body = await request.body()
    if orders.read_body(body) is not None:
        return None
    hub: Hub = request.app.state.hub
    decide = ensure_async_callable(_decide)
    return await decide(hub, request.user, request.path_params["order_id"], body, None)


@put(
    "/orders/{order_id:str}",
    status_code=201,
    sync_to_thread=True,
    guards=[terminals_only],
    before_request=keep_unreadable,
    responses=ANSWERS,
    summary="Place an order; the same bytes get the same answer for ever",
)
def put_order(
    hub: HubDependency,
    request: TerminalRequest,
    order_id: FromPath[str],
    data: JSONBody[OrderBody],
    body: RawBody,
    first: FirstAnswerHeader = "",
) -> Response[bytes]:
    """Decide on an order, or repeat the decision."""
    return _decide(hub, request.user, order_id, body, data, first)


@get(
    "/orders/{order_id:str}",
    sync_to_thread=True,
    responses={200: ResponseSpec(OrderAnswer, description="What was answered")},
    summary="What was answered to an order",
)
def order(hub: HubDependency, request: AnyRequest, order_id: FromPath[str]) -> Response[bytes]:
    """Return the stored answer to the terminal that placed the order, or to a channel."""
    with read(hub.engine) as database:
        stored = orders.find(database, order_id)
    caller = request.user
    if stored is None or (isinstance(caller, TerminalRow) and caller.id != stored.terminal_id):
        raise HubRefused("not_found", 404)
    if stored.status == ACCEPTED:
        return Response(stored.answer, media_type=JSON, status_code=200)
    return _replay(stored)


@post(
    "/orders/missing",
    status_code=200,
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Which of these accepted orders this hub does not know",
)
def missing(
    hub: HubDependency, request: TerminalRequest, data: JSONBody[AuditRequest]
) -> AuditAnswer:
    """Say which orders are missing here; if one is of our own epoch, begin a new epoch."""
    if len(data.ids) > AUDIT_LIMIT:
        raise BadInput("bad_request", detail="ids")
    with read(hub.engine) as database:
        lost = orders.unknown(database, data.ids)
    if lost:
        with write(hub.engine) as database:
            lost = orders.unknown(database, data.ids)
            if lost and epoch(database) == data.epoch:
                LOG.warning("terminal %s has orders that were lost: new epoch", request.user.id)
                new_epoch(database)
    return AuditAnswer(lost)


def _decide(
    hub: Hub,
    terminal: TerminalRow,
    order_id: str,
    body: bytes,
    order: OrderBody | None,
    first: str = "",
) -> Response[bytes]:
    try:
        decided = accept(hub, terminal, order_id, body, order, first)
        hub.metrics.order_decided(REPEATED if decided.repeated else decided.status)
        response = _replay(decided)
    except (HubRefused, BadInput) as refusal:
        hub.metrics.order_decided(NOT_TAKEN)
        response = problems.answer(problems.of(refusal))
    # Read after the decision, so that it names a history which includes it.
    with read(hub.engine) as database:
        response.set_header(EPOCH_HEADER, epoch(database))
    return response


def _replay(stored: Stored) -> Response[bytes]:
    media_type = JSON if stored.status == ACCEPTED else CONTENT_TYPE
    return Response(stored.answer, media_type=media_type, status_code=stored.answer_status)
