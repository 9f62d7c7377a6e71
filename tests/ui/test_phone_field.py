"""The phone field at the checkout: grouped while it is typed, refused with the reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickItem

from tests.fakes import RAIN_98
from tests.ui_driver import Build, Driver


def at_phone(d: Driver) -> QQuickItem:
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.tap("toBasket")
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    d.settle()
    d.find("phone").take()  # type: ignore[attr-defined]  # of the QML type
    d.settle()
    return d.find("phone.input")


def shown(field: QQuickItem) -> str:
    text, at = str(field.property("text")), int(field.property("cursorPosition"))
    return f"{text[:at]}|{text[at:]}"


def test_a_number_from_the_pad_is_grouped_and_kept_in_one_form(build: Build) -> None:
    d = build()
    field = at_phone(d)
    for digit in "+79161234567":
        d.tap(f"key.{digit}")
    assert shown(field) == "+7 916 123-45-67|"
    d.checkout.fill("street", "Лесная")
    d.checkout.fill("house", "5")
    d.checkout.place()
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.contact.phone == "+79161234567"


def test_deleting_goes_past_the_signs_between_and_typing_goes_on_in_the_middle(
    build: Build,
) -> None:
    d = build()
    field = at_phone(d)
    for digit in "89161234567":
        d.tap(f"key.{digit}")
    field.setProperty("cursorPosition", len("8 916 123-"))
    d.key(Qt.Key.Key_Backspace)
    assert shown(field) == "8 916 123|-45-67"
    d.key(Qt.Key.Key_Backspace)
    assert shown(field) == "8 916 12|4-56-7"
    d.tap("key.9")
    assert shown(field) == "8 916 129|-45-67"
    assert d.checkout.filled("phone") == "8 916 129-45-67"
    d.find("phone").clear()  # type: ignore[attr-defined]  # of the QML type
    assert shown(field) == "|" and d.checkout.filled("phone") == ""


def test_a_pasted_number_is_grouped_and_keeps_what_stands_behind_it(build: Build) -> None:
    d = build()
    field = at_phone(d)
    d.find("phone").insert("+79161234567")  # type: ignore[attr-defined]  # of the QML type
    assert shown(field) == "+7 916 123-45-67|"
    d.find("phone").insert(" доб. 5")  # type: ignore[attr-defined]  # of the QML type
    assert shown(field) == "+7 916 123-45-67 доб. 5|"


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("typed", "example"),
    [("+37251", "+372\u00a0"), ("+99912345", "+7\u00a0912"), ("мама", "")],
)
def test_the_reason_of_a_refusal_stands_at_the_field(
    build: Build, language: str, typed: str, example: str
) -> None:
    d = build(language=language)
    at_phone(d)
    d.checkout.fill("phone", typed)
    d.checkout.fill("street", "Лесная")
    d.checkout.fill("house", "5")
    d.checkout.place()
    d.settle()
    problem = d.checkout.phoneError
    assert problem in d.texts() and example in problem and "{" not in problem
    assert ("phone number" in problem.lower() or "country" in problem) == (language == "en")
    assert not d.shop.outbox.rows()
    d.checkout.fill("phone", "8 916 123-45-67")
    assert d.checkout.phoneError == ""
