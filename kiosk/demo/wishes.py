"""What the demo is asked for: the language on the glass, a real camera."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import LANGUAGES, Language
from kiosk.setting_sources import load

ASKED = ("KIOSK_LANGUAGE", "KIOSK_CAMERA")
NAMES: dict[str, str] = {"en": "English", "ru": "Russian"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """`camera` as in the settings."""

    language: Language
    camera: str

    @property
    def on_language(self) -> str:
        """How to have the other languages, for the terminal it was started in."""
        others = [
            f"{NAMES[code]}: KIOSK_LANGUAGE={code} make run"
            for code in LANGUAGES
            if code != self.language
        ]
        return f"The demo speaks {NAMES[self.language]}. {'; '.join(others)}"


def wishes(environ: Mapping[str, str], spoken: Sequence[str]) -> Wishes:
    """Take `KIOSK_LANGUAGE` and `KIOSK_CAMERA`; the language else from `spoken`.

    `spoken` are the person's languages as BCP 47 tags, the preferred one first. A store's policy
    file is not read. Raises `BadConfig` as settings do.
    """
    asked = {name: environ[name] for name in ASKED if name in environ}
    settings = load(asked, policy=Path(os.devnull))
    codes = (tag.partition("-")[0] for tag in spoken)
    own = next((one for code in codes for one in LANGUAGES if one == code), settings.language)
    return Wishes(settings.language if "KIOSK_LANGUAGE" in asked else own, settings.camera)
