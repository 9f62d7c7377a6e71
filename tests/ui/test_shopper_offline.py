"""With the cable cut: said once, kindly; no number that may be wrong; confirmed later."""

from __future__ import annotations

import re
from dataclasses import replace

from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import OutboxRow
from tests.fakes import ANNA_CARD, RAIN_98
from tests.ui_driver import Build, Driver

COUNT = re.compile(r"\d+ (left|here|in stock)|осталось \d+")


def _cut(d: Driver) -> Driver:
    d.shop.cut_cable()
    d.wait(lambda: d.ui.shell.linkState == "offline")
    d.settle()
    return d


def test_stock_is_counted_only_while_it_is_exact(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    assert "1.2 km · today from 16:00 · 3 left" in d.texts()
    d.shop.clock.advance(120)
    d.ui.shell.linkChanged.emit()
    assert "1.2 km · today from 16:00 · few left, as of 14:05" in d.texts()
    assert not any(COUNT.search(text) for text in d.texts())
    d.shop.clock.advance(600)
    d.ui.shell.linkChanged.emit()
    assert "As of 14:05. We confirm after you order" in d.texts()
    assert not any(COUNT.search(text) for text in d.texts())


def test_offline_there_is_no_count_and_the_age_is_said(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    _cut(d)
    assert not any(COUNT.search(text) for text in d.texts())
    assert "As of 14:05. We confirm after you order" in d.texts()
    assert d.ui.shell.noticeCode == "offline"


def test_offline_is_said_once_a_session(build: Build) -> None:
    d = build()
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    _cut(d)
    d.ui.shell.dismissNotice()
    d.shop.terminal.syncing.tick()
    d.settle()
    assert d.ui.shell.noticeCode == ""


def test_points_told_at_the_order_are_not_counted_twice_when_the_account_is_fresh(
    build: Build,
) -> None:
    d = _cut(build())
    d.scan(d.shop.hub.app_code())
    d.wait(lambda: d.has("customer"))
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.tap("toBasket")
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    d.tap("place")
    d.wait_page("done")
    told, session = d.done.points, d.shop.terminal.session
    customer = session.state.customer
    assert customer is not None
    fresh = replace(customer.account, points=customer.account.points + 500)
    session.identify(replace(customer, account=fresh))
    d.settle()
    assert told
    assert d.done.points == told


def test_offline_order_is_confirmed_by_itself_while_its_page_is_shown(build: Build) -> None:
    d = _cut(build())
    d.scan(d.shop.hub.app_code())
    d.wait(lambda: d.has("customer"))
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.checkout.open()
    d.wait_page("checkout")
    d.tap("place")
    d.wait_page("done")
    assert d.done.state == "waiting"
    settled: list[str] = []
    d.ui.shell.settledOrder.connect(settled.append)
    d.shop.restore_cable()
    d.wait(lambda: d.done.state == "confirmed")
    assert settled == [row.order_id for row in d.shop.outbox.rows()]
    assert len(d.shop.hub.orders) == 1


def test_refused_order_sends_the_shopper_to_staff(build: Build) -> None:
    d = build()
    d.shop.hub.refusal = "price_refused"
    d.scan(d.shop.hub.app_code())
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    d.tap("place")
    d.wait_page("done")
    d.wait(lambda: d.done.state == "rejected")
    d.settle()
    assert "Обратитесь к консультанту" in d.texts()


def test_card_read_offline_is_completed_when_the_link_is_back(build: Build) -> None:
    d = _cut(build())
    d.scan(ANNA_CARD)
    d.wait(lambda: d.has("customer"))
    assert "Карта считана" in d.texts()
    assert not any("Анна" in text for text in d.texts())
    d.shop.restore_cable()
    d.wait(lambda: any("Анна" in text for text in d.texts()))


def test_first_start_says_what_it_waits_for_and_then_opens_by_itself(build: Build) -> None:
    d = build(catalogue=False)
    assert d.has("noCatalogue") and "Загружаем каталог…" in d.texts()
    d.scan(d.shop.gtin(RAIN_98))
    assert d.ui.shell.page == "attract"
    assert "attract" not in d.shown
    d.shop.catalogue.missing = False
    d.shop.terminal.syncing.tick()
    d.wait_page("attract")
    assert d.has("headline") and not d.has("noCatalogue")


def test_first_start_without_a_hub_says_what_is_safe(build: Build) -> None:
    d = build(catalogue=False, online=False)
    assert d.has("noCatalogue")
    assert any("Сервер магазина не отвечает" in text for text in d.texts())


def test_revoked_terminal_locks_forgets_its_shopper_and_keeps_its_orders(build: Build) -> None:
    d = _cut(build())
    d.scan(d.shop.hub.app_code())
    d.wait(lambda: d.has("customer"))
    d.shop.hub.revoked = True
    d.shop.restore_cable()
    d.wait(lambda: d.has("locked"))
    d.settle()
    assert any("Терминал не работает" in text for text in d.texts())
    assert d.ui.shell.hasContent is False
    d.scan(d.shop.gtin(RAIN_98))
    assert d.ui.shell.page == "attract"
    waiting = OutboxRow("o1", "T7-00009-X", OutboxState.PENDING, "", 0, "", b"{}")
    d.shop.outbox.put(waiting)
    d.shop.terminal.syncing.tick()
    d.settle()
    assert [row.order_id for row in d.shop.outbox.rows()] == ["o1"]
    d.shop.outbox.accept("o1", b"", "epoch-1", 1)
    d.shop.hub.revoked = False
    d.shop.terminal.syncing.tick()
    d.wait(lambda: not d.has("locked"))


def test_code_that_expires_while_offline_is_not_asked_for_again_and_again(build: Build) -> None:
    d = _cut(build())
    d.scan(d.shop.hub.app_code())
    d.wait(lambda: d.has("customer"))
    d.shop.hub.refuses_proof = True
    d.shop.restore_cable()
    d.wait(lambda: d.ui.shell.linkState == "online")
    d.settle()
    asked = d.shop.hub.proofs
    d.shop.terminal.syncing.tick()
    d.settle()
    assert asked == d.shop.hub.proofs == 1
    assert d.shop.terminal.session.state.customer
