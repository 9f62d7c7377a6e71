"""Questions over the page: one Escape or the next scan closes them, and nothing else."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt

from kiosk.ports.orders import OutboxCounts
from kiosk.ui.models.people.staff import StaffModel
from tests.assistant_steps import open_anna, sign_in, tablet
from tests.fakes import RAIN_98
from tests.gates import Gate
from tests.refused_orders import GUEST_ORDER, order, put
from tests.ui_driver import Build, Driver

NUMBER = "T7-00401-A"


def refused_order(build: Build, **options: object) -> Driver:
    """Open a refused order's page on a tablet."""
    driver = sign_in(tablet(build, **options))
    put(driver.shop, order(GUEST_ORDER, NUMBER))
    driver.tap("rail.outbox")
    driver.tap(f"order.{NUMBER}")
    driver.wait_page("order")
    return driver


def staff(driver: Driver) -> StaffModel:
    return cast(StaffModel, driver.ui.models["staff"])


def ask_sign_out(driver: Driver) -> None:
    driver.tap("rail.sign-out")
    driver.wait(lambda: driver.has("signOut"))


def test_escape_closes_the_sign_out_question_and_leaves_the_page(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    ask_sign_out(driver)
    assert driver.ui.shell.covered
    driver.key(Qt.Key.Key_Escape)
    driver.settle()
    assert not driver.has("signOut") and not driver.ui.shell.covered
    assert driver.ui.shell.page == "customer" and driver.ui.shell.staffed
    driver.key(Qt.Key.Key_Escape)
    driver.wait_page("customers")


def test_escape_closes_the_question_about_an_order_and_leaves_the_page(build: Build) -> None:
    driver = refused_order(build)
    driver.tap("order.cancel")
    assert driver.has("orderAsk") and driver.ui.shell.covered
    driver.key(Qt.Key.Key_Escape)
    driver.settle()
    assert not driver.has("orderAsk") and not driver.ui.shell.covered
    assert driver.ui.shell.page == "order"


def test_page_below_a_question_rests(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("customers.search")
    staff(driver).askSignOut()
    driver.wait(lambda: driver.has("signOut"))
    assert not driver.has("keyboard")  # nobody types below a question
    seen = []
    for _ in range(3):
        driver.key(Qt.Key.Key_Tab)
        seen.append(driver.window.activeFocusItem().objectName())
    assert seen == ["signOut.go", "signOut.stay", "signOut.go"]
    driver.tap("signOut.stay")
    assert not driver.ui.shell.covered


def test_scan_closes_the_sign_out_question(build: Build) -> None:
    driver = sign_in(tablet(build))
    ask_sign_out(driver)
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    assert not driver.has("signOut") and not driver.ui.shell.covered
    assert driver.ui.shell.staffed


def test_scan_closes_the_question_about_an_order(build: Build) -> None:
    driver = refused_order(build)
    driver.tap("order.cancel")
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    assert not driver.has("orderAsk") and not driver.ui.shell.covered
    driver.ui.shell.back()
    driver.wait_page("order")
    assert not driver.has("orderAsk")
    assert not driver.shop.outbox.rows()[0].resolution  # nobody has agreed


def test_scan_that_changes_no_page_closes_the_question_about_an_order(build: Build) -> None:
    driver = refused_order(build)
    driver.tap("order.cancel")
    driver.scan("nonsense")
    assert not driver.has("orderAsk") and not driver.ui.shell.covered
    assert driver.ui.shell.page == "order" and driver.ui.shell.noticeCode == "code_not_ours"


def test_answered_questions_cover_nothing(build: Build) -> None:
    driver = refused_order(build)
    driver.tap("order.cancel")
    driver.tap("orderAsk.go")
    driver.wait_page("outbox")
    assert not driver.ui.shell.covered
    ask_sign_out(driver)
    driver.tap("signOut.go")
    driver.wait_page("sign-in")
    assert not driver.ui.shell.covered


def test_question_left_with_the_session_covers_nothing(build: Build) -> None:
    for question in ("order.cancel", "rail.sign-out"):
        driver = refused_order(build)
        driver.tap(question)
        driver.settle()
        assert driver.ui.shell.covered
        driver.ui.shell.endSession()
        driver.settle()
        assert not driver.ui.shell.covered
        driver.close()


def test_question_that_was_declined_is_not_asked_again_by_a_late_count(build: Build) -> None:
    driver = sign_in(tablet(build))
    ask_sign_out(driver)
    go_on = Gate()

    def slow() -> OutboxCounts:
        assert go_on.wait()
        return OutboxCounts(0, 0)

    driver.shop.outbox.counts = slow  # type: ignore[method-assign]  # this disk takes its time
    staff(driver).askSignOut()
    staff(driver).stay()
    go_on.set()
    driver.settle()
    assert not driver.has("signOut")
