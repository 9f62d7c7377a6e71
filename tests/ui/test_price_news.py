"""An open basket says what the shop has changed about its prices."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.basket import BasketOp
from kiosk.domain.catalogue import Promotion
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutRequest
from tests.fake_shop_data import PROMOTIONS
from tests.fakes import ANNA_CARD, BADGE, BOOTS, RAIN_98, TEE, rub
from tests.gates import Gate
from tests.ui_driver import Build, Driver

DOWN = "Price went down: was 3,490\u00a0₽, now 2,990\u00a0₽"
UP = "Price went up: was 3,490\u00a0₽, now 3,990\u00a0₽"
TOTAL = "Total 3,280\u00a0₽, was 3,780\u00a0₽"  # with delivery


def follow(driver: Driver) -> None:
    """Let one round of the feed be done."""
    seen = int(driver.basket.revision)
    driver.shop.terminal.syncing.tick()
    driver.wait(lambda: driver.basket.revision > seen)
    driver.settle()


def reprice(driver: Driver, price: float, sku: str = RAIN_98) -> None:
    driver.shop.catalogue.prices[sku] = rub(price)
    follow(driver)


def holding(build: Build, price: float = 3490, **options: object) -> Driver:
    """Build a terminal with a jacket in its basket, which stands on the basket's page."""
    driver = build(**{"language": "en"} | options)
    driver.shop.catalogue.prices[RAIN_98] = rub(price)
    driver.shop.terminal.session.add(RAIN_98)
    driver.settle()
    driver.ui.shell.open("basket")
    driver.wait_page("basket")
    return driver


def at_the_checkout(build: Build) -> Driver:
    driver = holding(build)
    driver.checkout.open()
    driver.wait_page("checkout")
    for entry, text in (("phone", "89161234567"), ("street", "Лесная"), ("house", "5")):
        driver.checkout.fill(entry, text)
    return driver


def news(driver: Driver) -> list[tuple[str, str]]:
    return [(row.sku, row.detail) for row in driver.basket.prices.rows.rows]


