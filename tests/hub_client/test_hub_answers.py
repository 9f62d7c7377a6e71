"""What the hub client makes of good, bad and foreign answers."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
import pytest

from kiosk.demo.world import free_port
from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.money import Money
from kiosk.errors import HubRefused, HubUnreachable, NotAuthorised
from kiosk.hub_client import transport
from kiosk.hub_client.client import HubClient
from kiosk.ports.hub import Answered
from kiosk.wire.baskets import AppendOps, BasketState
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest
from kiosk.wire.feed import ChangesPage
from kiosk.wire.orders import OrderAnswer
from kiosk.wire.problem import CONTENT_TYPE
from kiosk.wire.staff import StaffTask
from kiosk.wire.terminals import SERVICE, EnrolRequest, HubStatus
from tests.hub_client.foreign_server import Reply, Server, refuse, unreachable

STATUS = HubStatus(SERVICE, "1", "e1", "2026-01-01T00:00:00+00:00")
ANSWER = OrderAnswer("o1", "T1-00001-X", "confirmed", Money(100, "RUB"), 1)


def say(server: Server, value: object) -> None:
    server.reply = Reply(body=msgspec.json.encode(value))


def test_an_order_goes_as_its_frozen_bytes_with_the_terminals_token(
    hub: HubClient, server: Server
) -> None:
    say(server, ANSWER)
    assert hub.put_order("o1", b'{"frozen":  1}').answer == ANSWER
    (request,) = server.requests
    assert (request.method, request.path) == ("PUT", "/v1/orders/o1")
    assert request.body == b'{"frozen":  1}'
    assert request.headers["authorization"] == "Bearer secret-token"
    assert request.headers["content-type"] == "application/json"


def test_the_answering_hubs_epoch_comes_with_the_answer(hub: HubClient, server: Server) -> None:
    say(server, ANSWER)
    assert hub.put_order("o1", b"{}") == Answered(ANSWER, "")
    server.reply.headers["kiosk-EPOCH"] = "e7"
    assert hub.put_order("o1", b"{}").epoch == "e7"


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("confirmed", "confirmed"),
        ("partly", "partly"),
        ("backorder", "backorder"),
        ("accepted", "confirmed"),  # the first release's word, which a hub replays for ever
    ],
)
def test_an_order_is_settled_by_each_of_the_hubs_words(
    hub: HubClient, server: Server, said: str, understood: str
) -> None:
    say(server, msgspec.structs.replace(ANSWER, status=said))
    assert hub.put_order("o1", b"{}").answer.status == understood


def test_another_word_settles_nothing(hub: HubClient, server: Server) -> None:
    say(server, msgspec.structs.replace(ANSWER, status="ok"))
    assert unreachable(hub).code == "hub_nonsense"


def test_a_checkout_names_its_basket_version_and_nothing_else_does(
    hub: HubClient, server: Server
) -> None:
    held = CheckoutAnswer("c/1", "2026-01-01T00:15:00+00:00", ())
    say(server, held)
    assert hub.hold("c/1", CheckoutRequest((), "b1"), "grant-1", 7) == held
    assert hub.hold("c/1", CheckoutRequest(())) == held
    with_basket, without = server.requests
    assert (with_basket.method, with_basket.path) == ("PUT", "/v1/checkouts/c%2F1")
    assert with_basket.headers["if-match"] == '"7"'
    assert with_basket.headers["kiosk-grant"] == "grant-1"
    assert without.headers.keys().isdisjoint({"if-match", "kiosk-grant"})
    refuse(server, "basket_changed", 412)
    with pytest.raises(HubRefused) as refused:
        hub.hold("c/1", CheckoutRequest((), "b1"), "grant-1", 7)
    assert (refused.value.code, refused.value.status) == ("basket_changed", 412)
    say(server, msgspec.structs.replace(held, id="another"))
    with pytest.raises(HubUnreachable):
        hub.hold("c/1", CheckoutRequest(()))
    server.reply = Reply(204, body=b"")
    hub.let_go("c/1")
    assert (server.requests[-1].method, server.requests[-1].path) == (
        "DELETE",
        "/v1/checkouts/c%2F1",
    )


def test_staff_read_and_close_their_tasks(hub: HubClient, server: Server) -> None:
    task = StaffTask("t1", "moved", "o1", "T1-1", "S1", "Dress", "Anna", "••", "2026-01-01")
    say(server, [task])
    assert hub.staff_tasks("staff-1") == (task,)
    server.reply = Reply(204, body=b"")
    hub.finish_task("staff-1", "t1")
    read, done = server.requests
    assert (read.method, read.path) == ("GET", "/v1/staff/tasks")
    assert (done.method, done.path) == ("POST", "/v1/staff/tasks/t1/done")
    assert {read.headers["kiosk-staff"], done.headers["kiosk-staff"]} == {"staff-1"}


def test_the_feed_is_asked_in_the_epoch_that_is_known(hub: HubClient, server: Server) -> None:
    page = ChangesPage("e1", (), 5, False, "2026-01-01T00:00:00+00:00", 3)
    say(server, page)
    assert hub.changes(5, 500, "e1") == page
    assert server.requests[0].path == "/v1/changes?since=5&limit=500&epoch=e1"


def test_grants_go_into_their_headers(hub: HubClient, server: Server) -> None:
    say(server, BasketState("b", 1, ()))
    op = BasketOp("op1", OpKind.ADD, "SKU", 1, "store", "2026-01-01T00:00:00+00:00")
    assert hub.append("grant-1", "a/../b", [op]) == BasketState("b", 1, ())
    say(server, [])
    assert hub.find_customers("staff-1", "Аня & Ко\ud83d") == ()
    server.reply = Reply(204, body=b"")
    hub.forget("grant-1")
    hub.sign_out("staff-1")
    append, find, forget, sign_out = server.requests
    assert append.path == "/v1/baskets/a%2F%2E%2E%2Fb/ops"
    assert append.headers["kiosk-grant"] == "grant-1"
    assert msgspec.json.decode(append.body, type=AppendOps) == AppendOps((op,))
    assert find.path.startswith("/v1/customers?query=%D0%90%D0%BD%D1%8F")
    assert "%26" in find.path
    assert find.headers["kiosk-staff"] == "staff-1"
    assert (forget.method, forget.path) == ("DELETE", "/v1/grants/current")
    assert (sign_out.method, sign_out.path) == ("DELETE", "/v1/staff/current")


def test_before_the_enrolment_no_token_is_sent(server: Server) -> None:
    client = HubClient(server.url + "/", "")
    refuse(server, "enrolment_code_unknown", 404)
    with pytest.raises(HubRefused) as refused:
        client.enrol(EnrolRequest("code", "device", "1"))
    client.close()
    assert (refused.value.code, refused.value.status) == ("enrolment_code_unknown", 404)
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("reply", "looked_like"),
    [
        ({"content_type": "text/html", "body": b"<html>Wi-Fi"}, "text/html with status 200"),
        ({"status": 302, "headers": {"Location": "http://portal/"}}, "redirect 302"),
        ({"status": 304}, "redirect 304"),
        ({"status": 404, "content_type": "text/html"}, "text/html with status 404"),
        ({"status": 403, "content_type": "application/json"}, "application/json with status 403"),
        ({"status": 407, "content_type": "x/<b>"}, "something else with status 407"),
        ({"status": 422, "content_type": CONTENT_TYPE, "body": b"[]"}, CONTENT_TYPE),
        ({"status": 422, "content_type": CONTENT_TYPE, "body": b'{"code":'}, CONTENT_TYPE),
        (
            {"status": 422, "content_type": CONTENT_TYPE, "body": b'{"code":"<b>","status":422}'},
            CONTENT_TYPE,
        ),
        ({"body": b'{"order_id": "o1", "numb'}, "JSON of something else"),
        ({"body": b"\xff\xfe"}, "JSON of something else"),
        ({"body": b'{"ok": true}'}, "JSON of something else"),
        ({"body": b"[" * 100_000}, "JSON of something else"),
        ({"body": b'{"x":' + b"[" * 100_000}, "JSON of something else"),
        (
            {"status": 422, "content_type": CONTENT_TYPE, "body": b'{"code":"\xff","status":1}'},
            CONTENT_TYPE,
        ),
        (
            {"status": 422, "content_type": CONTENT_TYPE, "body": b'{"x":' + b"[" * 100_000},
            CONTENT_TYPE,
        ),
        ({"body": b"not gzip", "headers": {"Content-Encoding": "gzip"}}, "undecodable content"),
    ],
)
def test_what_is_not_the_hubs_never_settles_an_order(
    hub: HubClient, server: Server, reply: dict[str, Any], looked_like: str
) -> None:
    server.reply = Reply(**reply)
    lost = unreachable(hub)
    assert lost.code == "hub_nonsense"
    assert str(lost.args_["looked_like"]).startswith(looked_like)
    assert len(server.requests) == 1


def test_an_answer_to_another_order_settles_nothing(hub: HubClient, server: Server) -> None:
    say(server, msgspec.structs.replace(ANSWER, order_id="o2"))
    assert unreachable(hub).code == "hub_nonsense"


def test_an_endless_answer_is_cut_off(
    hub: HubClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_JSON", 1000)
    server.reply.body = b" " * 1001
    assert unreachable(hub).args_["looked_like"] == "an answer without an end"


@pytest.mark.parametrize("code", ["unauthorised", "terminal_revoked"])
def test_a_terminal_that_may_not_is_told_apart_from_a_refused_order(
    hub: HubClient, server: Server, code: str
) -> None:
    refuse(server, code, 401)
    with pytest.raises(NotAuthorised) as refused:
        hub.put_order("o1", b"{}")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("code", "status"),
    [("price_refused", 422), ("sign_in_failed", 401), ("forbidden", 403), ("changes_gone", 410)],
)
def test_a_refusal_carries_its_code(hub: HubClient, server: Server, code: str, status: int) -> None:
    refuse(server, code, status)
    with pytest.raises(HubRefused) as refused:
        hub.changes(5, 500)
    assert not isinstance(refused.value, NotAuthorised)
    assert (refused.value.code, refused.value.status) == (code, status)
    assert server.requests[0].path == "/v1/changes?since=5&limit=500"


def test_a_hub_that_hangs_is_given_up(
    hub: HubClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "timeout", lambda: httpx.Timeout(0.05))
    server.reply.hang = True
    lost = unreachable(hub)
    assert (lost.code, lost.args_["why"]) == ("hub_unreachable", "timeout")


def test_an_answer_that_drips_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "WHOLE_ANSWER_S", -1.0)
    client = HubClient(server.url, "")
    say(server, ANSWER)
    assert unreachable(client).args_["why"] == "timeout"
    client.close()


@pytest.mark.parametrize(
    "raw", [b"\r\n", b"\x00\x01 not http\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-"]
)
def test_a_connection_that_breaks_is_no_hub(hub: HubClient, server: Server, raw: bytes) -> None:
    server.reply.raw = raw
    assert unreachable(hub).code == "hub_unreachable"


def test_an_answer_cut_short_is_no_answer(hub: HubClient, server: Server) -> None:
    server.reply = Reply(body=msgspec.json.encode(ANSWER), length=10_000)
    assert unreachable(hub).code == "hub_unreachable"


def test_nobody_listening_is_no_hub() -> None:
    client = HubClient(f"http://localhost:{free_port()}", "")
    assert unreachable(client).args_["why"] == "connection"
    client.close()
    assert unreachable(client).args_["why"] == "closing"


def test_another_service_is_no_hub(hub: HubClient, server: Server) -> None:
    say(server, STATUS)
    assert hub.status() == STATUS
    say(server, msgspec.structs.replace(STATUS, service="printer"))
    with pytest.raises(HubUnreachable):
        hub.status()


def test_a_hub_that_is_not_ready_is_heard_unless_it_knows_no_epoch(
    hub: HubClient, server: Server
) -> None:
    away = msgspec.structs.replace(STATUS, ready=False, problems=("shop_missing",))
    server.reply = Reply(503, body=msgspec.json.encode(away))
    assert hub.status() == away
    server.reply = Reply(503, body=msgspec.json.encode(msgspec.structs.replace(away, epoch="")))
    with pytest.raises(HubUnreachable) as lost:
        hub.status()
    assert (lost.value.code, lost.value.args_["why"]) == ("hub_unreachable", "status 503")


@pytest.mark.parametrize("content_type", ["text/html", CONTENT_TYPE])
def test_any_other_503_is_a_hub_out_of_reach(
    hub: HubClient, server: Server, content_type: str
) -> None:
    server.reply = Reply(503, content_type, msgspec.json.encode(STATUS), {"Retry-After": "7"})
    with pytest.raises(HubUnreachable) as lost:
        hub.status()
    assert (lost.value.code, lost.value.retry_after_s) == ("hub_unreachable", 7)


def test_an_older_hub_says_less_of_itself(hub: HubClient, server: Server) -> None:
    older = {name: getattr(STATUS, name) for name in ("service", "version", "epoch", "now")}
    say(server, older)
    assert hub.status() == STATUS
    assert (STATUS.ready, STATUS.orders_waiting) == (True, None)
