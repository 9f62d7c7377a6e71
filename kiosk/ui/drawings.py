"""Drawn product pictures in a variant's colour: `image://drawing/<name>/<rrggbb>`."""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.assets import asset

# A drawing's four tokens and how each is derived from the variant's colour.
BASE, DARK, LIGHT, SHADOW = "#C0FFE1", "#C0FFE2", "#C0FFE3", "#C0FFE4"
KEPT_BYTES = 16_000_000  # the tiles and pictures of a few pages
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
    So no Image of a drawing is `asynchronous`, and the last `kept_bytes` of them are kept: a
    page full of drawings would hold up the screen each time it is opened.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._kept: OrderedDict[tuple[str, int], QImage] = OrderedDict()  # the last used at the end
        self._kept_bytes = kept_bytes

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        """Return a drawing at the wanted size."""
        edge = max(requestedSize.width(), requestedSize.height(), 32)
        image = self._kept.get((id, edge)) or _render(id, edge)
        self._kept[id, edge] = image
        self._kept.move_to_end((id, edge))
        while sum(kept.sizeInBytes() for kept in self._kept.values()) > self._kept_bytes:
            self._kept.popitem(last=False)
        return image


def _render(id: str, edge: int) -> QImage:
    name, _, colour = id.partition("/")
    image = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(tinted(name, colour).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return image


def tinted(name: str, colour: str, shadow: float = 0.08) -> str:
    """Return a drawing's SVG in a colour (`rrggbb`), on a shadow of an opacity."""
    source = _source(name)
    base = QColor(f"#{colour if _COLOUR.fullmatch(colour) else 'B8B0A4'}")
    shades = {
        BASE: base,
        DARK: _mix(base, QColor("#000000"), 0.24),
        LIGHT: _mix(base, QColor("#ffffff"), 0.26),
    }
    for token, shade in shades.items():
        source = source.replace(token, shade.name())
    return source.replace(f'fill="{SHADOW}"', f'fill="#000000" fill-opacity="{shadow}"')


@lru_cache(maxsize=128)
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
