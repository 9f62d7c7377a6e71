"""What a terminal's catalogue lacks can be asked of the hub, and an assistant be called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import msgspec
import pytest

from kiosk.domain.ids import uuid7
from kiosk.errors import HubRefused
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.calls import AT_ONCE, LIVES
from kiosk.hub_client.client import HubClient
from kiosk.wire.calls import StaffCall
from kiosk.wire.staff import StaffTask
from tests.hub.calling import Clock, Enrol, MakeOrder, Terminal


@pytest.fixture
def with_worker() -> bool:
    return False


@pytest.fixture
def client(hub: HubServer, terminal: Terminal) -> Iterator[HubClient]:
    with closing(HubClient(hub.url, terminal.enrolled.token)) as made:
        yield made


def _open(terminal: Terminal, grant: str) -> list[StaffTask]:
    answer = terminal.ask("GET", "/staff/tasks", Kiosk_Staff=grant)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=list[StaffTask])


def test_a_gtin_of_the_shop_is_found_with_its_price(client: HubClient) -> None:
    found = client.look_up("04600000000015")
    assert found is not None
    assert (found.sku, found.name["en"]) == ("S1", "Dress")
    assert (found.size, found.price.minor > 0) == ("98", True)


def test_a_gtin_that_nobody_sells_is_unknown(client: HubClient) -> None:
    assert client.look_up("04006381333931") is None


@pytest.mark.parametrize("wrong", ["4006381333931", "0400638133393%", "０4006381333931", "x" * 14])
def test_what_is_no_gtin_is_not_looked_for(client: HubClient, wrong: str) -> None:
    with pytest.raises(HubRefused) as refused:
        client.look_up(wrong)
    assert refused.value.code == "bad_request"


def test_a_call_comes_before_the_tasks_until_somebody_closes_it(
    client: HubClient, terminal: Terminal, make_order: MakeOrder
) -> None:
    vera = terminal.sign_in()["grant"]
    terminal.put(make_order(location_id="store-a"))
    call = StaffCall(uuid7(1), "4006381333931")
    client.call_staff(call)
    client.call_staff(call)
    first, *others = _open(terminal, vera)
    assert (first.kind, first.name, first.customer) == (
        "call",
        "4006381333931",
        terminal.enrolled.prefix,
    )
    assert "call" not in {task.kind for task in others}
    assert terminal.ask("POST", f"/staff/tasks/{call.id}/done", Kiosk_Staff=vera).is_success
    client.call_staff(call)  # its answer was lost, it comes again
    assert "call" not in {task.kind for task in _open(terminal, vera)}


def test_a_call_is_for_the_store_of_the_terminal(client: HubClient, terminal: Terminal) -> None:
    oleg = terminal.sign_in("18", "4712")["grant"]
    call = StaffCall(uuid7(1), "4006381333931")
    client.call_staff(call)
    assert _open(terminal, oleg) == []
    answer = terminal.ask("POST", f"/staff/tasks/{call.id}/done", Kiosk_Staff=oleg)
    assert answer.status_code == 404


def test_a_call_nobody_answered_is_forgotten(
    client: HubClient, terminal: Terminal, clock: Clock
) -> None:
    client.call_staff(StaffCall(uuid7(1), "4006381333931"))
    clock.ahead = LIVES + timedelta(seconds=1)
    assert _open(terminal, terminal.sign_in()["grant"]) == []


def test_one_terminal_fills_no_list_with_calls(
    client: HubClient, terminal: Terminal, enrol: Enrol, hub: HubServer
) -> None:
    for number in range(AT_ONCE + 2):
        client.call_staff(StaffCall(uuid7(number), str(number)))
    with closing(HubClient(hub.url, enrol("T9").enrolled.token)) as other:
        other.call_staff(StaffCall(uuid7(9), "other"))
    names = [task.name for task in _open(terminal, terminal.sign_in()["grant"])]
    assert names == ["0", "1", "2", "other"]


@pytest.mark.parametrize(("path", "about"), [("other", "1"), ("same", "1" * 41)])
def test_a_call_that_is_too_long_or_under_another_id_is_refused(
    terminal: Terminal, path: str, about: str
) -> None:
    call = StaffCall(uuid7(1), about)
    place = call.id if path == "same" else uuid7(2)
    assert terminal.ask("PUT", f"/calls/{place}", call).status_code == 400
