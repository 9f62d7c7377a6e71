"""The shopper's way through the real window, over a fake shop."""

from __future__ import annotations

from functools import partial

from tests.fakes import ANNA_CARD, BOOTS, HOSTILE_NAME, RAIN_98, STRANGER_CARD, TEE, VARIANTS
from tests.ui_driver import Build, Driver


def test_guest_scans_orders_and_leaves_a_clean_screen(build: Build) -> None:
    d = build()
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.tap("toBasket")
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    _fill(d, street="Лесная", house="5", phone="89161234567")
    d.tap("place")
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.number in " ".join(d.texts())
    assert order.contact.phone == "+79161234567"
    assert (order.address.city, order.address.street, order.address.house) == (
        "Москва",
        "Лесная",
        "5",
    )
    d.wait(lambda: d.shop.printer.printed)
    assert d.shop.printer.printed[0].number == order.number
    d.tap("finish")
    d.wait_page("attract")
    assert not d.shop.terminal.session.state.own


def test_card_brings_the_web_basket_and_undo_takes_it_back(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    assert d.has("brought") and d.has(f"line.{BOOTS}") and d.has(f"line.{TEE}")
    assert "Анна · 1\u00a0240 баллов" in d.texts()
    d.tap("brought.action")
    d.settle()
    assert d.has("apart") and not d.has(f"line.{BOOTS}")
    d.tap("apart.action")
    d.settle()
    assert d.has(f"line.{BOOTS}")


def test_change_on_the_web_is_seen_here(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.shop.hub.add_on_web(RAIN_98)
    d.exchange()
    d.settle()
    assert d.has(f"line.{RAIN_98}")


def test_piece_added_here_reaches_the_shared_basket(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.exchange()
    d.settle()
    assert RAIN_98 in {op.sku for op in d.shop.hub.log}


def test_saved_addresses_need_the_app_code(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    assert not any("Лип" in text for text in d.texts())
    d.scan(d.shop.hub.app_code())
    d.wait(lambda: d.has("address.a1"))
    d.tap("place")
    d.wait_page("done")
    d.wait(lambda: d.shop.hub.orders)
    (order,) = d.shop.hub.orders.values()
    assert order.address.ref == "a1" and not order.address.street
    assert order.evidence.kind == "app_code"


def test_second_customer_does_not_take_over_the_session(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.scan(STRANGER_CARD)
    d.settle()
    customer = d.shop.terminal.session.state.customer
    assert customer and customer.account.first_name == "Анна"


def test_unknown_codes_get_a_kind_answer(build: Build) -> None:
    d = build(language="en")
    answers = {
        "<script>": "code_not_ours",
        "4600000010017": "code_checksum",
        STRANGER_CARD: "card_unknown",
        d.shop.hub.app_code()[:-8] + "AAAAAAAA": "app_code_invalid",
    }
    for code, answer in answers.items():
        d.scan(code)
        d.wait(partial(_said, d, answer))
        assert d.has("notice")
        assert d.ui.shell.page == "attract"


def test_names_from_outside_are_shown_as_text(build: Build) -> None:
    d = build()
    d.scan(d.shop.gtin("p-html-red-86"))
    d.wait_page("product")
    assert HOSTILE_NAME in d.texts()


def test_every_size_says_what_can_be_done_with_it(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    captions = {row.size: row.caption for row in d.product.sizes.rows}
    assert captions == {
        "86": "here",
        "92": "here",
        "98": "home tomorrow",
        "104": "2 stores",
        "110": "here",
        "116": "sold out",
    }
    assert {row.code: row.available for row in d.product.colours.rows}["pine"] is False


def test_no_longer_sold_line_can_only_be_removed(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.shop.catalogue.gone.add(BOOTS)
    d.shop.terminal.syncing.tick()
    d.wait(lambda: d.has(f"removeGone.{BOOTS}"))
    assert not d.basket.canOrder
    d.tap(f"removeGone.{BOOTS}")
    d.settle()
    assert d.basket.canOrder


def test_way_of_a_line_is_changed_from_the_basket(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.tap("toBasket")
    d.wait_page("basket")
    d.tap(f"wayOf.{RAIN_98}")
    d.tap("way.collect:store-2")
    d.settle()
    assert not d.has("waySheet")
    assert "Central Station" in d.texts()


def test_search_finds_as_you_type_and_a_typed_code_is_a_scan(build: Build) -> None:
    d = build()
    d.tap("searchBox")
    d.wait_page("search")
    for key in "кур":
        d.tap(f"key.{key}")
    d.wait(lambda: d.has("tile.p-rain"))
    d.tap("search.clear")
    d.type("нетакого")
    d.wait(lambda: "Ничего не нашлось" in d.texts())
    d.tap("search.clear")
    d.type(d.shop.gtin(RAIN_98))
    d.tap("key.enter")
    d.wait_page("product")
    assert d.product.sku == RAIN_98


def test_category_opens_its_products(build: Build) -> None:
    d = build()
    d.tap("category.outer")
    d.wait_page("category")
    d.wait(lambda: d.has("tile.p-long"))
    d.tap("tile.p-long")
    d.wait_page("product")
    d.tap("back")
    d.wait(lambda: d.ui.shell.page == "category")


def test_wrong_phone_is_said_beside_the_field_and_nothing_is_written(build: Build) -> None:
    d = _at_checkout(build())
    _fill(d, street="Лесная", house="5", phone="12")
    d.tap("place")
    d.settle()
    assert d.has("phone.problem") and not d.has("street.problem")
    assert d.checkout.phoneError in d.texts()
    assert not d.shop.outbox.rows()


def test_full_disk_keeps_the_basket_and_says_so(build: Build) -> None:
    d = _at_checkout(build())
    d.shop.outbox.full = True
    _fill(d, street="Лесная", house="5", phone="89161234567")
    d.tap("place")
    d.wait(lambda: d.has("checkoutError"))
    assert d.ui.shell.page == "checkout"
    assert d.shop.terminal.session.state.lines[0].sku == RAIN_98


def test_paper_out_is_said_and_trying_again_prints(build: Build) -> None:
    d = _at_checkout(build())
    d.shop.printer.fault = "printer_paper_out"
    _fill(d, street="Лесная", house="5", phone="89161234567")
    d.tap("place")
    d.wait_page("done")
    d.wait(lambda: d.has("receipt.action"))
    d.shop.printer.fault = ""
    d.tap("receipt.action")
    d.wait(lambda: d.shop.printer.printed)
    d.settle()
    assert d.done.receipt == "printed"


def test_every_variant_of_the_fake_shop_opens(build: Build) -> None:
    d = build()
    for variant in list(VARIANTS.values())[::17]:
        d.scan(variant.gtins[0])
        d.wait(partial(_opened, d, variant.sku))


def _at_checkout(d: Driver) -> Driver:
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.settle()
    d.tap("toBasket")
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    return d


def _fill(d: Driver, **entries: str) -> None:
    """Fill the checkout's fields as their editing would."""
    for name, text in entries.items():
        d.checkout.fill(name, text)


def _said(d: Driver, code: str) -> bool:
    return bool(d.ui.shell.noticeCode == code)


def _opened(d: Driver, sku: str) -> bool:
    return bool(d.product.sku == sku)
