"""The scanning camera as the shopper knows it: what it sees, what would help, its light."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ports.devices import CameraNews, ViewFrame
from kiosk.ui.context import Context
from kiosk.ui.typed import QT_TRANSLATE_NOOP, Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_HINTS = {
    "dark": QT_TRANSLATE_NOOP("Camera", "Too dark: turn it to the light"),
    "glare": QT_TRANSLATE_NOOP("Camera", "Tilt it: there is a glare"),
    "blurred": QT_TRANSLATE_NOOP("Camera", "A little further away"),
    "closer": QT_TRANSLATE_NOOP("Camera", "A bit closer"),
    "hold_still": QT_TRANSLATE_NOOP("Camera", "Hold it still"),
}
_DARK_WITH_LIGHT = QT_TRANSLATE_NOOP("Camera", "Too dark: switch the light on")
_ICONS = {
    "dark": "dark_mode",
    "glare": "screen_rotation_alt",
    "blurred": "zoom_out",
    "closer": "zoom_in",
    "hold_still": "back_hand",
}


@QmlElement
@QmlUncreatable("made by the runtime")
class CameraModel(QObject):
    """Whoever touches the screen or scans wakes the camera; its light ends with the session."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._news = CameraNews()
        self._lit = False
        context.events.cameraChanged.connect(self._take)
        context.events.activity.connect(self._stir)
        context.events.touched.connect(self._stir)
        context.events.sessionEnded.connect(self._put_out)
        context.speech.changed.connect(self.changed)

    @Property(bool, notify=changed)
    def looking(self) -> bool:
        """There is a live picture."""
        return self._news.state == "looking" and self._context.terminal.camera is not None

    @Property(bool, notify=changed)
    def mirrored(self) -> bool:
        """It looks at the person, who expects a mirror."""
        return self._context.options.camera_mirrored

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What would help, in words; empty while nothing would."""
        source = _HINTS.get(self._news.hint, "") if self.looking else ""
        if self._news.hint == "dark" and self.hasLight and not self._lit:
            source = _DARK_WITH_LIGHT
        return QCoreApplication.translate("Camera", source) if source else ""

    @Property(str, notify=changed)
    def hintIcon(self) -> str:
        """The hint's symbol."""
        return _ICONS.get(self._news.hint, "")

    @Property(bool, notify=changed)
    def hasLight(self) -> bool:
        """The camera has a light of its own."""
        return self.looking and self._news.has_light

    @Property(bool, notify=changed)
    def lit(self) -> bool:
        """That light is on."""
        return self._lit

    @Slot()
    def switchLight(self) -> None:
        """Switch the light on, or off."""
        self._light(not self._lit and self.hasLight)

    def frame(self) -> ViewFrame | None:
        """Return the newest picture."""
        camera = self._context.terminal.camera
        return camera.frame() if camera is not None else None

    @Slot(object)
    def _take(self, news: CameraNews) -> None:
        self._news = news
        if not self.hasLight:
            self._lit = False  # a camera that rests or comes back begins without
        self.changed.emit()

    @Slot()
    def _stir(self) -> None:
        if self._context.terminal.camera is not None:
            self._context.terminal.camera.stir()

    @Slot()
    def _put_out(self) -> None:
        if self._lit:
            self._light(False)

    def _light(self, on: bool) -> None:
        camera = self._context.terminal.camera
        if camera is not None and on != self._lit:
            self._lit = on
            camera.light(on)
            self.changed.emit()
