"""Pieces with a marking code of their own, and labels of the shop's scales."""

from __future__ import annotations

from threading import Event

from kiosk.domain.scans import GS, Scan, Symbology
from kiosk.lanes import Lane
from kiosk.services.scanning import ProductFound
from kiosk.ui.marks import piece_in_basket
from kiosk.ui.scan_results import ONE_LABEL_S
from tests.assistant_steps import open_anna, sign_in, tablet
from tests.fake_shop_data import BOOTS, TEE
from tests.fakes import RAIN_98, VARIANTS
from tests.ui_driver import Build, Driver

GTIN = VARIANTS[RAIN_98].gtins[0]


def mark(serial: str) -> str:
    """What the DataMatrix on a piece holds: GTIN, serial number, signature."""
    return f"01{GTIN}21{serial}{GS}93abcd"


def scan(driver: Driver, code: str) -> None:
    at = driver.shop.clock.monotonic()
    symbology = Symbology.EAN13 if code == GTIN[1:] else Symbology.GS1_DATAMATRIX
    driver.ui.shell.take(Scan(code, "camera", at, symbology, code.encode()))
    driver.settle()


def pieces(driver: Driver) -> int:
    return sum(line.quantity for line in driver.shop.terminal.session.state.lines)


def marks(driver: Driver) -> list[str]:
    return [code for sku, code in driver.shop.terminal.session.state.marks if sku == RAIN_98]


def test_marks_of_the_scanned_pieces_go_into_the_basket(build: Build) -> None:
    driver = build(language="en")
    scan(driver, mark("one"))
    driver.wait_page("product")
    assert marks(driver) == []  # looked at, not taken
    driver.tap("add")
    driver.tap("add")  # "another one", whose mark nobody has read
    assert (pieces(driver), marks(driver)) == (2, [mark("one")])
    scan(driver, mark("two"))
    driver.tap("add")
    assert (pieces(driver), marks(driver)) == (3, [mark("one"), mark("two")])


def test_very_piece_is_not_put_in_twice(build: Build) -> None:
    driver = build(language="en")
    scan(driver, mark("one"))
    driver.wait_page("product")
    driver.tap("add")
    scan(driver, mark("one"))
    assert "This exact item is already in your basket. Nothing was added." in driver.texts()
    assert driver.product.added  # the page stays as it is
    assert (pieces(driver), marks(driver)) == (1, [mark("one")])


def test_mark_is_of_one_variant_only(build: Build) -> None:
    driver = build(language="en")
    scan(driver, mark("one"))
    driver.wait_page("product")
    driver.product.pickSize("p-rain-blue-92")
    driver.wait(lambda: driver.product.sku == "p-rain-blue-92")
    driver.tap("add")
    assert driver.shop.terminal.session.state.marks == ()


def test_piece_may_come_back_after_the_number_was_lowered(build: Build) -> None:
    driver = build(language="en")
    session = driver.shop.terminal.session
    for serial in ("one", "two"):
        session.add(RAIN_98, mark=mark(serial))
    assert piece_in_basket(session.state, RAIN_98, mark("two"))
    session.set_quantity(RAIN_98, 1)
    assert not piece_in_basket(session.state, RAIN_98, mark("two"))
    session.remove(RAIN_98)
    assert not piece_in_basket(session.state, RAIN_98, mark("one"))
    assert not piece_in_basket(session.state, RAIN_98, "")


