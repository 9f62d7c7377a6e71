"""Drawn product pictures in a variant's colour: `image://drawing/<name>/<rrggbb>`."""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.assets import asset

# A drawing's four tokens and how each is derived from the variant's colour.
BASE, DARK, LIGHT, SHADOW = "#C0FFE1", "#C0FFE2", "#C0FFE3", "#C0FFE4"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_PLACEHOLDER = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
<ellipse cx="256" cy="440" rx="150" ry="11" fill="{SHADOW}"/>
<path d="M112 168 L256 96 L400 168 V352 L256 424 L112 352 Z" fill="{BASE}"/>
<path d="M112 168 L256 240 V424 L112 352 Z" fill="{DARK}"/>
<path d="M112 168 L256 96 L400 168 L256 240 Z" fill="{LIGHT}"/></svg>"""


class DrawingProvider(QQuickImageProvider):
    """Renders `assets/drawings/<name>.svg`; a missing one becomes a neutral parcel.

    WORKAROUND(pyside-6.11): rendered on the main thread, in under 1 ms (3 ms at most). Qt's
    image thread holds its lock while it asks a Python provider, which waits for the
    interpreter; the main thread, which has that, waits for the lock: the screen stands still.
    So no Image of ours is `asynchronous`.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        """Render a drawing at the wanted size."""
        name, _, colour = id.partition("/")
        edge = max(requestedSize.width(), requestedSize.height(), 32)
        image = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(_tinted(name, colour).encode()))
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, edge, edge))
        painter.end()
        return image


def _tinted(name: str, colour: str) -> str:
    source = _source(name)
    base = QColor(f"#{colour if _COLOUR.fullmatch(colour) else 'B8B0A4'}")
    shades = {
        BASE: base,
        DARK: _mix(base, QColor("#000000"), 0.24),
        LIGHT: _mix(base, QColor("#ffffff"), 0.26),
    }
    for token, shade in shades.items():
        source = source.replace(token, shade.name())
    return source.replace(f'fill="{SHADOW}"', 'fill="#000000" fill-opacity="0.08"')


def _source(name: str) -> str:
    if not _NAME.fullmatch(name):
        return _PLACEHOLDER
    try:
        return asset("drawings", f"{name}.svg").read_text("utf-8")
    except FileNotFoundError:
        return _PLACEHOLDER


def _mix(a: QColor, b: QColor, share: float) -> QColor:
    keep = 1 - share
    return QColor(
        round(a.red() * keep + b.red() * share),
        round(a.green() * keep + b.green() * share),
        round(a.blue() * keep + b.blue() * share),
    )
