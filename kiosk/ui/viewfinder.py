"""The camera's live picture as an item of the screen."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.ports.devices import ViewFrame
from kiosk.ui.models.device.camera import CameraModel
from kiosk.ui.typed import Property

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

LOOK_MS = 12  # more often than any camera has a new picture, and that is asked without a copy


@QmlElement
class Viewfinder(QQuickPaintedItem):
    """Shows the newest picture while `live`, cut to fill the item.

    The picture is drawn once, in its own size, into the texture; the scene graph stretches
    it. Mirror it with a `Scale` in QML: that costs nothing there.
    """

    sourceChanged = Signal()
    liveChanged = Signal()
    shownChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._source: CameraModel | None = None
        self._live = False
        self._shown = False
        self._frame: ViewFrame | None = None
        self.setOpaquePainting(True)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def _get_source(self) -> CameraModel | None:
        return self._source

    def _set_source(self, source: CameraModel | None) -> None:
        self._source = source
        self.sourceChanged.emit()

    source = Property(CameraModel, _get_source, _set_source, notify=sourceChanged)

    def _get_live(self) -> bool:
        return self._live

    def _set_live(self, live: bool) -> None:
        if live == self._live:
            return
        self._live = live
        if live:
            self._timer.start()
        else:
            self._timer.stop()
            self._frame = None  # what it saw last is nobody's to see later
            self._show(False)
            self.update()
        self.liveChanged.emit()

    live = Property(bool, _get_live, _set_live, notify=liveChanged)

    @Property(bool, notify=shownChanged)
    def shown(self) -> bool:
        """There is a picture on the screen."""
        return self._shown

    def paint(self, painter: QPainter) -> None:
        """Draw the picture (called by the scene graph)."""
        frame = self._frame
        if frame is None:
            return
        # The image borrows the frame's bytes, which `frame` keeps alive for as long.
        image = QImage(
            frame.gray, frame.width, frame.height, frame.width, QImage.Format.Format_Grayscale8
        )
        # Qt scales the painter from the item's size to the texture's: no pixel is stretched.
        target = QRect(0, 0, ceil(self.width()), ceil(self.height()))
        painter.drawImage(target, image, _middle(frame, self.textureSize()))

    @Slot()
    def _look(self) -> None:
        frame = self._source.frame() if self._source is not None else None
        was = self._frame
        if frame is None or (was is not None and frame.number == was.number) or not _whole(frame):
            return
        self._frame = frame
        cut = _cut(frame, self.width(), self.height())
        if cut != self.textureSize():
            self.setTextureSize(cut)
        self.update()
        self._show(True)

    def _show(self, shown: bool) -> None:
        if shown != self._shown:
            self._shown = shown
            self.shownChanged.emit()


def _whole(frame: ViewFrame) -> bool:
    """Tell whether a frame holds what it says: Qt would read beyond its end."""
    pixels = frame.width * frame.height
    return frame.width > 0 and frame.height > 0 and len(frame.gray) >= pixels


def _cut(frame: ViewFrame, width: float, height: float) -> QSize:
    """Return the largest part of a frame that has the item's proportions."""
    if width <= 0 or height <= 0:
        return QSize(frame.width, frame.height)
    scale = min(frame.width / width, frame.height / height)
    return QSize(max(1, int(width * scale)), max(1, int(height * scale)))


def _middle(frame: ViewFrame, size: QSize) -> QRect:
    left, top = (frame.width - size.width()) // 2, (frame.height - size.height()) // 2
    return QRect(QPoint(left, top), size)
