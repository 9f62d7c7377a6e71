"""Opening and leaving a customer on the tablet."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.customers import Account, Recognition
from kiosk.errors import HubUnreachable
from kiosk.services.clienteling import CustomerFile
from kiosk.services.session import Identified
from kiosk.services.shared_basket import WATCHED_S
from kiosk.ui.models.basket.customer_basket import CustomerBasketModel
from kiosk.ui.models.people.customer_file import CustomerFileModel
from kiosk.ui.models.rows import Rows
from kiosk.wire.customers import (
    CustomerSummary,
    Granted,
    HistoryEvent,
    Profile,
)
from kiosk.words.formats import Formats
from tests.assistant_steps import Build, glass, open_anna, sign_in, tablet
from tests.fakes import ANNA_CARD, BOOTS, RAIN_98, STRANGER_CARD, TEE, rub
from tests.gates import Gate
from tests.ui_driver import Driver, live_strings

OF_ANNA = ("Анна", "Келлер", "04 17", ANNA_CARD, "Лип•••", "комбинезон", "обувь 27", "10212")


def rows(model: object) -> list[Any]:
    assert isinstance(model, Rows)
    return list(model.rows)


def file_of(driver: Driver) -> CustomerFileModel:
    model = driver.ui.models["file"]
    assert isinstance(model, CustomerFileModel)
    return model


def basket_of(driver: Driver) -> CustomerBasketModel:
    model = driver.ui.models["customerBasket"]
    assert isinstance(model, CustomerBasketModel)
    return model


def test_opened_customer_shows_all_channels_newest_first(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    events = rows(file_of(driver).timeline)
    assert [event.title for event in events] == [
        "Web basket", "Message", "Visit", "Order 10212", "Return 9871", "Call", "Note",
    ]  # fmt: skip
    assert [event.channel for event in events][:4] == [
        "Website", "Messenger", "Central Station", "App",
    ]  # fmt: skip
    assert events[3].amount == "6,230\u00a0₽"
    assert events[1].when == "yesterday 13:02"
    assert driver.shop.terminal.session.state.customer is not None


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("orders", ["Web basket", "Order 10212", "Return 9871"]),
        ("talks", ["Message", "Call", "Note"]),
    ],
)
def test_timeline_can_be_narrowed(build: Build, name: str, kinds: list[str]) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.tap(f"timeline.{name}")
    assert [event.title for event in rows(file_of(driver).timeline)] == kinds
    driver.tap("timeline.everything")
    assert len(rows(file_of(driver).timeline)) == 7


def test_language_switches_the_open_customer_live(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.tap("rail.language")
    driver.settle()
    seen = glass(driver)
    amount = Formats("ru").money(rub(6230))
    for part in ("Заказ 10212", "Все каналы", "вчера 13:02", "с нами с марта 2021", amount):
        assert part.replace("\u00a0", " ") in seen
    assert "All channels" not in seen


def test_web_basket_says_what_is_here(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    lines = rows(basket_of(driver).lines)
    assert [(line.name, line.stock) for line in lines] == [
        ("Rubber boots “Frog”", "1 here"),
        ("T-shirt “Sunday”\u00a0×\u00a02", "home tomorrow"),
    ]
    driver.shop.cut_cable()
    driver.settle()
    assert rows(basket_of(driver).lines)[0].stock == "here, to be confirmed"


def test_delivery_stands_above_the_sum_that_it_is_part_of(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    assert driver.find("customer.delivery").property("text") == "290\u00a0₽"
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.settle()
    assert driver.find("customer.delivery").property("text") == "free"


def test_piece_scanned_with_a_customer_open_goes_into_their_basket_and_is_marked(
    build: Build,
) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.settle()
    assert driver.ui.shell.page == "customer"
    marked = [line.sku for line in rows(basket_of(driver).lines) if line.scanned]
    assert marked == [RAIN_98]
    assert any("just scanned" in text for text in driver.texts())
    driver.scan(driver.shop.gtin(TEE))
    driver.settle()
    marked = [line.sku for line in rows(basket_of(driver).lines) if line.scanned]
    assert marked == [TEE]


def test_piece_scanned_without_a_customer_opens_the_product(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    assert driver.shop.terminal.session.state.lines == ()


def test_quantity_set_in_two_places_leads_to_where_it_is_chosen(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.basket.setQuantity(BOOTS, 2)
    hub = driver.shop.hub
    op = BasketOp("both", OpKind.SET, BOOTS, 3, "web", "", len(hub.log) + 2, ("w1",))
    driver.exchange()
    driver.settle()
    hub.log = (*hub.log, op)
    driver.exchange()
    driver.settle()
    (line,) = (row for row in rows(basket_of(driver).lines) if row.sku == BOOTS)
    assert line.choose == "2 or 3? Choose" and not line.problem
    assert line.choose in driver.texts() and line.stock in driver.texts()
    driver.tap(f"line.{BOOTS}.choose")
    driver.wait_page("basket")


def test_what_the_web_adds_appears_while_the_customer_is_open(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.shop.hub.add_on_web(RAIN_98)
    driver.pass_time(WATCHED_S)
    driver.wait(lambda: len(rows(basket_of(driver).lines)) == 3)


def test_scanned_card_opens_the_whole_file_and_ends_the_card_grant(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.scan(ANNA_CARD)
    driver.wait_page("customer")
    assert file_of(driver).property("state") == "open"
    assert "Келлер" in glass(driver)
    driver.wait(lambda: "grant-card" in driver.shop.hub.forgotten)
    assert "grant-staff" not in driver.shop.hub.forgotten


def test_unknown_card_says_so_and_opens_nobody(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.scan(STRANGER_CARD)
    driver.settle()
    assert driver.ui.shell.noticeCode == "card_unknown"
    assert file_of(driver).property("state") == "none"
    assert driver.ui.shell.page == "customers"


def test_app_code_opens_without_network_and_the_file_follows(build: Build) -> None:
    driver = sign_in(tablet(build))
    code = driver.shop.hub.app_code()
    driver.shop.cut_cable()
    driver.settle()
    driver.scan(code)
    driver.wait_page("customer")
    assert file_of(driver).property("state") == "partial"
    assert "Анна" in glass(driver)
    assert "The history needs the network" in glass(driver)
    driver.shop.restore_cable()
    driver.wait(lambda: file_of(driver).property("state") == "open")
    assert "Келлер" in glass(driver)


def test_cable_cut_while_a_card_is_read_keeps_the_card(build: Build) -> None:
    driver = sign_in(tablet(build))

    def gone(card_number: str) -> object:
        raise HubUnreachable("hub_unreachable")

    driver.shop.hub.recognise = gone  # type: ignore[method-assign, assignment]  # cut this moment
    driver.scan(ANNA_CARD)
    driver.wait_page("customer")
    assert file_of(driver).property("cardOnly")
    customer = driver.shop.terminal.session.state.customer
    assert customer is not None
    assert customer.evidence.card_number == ANNA_CARD


def test_opening_somebody_else_ends_the_first_customer(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.settle()
    other = Account("c-oleg", "Олег", "", 60, "2026-11-24T11:00:00+00:00", recognition_of(driver))
    driver.shop.hub.account = lambda recognition: other  # type: ignore[method-assign]  # another one
    file_of(driver).open("c-oleg")
    driver.wait(lambda: file_of(driver).property("name") == "Олег Келлер")
    state = driver.shop.terminal.session.state
    assert state.own == ()
    assert state.staff is not None
    driver.wait(lambda: driver.shop.hub.forgotten == ["grant-staff"])


def recognition_of(driver: Driver) -> Recognition:
    customer = driver.shop.terminal.session.state.customer
    assert customer is not None
    return customer.account.recognition


def test_file_that_comes_after_the_sign_out_is_not_shown_and_its_grant_ended(
    build: Build,
) -> None:
    driver = sign_in(tablet(build))
    answer, go_on = driver.shop.hub.open_customer, Gate()

    def slow(staff_grant: str, customer_id: str) -> Granted:
        assert go_on.wait()
        return answer(staff_grant, customer_id)

    driver.shop.hub.open_customer = slow  # type: ignore[method-assign]  # this hub takes its time
    file_of(driver).open("c-anna")
    assert file_of(driver).state == "opening"
    driver.ui.shell.endSession()
    go_on.set()
    driver.wait(lambda: "grant-staff" in driver.shop.hub.forgotten)
    assert driver.shop.terminal.session.state.customer is None
    assert driver.ui.shell.page == "sign-in"


def test_file_that_follows_when_the_hub_is_back_leaves_the_page_as_it_is(build: Build) -> None:
    driver = sign_in(tablet(build))
    code = driver.shop.hub.app_code()
    driver.shop.cut_cable()
    driver.settle()
    driver.scan(code)
    driver.wait_page("customer")
    driver.tap("rail.search")
    driver.wait_page("search")
    driver.shop.restore_cable()
    driver.wait(lambda: file_of(driver).state == "open")
    driver.settle()
    assert driver.ui.shell.page == "search"


def test_done_with_customer_forgets_them_everywhere(build: Build) -> None:
    before = of_customers()
    driver = open_anna(sign_in(tablet(build)))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.settle()
    driver.tap("customer.done")
    driver.settle()
    assert driver.ui.shell.page == "customers"
    assert driver.shop.terminal.session.state.staff is not None
    driver.wait(lambda: "grant-staff" in driver.shop.hub.forgotten)
    nothing_is_left(driver, before)


def test_sign_out_forgets_the_customer_and_the_search(build: Build) -> None:
    before = of_customers()
    driver = open_anna(sign_in(tablet(build)))
    driver.ui.shell.open("customers")
    driver.settle()
    assert "анна" in glass(driver)
    driver.tap("rail.sign-out")
    driver.settle()
    driver.tap("signOut.go")
    driver.settle()
    assert driver.ui.shell.page == "sign-in"
    assert set(driver.shop.hub.forgotten) == {"grant-staff", "staff-grant"}
    nothing_is_left(driver, before)


def of_customers() -> list[object]:
    """Live objects that hold something of a customer."""
    gc.collect()
    kinds = (Profile, CustomerSummary, HistoryEvent, CustomerFile, Identified)
    return [one for one in gc.get_objects() if isinstance(one, kinds)]


def nothing_is_left(driver: Driver, before: list[object]) -> None:
    """No text of Anna's on the glass, in a model, in a list or in a live object."""
    # The window deletes a page after the event that left it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    roots = [*driver.ui.models.values(), driver.ui.shell, driver.window]
    held = [glass(driver), *(text for root in roots for text in live_strings(root))]
    for part in OF_ANNA:
        assert not [text for text in held if part in text], part
    known = {id(one) for one in before}
    assert not [one for one in of_customers() if id(one) not in known]
