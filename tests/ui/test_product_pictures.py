"""A photograph takes the drawing's place in the same box, or the drawing stays."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from kiosk.services.pictures import AWAY_S
from kiosk.ui.pictures import Pictures
from tests import fakes
from tests.fakes import RAIN_98, VARIANTS
from tests.ui_driver import Build, Driver

PINK = QColor("#FF00FF")  # nothing else on the glass is


class Said(Protocol):
    """What Qt said."""

    message: str


class QtLog(Protocol):
    """pytest-qt's own record of it."""

    records: list[Said]


def picture(colour: QColor = PINK, kind: str = "PNG") -> bytes:
    image = QImage(120, 90, QImage.Format.Format_RGB32)
    image.fill(colour)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]  # upstream hints bytes
    return bytes(data.data())


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def photographed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give every variant of the rain jacket a picture."""

    def give(name: str) -> None:
        shot = {
            sku: replace(v, colour=replace(v.colour, picture=name))
            if v.product_id == "p-rain"
            else v
            for sku, v in VARIANTS.items()
        }
        monkeypatch.setattr(fakes, "VARIANTS", shot)

    return give


def open_product(d: Driver) -> QQuickItem:
    d.product.openVariant(RAIN_98)
    d.wait_page("product")
    return d.find("picture")


def pictures(d: Driver) -> Pictures:
    model = d.ui.models["pictures"]
    assert isinstance(model, Pictures)
    return model


def part(item: QQuickItem, name: str) -> QQuickItem:
    return next(child for child in item.childItems() if child.objectName() == name)


def box_of(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def colour_in_the_middle(d: Driver, item: QQuickItem) -> QColor:
    d.hands.painted()
    return d.window.grabWindow().pixelColor(box_of(item).center().toPoint())


def shows_photo(item: QQuickItem) -> bool:
    return bool(item.property("photographed"))


def test_a_photograph_takes_the_drawings_place_when_the_hub_is_back_and_the_box_stays(
    build: Build, photographed: Callable[[str], None]
) -> None:
    data = picture()
    photographed(name_of(data))
    d = build(online=False)
    d.shop.hub.pictures[name_of(data)] = data
    item = open_product(d)
    before = box_of(item)
    d.wait(lambda: not pictures(d).coming)
    assert part(item, "drawing").isVisible()
    assert colour_in_the_middle(d, item) != PINK
    d.shop.clock.advance(AWAY_S)
    d.shop.restore_cable()
    d.wait(lambda: shows_photo(item))
    assert box_of(item) == before
    assert not part(item, "drawing").isVisible()
    assert colour_in_the_middle(d, item) == PINK


def test_tiles_show_photographs_and_corners_stay_round(
    build: Build, photographed: Callable[[str], None]
) -> None:
    data = picture()
    photographed(name_of(data))
    d = build(reduce_motion=True)
    d.shop.hub.pictures[name_of(data)] = data
    d.categories.open("outer")
    d.wait_page("category")
    d.wait(lambda: d.has("tile.p-rain"))
    parts = d.find("tile.p-rain").childItems()
    item = next(one for one in parts if one.property("picture") is not None)
    d.wait(lambda: shows_photo(item))
    assert colour_in_the_middle(d, item) == PINK
    image, box = d.window.grabWindow(), box_of(item)
    corner = image.pixelColor(round(box.left()) + 1, round(box.top()) + 1)
    assert corner == QColor("#FFFFFF")
    edge = image.pixelColor(round(box.center().x()), round(box.top()) + 1)
    assert edge == PINK  # it fills the box


def test_a_broken_picture_leaves_the_drawing(
    build: Build, photographed: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    data = b"\x89PNG\r\n\x1a\n and then nonsense"
    photographed(name_of(data))
    d = build()
    d.shop.hub.pictures[name_of(data)] = data
    item = open_product(d)
    before = box_of(item)
    d.wait(lambda: any("Error decoding" in r.getMessage() for r in caplog.records))
    caplog.clear()  # that much is for whoever reads the log
    assert part(item, "drawing").isVisible()
    assert not shows_photo(item)
    assert box_of(item) == before


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "https://example.org/x.jpg", "A" * 64, f"{'a' * 64}?", "qrc:/x"]
)
def test_what_is_no_hash_never_becomes_an_address(
    build: Build, photographed: Callable[[str], None], name: str
) -> None:
    photographed(name)
    d = build()
    d.shop.hub.pictures[name] = picture()
    item = open_product(d)
    d.settle()
    assert item.property("picture") == name
    assert part(item, "photo").property("source") == QUrl()
    assert pictures(d).look(name) == QUrl()
    assert d.shop.hub.fetched == []


def test_who_goes_away_wants_no_picture_any_more(
    build: Build, photographed: Callable[[str], None]
) -> None:
    name = "c" * 64  # the hub does not have it
    photographed(name)
    d = build()
    open_product(d)
    d.wait(lambda: d.shop.hub.fetched == [name] and not pictures(d).coming)
    d.ui.shell.home()
    d.wait_page("attract")
    d.shop.clock.advance(3600)
    d.shop.terminal.syncing.tick()
    d.settle()
    assert d.shop.hub.fetched == [name]


def test_a_picture_with_faults_says_nothing_in_qts_image_thread(
    build: Build, photographed: Callable[[str], None], qtlog: QtLog
) -> None:
    """There, a message handler in Python and the main thread could wait for each other."""
    data = picture(kind="JPEG")[:-40]
    photographed(name_of(data))
    d = build()
    d.shop.hub.pictures[name_of(data)] = data
    item = open_product(d)
    d.wait(lambda: shows_photo(item))
    assert [record.message for record in qtlog.records] == []