def test_assistant_s_scan_puts_a_marked_piece_in_once(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    before = pieces(driver)
    driver.ui.shell.open("customers")
    for _ in range(2):
        scan(driver, mark("one"))
        driver.wait_page("customer")
    assert pieces(driver) == before + 1 and marks(driver) == [mark("one")]
    assert driver.ui.shell.noticeCode == "piece_in_basket"
    scan(driver, mark("two"))
    assert pieces(driver) == before + 2 and marks(driver) == [mark("one"), mark("two")]


def test_two_codes_of_one_label_are_one_piece(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    before = pieces(driver)
    scan(driver, GTIN[1:])
    scan(driver, mark("one"))
    assert (pieces(driver), marks(driver)) == (before + 1, [mark("one")])
    driver.shop.clock.advance(ONE_LABEL_S + 0.1)
    scan(driver, mark("two"))
    scan(driver, GTIN[1:])
    assert (pieces(driver), marks(driver)) == (before + 2, [mark("one"), mark("two")])


def test_piece_that_was_not_put_in_leaves_no_mark(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    session = driver.shop.terminal.session
    session.set_quantity(RAIN_98, 19)
    driver.settle()
    scan(driver, GTIN[1:])
    assert driver.ui.shell.noticeCode == ""
    driver.shop.clock.advance(ONE_LABEL_S + 0.1)
    scan(driver, GTIN[1:])
    assert driver.ui.shell.noticeCode == "line_full"
    scan(driver, mark("one"))
    assert session.state.marks == ()
    session.set_quantity(RAIN_98, 1)
    driver.shop.clock.advance(ONE_LABEL_S + 0.1)
    scan(driver, GTIN[1:])
    scan(driver, mark("one"))
    assert marks(driver) == [mark("one")]


def test_mark_of_a_piece_that_was_only_looked_at_is_not_the_next_customer_s(build: Build) -> None:
    driver = sign_in(tablet(build))
    scan(driver, GTIN[1:])
    driver.wait_page("product")
    open_anna(driver)
    scan(driver, mark("one"))
    assert driver.shop.terminal.session.state.marks == ()


def test_code_of_the_last_shopper_s_label_makes_no_label_with_the_next_one_s(build: Build) -> None:
    driver = build(language="en")
    scan(driver, GTIN[1:])
    driver.wait_page("product")
    driver.ui.shell.endSession()
    driver.wait_page("attract")
    driver.shop.sounds.heard.clear()
    pairs: list[ProductFound] = []
    driver.ui.shell._scans.markRead.connect(pairs.append)
    scan(driver, mark("one"))
    driver.wait_page("product")
    assert driver.shop.sounds.heard == ["scanned"] and pairs == []


def test_two_pulls_of_a_hand_scanner_are_two_pieces(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    before = pieces(driver)
    at = driver.shop.clock.monotonic()
    for code in (GTIN[1:], mark("one")):
        driver.ui.shell.take(Scan(code, "wedge", at))
        driver.settle()
    assert pieces(driver) == before + 2


def test_shopper_s_page_learns_the_mark_of_the_piece_it_shows(build: Build) -> None:
    driver = build(language="en")
    scan(driver, GTIN[1:])
    driver.wait_page("product")
    scan(driver, mark("one"))
    driver.tap("add")
    assert (pieces(driver), marks(driver)) == (1, [mark("one")])


def test_scans_that_come_at_once_are_all_taken(build: Build) -> None:
    driver = open_anna(sign_in(tablet(build)))
    before = pieces(driver)
    at = driver.shop.clock.monotonic()
    for sku in (RAIN_98, BOOTS, TEE):
        driver.ui.shell.take(Scan(VARIANTS[sku].gtins[0][1:], "camera", at))
    driver.wait(lambda: pieces(driver) == before + 3)


def test_page_says_what_stands_on_the_label(build: Build) -> None:
    driver = build(language="ru")
    said = {}
    for measure, value in (("weight", 350), ("weight", 12_005), ("price", 1250), ("", 0)):
        found = ProductFound(VARIANTS[RAIN_98], "", measure, value)
        driver.shop.terminal.scanning.resolve = lambda scan, found=found: found  # type: ignore[method-assign,misc]  # any code
        driver.scan(f"{measure}{value}")
        driver.wait_page("product")
        said[measure, value] = driver.product.onLabel.replace("\u00a0", " ")
        assert driver.has("onLabel") is bool(measure)
    assert "0,350" in said["weight", 350] and "12,005" in said["weight", 12_005]
    assert "12,50 ₽" in said["price", 1250]
    driver.ui.shell.speak("en")
    found = ProductFound(VARIANTS[RAIN_98], "", "weight", 350)
    driver.scan("again")
    driver.product.open_scanned(found)
    driver.settle()
    assert driver.product.onLabel == "This pack: 0.350 kg" and not driver.product.pricedLabel
    assert driver.find("onLabel").property("tone") == "plain"
    driver.product.open_scanned(ProductFound(VARIANTS[RAIN_98], "", "price", 1250))
    driver.settle()
    text = driver.product.onLabel.replace("\u00a0", " ")
    assert text == "The label says 12.50 ₽. Ordering here costs 3,490 ₽."
    assert driver.find("onLabel").property("tone") == "waiting"
    driver.product.open_scanned(ProductFound(VARIANTS[RAIN_98], "", "price", 3490_00))
    driver.settle()
    assert driver.product.onLabel == ""  # the price that stands there anyway
    driver.product.open_scanned(found)
    driver.settle()
    driver.product.pickSize("p-rain-blue-92")
    driver.wait(lambda: driver.product.sku == "p-rain-blue-92")
    assert not driver.has("onLabel")
    assert not driver.product.onLabel


def test_news_of_the_link_while_a_product_is_being_opened_loses_no_scan(build: Build) -> None:
    driver = build(language="en")
    scan(driver, GTIN[1:])
    driver.wait_page("product")
    busy = Event()
    driver.shop.terminal.lanes.run(Lane.READ, busy.wait)
    driver.product.open_scanned(ProductFound(VARIANTS[TEE]))
    driver.shop.cut_cable()
    driver.settle(Lane.BULK, Lane.DISK, Lane.NET)  # the open product is to be read again
    busy.set()
    driver.wait(lambda: driver.product.sku == TEE)
