"""The hub's side of the simulated engine: the `Orders` part of the port, over HTTP."""

from __future__ import annotations

import httpx
import msgspec

from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from tests.chaos.engine import ANSWER_WITHIN_S


class _Created(msgspec.Struct):
    reference: str


class RemoteEngine:
    """Whatever is not a whole, plain answer leaves it open whether the order arrived.

    What it keeps is a book; what an order means to stock and to the customer's account is entered
    by the embedded engine, after it: a worker that dies between the two has done one of them.
    """

    def __init__(self, url: str, accounts: EmbeddedEngine) -> None:
        self._accounts = accounts
        self._client = httpx.Client(base_url=url, timeout=ANSWER_WITHIN_S, trust_env=False)

    def place(self, order: EngineOrder) -> Placement:
        """Hand an order over; of one that the book has already it says what that has."""
        answer = self._ask("POST", "/orders", msgspec.json.encode(order))
        if answer.status_code == httpx.codes.CONFLICT:
            answer = self._ask("GET", f"/orders/{order.id}")
        placement = _placement(answer)
        self._accounts.place(order)
        return placement

    def status(self, order_id: str) -> Placement | None:
        """Look an order up by the hub's id; one that only the book has is to be placed again."""
        if self._accounts.status(order_id) is None:
            return None
        answer = self._ask("GET", f"/orders/{order_id}")
        return None if answer.status_code == httpx.codes.NOT_FOUND else _placement(answer)

    def _ask(self, method: str, path: str, content: bytes | None = None) -> httpx.Response:
        try:
            return self._client.request(method, path, content=content)
        except httpx.TransportError as error:
            raise EngineUnavailable("engine_unavailable") from error


def _placement(answer: httpx.Response) -> Placement:
    if answer.status_code not in (httpx.codes.CREATED, httpx.codes.OK):
        raise EngineUnavailable("engine_unavailable")
    try:
        created = msgspec.json.decode(answer.content, type=_Created)
    except msgspec.MsgspecError as error:
        raise EngineUnavailable("engine_unavailable") from error
    return Placement(created.reference, ())
