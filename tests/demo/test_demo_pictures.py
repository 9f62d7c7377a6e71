"""The demo shop's pictures: the showcase and a part of every shelf, the same every time."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.demo.shop import build_shop
from kiosk.demo.shop import pictures as shop_pictures
from kiosk.demo.shop.pictures import with_pictures
from kiosk.demo.shop.showcase import RAIN_JACKET
from kiosk.domain.pictures import media_type
from kiosk.hub.storage import pictures

TODAY = date(2026, 11, 24)


def test_some_looks_have_a_picture_and_the_others_their_drawing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop_pictures, "COUNT", 32)
    plain = build_shop(TODAY)
    shop = with_pictures(plain, tmp_path)
    shot = {(v.product_id, v.colour.code): v.colour.picture for v in shop.variants}
    taken = {look: name for look, name in shot.items() if name}
    assert len(taken) == 32
    assert {v.category_id for v in shop.variants if v.colour.picture} == {
        category.id for category in shop.categories
    }
    assert all(v.colour.picture for v in shop.variants if v.product_id == RAIN_JACKET.product_id)
    for name in taken.values():
        data = pictures.load(tmp_path, name)
        assert data is not None
        assert media_type(data) == "image/jpeg"
        assert not QImage.fromData(data).isNull()
    again = with_pictures(plain, tmp_path / "again")
    assert again.variants == shop.variants


def test_a_machine_whose_qt_cannot_draw_gets_no_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "kiosk.demo.shop.studio", None)
    plain = build_shop(TODAY)
    assert with_pictures(plain, tmp_path) is plain
    assert list(tmp_path.iterdir()) == []
