"""A camera that sees a film; it is opened in the camera's own process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.camera import images

if TYPE_CHECKING:
    import numpy as np

PER_S = 30


class FilmCamera:
    """Shows a film over and over at 30 pictures a second, whether or not they are taken."""

    def __init__(self, film: Path, index: int, width: int, height: int) -> None:
        self._film = film
        self._frames: Iterator[images.Frame] = chain.from_iterable(map(images.frames, repeat(film)))
        self._next_s = time.monotonic()

    def isOpened(self) -> bool:  # noqa: N802  cv2's name
        """Tell whether there is a film: without one `retrieve` would look for it for ever."""
        return self._film.stat().st_size > 0

    def grab(self) -> bool:
        """Wait for the next picture; those that nobody waited for are gone."""
        now = time.monotonic()
        missed = max(0.0, (now - self._next_s) * PER_S // 1)
        self._next_s += (missed + 1) / PER_S
        time.sleep(max(0.0, self._next_s - now))
        return True

    def retrieve(self) -> tuple[bool, np.ndarray]:
        """Unpack the film's next picture, as a camera's is unpacked."""
        return True, next(self._frames).gray

    def release(self) -> None:
        """Show no more."""
        self._frames = iter(())

    def get(self, propId: int) -> float:  # noqa: N803  cv2's name
        """Return 0, as cv2 does for a property that a camera does not have."""
        return 0.0

    def set(self, propId: int, value: float) -> bool:  # noqa: N803  cv2's name
        """Refuse, as a camera without that property does."""
        return False
