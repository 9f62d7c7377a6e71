"""One order, one id, for ever (docs/architecture.md, rule 2)."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec

from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import orders
from kiosk.hub.storage.database import epoch, read
from kiosk.wire.orders import EPOCH_HEADER
from tests.hub.calling import Enrol, MakeOrder, Quoted, Terminal
from tests.patience import PATIENCE_S


def test_a_replayed_order_answers_like_the_first_time(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    first = terminal.put(order)
    admin.set_price(hub.engine, "S1", 999_900)
    again = terminal.put(order)
    assert first.status_code == 201
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(admin.list_orders(hub.engine)) == 1


def test_the_same_id_with_other_bytes_is_refused_and_changes_nothing(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    terminal.put(order)
    other = terminal.put(msgspec.structs.replace(order, language="en"))
    assert (other.status_code, other.json()["code"]) == (422, "order_id_reused")
    assert [row.order.language for row in admin.list_orders(hub.engine)] == ["ru"]


def test_a_refusal_is_replayed_too_even_when_its_reason_is_gone(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, quoted: Quoted
) -> None:
    order = quoted(make_order(), 10_000)
    first = terminal.put(order)
    admin.set_price(hub.engine, "S1", 10_000)
    again = terminal.put(order)
    assert (first.status_code, first.json()["code"]) == (422, "price_refused")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["content-type"] == "application/problem+json"


def test_eight_threads_putting_one_order_make_one(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    together = threading.Barrier(8)

    def put(_: int) -> httpx.Response:
        together.wait()
        answer: httpx.Response = terminal.put(order)
        return answer

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(put, range(8)))
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (201, answers[0].content)
    }
    assert [row.id for row in admin.list_orders(hub.engine)] == [order.id]


def test_a_number_is_given_once(hub: HubServer, terminal: Terminal, make_order: MakeOrder) -> None:
    first = make_order()
    terminal.put(first)
    second = terminal.put(make_order(number=first.number))
    assert (second.status_code, second.json()["code"]) == (422, "order_invalid")
    assert second.json()["detail"] == "number"


def test_a_number_must_be_the_terminals_own(terminal: Terminal, make_order: MakeOrder) -> None:
    numbers = ("T1-00001-0", "T2-00001-V", "t1-00001-x", "", "T1")
    refusals = [terminal.put(make_order(number=number)).json() for number in numbers]
    assert {(answer["code"], answer["detail"]) for answer in refusals} == {
        ("order_invalid", "number")
    }


def test_the_id_in_the_path_is_the_orders_and_a_uuid(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    elsewhere = terminal.ask("PUT", f"/orders/{make_order().id}", order)
    nonsense = terminal.ask("PUT", "/orders/1", order)
    shouted = terminal.ask("PUT", f"/orders/{order.id.upper()}", order)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "order_invalid")
    assert (nonsense.status_code, nonsense.json()["code"]) == (400, "bad_request")
    assert (shouted.status_code, shouted.json()["code"]) == (400, "bad_request")


def test_a_mended_order_takes_the_place_of_a_rejected_one_once(
    terminal: Terminal, make_order: MakeOrder, quoted: Quoted
) -> None:
    rejected = quoted(make_order(), 10_000)
    terminal.put(rejected)
    accepted = make_order()
    terminal.put(accepted)
    mended = terminal.put(make_order(replaces=rejected.id))
    twice = terminal.put(make_order(replaces=rejected.id))
    of_accepted = terminal.put(make_order(replaces=accepted.id))
    own = make_order()
    of_itself = terminal.put(msgspec.structs.replace(own, replaces=own.id))
    assert mended.status_code == 201
    assert {(a.status_code, a.json()["detail"]) for a in (twice, of_accepted, of_itself)} == {
        (422, "replaces")
    }


def test_an_order_refused_before_a_restore_is_mended_after_it_and_comes_too_late_itself(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    forgotten = make_order()
    mended = terminal.put(make_order(replaces=forgotten.id))
    twice = terminal.put(make_order(replaces=forgotten.id))
    late = terminal.put(forgotten)
    assert mended.status_code == 201
    assert (twice.status_code, twice.json()["detail"]) == (422, "replaces")
    assert (late.status_code, late.json()["detail"]) == (422, "replaced")


def test_only_its_terminal_and_the_channels_can_look_an_order_up(
    terminal: Terminal, make_order: MakeOrder, enrol: Enrol, web: httpx.Client
) -> None:
    order = make_order()
    placed = terminal.put(order)
    path = f"/orders/{order.id}"
    assert terminal.ask("GET", path).content == placed.content
    assert web.get(path).content == placed.content
    assert enrol("T2").ask("GET", path).status_code == 404


def test_every_answer_to_an_order_names_the_hubs_history(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, quoted: Quoted
) -> None:
    order = make_order()
    answers = [
        terminal.put(order),
        terminal.put(order),
        terminal.put(quoted(make_order(), 10_000)),
        terminal.put(msgspec.structs.replace(order, language="en")),
        terminal.ask("PUT", f"/orders/{make_order().id}", {"id": 5}),
    ]
    with read(hub.engine) as database:
        named = epoch(database)
    assert [answer.status_code for answer in answers] == [201, 201, 422, 422, 422]
    assert {answer.headers[EPOCH_HEADER] for answer in answers} == {named}
    assert named not in answers[0].text


def test_bytes_that_are_no_order_are_kept_as_refused_and_can_be_replaced(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    whole = msgspec.json.encode(make_order())
    broken = [b"", b"{", b"[]", whole[:-1], whole.replace(b'"S1"', b'"\xff"'), b"[" * 100_000]
    for body in broken:
        order = make_order(location_id="store-a")
        path = f"/v1/orders/{order.id}"
        first, again = (terminal.http.put(path, content=body) for _ in range(2))
        assert (first.status_code, first.json()["code"]) == (422, "order_invalid"), body[:20]
        assert again.content == first.content
        assert terminal.put(order).json()["code"] == "order_id_reused"
        mended = make_order((("S3", 1),), source_id="warehouse", replaces=order.id)
        assert terminal.put(mended).status_code == 201
    unreadable = terminal.ask("GET", f"/orders/{order.id}")
    assert (unreadable.status_code, unreadable.json()["detail"]) == (422, "body")


def test_a_request_that_was_cut_off_decides_nothing(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    body = msgspec.json.encode(order)
    address = httpx.URL(hub.url)
    head = (
        f"PUT /v1/orders/{order.id} HTTP/1.1\r\nHost: hub\r\n"
        f"Authorization: {terminal.http.headers['Authorization']}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((address.host, address.port or 80), timeout=PATIENCE_S) as line:
        line.sendall(head.encode() + body[:-1])
        line.shutdown(socket.SHUT_WR)
        while line.recv(1_000):  # until the hub has given it up
            pass
    with read(hub.engine) as database:
        assert orders.find(database, order.id) is None
    assert terminal.put(order).status_code == 201
