"""A drawing as if photographed: in soft light, before a wall, on a floor."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QRadialGradient
from PySide6.QtSvg import QSvgRenderer

from kiosk.ui.drawings import tinted

EDGE = 640
QUALITY = 85
_SHARE = 0.84  # of the picture's edge that the drawing takes
_WALL = (0.95, 0.942, 0.93)  # as the background of a drawing: `Theme.tint`
_TINT = 0.11
_GRAIN = 96
_Mode = QPainter.CompositionMode


def photograph(drawing: str, colour: str) -> bytes:
    """Return a JPEG of a drawing in a colour (`rrggbb`); usable from any thread."""
    edge = EDGE
    picture = QImage(edge, edge, QImage.Format.Format_RGB32)
    own = QColor(f"#{colour}")
    picture.fill(_wall(own))
    side = round(edge * _SHARE)
    corner = QPointF((edge - side) / 2, (edge - side) / 2 - edge * 0.01)
    piece = _drawn(drawing, colour, side)
    soft, softer = _blurred(piece, 24), _blurred(piece, 60)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _light(painter, edge)
    _floor(painter, edge, corner.y() + _foot(piece) + edge * 0.006)
    painter.setOpacity(0.20)
    behind = QRectF(corner.x() + edge * 0.012, corner.y() + edge * 0.02, side, side)
    painter.drawImage(behind, _filled(softer, Qt.GlobalColor.black))
    painter.setOpacity(1)
    _shade(piece, own, soft, softer)
    painter.drawImage(corner, piece)
    painter.end()
    return _jpeg(picture)


def _drawn(drawing: str, colour: str, side: int) -> QImage:
    image = _clear(side)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(tinted(drawing, colour, 0).encode())).render(
        painter, QRectF(0, 0, side, side)
    )
    painter.end()
    return image


def _foot(piece: QImage) -> int:
    """Find the lowest row of a drawing: there it stands."""
    column = piece.scaled(1, piece.height(), mode=Qt.TransformationMode.SmoothTransformation)
    rows = range(piece.height() - 1, 0, -1)
    return next((row for row in rows if column.pixelColor(0, row).alpha() > 4), piece.height())


def _light(painter: QPainter, edge: int) -> None:
    """A lamp on the wall; it ends before the picture does, so that no edge is seen."""
    glow = QRadialGradient(edge * 0.46, edge * 0.40, edge * 0.46)
    for at, alpha in ((0.0, 165), (0.35, 120), (0.7, 40), (1.0, 0)):
        glow.setColorAt(at, QColor(255, 255, 255, alpha))
    painter.fillRect(0, 0, edge, edge, QBrush(glow))


def _floor(painter: QPainter, edge: int, y: float) -> None:
    painter.save()
    painter.translate(edge * 0.5, y)
    painter.scale(1, 0.11)
    for radius, alpha in ((0.40, 46), (0.26, 50)):
        shadow = QRadialGradient(0, 0, edge * radius)
        for at, share in ((0.0, 1.0), (0.5, 0.55), (1.0, 0.0)):
            shadow.setColorAt(at, QColor(40, 32, 24, round(alpha * share)))
        r = edge * radius
        painter.fillRect(QRectF(-r, -r, 2 * r, 2 * r), QBrush(shadow))
    painter.restore()


def _shade(piece: QImage, own: QColor, soft: QImage, softer: QImage) -> None:
    """Let light fall from the upper left: folds at the edges, a slope over all, and a grain."""
    side = piece.width()
    painter = QPainter(piece)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(_Mode.CompositionMode_SourceAtop)
    d = side * 0.016
    light, dark = QColor(255, 255, 255), own.darker(320)
    for blur, shift, colour, opacity in (
        (softer, -2.0 * d, dark, 0.46),
        (soft, -0.8 * d, dark, 0.24),
        (softer, 1.6 * d, light, 0.32),
        (soft, 0.6 * d, light, 0.18),
    ):
        painter.setOpacity(opacity)
        painter.drawImage(
            QRectF(0, 0, side, side), _outside(blur, shift * blur.width() / side, colour)
        )
    painter.setOpacity(1)
    slope = QLinearGradient(0, 0, side * 0.6, side)
    slope.setColorAt(0, QColor(255, 255, 255, 46))
    slope.setColorAt(0.5, QColor(255, 255, 255, 0))
    slope.setColorAt(1, QColor(0, 0, 0, 40))
    painter.fillRect(piece.rect(), QBrush(slope))
    painter.setOpacity(0.045)
    painter.fillRect(piece.rect(), QBrush(_GRAIN_TILE))
    painter.end()


def _outside(blur: QImage, shift: float, colour: QColor) -> QImage:
    """Return a picture filled with a colour but where a soft shape, shifted, covers it."""
    image = _clear(blur.width())
    image.fill(colour)
    painter = QPainter(image)
    painter.setCompositionMode(_Mode.CompositionMode_DestinationOut)
    painter.drawImage(QPointF(shift, shift * 1.2), blur)
    painter.end()
    return image


def _filled(shape: QImage, colour: Qt.GlobalColor) -> QImage:
    image = shape.copy()
    painter = QPainter(image)
    painter.setCompositionMode(_Mode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), colour)
    painter.end()
    return image


def _blurred(image: QImage, share: int) -> QImage:
    """Blur by shrinking and enlarging; what has no edges stays at a quarter of the size."""
    side = image.width()
    how = Qt.TransformationMode.SmoothTransformation
    kind = Qt.AspectRatioMode.IgnoreAspectRatio
    small = max(4, side // share * 2)
    for step in (small, small * 2, side // 4):
        image = image.scaled(step, step, kind, how)
    return image


def _grain() -> QImage:
    noise = Random(1).randbytes(_GRAIN * _GRAIN)  # noqa: S311  # texture, not secret
    return QImage(noise, _GRAIN, _GRAIN, _GRAIN, QImage.Format.Format_Grayscale8).copy()


_GRAIN_TILE = _grain()


def _wall(colour: QColor) -> QColor:
    parts = zip(_WALL, (colour.redF(), colour.greenF(), colour.blueF()), strict=True)
    return QColor.fromRgbF(*(wall * (1 - _TINT) + own * _TINT for wall, own in parts))


def _clear(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _jpeg(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]  # upstream's hint
    return bytes(data.data())
