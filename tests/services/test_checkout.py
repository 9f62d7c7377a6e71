"""What is promised on the screen is what the hub will take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.orders import Address, Contact, Payment
from kiosk.errors import BadInput
from kiosk.services.checkout import Form
from tests.fakes import RAIN_98, FakeShop, build_fake_shop, raise_bug


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[FakeShop]:
    shop = build_fake_shop(tmp_path, lambda run: run(), raise_bug)
    yield shop
    shop.terminal.lanes.close()


def test_pieces_of_two_channels_above_the_limit_are_not_accepted_to_be_refused_later(
    shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, terms = shop.terminal, shop.catalogue.terms()
    for _ in range(2):
        terminal.session.add(RAIN_98)
    state = terminal.session.state
    view = terminal.baskets.view(state)
    address, slot = Address(city="Москва", street="Лесная", house="5"), terminal.checkout.slots()[0]
    form = Form(Payment.AT_TILL, address, Contact("+79161234567"), slot)
    few = replace(terms, max_quantity_per_line=1)
    with monkeypatch.context() as strict:
        strict.setattr(shop.catalogue, "terms", lambda: few)
        with pytest.raises(BadInput) as refused:
            terminal.checkout.place(state, view, form, None, True)
    assert refused.value.code == "line_full"
    assert shop.outbox.rows() == []
    assert terminal.checkout.place(state, view, form, None, True).order.lines[0].quantity == 2


def test_order_names_its_checkout_even_where_no_answer_told_what_is_held(shop: FakeShop) -> None:
    terminal = shop.terminal
    terminal.session.add(RAIN_98)
    state = terminal.session.state
    address, slot = Address(city="Москва", street="Лесная", house="5"), terminal.checkout.slots()[0]
    form = Form(Payment.AT_TILL, address, Contact("+79161234567"), slot)
    placed = terminal.checkout.place(state, terminal.baskets.view(state), form, None, False)
    assert placed.order.checkout_id == state.id
