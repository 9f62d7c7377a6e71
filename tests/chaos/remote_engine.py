"""The hub's side of the simulated engine: a `CommerceEngine` over HTTP."""

from __future__ import annotations

import httpx
import msgspec

from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from tests.chaos.engine import ANSWER_WITHIN_S


class _Created(msgspec.Struct):
    reference: str


class RemoteEngine:
    """Whatever is not a whole, plain answer leaves it open whether the order arrived."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=ANSWER_WITHIN_S, trust_env=False)

    def place(self, order: EngineOrder) -> Placement:
        """Hand an order over."""
        answer = self._ask("POST", "/orders", msgspec.json.encode(order))
        if answer.status_code != httpx.codes.CREATED:
            raise EngineUnavailable("engine_unavailable")
        return _placement(answer)

    def find(self, order_id: str) -> Placement | None:
        """Look an order up by the hub's id."""
        answer = self._ask("GET", f"/orders/{order_id}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if answer.status_code != httpx.codes.OK:
            raise EngineUnavailable("engine_unavailable")
        return _placement(answer)

    def _ask(self, method: str, path: str, content: bytes | None = None) -> httpx.Response:
        try:
            return self._client.request(method, path, content=content)
        except httpx.TransportError as error:
            raise EngineUnavailable("engine_unavailable") from error


def _placement(answer: httpx.Response) -> Placement:
    try:
        created = msgspec.json.decode(answer.content, type=_Created)
    except msgspec.MsgspecError as error:
        raise EngineUnavailable("engine_unavailable") from error
    return Placement(created.reference, ())
