"""The demo shop's pictures: the showcase and a part of every shelf, the same every time."""

from __future__ import annotations

import sys
from datetime import date
from hashlib import sha256

import pytest
from PySide6.QtGui import QImage

from kiosk.demo.shop import build_shop
from kiosk.demo.shop import pictures as shop_pictures
from kiosk.demo.shop.pictures import with_pictures
from kiosk.demo.shop.showcase import RAIN_JACKET
from kiosk.domain.pictures import media_type

TODAY = date(2026, 11, 24)


class Kept(dict[str, bytes]):
    """Pictures by their names."""

    def keep(self, data: bytes) -> str:
        name = sha256(data).hexdigest()
        self[name] = data
        return name


def test_some_looks_have_a_picture_and_the_others_their_drawing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shop_pictures, "COUNT", 32)
    plain, kept = build_shop(TODAY), Kept()
    shop = with_pictures(plain, kept.keep)
    shot = {(v.product_id, v.colour.code): v.colour.picture for v in shop.variants}
    taken = {look: name for look, name in shot.items() if name}
    assert len(taken) == 32
    assert {v.category_id for v in shop.variants if v.colour.picture} == {
        category.id for category in shop.categories
    }
    assert all(v.colour.picture for v in shop.variants if v.product_id == RAIN_JACKET.product_id)
    for name in taken.values():
        data = kept[name]
        assert media_type(data) == "image/jpeg"
        assert not QImage.fromData(data).isNull()
    again = with_pictures(plain, Kept().keep)
    assert again.variants == shop.variants


def test_a_machine_whose_qt_cannot_draw_gets_no_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "kiosk.demo.shop.studio", None)
    plain, kept = build_shop(TODAY), Kept()
    assert with_pictures(plain, kept.keep) is plain
    assert not kept
