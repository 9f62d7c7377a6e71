"""A still picture as a stream: jittered frames of it at 1280×720, and what voting accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.voting import Voting
from tests.benchmarks.scan_engines import Reader, timed
from tests.benchmarks.scan_set import values

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

WIDTH, HEIGHT = 1280, 720
FPS = 30
_GRAIN_MORE = 100
LEAST_FRAMES, MOST_FRAMES = 12, 20


def fitted(gray: Gray) -> Image.Image:
    """Scale a picture so that it just fits into a frame."""
    height, width = gray.shape
    scale = min(WIDTH / width, HEIGHT / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    filter_ = Image.Resampling.BOX if scale < 0.5 else Image.Resampling.BICUBIC
    return Image.fromarray(gray).resize(size, filter_)


def framed(picture: Image.Image, grey: int) -> Gray:
    """Put a fitted picture into the middle of a frame of one grey."""
    frame = np.full((HEIGHT, WIDTH), grey, np.uint8)
    left, top = (WIDTH - picture.width) // 2, (HEIGHT - picture.height) // 2
    frame[top : top + picture.height, left : left + picture.width] = np.asarray(picture)
    return frame


def border_grey(gray: Gray) -> int:
    """Return what a picture's rim is mostly like: around it, it hides no quiet zone."""
    return int(np.median(np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])))


def jittered(gray: Gray, rng: np.random.Generator) -> Iterator[Gray]:
    """Yield 12 to 20 frames of a picture as a hand and a camera would make them.

    Up to 8 pixels aside, 3° turned, 90–100 % of the size; brightness ±15 %, noise of σ 1–5.
    """
    picture, grey = fitted(gray), border_grey(gray)
    # One field of noise, of which each frame shows another part.
    grain = rng.standard_normal((HEIGHT + _GRAIN_MORE, WIDTH + _GRAIN_MORE), dtype=np.float32)
    for _ in range(int(rng.integers(LEAST_FRAMES, MOST_FRAMES + 1))):
        angle, scale = np.radians(rng.uniform(-3, 3)), rng.uniform(0.9, 1.0)
        aside = rng.uniform(-8, 8, 2)
        cos, sin = float(np.cos(angle) / scale), float(np.sin(angle) / scale)
        x, y = WIDTH / 2 + aside[0], HEIGHT / 2 + aside[1]
        moved = picture.transform(
            (WIDTH, HEIGHT),
            Image.Transform.AFFINE,
            (
                cos, sin, picture.width / 2 - cos * x - sin * y,
                -sin, cos, picture.height / 2 + sin * x - cos * y,
            ),
            Image.Resampling.BILINEAR,
            fillcolor=grey,
        )  # fmt: skip
        top, left = rng.integers(0, _GRAIN_MORE, 2)
        lit = grain[top : top + HEIGHT, left : left + WIDTH] * np.float32(rng.uniform(1, 5))
        lit += np.asarray(moved) * np.float32(rng.uniform(0.85, 1.15))
        yield np.clip(lit, 0, 255).astype(np.uint8)


def play(
    read: Reader, frames: Sequence[Gray], known: Callable[[Reading], bool]
) -> tuple[set[str], list[float]]:
    """Return the values accepted by voting, and what each frame cost (CPU ms)."""
    voting = Voting(known)
    accepted: set[str] = set()
    times_ms: list[float] = []
    for number, frame in enumerate(frames):
        readings, ms = timed(read, frame)
        times_ms.append(ms)
        accepted |= values(voting.frame(readings, number / FPS))
    return accepted, times_ms
