from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree  # our own files

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from kiosk.assets import asset
from kiosk.demo.shop import build_shop

BASE, SHADOW = "#C0FFE1", "#C0FFE4"
TOKENS = {BASE, "#C0FFE2", "#C0FFE3", SHADOW}
TAGS = {"svg", "g", "path", "rect", "circle", "ellipse"}
SIDE = 128
DRAWINGS = sorted(asset("drawings").glob("*.svg"))


def test_every_product_and_category_has_its_drawing() -> None:
    shop = build_shop(date(2025, 11, 20))
    wanted = {p.drawing for p in shop.products} | {c.drawing for c in shop.categories}
    assert wanted == {path.stem for path in DRAWINGS}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_drawing_takes_the_variant_s_colour_and_uses_plain_shapes(path: Path) -> None:
    svg = path.read_text("utf-8")
    assert set(re.findall(r"#[0-9A-Za-z]+", svg)) <= TOKENS
    assert BASE in svg
    assert SHADOW in svg
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    assert root.get("viewBox") == "0 0 512 512"
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= TAGS


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_drawing_fills_its_box_in_the_middle_on_a_clear_ground(path: Path) -> None:
    renderer = QSvgRenderer(QByteArray(path.read_bytes()))
    assert renderer.isValid()
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    drawn = [
        (x, y) for x in range(SIDE) for y in range(SIDE) if image.pixelColor(x, y).alpha() > 40
    ]
    left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
    top, bottom = min(y for _, y in drawn), max(y for _, y in drawn)
    assert 0.76 * SIDE <= max(right - left, bottom - top) <= 0.92 * SIDE
    assert abs(left + right - SIDE) <= 0.07 * SIDE
    assert abs(top + bottom - SIDE) <= 0.14 * SIDE
    assert min(left, top) > 0.03 * SIDE
