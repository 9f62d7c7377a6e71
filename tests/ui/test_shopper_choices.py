"""What the shopper has to choose or to mend is asked for, and what others change is shown."""

from __future__ import annotations

from tests.fakes import ANNA_CARD, BOOTS, RAIN_98
from tests.ui_driver import Build, Driver


def test_every_missing_field_is_flagged_and_a_mended_one_loses_its_mark(build: Build) -> None:
    d = _at_checkout(build(language="en"))
    d.tap("place")
    d.settle()
    assert _flagged(d) == {"street", "house", "phone"}
    assert {"Enter the street.", "Enter the house number."} <= set(d.texts())
    assert not d.shop.outbox.rows()
    d.checkout.fill("house", "5")
    assert _flagged(d) == {"street", "phone"}
    d.checkout.fill("phone", "12")
    assert _flagged(d) == {"street", "phone"}
    d.checkout.fill("phone", "89161234567")
    d.checkout.fill("street", "Lesnaya")
    assert not _flagged(d)
    d.tap("place")
    d.wait_page("done")


def test_size_is_chosen_by_the_shopper_when_the_product_comes_from_a_list(build: Build) -> None:
    d = build(language="en")
    d.product.openProduct("p-rain", "")
    d.wait_page("product")
    assert not any(row.selected for row in d.product.sizes.rows)
    assert "Choose a size" in d.texts() and not d.has("ways")
    d.tap("add")
    d.settle()
    assert not d.shop.terminal.session.state.lines
    d.tap("size.92")
    d.wait(lambda: d.product.sized)
    assert [row.size for row in d.product.sizes.rows if row.selected] == ["92"]
    d.tap("add")
    d.settle()
    assert len(d.shop.terminal.session.state.lines) == 1


def test_scanned_size_stays_chosen_over_the_colours(build: Build) -> None:
    d = build()
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    other = next(row.code for row in d.product.colours.rows if not row.selected)
    d.product.pickColour(other)
    d.settle()
    assert [row.size for row in d.product.sizes.rows if row.selected] == ["98"]
    assert next(row.code for row in d.product.colours.rows if row.selected) == other


def test_names_follow_the_language_after_the_order(build: Build) -> None:
    d = _at_checkout(build(language="en"))
    for entry, text in {"street": "L", "house": "5", "phone": "89161234567"}.items():
        d.checkout.fill(entry, text)
    d.tap("place")
    d.wait_page("done")
    english = d.done.coming.rows[0].detail
    d.tap("language")
    d.settle()
    russian = d.done.coming.rows[0].detail
    assert english != russian and russian in d.texts()
    (order,) = d.shop.outbox.rows()
    assert english.split(",")[0].encode() in order.body


def test_line_changed_on_the_web_is_marked_for_a_while(build: Build) -> None:
    d = build(language="en")
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    assert not any(row.changed for row in d.basket.lines.rows)
    d.shop.hub.add_on_web(BOOTS)
    d.exchange()
    d.settle()
    marked = {row.sku: row.changed for row in d.basket.lines.rows if row.changed}
    assert marked == {BOOTS: "changed on the website"}
    assert "changed on the website" in d.texts()
    d.basket.elsewhere.forget()
    assert "changed on the website" not in d.texts()


def test_piece_added_here_is_no_change_of_another_channel(build: Build) -> None:
    d = build()
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    d.basket.setQuantity(BOOTS, 2)
    d.exchange()
    d.settle()
    assert not any(row.changed for row in d.basket.lines.rows)


def test_app_code_is_acknowledged_by_name(build: Build) -> None:
    d = build(language="en")
    d.scan(d.shop.hub.app_code())
    d.wait(lambda: d.has("notice"))
    assert "Анна, you are signed in. Your address is here." in d.texts()


def test_basket_and_banner_count_the_same_pieces(build: Build) -> None:
    d = build(language="en")
    d.scan(ANNA_CARD)
    d.wait_page("basket")
    assert f"We’ve added your web basket: {d.basket.pieces} items" in d.texts()


def test_notice_leaves_field_and_actions_free(build: Build) -> None:
    d = _at_checkout(build())
    d.tap("street")
    d.scan("<script>")
    d.wait(lambda: d.has("notice"))
    d.window.grabWindow()
    notice, field, keys = (_span(d, name) for name in ("notice", "street", "keyboard"))
    assert field[1] <= notice[0] and notice[1] <= keys[0]


def _at_checkout(d: Driver) -> Driver:
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.checkout.open()
    d.wait_page("checkout")
    return d


def _flagged(d: Driver) -> set[str]:
    return {e for e in ("city", "street", "house", "phone") if d.has(f"{e}.problem")}


def _span(d: Driver, name: str) -> tuple[float, float]:
    item = d.find(name)
    top = item.mapToScene(item.boundingRect().topLeft()).y()
    return top, top + item.height()
