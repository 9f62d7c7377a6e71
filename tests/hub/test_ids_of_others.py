"""An id or a number of one terminal is no other terminal's, and nobody learns whose it is."""

from __future__ import annotations

import pytest

from kiosk.domain.ids import OrderNumber, check_character, uuid7
from kiosk.wire.checkouts import CheckoutRequest
from tests.hub.calling import Enrol, MakeOrder, Terminal, collect

CALL = "0193c1d0-0000-7000-8000-000000000001"


@pytest.fixture
def with_worker() -> bool:
    return False


def spelled(counter: str, prefix: str = "T1") -> str:
    """A number with a counter as it is, and the check character that fits."""
    return f"{prefix}-{counter}-{check_character(prefix + counter)}"


def test_the_id_of_another_terminals_call_is_refused(terminal: Terminal, enrol: Enrol) -> None:
    other = enrol("T2")
    for _ in range(2):
        mine = terminal.ask("PUT", f"/calls/{CALL}", {"id": CALL, "about": "a secret"})
        assert mine.status_code == 204
        theirs = other.ask("PUT", f"/calls/{CALL}", {"id": CALL, "about": "460"})
        assert theirs.status_code == 409
        assert theirs.json() == {"code": "bad_request", "status": 409, "detail": "id"}
    grant = terminal.sign_in()["grant"]
    tasks = terminal.ask("GET", "/staff/tasks", Kiosk_Staff=grant).json()
    assert [(task["name"], task["customer"]) for task in tasks] == [("a secret", "T1")]


def test_a_calls_id_is_a_uuid(terminal: Terminal) -> None:
    for name in ("1", "%00", CALL.upper(), f"{{{CALL}}}"):
        answer = terminal.ask("PUT", f"/calls/{name}", {"id": name, "about": ""})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), name


def test_the_id_of_another_terminals_order_is_refused_also_with_its_bytes(
    terminal: Terminal, enrol: Enrol, make_order: MakeOrder
) -> None:
    other, order = enrol("T2"), make_order()
    assert terminal.put(order).status_code == 201
    for body in (order, make_order(id=order.id)):
        answer = other.put(body)
        assert (answer.status_code, answer.json()["code"]) == (422, "order_id_reused")
    assert terminal.put(order).status_code == 201


def test_the_id_of_another_terminals_checkout_is_refused(terminal: Terminal, enrol: Enrol) -> None:
    other, name = enrol("T2"), uuid7(1)
    terminal.hold(name, collect())
    for method in ("PUT", "DELETE"):
        body = CheckoutRequest((collect(),)) if method == "PUT" else None
        answer = other.ask(method, f"/checkouts/{name}", body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_an_order_of_another_store_is_refused(terminal: Terminal, make_order: MakeOrder) -> None:
    for place in ("store-b", "warehouse", "", "store-A", "store-a ", "nowhere"):
        answer = terminal.put(make_order(location_id=place))
        assert answer.status_code == 422, place
        assert (answer.json()["code"], answer.json()["detail"]) == ("order_invalid", "location_id")


WRONG_NUMBERS = [
    "T1-00019-9".replace("9-9", "9-") + check_character("T100019").lower(),
    str(OrderNumber("T1", 15)).lower(),
    str(OrderNumber("T2", 15)),
    str(OrderNumber("T", 115)),
    str(OrderNumber("T11", 15)),
    str(OrderNumber("", 15)),
    spelled("15"),
    spelled("000015"),
    spelled("0" * 40 + "15"),
    spelled("9" * 5_000),
    "T1-٠٠٠١٥-" + check_character("T100015"),
    "T1-００015-" + check_character("T100015"),
    " " + str(OrderNumber("T1", 15)),
    str(OrderNumber("T1", 15)) + "\n",
    str(OrderNumber("T1", 15)) + "\x00",
    str(OrderNumber("T1", 15)).replace("-", "‐"),
    str(OrderNumber("T1", 15)).replace("T", "Т"),  # a Cyrillic one
    str(OrderNumber("T1", 15))[:-1],
    "T1--" + check_character("T1"),
    "T1-+0015-" + check_character("T100015"),
    "T1-00_15-" + check_character("T100015"),
]


def test_a_number_that_this_terminal_does_not_give_is_refused(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    for number in WRONG_NUMBERS:
        answer = terminal.put(make_order(number=number))
        assert answer.status_code == 422, number[:99]
        assert (answer.json()["code"], answer.json()["detail"]) == ("order_invalid", "number")


def test_a_check_letter_in_lower_case_is_refused(terminal: Terminal, make_order: MakeOrder) -> None:
    numbers = (str(OrderNumber("T1", counter)) for counter in range(1, 99))
    letter = next(number for number in numbers if number[-1].isalpha())
    assert terminal.put(make_order(number=letter[:-1] + letter[-1].lower())).status_code == 422
    assert terminal.put(make_order(number=letter)).status_code == 201


def test_a_number_is_used_once_whatever_the_orders_id(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order()
    assert terminal.put(order).status_code == 201
    answer = terminal.put(make_order(number=order.number))
    assert (answer.status_code, answer.json()["detail"]) == (422, "number")


def test_every_number_that_a_terminal_gives_is_taken(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    for counter in (1, 99_999, 100_000, 10**17):
        answer = terminal.put(make_order(number=str(OrderNumber("T1", counter))))
        assert answer.status_code == 201, counter
