"""All resources of a hub: `kiosk.ports.hub.Hub` over HTTPS."""

from __future__ import annotations

from kiosk.hub_client.baskets import BasketCalls
from kiosk.hub_client.catalogue import CatalogueCalls
from kiosk.hub_client.checkouts import CheckoutCalls
from kiosk.hub_client.customers import CustomerCalls
from kiosk.hub_client.orders import OrderCalls
from kiosk.hub_client.staff import StaffCalls
from kiosk.hub_client.terminals import TerminalCalls
from kiosk.hub_client.transport import Route, check_base_url


class HubClient(
    TerminalCalls,
    CatalogueCalls,
    CustomerCalls,
    BasketCalls,
    CheckoutCalls,
    OrderCalls,
    StaffCalls,
):
    """One connection pool for all lanes.

    Every call raises `HubUnreachable` (`hub_unreachable`, `hub_nonsense`), `NotAuthorised`
    or `HubRefused`.
    """

    def __init__(self, base_url: str, token: str, *, extra_ca: str = "", proxy: str = "") -> None:
        """Check the settings; nothing is sent or loaded yet. Raises `BadConfig`.

        `token` is "" before the enrolment. `extra_ca` is the path of a PEM file trusted
        besides the system's store; `proxy` is not used to loopback.
        """
        route = Route(check_base_url(base_url), extra_ca, proxy)
        route.check()
        super().__init__(route, token)
