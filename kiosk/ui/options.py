"""What the user interface is told at the start; `app` fills it from the policy."""

from __future__ import annotations

from dataclasses import dataclass

USUAL_PIXELS = {"shopper": (1080, 1920), "assistant": (1280, 800)}


@dataclass(frozen=True, slots=True)
class Options:
    """Values of the window and of the session's timing.

    `mode` is whose terminal it is, `shopper` or `assistant`: it says which pages there are, and
    what is usual for the rest. Who reads the screen is `Context.for_staff`; how large things are
    and which way round is for the window to say (`Theme`).
    `languages` are offered in this order, `language` is the one a session begins with.
    `diagonal_inch` is the screen's real size (displays report it wrongly). `size` is the
    window's in pixels; None for what is usual in the mode. `scanner_words` says how codes get
    in: `camera`, `scanner` or `typed`. `camera_faces_person`: it looks at whoever holds a code
    to it; None for what is usual in the mode.
    """

    mode: str = "shopper"
    language: str = "ru"
    languages: tuple[str, ...] = ("ru", "en")
    idle_s: float = 60.0
    still_there_s: float = 20.0
    done_s: float = 30.0
    diagonal_inch: float = 24.0
    reduce_motion: bool = False
    fullscreen: bool = False
    size: tuple[int, int] | None = None
    scanner_words: str = "scanner"
    camera_faces_person: bool | None = None

    @property
    def camera_mirrored(self) -> bool:
        """Whoever is looked at expects a mirror; through a camera that looks away nobody does."""
        faces = self.camera_faces_person
        return self.mode == "shopper" if faces is None else faces

    @property
    def pixels(self) -> tuple[int, int]:
        """The window's size in pixels."""
        return self.size or USUAL_PIXELS[self.mode]

    @property
    def px_per_mm(self) -> float:
        """The device's real pixel density."""
        width, height = self.pixels
        return float((width**2 + height**2) ** 0.5 / (self.diagonal_inch * 25.4))
