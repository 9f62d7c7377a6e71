"""Slips of orders and web addresses under the scanner; shoppers who ask for help."""

from __future__ import annotations

import pytest
from msgspec import structs
from PySide6.QtCore import QCoreApplication

from kiosk.ui.scan_results import shown_address
from kiosk.wire.staff import StaffTask
from tests.assistant_steps import pad, sign_in, tablet
from tests.fakes import BADGE
from tests.refused_orders import GUEST_ORDER, order, put
from tests.ui_driver import Build, Driver

ABOUT = "4601234567893"
CALL = StaffTask("t1", "call", "", "", "", ABOUT, "T7", "", "2026-11-24T11:03:00+00:00")


def shopper(build: Build) -> Driver:
    driver = build(language="en")
    driver.wait_page("attract")
    return driver


def said(driver: Driver) -> str:
    return "\n".join(driver.texts()).replace("\u00a0", " ")


# Slips and addresses


def test_shopper_is_told_what_a_slip_is(build: Build) -> None:
    driver = shopper(build)
    driver.ui.shell._scans.slipScanned.emit("T7-00401-A")
    driver.settle()
    assert "This is the receipt of order T7-00401-A. Show it to an assistant." in said(driver)


@pytest.mark.parametrize("mode", ["shopper", "assistant"])
def test_slip_leads_staff_to_the_order(build: Build, mode: str) -> None:
    driver = tablet(build) if mode == "assistant" else shopper(build)
    put(driver.shop, order(GUEST_ORDER, "T7-00401-A"))
    driver.shop.outbox.commit("o-77", "T7-00402-B", b"{}", "2026-11-24T11:00:00+00:00")
    slip = driver.ui.shell._scans.slipScanned
    if mode == "assistant":
        slip.emit("T7-00402-B")
        assert driver.ui.shell.noticeCode == "sign_in_first"
    driver.scan(BADGE)
    driver.wait_page("sign-in")
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait(lambda: driver.ui.shell.staffed)
    driver.settle()
    slip.emit("T7-00402-B")
    driver.wait_page("outbox")
    driver.wait(lambda: driver.has("order.T7-00402-B"))
    assert driver.find("order.T7-00402-B").property("pointed") is True
    assert driver.find("order.T7-00401-A").property("pointed") is False
    slip.emit("T7-00401-A")
    driver.wait_page("order")  # a refused one: here is what can be done with it
    slip.emit("T9-00001-X")
    driver.settle()
    assert driver.ui.shell.noticeCode == "slip_elsewhere"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org/a?b=c", "example.org/…"),
        ("https://example.org", "example.org"),
        ("https://our-shop.example@evil.example/pay", "evil.example/…"),
        ("http://exa\u202emple.org\x00/", "example.org"),
        ("https://" + "a" * 200 + ".example", "a" * 40 + "…"),
        ("https://e.example/?next=https://shop.example", "e.example/…"),
        ("www.example.org/x", "www.example.org/…"),
        ("https://e.example?next=@shop.example", "e.example/…"),
        ("https://e.example#@shop.example/", "e.example/…"),
        ("https://e.example\\@shop.example/", "e.example/…"),
    ],
)
def test_address_says_where_it_leads_and_nothing_else(text: str, shown: str) -> None:
    assert shown_address(text) == shown


def test_address_is_shown_and_never_opened(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", opened.append)
    driver = shopper(build)
    driver.scan("https://<b>example</b>.org/buy")
    assert driver.ui.shell.noticeCode == "code_link"
    assert "(<b>example<" in said(driver)  # as plain text
    assert "not a product. We don’t open links." in said(driver)
    driver.tap("notice")
    QCoreApplication.processEvents()
    assert not opened


# A shopper asks for help


def test_call_for_help_is_said_at_once_and_closed_like_a_task(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.hub.tasks = (CALL,)
    tasks = driver.ui.models["tasks"]
    tasks.refresh()  # type: ignore[attr-defined]  # TasksModel
    driver.wait(lambda: driver.ui.shell.noticeCode == "help_wanted")
    assert "Terminal T7: a shopper needs help" in said(driver)
    driver.ui.shell.dismissNotice()
    tasks.refresh()  # type: ignore[attr-defined]  # TasksModel
    driver.settle()
    assert driver.ui.shell.noticeCode == ""  # once
    driver.tap("rail.outbox")
    driver.tap("outbox.tasks")
    assert f"Terminal T7: a shopper needs help. {ABOUT}" in said(driver)
    assert not driver.has("tasks.state")  # "nothing to do"
    driver.tap("task.t1.done")
    driver.wait(lambda: not driver.shop.hub.tasks)
    driver.settle()
    assert not driver.shop.hub.tasks and driver.has("tasks.state")


def test_what_a_call_is_about_is_data(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (structs.replace(CALL, name="{terminal}{place}"),)
    sign_in(driver)
    driver.tap("rail.outbox")
    driver.tap("outbox.tasks")
    assert "Terminal T7: a shopper needs help. {terminal}{place}" in said(driver)