def test_line_says_what_it_was_and_what_it_is_now(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    assert d.has(f"moved.{RAIN_98}") and DOWN in d.texts()
    (line,) = d.basket.lines.rows
    assert (line.movedIcon, line.price) == ("trending_down", "2,990\u00a0₽")


def test_dearer_is_said_as_plainly_as_cheaper(build: Build) -> None:
    d = holding(build)
    reprice(d, 3990)
    assert UP in d.texts()
    assert d.basket.lines.rows[0].movedIcon == "trending_up"


def test_notice_with_the_total_comes_once_where_the_basket_is_out_of_sight(build: Build) -> None:
    d = holding(build)
    d.ui.shell.open("search")
    d.wait_page("search")
    reprice(d, 2990)
    assert d.ui.shell.noticeCode == "prices_changed"
    assert any(TOTAL in text for text in d.texts())
    d.ui.shell.dismissNotice()
    follow(d)
    assert not d.ui.shell.noticeCode


def test_basket_page_says_it_without_a_notice_over_it(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    assert d.has("prices") and not d.ui.shell.noticeCode
    assert TOTAL in d.texts()


def test_it_stays_until_somebody_has_taken_note(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    follow(d)
    assert d.has(f"moved.{RAIN_98}")
    d.tap("prices.action")
    d.settle()
    assert not d.has("prices") and not d.has(f"moved.{RAIN_98}")
    reprice(d, 2790)
    assert "Price went down: was 2,990\u00a0₽, now 2,790\u00a0₽" in d.texts()


def test_two_changes_are_told_from_the_first_price_to_the_last(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    reprice(d, 2790)
    assert news(d) == [(RAIN_98, "Price went down: was 3,490\u00a0₽, now 2,790\u00a0₽")]
    assert "Total 3,080\u00a0₽, was 3,780\u00a0₽" in d.texts()


def test_price_that_came_back_is_no_news_any_more(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    reprice(d, 3490)
    assert not news(d) and not d.has("prices")


def test_what_the_shopper_changes_is_no_news(build: Build) -> None:
    d = holding(build)
    session = d.shop.terminal.session
    d.shop.hub.log = ()
    for sku, quantity in ((TEE, 1), (TEE, 2), (RAIN_98, 3)):
        session.set_quantity(sku, quantity)
        d.settle()
    d.basket.chooseFor(TEE)
    d.basket.choose("collect:store-2")
    d.scan(ANNA_CARD)  # brings a tier, and with it other prices
    d.wait(lambda: session.state.customer)
    d.settle()
    assert d.basket.lines.rows[0].tier
    assert not news(d) and not d.ui.shell.noticeCode.startswith("prices")


def test_end_of_a_promotion_is_news(build: Build) -> None:
    d = holding(build)
    d.shop.terminal.session.add(BOOTS)
    d.settle()
    running: Sequence[Promotion] = [p for p in PROMOTIONS if p.id != "boots"]
    d.shop.catalogue.running = running
    follow(d)
    assert news(d) == [(BOOTS, "Price went up: was 1,691.50\u00a0₽, now 1,990\u00a0₽")]


def test_mark_follows_the_quantity_and_the_total_is_no_longer_compared(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    d.shop.terminal.session.set_quantity(RAIN_98, 2)
    d.settle()
    assert news(d) == [(RAIN_98, "Price went down: was 6,980\u00a0₽, now 5,980\u00a0₽")]
    assert d.basket.prices.total == ""


def test_line_that_is_taken_out_takes_its_mark_along(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    d.basket.remove(RAIN_98)
    d.settle()
    assert not news(d)


def test_next_shopper_hears_nothing_of_it(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    d.ui.shell.endSession()
    assert not news(d)  # at once, not when the next basket was read
    d.wait_page("attract")
    assert not d.ui.shell.noticeCode
    d.shop.terminal.session.add(RAIN_98)
    d.settle()
    assert not news(d)


def test_checkout_shows_it_before_anything_is_ordered(build: Build) -> None:
    d = at_the_checkout(build)
    reprice(d, 3990)
    assert d.has("prices") and UP in d.texts()
    d.tap("place")  # the finger was on its way
    d.settle()
    assert d.ui.shell.page == "checkout" and not d.shop.outbox.rows()
    d.shop.clock.advance(2)
    d.tap("place")
    d.wait_page("done")
    (row,) = d.shop.outbox.rows()
    assert b'"minor":399000' in row.body


def test_order_under_way_is_not_placed_at_a_price_that_nobody_has_seen(build: Build) -> None:
    d = at_the_checkout(build)
    hold, go_on = d.shop.hub.hold, Gate()

    def slow(
        checkout_id: str, request: CheckoutRequest, grant: str = "", version: int = 0
    ) -> CheckoutAnswer:
        assert go_on.wait()
        return hold(checkout_id, request, grant, version)

    d.shop.hub.hold = slow  # type: ignore[method-assign]  # this hub takes its time
    d.checkout.place()
    d.shop.catalogue.prices[RAIN_98] = rub(3990)
    d.shop.terminal.syncing.tick()
    d.wait(lambda: d.has("prices"))
    go_on.set()
    d.settle()
    assert d.ui.shell.page == "checkout" and not d.shop.outbox.rows()
    assert not d.checkout.busy


def test_news_of_before_stands_at_the_checkout_until_it_is_noted(build: Build) -> None:
    d = holding(build)
    reprice(d, 2990)
    d.tap("order")
    d.wait_page("checkout")
    assert d.has("prices") and DOWN in d.texts()
    d.tap("prices.noted")
    d.settle()
    assert not d.has("prices")


def test_changed_quantity_and_changed_price_name_one_total(build: Build) -> None:
    d = build(language="en")
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.checkout.open()
    d.wait_page("checkout")
    d.shop.hub.add_on_web(RAIN_98)
    d.exchange()
    d.settle()
    reprice(d, 1490, BOOTS)
    assert d.has("news") and d.has("prices")
    assert sum(text.startswith("Total ") for text in d.texts()) == 1


def test_adopted_basket_is_no_price_news(build: Build) -> None:
    d = holding(build)
    log: tuple[BasketOp, ...] = d.shop.hub.log
    assert log
    d.scan(ANNA_CARD)
    d.wait(lambda: d.basket.lines.count == 3)
    assert not news(d)


def test_assistant_sees_the_mark_beside_the_customer(build: Build) -> None:
    d = build(mode="assistant", language="en")
    d.scan(BADGE)
    d.wait_page("sign-in")
    for digit in "1234":
        d.tap(f"pad.{digit}")
    d.tap("signin.go")
    d.wait_page("customers")
    d.scan(ANNA_CARD)
    d.wait_page("customer")
    d.settle()
    reprice(d, 1490, BOOTS)
    assert any(text.startswith("Price went down: was") for text in d.texts())
    assert d.ui.shell.noticeCode == "prices_changed"


def test_open_product_marks_its_price_and_nothing_moves(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    before = d.find("price").mapToScene(d.find("price").boundingRect().center()).y()
    d.shop.catalogue.prices[RAIN_98] = rub(2990)
    d.shop.terminal.syncing.tick()
    d.wait(lambda: d.has("priceMoved"))
    d.settle()
    assert {"Price went down: was 3,490\u00a0₽", "2,990\u00a0₽"} <= set(d.texts())
    assert d.find("price").mapToScene(d.find("price").boundingRect().center()).y() == before
    d.product.pickSize("p-rain-blue-92")
    d.settle()
    assert not d.has("priceMoved")


def test_former_price_is_whole_on_the_tablet(build: Build) -> None:
    d = build(mode="assistant", size=(1024, 768), diagonal_inch=10.1)
    d.shop.catalogue.prices[RAIN_98] = rub(3490)
    d.scan(BADGE)
    d.wait_page("sign-in")
    for digit in "1234":
        d.tap(f"pad.{digit}")
    d.tap("signin.go")
    d.wait(lambda: d.ui.shell.staffed)
    d.product.openProduct("p-rain", "")
    d.wait_page("product")
    d.settle()
    d.product.pickSize(RAIN_98)
    d.settle()
    d.shop.catalogue.prices[RAIN_98] = rub(2990)
    d.shop.terminal.syncing.tick()
    d.wait(lambda: d.has("priceMoved"))
    d.window.grabWindow()
    said = next(item for item in d.items() if item.property("text") == d.product.moved)
    assert not said.property("truncated") and said.property("lineCount") == 2
    assert d.find("priceMoved").width() < d.find("picture").width()
