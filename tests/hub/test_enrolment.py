"""A terminal's identity: made once, taken back at once."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from msgspec import to_builtins
from sqlalchemy import select

from kiosk.errors import BadConfig, BadInput
from kiosk.hub import admin
from kiosk.hub.keys import load_keys
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.database import read
from kiosk.hub.storage.tables import customer_grant
from tests.hub.calling import Clock, MakeOrder, Terminal


def _request(code: str, **of_the_machine: object) -> dict[str, object]:
    return {"code": code, "device": "till 4", "app_version": "1", **of_the_machine}


def test_an_enrolment_code_makes_one_terminal_and_no_second(
    hub: HubServer, client: httpx.Client
) -> None:
    code = admin.new_enrolment_code(hub.engine, "assistant", "store-b", "A7")
    typed = code.lower().replace("-", " ")
    first = client.post("/v1/terminals/enrol", json=_request(typed))
    again = client.post("/v1/terminals/enrol", json=_request(code))
    assert first.status_code == 201
    assert (first.json()["mode"], first.json()["prefix"]) == ("assistant", "A7")
    assert first.json()["app_code_keys"] == hub.keys.app_code_keys
    assert again.status_code == 404
    assert again.json()["code"] == "enrolment_code_unknown"
    assert [row.device for row in admin.list_terminals(hub.engine)] == ["till 4"]


def test_an_enrolment_code_is_worth_nothing_after_a_day(
    hub: HubServer, client: httpx.Client, clock: Clock
) -> None:
    code = admin.new_enrolment_code(hub.engine, "shopper", "store-a", "A1")
    clock.ahead = timedelta(hours=24, minutes=1)
    late = client.post("/v1/terminals/enrol", json=_request(code))
    assert late.json()["code"] == "enrolment_code_unknown"


def test_a_prefix_names_one_terminal_for_ever(hub: HubServer, terminal: Terminal) -> None:
    admin.revoke_terminal(hub.engine, terminal.enrolled.terminal_id)
    with pytest.raises(BadInput, match="prefix_taken"):
        admin.new_enrolment_code(hub.engine, "shopper", "store-a", "T1")


def test_a_renewal_puts_a_revoked_terminal_back_into_service_and_its_order_is_taken(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    waiting, me = make_order(), terminal.enrolled
    admin.revoke_terminal(hub.engine, me.terminal_id)
    assert terminal.put(waiting).json()["code"] == "terminal_revoked"
    code = admin.new_renewal_code(hub.engine, me.terminal_id)
    machine = _request(code, terminal_id=me.terminal_id, keeps_orders=True)
    renewed = terminal.http.post("/v1/terminals/enrol", json=machine).json()
    assert {key: value for key, value in renewed.items() if key != "token"} == {
        key: value for key, value in to_builtins(me).items() if key != "token"
    }
    terminal.http.headers["Authorization"] = f"Bearer {renewed['token']}"
    assert terminal.put(waiting).status_code == 201
    assert [row.revoked_at for row in admin.list_terminals(hub.engine)] == [""]


def test_the_old_token_dies_when_the_renewal_is_used_and_not_before(
    hub: HubServer, terminal: Terminal
) -> None:
    me = terminal.enrolled
    terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"})
    code = admin.new_renewal_code(hub.engine, me.terminal_id)
    assert terminal.ask("GET", "/terminal").status_code == 200
    machine = _request(code, terminal_id=me.terminal_id)
    assert terminal.http.post("/v1/terminals/enrol", json=machine).status_code == 201
    assert terminal.ask("GET", "/terminal").json()["code"] == "unauthorised"
    assert terminal.http.post("/v1/terminals/enrol", json=machine).status_code == 404
    with read(hub.engine) as connection:
        assert connection.execute(select(customer_grant)).all() == []


def test_a_renewal_is_good_on_its_own_machine_alone(
    hub: HubServer, terminal: Terminal, client: httpx.Client
) -> None:
    me = terminal.enrolled.terminal_id
    code = admin.new_renewal_code(hub.engine, me)
    elsewhere = client.post("/v1/terminals/enrol", json=_request(code))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "renewal_elsewhere")
    here = client.post("/v1/terminals/enrol", json=_request(code, terminal_id=me))
    assert here.status_code == 201


def test_a_machine_with_orders_becomes_no_other_terminal_and_the_code_stays_good(
    hub: HubServer, terminal: Terminal, client: httpx.Client
) -> None:
    code = admin.new_enrolment_code(hub.engine, "shopper", "store-a", "T2")
    machine = _request(code, terminal_id=terminal.enrolled.terminal_id, keeps_orders=True)
    refused = client.post("/v1/terminals/enrol", json=machine)
    assert (refused.status_code, refused.json()["code"]) == (409, "terminal_has_orders")
    assert client.post("/v1/terminals/enrol", json=_request(code)).status_code == 201


def test_a_revocation_ends_a_renewal_that_nobody_used(hub: HubServer, terminal: Terminal) -> None:
    me = terminal.enrolled.terminal_id
    code = admin.new_renewal_code(hub.engine, me)
    admin.revoke_terminal(hub.engine, me)
    machine = _request(code, terminal_id=me)
    assert terminal.http.post("/v1/terminals/enrol", json=machine).status_code == 404


def test_a_prefix_stays_taken_while_its_terminal_is_being_renewed(
    hub: HubServer, terminal: Terminal
) -> None:
    me = terminal.enrolled.terminal_id
    code = admin.new_renewal_code(hub.engine, me)
    with pytest.raises(BadInput, match="prefix_taken"):
        admin.new_enrolment_code(hub.engine, "shopper", "store-a", "T1")
    machine = _request(code, terminal_id=me)
    assert terminal.http.post("/v1/terminals/enrol", json=machine).status_code == 201
    with pytest.raises(BadInput, match="terminal_unknown"):
        admin.new_renewal_code(hub.engine, "nobody")


def test_a_code_for_an_impossible_terminal_is_not_made(hub: HubServer) -> None:
    for mode, location, prefix, code in (
        ("robot", "store-a", "T9", "mode_unknown"),
        ("shopper", "moon", "T9", "location_unknown"),
        ("shopper", "store-a", "t-9", "prefix_invalid"),
    ):
        with pytest.raises(BadInput, match=code):
            admin.new_enrolment_code(hub.engine, mode, location, prefix)


def test_a_revoked_terminal_is_told_so_and_its_grants_are_gone(
    hub: HubServer, terminal: Terminal
) -> None:
    terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"})
    admin.revoke_terminal(hub.engine, terminal.enrolled.terminal_id)
    answer = terminal.ask("GET", "/terminal")
    assert (answer.status_code, answer.json()["code"]) == (401, "terminal_revoked")
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_a_good_token_nothing_is_answered(client: httpx.Client) -> None:
    for header in ("", "Bearer", "Bearer made-up", "Basic abc"):
        answer = client.get("/v1/changes?since=0", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorised"), header


def test_a_channel_is_no_terminal(web: httpx.Client) -> None:
    answer = web.post("/customers/recognise", json={"card_number": "2990000000018"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.sqlite
def test_the_hubs_keys_are_for_its_own_eyes(hub: HubServer) -> None:
    folder = hub.hub.data_dir
    private = [*folder.glob("*.key"), folder / "hub.db"]
    assert len(private) == 3
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
    assert load_keys(folder).app_code_keys == hub.keys.app_code_keys
    (folder / "recovery.key").chmod(0o644)
    with pytest.raises(BadConfig, match="key_readable_by_others"):
        load_keys(folder)


def test_a_hub_comes_back_on_its_port_with_what_it_knew(
    hub: HubServer, terminal: Terminal, client: httpx.Client
) -> None:
    before = client.get("/v1/status").json()["epoch"]
    hub.stop()
    with pytest.raises(httpx.TransportError):
        client.get("/v1/status")
    hub.start()
    assert client.get("/v1/status").json()["epoch"] == before
    assert terminal.ask("GET", "/terminal").json()["location_id"] == "store-a"
