"""What every route of the hub has in common."""

from __future__ import annotations

import logging

import httpx
import pytest
from sqlalchemy.exc import OperationalError, SQLAlchemyError, TimeoutError

from kiosk.hub.api.app import HANDLERS
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import feed
from kiosk.hub.storage.database import write
from kiosk.wire.terminals import SERVICE
from tests.hub.calling import Terminal


def test_the_hub_says_who_it_is_without_a_token(client: httpx.Client) -> None:
    answer = client.get("/v1/status")
    assert (answer.status_code, answer.json()["service"]) == (200, SERVICE)


def test_the_interface_is_described_in_openapi_3_1(client: httpx.Client) -> None:
    described = client.get("/v1/schema/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert described["openapi"].startswith("3.1")
    assert len(operations) == len(HANDLERS)
    assert all(operation.get("summary") for operation in operations)
    order = described["paths"]["/v1/orders/{order_id}"]["put"]
    assert "OrderBody" in str(order["requestBody"])
    assert "OrderAnswer" in str(order["responses"]["201"])


def test_every_error_is_a_problem(terminal: Terminal) -> None:
    cases = [
        ("GET", "/nowhere", "", 404, "not_found"),
        ("DELETE", "/status", "", 405, "bad_request"),
        ("GET", "/changes?since=soon", "", 400, "bad_request"),
        ("GET", "/changes?since=-1", "", 400, "bad_request"),
        ("GET", "/changes?since=0&limit=0", "", 400, "bad_request"),
        ("POST", "/customers/recognise", "{not json", 400, "bad_request"),
        ("POST", "/customers/recognise", '{"card_number": 5}', 400, "bad_request"),
        ("POST", "/customers/recognise", "", 400, "bad_request"),
        ("POST", "/customers/prove", '{"app_code": "drop table"}', 422, "app_code_invalid"),
        ("PUT", "/orders/1", "[]", 400, "bad_request"),
        ("POST", "/staff/sign-in", '"' + "x" * 1_100_000 + '"', 413, "bad_request"),
    ]
    for method, path, body, status, code in cases:
        answer = terminal.http.request(method, f"/v1{path}", content=body.encode())
        said = (answer.status_code, answer.json()["status"], answer.json()["code"])
        assert said == (status, status, code), path
        assert answer.headers["content-type"] == "application/problem+json", path


def test_a_bug_is_a_problem_with_a_reference_and_shows_no_insides(
    hub: HubServer, terminal: Terminal, caplog: pytest.LogCaptureFixture
) -> None:
    with write(hub.engine) as database:
        database.exec_driver_sql("UPDATE setting SET value = '{' WHERE name = 'terms'")
    with caplog.at_level(logging.ERROR, "kiosk.hub.api.problems"):
        answer = terminal.ask("GET", "/variants/S1/ways")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text
    assert answer.json()["detail"] in caplog.text


@pytest.mark.parametrize(
    "fault",
    [OperationalError("", {}, Exception("database is locked")), TimeoutError("no connection free")],
)
def test_a_database_in_trouble_spreads_those_who_come_back(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, fault: SQLAlchemyError
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(feed, "page", fail)
    answers = [terminal.ask("GET", "/changes?since=0") for _ in range(30)]
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json()["code"] for answer in answers} == {"server_error"}
    waits = {int(answer.headers["retry-after"]) for answer in answers}
    assert len(waits) > 1 and waits <= set(range(2, 11))
    assert "locked" not in answers[0].text


def test_personal_answers_are_kept_by_no_cache(terminal: Terminal) -> None:
    answer = terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"})
    assert answer.headers["cache-control"] == "no-store"
