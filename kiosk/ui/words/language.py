"""The language on the screen: switched live, with its formats."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTranslator, Signal

from kiosk.assets import asset
from kiosk.words.formats import Formats

NAMES = {"en": "English", "ru": "Русский"}


class Speech(QObject):
    """The current language. `changed` is emitted after every text can be asked for anew."""

    changed = Signal()

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None
        self.retranslate: Callable[[], None] = lambda: None
        self.formats = Formats(language)
        self._install(language)

    @property
    def language(self) -> str:
        """The language spoken now."""
        return self.formats.language

    def speak(self, language: str) -> None:
        """Switch to another language."""
        if language == self.language:
            return
        self.formats = Formats(language)
        self._install(language)
        self.retranslate()
        self.changed.emit()

    def close(self) -> None:
        """Take the translator out of the application again."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def _install(self, language: str) -> None:
        self.close()
        translator = QTranslator(self)
        if translator.load(f"kiosk_{language}.qm", str(asset("translations"))):
            QCoreApplication.installTranslator(translator)
            self._translator = translator
