"""An order that is sent again takes along what was answered to it."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.money import Money
from kiosk.hub.orders.sealing import read, seal
from kiosk.hub_client.client import HubClient
from kiosk.wire.orders import FIRST_ANSWER_HEADER, FIRST_ANSWER_LIMIT, OrderAnswer
from tests.hub_client.foreign_server import Reply, Server


def test_a_first_answer_goes_along_in_a_header_unless_it_is_too_long(
    hub: HubClient, server: Server
) -> None:
    key = Ed25519PrivateKey.generate()
    answer = seal(key, "ab", OrderAnswer("o1", "T1-00001-X", "confirmed", Money(100, "RUB"), 1))
    first = msgspec.json.encode(answer)
    server.reply = Reply(body=first)
    longest = FIRST_ANSWER_LIMIT * 3 // 4
    for sent in (b"", first, b"x" * longest, b"x" * (longest + 1)):
        hub.put_order("o1", b"{}", sent)
    headers = [request.headers.get(FIRST_ANSWER_HEADER.lower()) for request in server.requests]
    assert [bool(header) for header in headers] == [False, True, True, False]
    assert read(headers[1] or "", key, "ab") == answer
