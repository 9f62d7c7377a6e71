"""Checkouts hold pieces while a customer decides."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, put
from litestar.params import FromPath, HeaderParameter, JSONBody

from kiosk.errors import BadInput, HubRefused
from kiosk.hub.api.baskets import check_access
from kiosk.hub.api.requests import AnyRequest, GrantHeader, HubDependency
from kiosk.hub.context import Hub
from kiosk.hub.orders import holding, waiting
from kiosk.hub.orders.checks import canonical_uuid
from kiosk.hub.storage.database import write
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest

IfMatch = Annotated[
    str,
    HeaderParameter(
        name="If-Match", max_length=100, description="The basket's version; with a `basket_id`"
    ),
]


@put(
    "/checkouts/{checkout_id:str}",
    status_code=200,
    sync_to_thread=True,
    summary="Hold these pieces and nothing else; repeating it slides the end",
)
def hold(
    hub: HubDependency,
    request: AnyRequest,
    checkout_id: FromPath[str],
    data: JSONBody[CheckoutRequest],
    grant: GrantHeader = "",
    if_match: IfMatch = "",
) -> CheckoutAnswer:
    """Reserve; 412 `basket_changed` says that another channel wrote the basket."""
    checkout_id = canonical_uuid(checkout_id)
    if data.basket_id:
        check_access(hub, request.user, data.basket_id, grant)
        _check_version(hub, data.basket_id, if_match)
    with write(hub.engine) as database:
        return holding.hold(database, request.user, checkout_id, data, hub.clock())


@delete(
    "/checkouts/{checkout_id:str}",
    sync_to_thread=True,
    summary="End a checkout; what it held is free",
)
def let_go(hub: HubDependency, request: AnyRequest, checkout_id: FromPath[str]) -> None:
    """Free what the checkout holds; repeating it is no error."""
    checkout_id = canonical_uuid(checkout_id)
    with write(hub.engine) as database:
        holding.let_go(database, request.user, checkout_id, hub.clock())


def _check_version(hub: Hub, basket_id: str, if_match: str) -> None:
    if not if_match:
        raise BadInput("bad_request", detail="If-Match")
    if if_match.strip().strip('"') != str(waiting.basket(hub, basket_id).version):
        raise HubRefused("basket_changed", 412)
