"""Finding a customer on the tablet."""

from __future__ import annotations

import pytest

from kiosk.errors import HubRefused
from kiosk.wire.customers import (
    FEWEST_PHONE_DIGITS,
    CustomerSummary,
)
from tests.assistant_steps import Build, customers_of, glass, sign_in, tablet
from tests.fakes import ANNA_CARD


def test_search_finds_by_name_and_shows_what_is_known(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("customers.search")
    driver.type("анна")
    driver.tap("key.enter")
    driver.wait(lambda: driver.has("customer.c-anna"))
    seen = glass(driver)
    assert customers_of(driver).property("state") == "found"
    for part in (
        "Анна Келлер",
        "•• •• 04 17",
        f"card •••• {ANNA_CARD[-4:]}",
        "Gold · 1,240 points",
        "2 items",
    ):
        assert part in seen


def test_field_that_was_left_brings_its_keyboard_back_when_it_is_tapped_again(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("customers.search")
    driver.tap("key.enter")
    driver.settle()
    assert not driver.has("keyboard")
    driver.tap("customers.search")
    assert driver.has("keyboard")


def test_search_that_finds_nobody_says_what_to_try(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("customers.search")
    driver.type("нету такого")
    driver.tap("key.enter")
    driver.settle()
    assert customers_of(driver).property("state") == "none"
    assert "Nobody found" in glass(driver)


@pytest.mark.parametrize("few", ["17", "+7 9", "1"])
def test_few_digits_ask_for_more_instead_of_finding_nobody(build: Build, few: str) -> None:
    driver = sign_in(tablet(build))
    customers_of(driver).setProperty("query", few)
    driver.settle()
    assert customers_of(driver).property("state") == "short"
    text = glass(driver)
    assert f"At least {FEWEST_PHONE_DIGITS} digits" in text and "Nobody found" not in text


def test_name_in_other_letters_finds_nobody_and_the_page_says_why(build: Build) -> None:
    driver = sign_in(tablet(build))
    customers_of(driver).setProperty("query", "Anna")
    driver.wait(lambda: customers_of(driver).property("state") == "none")
    driver.settle()
    text = glass(driver)
    assert "“Anna” does not find “Анна”" in text and f"{FEWEST_PHONE_DIGITS} digits" in text


def test_field_says_what_the_hub_looks_for(build: Build) -> None:
    driver = sign_in(tablet(build))
    hint = str(driver.find("customers.search").property("placeholder"))
    assert f"{FEWEST_PHONE_DIGITS} digits of the phone" in hint


def test_search_offline_says_what_works_and_repeats_when_the_hub_is_back(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.hub.reachable = False
    driver.tap("customers.search")
    driver.type("анна")
    driver.tap("key.enter")
    driver.settle()
    assert customers_of(driver).property("state") == "offline"
    assert "app code" in glass(driver)
    driver.shop.cut_cable()
    driver.settle()
    assert not driver.find("customers.search").isEnabled()
    driver.shop.restore_cable()
    driver.wait(lambda: customers_of(driver).property("state") == "found")


def test_search_after_the_sign_in_ran_out_says_so(build: Build) -> None:
    driver = sign_in(tablet(build))

    def ended(staff_grant: str, text: str) -> list[CustomerSummary]:
        raise HubRefused("grant_ended", 403)

    driver.shop.hub.find_customers = ended  # type: ignore[method-assign]  # this grant is over
    driver.tap("customers.search")
    driver.type("анна")
    driver.tap("key.enter")
    driver.settle()
    assert customers_of(driver).property("state") == "problem"
    assert "sign in again" in glass(driver)
