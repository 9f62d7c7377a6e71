"""A made terminal: what it asks of the hub, and how often each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import msgspec

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.ids import OrderNumber
from kiosk.wire.baskets import AppendOps
from kiosk.wire.checkouts import CheckoutLine, CheckoutRequest
from kiosk.wire.customers import CardRequest
from tests.benchmarks.hub.line import Request
from tests.benchmarks.hub.shop import Enrolled, FilledShop
from tests.hub.calling import Wanted, priced_order

MOST_FREQUENT = "availability"
# Of a hundred requests. A page of the feed is asked at each word of the stream, a code that the
# catalogue lacks seldom, and of those who look at things few order.
MIX: Mapping[str, int] = {
    MOST_FREQUENT: 42,
    "ways": 10,
    "changes": 14,
    "by_gtin": 1,
    "identify": 6,
    "basket": 6,
    "edit": 9,
    "hold": 8,
    "order": 4,
}


class MadeTerminal:
    """Knows its customer from `identify` on; begins with one who has not been recognised."""

    def __init__(self, shop: FilledShop, me: Enrolled, seed: int) -> None:
        self._shop = shop
        self._me = me
        self._rng = Random(f"{seed} {me.prefix}")  # noqa: S311  # repeatable, not secret
        self._skus: Sequence[str] = list(shop.places)
        self._headers = f"Authorization: Bearer {me.token}\r\n".encode()
        self._json = self._headers + b"Content-Type: application/json\r\n"
        self._grant = b""
        self._basket_id = ""
        self._checkout = uuid.uuid4()
        self._since = 0
        self._orders = 0
        self._ops = 0
        self._today = datetime.now(ZoneInfo(shop.seed.terms.time_zone)).date().isoformat()

    @property
    def stream(self) -> Request:
        """The request that is held open."""
        return Request("stream", "GET", "/v1/changes/stream", self._headers)

    def next(self, kinds: Sequence[str]) -> Request:
        """Choose one of these kinds, as often as in the mix; first somebody must be known."""
        kind = self._rng.choices(kinds, [MIX[one] for one in kinds])[0]
        if kind in ("basket", "edit") and not self._grant:
            kind = "identify"
        request: Request = getattr(self, f"_{kind}")()
        return request

    def _get(self, kind: str, path: str, headers: bytes = b"") -> Request:
        return Request(kind, "GET", f"/v1{path}", self._headers + headers)

    def _send(self, kind: str, method: str, path: str, body: object) -> Request:
        encoded = msgspec.json.encode(body)
        return Request(kind, method, f"/v1{path}", self._json + self._grant, encoded)

    def _sku(self) -> str:
        return self._rng.choice(self._skus)

    def _availability(self) -> Request:
        return self._get("availability", f"/variants/{self._sku()}/availability")

    def _ways(self) -> Request:
        return self._get("ways", f"/variants/{self._sku()}/ways")

    def _changes(self) -> Request:
        def heard(body: bytes) -> None:
            self._since = int(msgspec.json.decode(body)["next"])

        asked = self._get("changes", f"/changes?since={self._since}")
        return replace(asked, heard=heard)

    def _by_gtin(self) -> Request:
        gtin = self._shop.variants[self._sku()].gtins[0]
        return self._get("by_gtin", f"/products/by-gtin/{gtin}")

    def _identify(self) -> Request:
        card, basket = self._rng.choice(self._me.customers)

        def heard(body: bytes) -> None:
            grant = str(msgspec.json.decode(body)["grant"])
            self._grant = f"Kiosk-Grant: {grant}\r\n".encode()
            self._basket_id = basket

        asked = self._send("identify", "POST", "/customers/recognise", CardRequest(card))
        return replace(asked, heard=heard)

    def _basket(self) -> Request:
        return self._get("basket", f"/baskets/{self._basket_id}", self._grant)

    def _edit(self) -> Request:
        self._ops += 1
        at = datetime.now(UTC).isoformat()
        op = BasketOp(f"{self._me.prefix}-{self._ops}", OpKind.ADD, self._sku(), 1, "store", at)
        return self._send("edit", "POST", f"/baskets/{self._basket_id}/ops", AppendOps((op,)))

    def _hold(self) -> Request:
        sku = self._sku()
        place = self._rng.choice(self._shop.places[sku])
        line = CheckoutLine(sku, 1, FulfilmentKind.COLLECT, place, place)
        return self._send("hold", "PUT", f"/checkouts/{self._checkout}", CheckoutRequest((line,)))

    def _order(self) -> Request:
        sku = self._sku()
        place = self._rng.choice(self._shop.places[sku])
        self._orders += 1
        wanted = Wanted(((sku, 1),), FulfilmentKind.COLLECT, place, place, self._me.location_id)
        number = str(OrderNumber(self._me.prefix, self._orders))
        now = datetime.now(UTC)
        order = priced_order(self._shop.seed, self._shop.variants, wanted, number, now, self._today)
        order = msgspec.structs.replace(order, checkout_id=str(self._checkout))
        self._checkout = uuid.uuid4()
        return self._send("order", "PUT", f"/orders/{order.id}", order)
