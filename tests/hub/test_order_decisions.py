"""The hub decides on price and proof, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money
from kiosk.domain.orders import Address, Contact
from kiosk.hub import admin
from kiosk.hub.keys import app_code_for
from kiosk.hub.serve import HubServer
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import setting, shop_order
from kiosk.wire.orders import Evidence
from tests.hub.calling import Clock, Enrol, MakeOrder, Quoted, Terminal

HOME = Address(ref="home", label="Лип••• 8")


def rub(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "RUB"}


def _column(hub: HubServer, order_id: str, name: str) -> str:
    with read(hub.engine) as database:
        stored = select(shop_order.c[name]).where(shop_order.c.id == order_id)
        return str(database.scalar(stored))


def test_a_lower_price_is_charged_and_told(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    admin.set_price(hub.engine, "S1", 90_000)
    answer = terminal.put(make_order((("S1", 1), ("S2", 1)))).json()
    assert answer["to_pay"] == rub(290_000)
    assert answer["differences"] == [{"sku": "S1", "quoted": rub(100_000), "decided": rub(90_000)}]


def test_a_price_that_rose_meanwhile_is_honoured_and_noted_for_staff(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    admin.set_price(hub.engine, "S1", 120_000)
    order = make_order()
    answer = terminal.put(order).json()
    assert (answer["to_pay"], answer["differences"]) == (rub(100_000), [])
    assert msgspec.json.decode(_column(hub, order.id, "notes")) == [
        {"sku": "S1", "quoted": rub(100_000), "decided": rub(120_000)}
    ]


def test_a_tampered_price_is_refused(
    terminal: Terminal, make_order: MakeOrder, quoted: Quoted
) -> None:
    units = (80_000, 79_999, 1, 0)
    statuses = [terminal.put(quoted(make_order(), unit)).status_code for unit in units]
    assert statuses == [201, 422, 422, 422]


def test_one_tampered_line_does_not_hide_behind_a_dear_one(
    terminal: Terminal, make_order: MakeOrder, quoted: Quoted
) -> None:
    answer = terminal.put(quoted(make_order((("S1", 1), ("S2", 5))), 100, 200_000))
    assert answer.json()["code"] == "price_refused"


def test_a_free_piece_that_moves_to_another_line_is_no_tampering(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order((("S1", 2), ("S3", 1)))  # S3 is the free one of three
    admin.set_price(hub.engine, "S3", 110_000)  # now an S1 would be
    answer = terminal.put(order).json()
    assert (answer["status"], answer["to_pay"]) == ("confirmed", rub(200_000))


def test_sums_that_do_not_add_up_are_refused(terminal: Terminal, make_order: MakeOrder) -> None:
    order = make_order()
    line = order.lines[0]
    more = Money(100_001, "RUB")
    euro = replace(line, unit=Money(100_000, "EUR"), total=Money(100_000, "EUR"))
    wrong = [
        make_order(goods=more),
        make_order(to_pay=more),
        make_order(delivery_fee=Money(-1, "RUB")),
        make_order(lines=(replace(line, total=more),)),
        make_order(lines=(euro,)),
        make_order(lines=()),
        make_order(lines=(line, line)),
        make_order(lines=(replace(line, quantity=0),)),
        make_order((("S1", 21),)),
        make_order(lines=(replace(line, sku="S9"),)),
        make_order(lines=(replace(line, source_id="moon"),)),
        make_order(lines=(replace(line, location_id="warehouse"),)),
        make_order(location_id="moon"),
        make_order(evidence=Evidence("hearsay")),
        make_order(customer_id="cust-1"),
        make_order(contact=Contact("8 900 555-00-11")),  # not as it is kept
        make_order(contact=Contact()),
        make_order(contact=Contact("+79005550011", "A" * 501)),
    ]
    codes = [terminal.put(order).json()["code"] for order in wrong]
    assert codes == ["order_invalid"] * len(wrong)


def test_a_phone_number_that_reaches_nobody_is_refused_with_the_reason(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    numbers = ("12", "+7912000000", "+74512345678", "+88005553535", "+88125550107105")
    answers = [terminal.put(make_order(contact=Contact(number))).json() for number in numbers]
    assert {answer["code"] for answer in answers} == {"phone_invalid"}
    assert [answer["detail"] for answer in answers] == [
        "phone_too_short",
        "phone_too_short",
        "phone_not_there",
        "phone_country",
        "phone_too_long",
    ]
    for number in ("+4512345678", "+3725123456", "+77012345678"):
        assert terminal.put(make_order(contact=Contact(number))).status_code == 201


def test_a_guest_who_carries_everything_away_needs_no_phone(
    terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order(kind=FulfilmentKind.TAKE_AWAY, contact=Contact(), source_id="store-a")
    assert terminal.put(order).status_code == 201


def test_delivery_needs_an_address(terminal: Terminal, make_order: MakeOrder) -> None:
    answer = terminal.put(make_order(kind=FulfilmentKind.DELIVERY, address=Address(city="М")))
    assert (answer.json()["code"], answer.json()["detail"]) == ("order_invalid", "address")


def test_a_delivery_fee_left_out_is_refused(terminal: Terminal, make_order: MakeOrder) -> None:
    order = make_order(kind=FulfilmentKind.DELIVERY)
    free = msgspec.structs.replace(order, delivery_fee=Money(0, "RUB"), to_pay=order.goods)
    assert terminal.put(free).json()["code"] == "price_refused"


def test_delivery_that_was_free_when_quoted_stays_free(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    order = make_order((("S1", 1), ("S2", 1)), kind=FulfilmentKind.DELIVERY)
    admin.set_price(hub.engine, "S1", 90_000)  # by itself below the limit now
    assert order.delivery_fee == Money(0, "RUB")
    assert terminal.put(order).json()["to_pay"] == rub(290_000)


def test_a_known_address_needs_proof(terminal: Terminal, make_order: MakeOrder) -> None:
    claims = {
        Evidence("guest"): "proof_missing",
        Evidence("card", card_number="2990000000018"): "proof_missing",
        Evidence("app_code", app_code="KA1.e30.e30"): "proof_missing",
        Evidence("staff", staff_grant_id="made-up"): "proof_missing",
        Evidence("card", card_number="2990000000094"): "card_unknown",
    }
    answers = {}
    for evidence in claims:
        order = make_order(kind=FulfilmentKind.DELIVERY, evidence=evidence, address=HOME)
        answers[evidence] = terminal.put(order).json()["code"]
    assert answers == claims


def test_a_code_scanned_offline_is_proof_weeks_later(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    code = app_code_for(hub.commerce, hub.keys, "cust-1", clock())
    order = make_order(
        kind=FulfilmentKind.DELIVERY,
        tier_id="gold",
        customer_id="cust-1",
        evidence=Evidence("app_code", app_code=code),
        address=HOME,
        offline=True,
    )
    clock.ahead = timedelta(days=29)
    answer = terminal.put(order)
    assert answer.status_code == 201
    delivered_to = msgspec.json.decode(_column(hub, order.id, "deliver_to"), type=Address)
    assert (delivered_to.street, delivered_to.flat) == ("Липовая", "15")
    assert "Липовая" not in answer.text


def test_a_code_that_was_old_when_the_order_was_made_is_no_proof(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    code = app_code_for(hub.commerce, hub.keys, "cust-1", clock() - timedelta(hours=25))
    order = make_order(
        kind=FulfilmentKind.DELIVERY, evidence=Evidence("app_code", app_code=code), address=HOME
    )
    assert terminal.put(order).json()["code"] == "proof_missing"


def test_nobody_orders_to_the_address_of_somebody_else(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock
) -> None:
    code = app_code_for(hub.commerce, hub.keys, "cust-1", clock())
    evidence = Evidence("app_code", app_code=code)
    order = make_order(
        kind=FulfilmentKind.DELIVERY, customer_id="cust-2", evidence=evidence, address=HOME
    )
    assert terminal.put(order).json()["detail"] == "customer_id"


def test_an_assistants_word_is_proof_at_their_own_terminal_only(
    terminal: Terminal, make_order: MakeOrder, enrol: Enrol
) -> None:
    here = terminal.sign_in()["grant_id"]
    elsewhere = enrol("T2").sign_in()["grant_id"]
    answers = []
    for grant_id in (here, elsewhere):
        order = make_order(
            kind=FulfilmentKind.DELIVERY,
            customer_id="cust-1",
            evidence=Evidence("staff", staff_grant_id=grant_id),
            address=HOME,
        )
        answers.append(terminal.put(order))
    assert [answer.status_code for answer in answers] == [201, 422]
    assert answers[1].json()["code"] == "proof_missing"


def test_a_card_scanned_offline_earns_points_and_personal_prices(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    card = Evidence("card", card_number="2990000000018")
    answer = terminal.put(make_order(evidence=card, offline=True)).json()
    assert (answer["to_pay"], answer["points"]) == (rub(90_000), 45)
    assert answer["differences"][0]["decided"] == rub(90_000)
    known = terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"}).json()
    assert known["account"]["points"] == 145


def test_an_order_enters_the_history_and_leaves_the_basket_but_for_what_came_later(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder
) -> None:
    card = Evidence("card", card_number="2990000000018")
    order = make_order(
        tier_id="gold",
        customer_id="cust-1",
        evidence=card,
        basket_id="basket-1",
        basket_op_ids=("op-1",),
    )
    token = admin.new_channel_token(hub.engine, "web")
    later = {"id": "web-2", "kind": "add", "sku": "S1", "quantity": 1}
    answer = terminal.http.post(
        "/v1/baskets/basket-1/ops",
        json={"ops": [later | {"channel": "web", "made_at": "2025-06-01T10:00:00+00:00"}]},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200
    terminal.put(order)
    staff = terminal.sign_in()["grant"]
    granted = terminal.ask("POST", "/customers/cust-1/open", Kiosk_Staff=staff).json()["grant"]
    event = terminal.ask("GET", "/customers/me", Kiosk_Grant=granted).json()["history"][0]
    log = terminal.ask("GET", "/baskets/basket-1", Kiosk_Grant=granted).json()["log"]
    assert (event["title"], event["channel"]) == (order.number, "store")
    assert [(op["id"], op["kind"]) for op in log] == [
        ("op-1", "add"),
        ("web-2", "add"),
        (order.id, "remove"),
    ]
    assert log[-1]["seen"] == ["op-1"]


def test_a_fault_of_the_database_names_no_customer(hub: HubServer) -> None:
    with pytest.raises(IntegrityError) as caught, write(hub.engine) as database:
        database.execute(setting.insert().values(name="epoch", value="+79161234567"))
    assert "+79161234567" not in str(caught.value)
