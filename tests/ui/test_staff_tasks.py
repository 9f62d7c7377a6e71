"""What else waits for staff on the orders' page: the shop's tasks, a damaged store, the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import msgspec
from msgspec import structs

from kiosk.errors import HubRefused
from kiosk.ports.orders import Action, ActionKind, Damage
from kiosk.services.senders import FinishedTask
from kiosk.ui.models.orders.refused_rows import spaced
from kiosk.ui.models.rows import Rows
from kiosk.wire.staff import StaffTask
from tests.assistant_steps import Build, pad, sign_in, tablet
from tests.fakes import BADGE, RAIN_98
from tests.refused_orders import GUEST_ORDER, PHONE, order, put
from tests.ui_driver import Driver


def rows_of(driver: Driver, model: str) -> list[Any]:
    rows: object = cast(Any, driver.ui.models[model]).rows
    assert isinstance(rows, Rows)
    return list(rows.rows)


def said(driver: Driver) -> str:
    return "\n".join(driver.texts())


def task(task_id: str = "t1", kind: str = "backorder", name: str = "Rain jacket") -> StaffTask:
    at = "2026-11-24T10:35:00+00:00"
    return StaffTask(task_id, kind, "o9", "T7-00309-B", RAIN_98, name, "Анна", "•• •• 04 17", at)


def test_tasks_say_what_happened_and_what_to_do_and_are_closed(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (task(), task("t2", "unheard_of"))
    sign_in(driver)
    driver.settle()
    put(driver.shop, order(GUEST_ORDER, "T7-00401-A"))
    driver.tap("rail.outbox")
    driver.settle()
    assert driver.texts().count("1") == 2  # the rail and the section count what was refused
    driver.tap("outbox.tasks")
    text = said(driver)
    assert "Sold out: Rain jacket “Puddle”, Ocean blue, 98." in text
    assert "Call the customer: does the wait suit them?" in text
    about = text.replace("\u00a0", " ")
    assert "T7-00309-B · Анна · •• •• 04 17" in about and "30 min ago" in text
    assert "Something about this order needs a person." in text
    driver.tap("task.t1.done")
    driver.wait(lambda: len(driver.shop.hub.tasks) == 1)
    driver.settle()
    assert [one.id for one in driver.shop.hub.tasks] == ["t2"]
    assert [row.taskId for row in rows_of(driver, "tasks")] == ["t2"]


def test_a_moved_line_says_where_it_is_kept(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (structs.replace(task("t1", "moved"), location_id="store-2"),)
    sign_in(driver)
    driver.settle()
    driver.tap("rail.outbox")
    driver.settle()
    driver.tap("outbox.tasks")
    assert "Moved to Central Station" in driver.texts()
    assert "Sold out where it was promised: Rain jacket “Puddle”, Ocean blue, 98." in said(driver)


def test_article_is_named_in_the_language_on_the_glass(build: Build) -> None:
    driver = tablet(build, language="ru")
    gone = structs.replace(task("t2", name="Old hat"), sku="no-longer-sold")
    driver.shop.hub.tasks = (task(), gone)
    sign_in(driver)
    driver.settle()
    assert [row.what for row in rows_of(driver, "tasks")] == [
        "Разобрали: Куртка «Лужа», Морской синий, 98.",
        "Разобрали: Old hat.",  # as the order has it
    ]


def test_guest_s_phone_is_grouped_to_be_read_while_dialling(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (structs.replace(task(), phone=PHONE),)
    sign_in(driver)
    driver.settle()
    assert rows_of(driver, "tasks")[0].who == f"Анна · {spaced(PHONE)}"


def test_every_kind_of_task_has_its_own_words(build: Build) -> None:
    kinds = ["backorder", "moved", "left_out", "ordered_twice", "clock", "miscounted"]
    kinds.append("not_handed_over")
    driver = tablet(build, language="ru")
    driver.shop.hub.tasks = tuple(task(kind, kind) for kind in kinds)
    sign_in(driver)
    driver.settle()
    rows = rows_of(driver, "tasks")
    assert len({row.title for row in rows}) == len({row.todo for row in rows}) == len(kinds)
    assert not [row for row in rows if "{" in row.what + row.todo or row.what.isascii()]
    assert "T7-00309-B" in rows[-1].todo


def test_task_that_cannot_be_closed_stays(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (task(),)
    sign_in(driver)
    driver.tap("rail.outbox")
    driver.tap("outbox.tasks")

    def ended(staff_grant: str, task_id: str) -> None:
        raise HubRefused("grant_ended", 403)

    driver.shop.hub.finish_task = ended  # type: ignore[method-assign]  # this hub ended the sign-in
    driver.tap("task.t1.done")
    driver.wait(driver.shop.terminal.orders.not_taken)
    driver.wait(lambda: driver.ui.shell.noticeCode)
    driver.settle()
    assert driver.ui.shell.noticeCode == "sign_in_ended"
    assert [(row.taskId, row.busy) for row in rows_of(driver, "tasks")] == [("t1", False)]


def test_task_that_is_closed_without_a_network_is_closed_when_there_is_one(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (task(),)
    sign_in(driver)
    driver.tap("rail.outbox")
    driver.tap("outbox.tasks")
    driver.shop.cut_cable()
    driver.wait(lambda: driver.ui.shell.linkState == "offline")
    driver.tap("task.t1.done")
    driver.settle()
    assert not rows_of(driver, "tasks")
    assert [one.id for one in driver.shop.hub.tasks] == ["t1"]
    driver.shop.restore_cable()
    driver.wait(lambda: not driver.shop.hub.tasks and not driver.shop.actions.kept)
    driver.settle()
    assert not rows_of(driver, "tasks") and not driver.shop.actions.kept


def test_what_the_shop_did_not_take_is_on_the_orders_sheet_until_somebody_read_it(
    build: Build,
) -> None:
    driver = tablet(build)
    for kind in ActionKind:
        body = msgspec.json.encode(FinishedTask("t1", "grant", "T7-00309-B"))
        driver.shop.actions.commit(Action(kind, kind, 0, 10**15, body))
        driver.shop.actions.refuse(kind, "grant_ended")
    sign_in(driver)
    driver.tap("rail.outbox")
    driver.wait(lambda: driver.has("notTaken"))
    text = said(driver).replace("\u2011", "-").replace("\u00a0", " ")
    assert "Not taken by the shop: 3" in text
    assert "its task is still open. Close it once more." in text
    assert "A shopper’s call for help did not go out." in text
    assert "is not in their web basket" in text
    driver.tap("notTaken.action")
    driver.wait(lambda: not driver.has("notTaken"))
    assert not driver.shop.actions.kept


def test_without_the_network_the_tasks_say_when_they_come(build: Build) -> None:
    driver = tablet(build)
    sign_in(driver)
    driver.shop.cut_cable()
    driver.settle()
    driver.tap("rail.outbox")
    driver.tap("outbox.tasks")
    driver.settle()
    assert "The shop’s tasks appear here when the network is back." in driver.texts()
    driver.shop.hub.tasks = (task(),)
    driver.shop.restore_cable()
    driver.wait(lambda: [row.taskId for row in rows_of(driver, "tasks")] == ["t1"])


def test_sign_out_forgets_the_tasks_and_the_sheet(build: Build) -> None:
    driver = tablet(build)
    driver.shop.hub.tasks = (task(),)
    sign_in(driver)
    driver.tap("rail.outbox")
    driver.settle()
    driver.ui.shell.endSession()
    driver.settle()
    assert not rows_of(driver, "tasks") and not rows_of(driver, "outbox")
    driver.scan(BADGE)
    pad(driver, "1234")
    driver.tap("signin.go")
    driver.wait(lambda: len(rows_of(driver, "tasks")) == 1)


def test_damage_is_before_staff_until_they_note_it(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.outbox.damaged = (
        Damage("2026-11-24T08:12:00+00:00", 1, ("T7-00391-K", "T7-00393-A"), "terminal.db.bad"),
    )
    driver.tap("rail.outbox")
    driver.settle()
    text = said(driver).replace("\u2011", "-")
    assert "Storage failed: 11:12" in text
    assert "1 order recovered. 2 lost: T7-00391-K, T7-00393-A. Tell IT now." in text
    assert "ask for the receipt, or what it was." in text and "File for IT: terminal.db.bad" in text
    driver.tap("damage.action")
    driver.settle()
    assert not driver.shop.outbox.damages()
    assert not driver.has("damage")


def test_counter_without_an_order_is_told_too(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.shop.outbox.damaged = (Damage("2026-11-24T08:12:00+00:00", 0, ("T7-00391-K",), ""),)
    driver.tap("rail.outbox")
    driver.wait(lambda: "stopped in the middle" in said(driver))
    text = said(driver).replace("\u2011", "-")
    assert "This device stopped in the middle of an order: 11:12" in text
    assert "No order has the number T7-00391-K" in text


def set_clock(driver: Driver, offset: timedelta) -> None:
    """Let the last round have measured this machine's clock."""
    syncing = driver.shop.terminal.syncing
    syncing.link = replace(syncing.link, offset=offset)
    driver.ui.shell.linkChanged.emit()


def test_clock_that_is_wrong_is_told_to_staff(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("rail.outbox")
    driver.settle()
    set_clock(driver, timedelta(seconds=119))
    assert not driver.has("clock")
    set_clock(driver, timedelta(minutes=12))
    assert (
        "This device’s clock is 12 minutes slow; orders carry the server’s time. Tell IT."
        in driver.texts()
    )
    assert "the clock\nis wrong" in driver.texts()  # the rail, on every page
    set_clock(driver, timedelta(days=-1))
    assert any("is 1 day fast" in text for text in driver.texts())


def test_shoppers_notice_of_the_network_stays_off_staff_s_pages(build: Build) -> None:
    driver = sign_in(tablet(build))
    driver.tap("rail.outbox")
    driver.shop.cut_cable()
    driver.settle()
    assert driver.ui.shell.linkState == "offline" and driver.ui.shell.noticeCode == ""


def test_shoppers_are_not_told_of_the_clock(build: Build) -> None:
    driver = build(mode="shopper", language="en")
    driver.wait_page("attract")
    set_clock(driver, timedelta(hours=2))
    driver.settle()
    assert not any("clock" in text for text in driver.texts())
