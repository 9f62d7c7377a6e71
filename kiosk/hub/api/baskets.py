"""Baskets that every channel reads and writes."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.api.etags import matches, not_modified
from kiosk.hub.api.requests import AnyRequest, GrantHeader, HubDependency
from kiosk.hub.context import Hub
from kiosk.hub.orders import waiting
from kiosk.hub.storage import grants, shop
from kiosk.hub.storage.database import read
from kiosk.hub.storage.terminals import Caller, ChannelRow
from kiosk.wire.baskets import AppendOps, BasketState

OPS_LIMIT = 500
SEEN_LIMIT = 2_000
TEXT_LIMIT = 100


@get("/baskets/{basket_id:str}", sync_to_thread=True, summary="A basket as its log")
def basket(
    hub: HubDependency, request: AnyRequest, basket_id: FromPath[str], grant: GrantHeader = ""
) -> Response[BasketState | None]:
    """Return the log; its version is the ETag."""
    check_access(hub, request.user, basket_id, grant)
    state = waiting.basket(hub, basket_id)
    headers = {"ETag": f'"{state.version}"', "Cache-Control": "private, no-cache"}
    if matches(request, str(state.version)):
        return not_modified(headers)
    return Response(state, headers=headers)


@post(
    "/baskets/{basket_id:str}/ops",
    status_code=200,
    sync_to_thread=True,
    summary="Append operations; repeating them changes nothing",
)
def append(
    hub: HubDependency,
    request: AnyRequest,
    basket_id: FromPath[str],
    data: JSONBody[AppendOps],
    grant: GrantHeader = "",
) -> Response[BasketState]:
    """Append in the caller's name and return the merged log."""
    caller = request.user
    channel = caller.channel if isinstance(caller, ChannelRow) else "store"
    check_access(hub, caller, basket_id, grant)
    with read(hub.engine) as database:
        _check(data.ops, shop.terms(database).max_quantity_per_line)
    state = waiting.change_basket(hub, basket_id, data.ops, channel)
    return Response(state, headers={"ETag": f'"{state.version}"'})


def check_access(hub: Hub, caller: Caller, basket_id: str, grant: str) -> None:
    """Check a caller: a channel knows whose basket it is, a terminal needs that customer's grant.

    Raises `HubRefused`: `grant_ended`, `forbidden`.
    """
    if isinstance(caller, ChannelRow):
        return
    used = grants.use_customer_grant(hub.engine, caller.id, grant, hub.clock())
    if used.basket_id != basket_id:
        raise HubRefused("forbidden", 403, detail="the basket of somebody else")


def _check(ops: Sequence[BasketOp], most: int) -> None:
    """Check sizes; a SKU the shop has no more is kept, for a terminal to show as gone."""
    if len(ops) > OPS_LIMIT:
        raise BadInput("bad_request", detail="ops")
    for op in ops:
        least = 1 if op.kind is OpKind.ADD else 0
        if not op.id or not least <= op.quantity <= most or len(op.seen) > SEEN_LIMIT:
            raise BadInput("bad_request", detail="ops")
        if any(len(text) > TEXT_LIMIT for text in (op.id, op.sku, op.made_at, *op.seen)):
            raise BadInput("bad_request", detail="ops")
