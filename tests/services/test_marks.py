"""Codes of mandatory marking: from the scanned piece to the order's line, unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.orders import Address, Contact, Payment
from kiosk.domain.scans import GS
from kiosk.services.checkout import Form, Placed
from kiosk.services.scanning import ProductFound
from kiosk.wire.orders import OrderBody
from tests.fakes import RAIN_98, TEE, VARIANTS, FakeShop, build_fake_shop, raise_bug


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[FakeShop]:
    shop = build_fake_shop(tmp_path, lambda run: run(), raise_bug)
    yield shop
    shop.terminal.lanes.close()


def mark(sku: str, serial: str) -> str:
    return f"01{VARIANTS[sku].gtins[0]}21{serial}{GS}91EE06{GS}92{'dGhp' * 11}"


FIRST, SECOND = mark(RAIN_98, "5Qbag!T>9x=Ab"), mark(RAIN_98, "5Qbag!T>9x=Ac")


def scan(shop: FakeShop, text: str) -> None:
    found = shop.terminal.scanning.resolve(text)
    assert isinstance(found, ProductFound)
    shop.terminal.session.add(found.variant.sku, mark=found.mark)


def place(shop: FakeShop) -> Placed:
    terminal = shop.terminal
    state, slot = terminal.session.state, terminal.checkout.slots()[0]
    address = Address(city="Москва", street="Лесная", house="5")
    form = Form(Payment.AT_TILL, address, Contact("+79161234567"), slot)
    return terminal.checkout.place(state, terminal.baskets.view(state), form, None, True)


def test_the_marks_of_the_scanned_pieces_travel_with_their_line(shop: FakeShop) -> None:
    scan(shop, FIRST)
    scan(shop, SECOND.replace(GS, ""))  # a scanner that loses separators
    shop.terminal.session.add(TEE)
    placed = place(shop)
    sent = msgspec.json.decode(placed.body, type=OrderBody)
    assert {line.sku: line.marks for line in sent.lines} == {
        RAIN_98: (FIRST, SECOND),
        TEE: (),
    }


def test_a_line_with_fewer_pieces_than_marks_names_none(shop: FakeShop) -> None:
    scan(shop, FIRST)
    scan(shop, SECOND)
    shop.terminal.session.set_quantity(RAIN_98, 1)
    assert [line.marks for line in place(shop).order.lines] == [()]


def test_the_same_piece_scanned_twice_has_one_mark(shop: FakeShop) -> None:
    scan(shop, FIRST)
    assert shop.terminal.session.state.has_mark(RAIN_98, FIRST)
    shop.terminal.session.add(RAIN_98, mark=FIRST)
    assert [line.marks for line in place(shop).order.lines] == [(FIRST,)]


def test_an_order_of_an_earlier_release_has_no_marks_and_is_read(shop: FakeShop) -> None:
    shop.terminal.session.add(RAIN_98)
    placed = place(shop)
    plain = msgspec.json.decode(placed.body)
    for line in plain["lines"]:
        del line["marks"]
    earlier = msgspec.json.decode(msgspec.json.encode(plain), type=OrderBody)
    assert earlier == placed.order
    assert [line.marks for line in earlier.lines] == [()]


def test_an_order_taken_anew_keeps_the_marks_of_its_pieces(shop: FakeShop) -> None:
    scan(shop, FIRST)
    rejected = place(shop).order
    shop.terminal.session.end()
    shop.terminal.session.take_anew(rejected)
    assert shop.terminal.session.state.marks == ((RAIN_98, FIRST),)
    assert [line.marks for line in place(shop).order.lines] == [(FIRST,)]
