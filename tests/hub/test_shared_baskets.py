"""One basket for all channels."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from kiosk.domain.basket import BasketOp, OpKind, lines
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.wire.baskets import AppendOps, BasketState
from tests.hub.calling import Terminal


def _op(name: str, sku: str, quantity: int = 1, kind: OpKind = OpKind.ADD) -> BasketOp:
    return BasketOp(name, kind, sku, quantity, "store", "2025-06-01T10:00:00+00:00")


def _body(*ops: BasketOp) -> bytes:
    return msgspec.json.encode(AppendOps(ops))


@pytest.fixture
def grant(terminal: Terminal) -> str:
    answer = terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"})
    return str(answer.json()["grant"])


def test_two_channels_write_one_basket_and_no_line_is_lost(
    terminal: Terminal, grant: str, web: httpx.Client
) -> None:
    ours = AppendOps((_op("kiosk-1", "S2"),))
    terminal.ask("POST", "/baskets/basket-1/ops", ours, Kiosk_Grant=grant)
    web.post("/baskets/basket-1/ops", content=_body(_op("web-1", "S3", 2)))
    answer = terminal.ask("GET", "/baskets/basket-1", Kiosk_Grant=grant)
    state = msgspec.json.decode(answer.content, type=BasketState)
    assert [(line.sku, line.quantity, line.channel) for line in lines(state.log)] == [
        ("S1", 1, "web"),
        ("S2", 1, "store"),
        ("S3", 2, "web"),
    ]
    assert [op.sequence for op in state.log] == [1, 2, 3]
    assert answer.headers["etag"] == '"3"'


def test_a_channel_signs_with_its_own_name_only(web: httpx.Client) -> None:
    answer = web.post("/baskets/basket-1/ops", content=_body(_op("w", "S3")))
    state = msgspec.json.decode(answer.content, type=BasketState)
    assert state.log[-1].channel == "web"


def test_a_repeated_operation_changes_nothing(terminal: Terminal, grant: str) -> None:
    ops = AppendOps((_op("kiosk-1", "S2"), _op("kiosk-2", "S3")))
    path = "/baskets/basket-1/ops"
    answers = [terminal.ask("POST", path, ops, Kiosk_Grant=grant) for _ in range(3)]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].json()["version"] == 3


def test_an_unchanged_basket_is_not_sent_again(terminal: Terminal, grant: str) -> None:
    headers = {"Kiosk-Grant": grant, "If-None-Match": '"1"'}
    same = terminal.http.get("/v1/baskets/basket-1", headers=headers)
    assert (same.status_code, same.content) == (304, b"")


def test_a_terminal_sees_no_basket_but_that_of_its_customer(terminal: Terminal, grant: str) -> None:
    other = terminal.ask("GET", "/baskets/basket-2", Kiosk_Grant=grant)
    none = terminal.ask("GET", "/baskets/basket-1")
    assert (other.status_code, other.json()["code"]) == (403, "forbidden")
    assert (none.status_code, none.json()["code"]) == (403, "grant_ended")


def test_a_channel_is_told_of_a_basket_that_is_not_there(web: httpx.Client) -> None:
    answer = web.get("/baskets/nobodys")
    assert (answer.status_code, answer.json()["code"]) == (404, "basket_unknown")


def test_an_impossible_operation_is_refused(web: httpx.Client) -> None:
    quantities = [_op("w", "S3", quantity) for quantity in (0, 21, -1)]
    for op in (*quantities, _op("", "S3"), _op("w", "S" * 999)):
        answer = web.post("/baskets/basket-1/ops", content=_body(op))
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), op
    assert web.get("/baskets/basket-1").json()["version"] == 1


def test_the_panel_beside_the_hub_writes_as_the_web_does(hub: HubServer) -> None:
    state = admin.append_to_basket(hub.engine, "basket-2", (_op("x", "S3"),), "web")
    assert [(op.sku, op.channel, op.sequence) for op in state.log] == [("S3", "web", 1)]
