"""Pictures: read from files and cameras, turned gray, shrunk. The only file that imports cv2."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.later import Later

if TYPE_CHECKING:
    import cv2
    import numpy as np
    import numpy.typing as npt
    from PIL import Image

    from kiosk.devices.camera.device import Device

    Gray = npt.NDArray[np.uint8]
else:
    cv2, np, Image = Later("cv2"), Later("numpy"), Later("PIL.Image")

Box = tuple[int, int, int, int]  # left, top, right, bottom

_SEARCHED = 640  # bars are looked for in a picture of this length
_COARSER = 2  # how its edges run is measured in cells of so many pixels
_ONE_WAY, _ALTERNATING, _FAINTEST = 0.6, 0.2, 3e4
_QUIET = 0.25  # added to each end: the quiet zone, and bars that were not taken for such
_UPRIGHT_WIDTH, _UPRIGHT_HEIGHT, _MOST_ENLARGED = 900, 160, 4.0

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
_KINDS = ("PNG", "JPEG", "WEBP", "BMP")
_MOST_PIXELS = 64_000_000  # telephones take up to 50 million
_MARGIN = 128  # beside a turned picture: neither bars nor paper


@dataclass(frozen=True, slots=True)
class Frame:
    """A gray picture; `at_s` is its time in a video, None for a picture of its own."""

    gray: Gray
    at_s: float | None


def frames(path: Path) -> Iterator[Frame]:
    """Yield the pictures of an image, a folder of images by name, or a video.

    A file that is neither, or damaged, yields nothing. Never raises.
    """
    if path.is_file() and path.suffix.lower() not in PICTURES:
        yield from _film(path)
    for picture in pictures(path):
        yield from _still(picture)


def pictures(path: Path) -> list[Path]:
    """Return the pictures in a folder, by name, or the picture itself."""
    inside = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in inside if file.suffix.lower() in PICTURES]


def _still(path: Path) -> Iterator[Frame]:
    try:
        # Not `cv2.imread`: it cannot open a path with Cyrillic letters on Windows.
        data = path.read_bytes()
        picture = _on_white(np.frombuffer(data, np.uint8)) if _fits(data) else None
    except (OSError, MemoryError, cv2.error):
        return
    gray = gray_of(picture)
    if gray is not None:
        yield Frame(gray, None)


def _fits(data: bytes) -> bool:
    """Tell, by its header, whether this is a picture that may be unpacked.

    A few hundred kB may say that they are any number of pixels. Raises `OSError`.
    """
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=_KINDS) as picture,
        ):
            width, height = picture.size
    except (Image.DecompressionBombError, ValueError, SyntaxError, EOFError):
        return False
    return width * height <= _MOST_PIXELS


def _on_white(data: np.ndarray) -> np.ndarray | None:
    """Decode a picture file, on white: OpenCV shows whatever lies behind what is transparent."""
    picture = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4 or picture.dtype != np.uint8:
        return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    gray, opaque = cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY), picture[:, :, 3]
    return cv2.add(cv2.multiply(gray, opaque, scale=1 / 255), cv2.bitwise_not(opaque))


def _film(path: Path) -> Iterator[Frame]:
    video = cv2.VideoCapture(str(path))
    per_s = video.get(cv2.CAP_PROP_FPS) or 25.0
    number = 0
    try:
        while video.isOpened():
            ok, picture = video.read()
            gray = gray_of(picture) if ok else None
            if gray is None:
                return
            yield Frame(gray, number / per_s)
            number += 1
    finally:
        video.release()


def write_film(path: Path, grays: Iterable[Gray], per_s: float) -> None:
    """Write a film of pictures of one size, as a camera compresses them.

    Raises `OSError`. `path` must end in `.avi`.
    """
    video = None
    for gray in grays:
        if video is None:
            size = gray.shape[1], gray.shape[0]
            mjpg = cv2.VideoWriter.fourcc(*"MJPG")
            video = cv2.VideoWriter(str(path), mjpg, per_s, size, isColor=False)
            if not video.isOpened():
                raise OSError(f"{path}: no film can be written there")
        video.write(gray)
    if video is not None:
        video.release()


def gray_of(picture: np.ndarray | None) -> Gray | None:
    """Return a picture in gray; zbar would see the blue channel of a coloured one only."""
    if picture is None or picture.size == 0:
        return None
    try:
        if picture.ndim == 3:
            picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    except cv2.error:
        return None
    return picture.astype(np.uint8, copy=False)


def shrunk(gray: Gray, longest: int) -> Gray:
    """Return a picture no longer than so many pixels to each side; the same if it is not."""
    height, width = gray.shape
    if max(height, width) <= longest:
        return gray
    scale = longest / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def calm_down() -> None:
    """Make OpenCV use one thread, and no messages on stderr, in this process.

    A camera that is not plugged in is a state here, not a message.
    """
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def driver_errors() -> tuple[type[Exception], ...]:
    """Return what a camera's calls raise when its driver fails."""
    return (cv2.error, OSError)


def open_device(index: int, width: int, height: int) -> Device:
    """Open a camera; one that cannot be opened says so by `isOpened`.

    Asked for compressed frames: USB 2 carries 1280x720 raw at 10 frames a second only.
    """
    device = cv2.VideoCapture(index)
    if device.isOpened():
        device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
    return device


@dataclass(frozen=True, slots=True)
class View:
    """A picture made from another one; `back` leads from its points to the other's.

    `back` is the upper two rows of an affine transformation, row by row.
    """

    gray: Gray
    back: tuple[float, float, float, float, float, float] = (1, 0, 0, 0, 1, 0)

    def outline(self, box: Box) -> Box:
        """Return the rectangle around a rectangle of this picture, in the other one."""
        xx, xy, x0, yx, yy, y0 = self.back
        left, top, right, bottom = box
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        across = [round(xx * x + xy * y + x0) for x, y in corners]
        down = [round(yx * x + yy * y + y0) for x, y in corners]
        return min(across), min(down), max(across), max(down)


def scaled(gray: Gray, factor: float) -> View:
    """Return a picture at another size: averaged where it gets smaller, smooth where larger."""
    height, width = gray.shape
    size = max(1, round(width * factor)), max(1, round(height * factor))
    smooth = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(gray, size, interpolation=smooth)
    return View(_gray8(picture), (width / size[0], 0, 0, 0, height / size[1], 0))


def scaled_to(gray: Gray, longest: int) -> View:
    """Return a picture no longer than so many pixels to each side."""
    factor = longest / max(gray.shape)
    return scaled(gray, factor) if factor < 1 else View(gray)


def middle(gray: Gray, share: float) -> View:
    """Return a picture's middle, so much of each side."""
    height, width = gray.shape
    top, left = int(height * (1 - share) / 2), int(width * (1 - share) / 2)
    return View(gray[top : height - top, left : width - left], (1, 0, left, 0, 1, top))


def contrasted(gray: Gray) -> Gray:
    """Return a picture with the contrast of each of its regions stretched, within a limit."""
    return _gray8(cv2.createCLAHE(3.0, (8, 8)).apply(gray))


def sharpened(gray: Gray, radius: float = 3.0, amount: float = 2.0) -> Gray:
    """Return a picture with its edges stressed (unsharp mask)."""
    soft = cv2.GaussianBlur(gray, (0, 0), radius)
    return _gray8(cv2.addWeighted(gray, 1 + amount, soft, -amount, 0))


def smoothed(gray: Gray, radius: float = 1.2) -> Gray:
    """Return a picture without its finest grain."""
    return _gray8(cv2.GaussianBlur(gray, (0, 0), radius))


def toned(gray: Gray, gamma: float) -> Gray:
    """Return a picture with its dark parts spread (below 1) or its bright ones (above)."""
    tones = (np.arange(256) / 255) ** gamma * 255
    return _gray8(cv2.LUT(gray, tones.astype(np.uint8)))


def inverted(gray: Gray) -> Gray:
    """Return a picture with dark and bright interchanged."""
    return _gray8(cv2.bitwise_not(gray))


def stripes(gray: Gray, grain: int, most: int) -> list[View]:
    """Return the places that look like bars, each upright, enlarged and averaged along its bars.

    Bars are where every edge runs one way and dark alternates with bright; `grain` is the size
    of the neighbourhood looked at, in pixels of a picture 640 long. Averaging takes out noise
    and `sharpened` takes out blur afterwards: what no other way of reading gets is got here,
    at any tilt, and for less time than turning the whole picture takes.
    """
    small = shrunk(gray, _SEARCHED)
    height, width = max(1, small.shape[0] // _COARSER), max(1, small.shape[1] // _COARSER)
    size = max(3, round(grain / _COARSER))

    def around(measure: np.ndarray) -> np.ndarray:
        coarse = cv2.resize(measure, (width, height), interpolation=cv2.INTER_AREA)
        return cv2.blur(coarse, (size, size))

    down_x, down_y = cv2.Scharr(small, cv2.CV_16S, 1, 0), cv2.Scharr(small, cv2.CV_16S, 0, 1)
    xx = around(cv2.multiply(down_x, down_x, dtype=cv2.CV_32F))
    yy = around(cv2.multiply(down_y, down_y, dtype=cv2.CV_32F))
    xy = around(cv2.multiply(down_x, down_y, dtype=cv2.CV_32F))
    slope_x, slope_y = around(down_x.astype(np.float32)), around(down_y.astype(np.float32))
    energy, leaning, crossed = xx + yy, xx - yy, 2 * xy
    directed = cv2.magnitude(leaning, crossed)
    barred = directed > _ONE_WAY * energy
    barred &= slope_x * slope_x + slope_y * slope_y < _ALTERNATING * energy
    barred &= directed > max(float(energy.mean()), _FAINTEST)
    _, labels, measures, _ = cv2.connectedComponentsWithStats(barred.astype(np.uint8))
    largest = np.argsort(-measures[1:, cv2.CC_STAT_AREA], kind="stable")[:most] + 1
    across_cell, down_cell = gray.shape[1] / width, gray.shape[0] / height
    views = []
    for label in largest:
        left, top, width, height, area = (int(value) for value in measures[label])
        if area < size * size:
            break
        part = np.s_[top : top + height, left : left + width]
        inside = labels[part] == label
        across = math.atan2(float(crossed[part][inside].sum()), float(leaning[part][inside].sum()))
        down, right = np.nonzero(inside)
        x, y = (right + left + 0.5) * across_cell, (down + top + 0.5) * down_cell
        views.append(_upright(gray, x, y, across / 2))
    return views


def _upright(gray: Gray, x: np.ndarray, y: np.ndarray, across: float) -> View:
    """Cut out the bars at these points, which follow each other in the direction `across`."""
    cos, sin = math.cos(across), math.sin(across)
    begin, end = (float(value) for value in np.percentile(x * cos + y * sin, (1, 99)))
    top, bottom = (float(value) for value in np.percentile(y * cos - x * sin, (2, 98)))
    quiet = (end - begin) * _QUIET + 10
    begin, end = begin - quiet, end + quiet
    scale = min(_MOST_ENLARGED, max(1.0, _UPRIGHT_WIDTH / (end - begin)))
    # Along the bars there is nothing to see: fewer rows, averaged, cost less time.
    rows = min(scale, _UPRIGHT_HEIGHT / max(1.0, bottom - top))
    width, height = int((end - begin) * scale), max(4, int((bottom - top) * rows))
    back = (
        cos / scale,
        -sin / rows,
        begin * cos - top * sin,
        sin / scale,
        cos / rows,
        begin * sin + top * cos,
    )
    picture = cv2.warpAffine(
        gray,
        np.array(back).reshape(2, 3),
        (width, height),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    averaged = cv2.blur(picture, (1, max(3, height // 8)))
    return View(_gray8(averaged), back)


def _gray8(picture: np.ndarray) -> Gray:
    return picture.astype(np.uint8, copy=False)
