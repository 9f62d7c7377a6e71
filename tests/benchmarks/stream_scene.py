"""A camera's view of one product that comes, stops and is held: frames out of a seed.

The pack is a plane (or a can) printed at six pixels a module and seen by a pinhole camera;
blur, light, glare, noise and JPEG follow in the order in which a camera adds them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from kiosk.domain.scans import Symbology
from tests.benchmarks import stream_codes, stream_conditions
from tests.benchmarks.stream_codes import PrintedCode
from tests.benchmarks.stream_conditions import FOCAL_PX, Conditions, Pose

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

WIDTH, HEIGHT = 1280, 720
FPS = 30
HELD_S = 1.5  # after the stop
_PX_A_MODULE = 6
_PACK_MM = (90.0, 70.0)
_SMEAR_AT_MOST = 16  # copies that make up a motion's blur


@dataclass(frozen=True, slots=True)
class _Level:
    """The pack's print, `scale` pixels to one of the finest level's."""

    picture: Image.Image
    scale: float


class Stream:
    """One made stream; the same (seed, number) gives the same bytes, in any order of frames.

    `code` is what it shows, where it is not drawn as well.
    """

    def __init__(self, seed: int, number: int, code: PrintedCode | None = None) -> None:
        self._seed = (seed, number)
        rng = np.random.default_rng(self._seed)
        self.code: PrintedCode = code or stream_codes.make(stream_conditions.kind(rng), rng)
        self.conditions: Conditions = stream_conditions.draw(
            self.code.symbology, self.code.modules.shape, rng
        )
        self._levels = _levels(_print(self.code, self.conditions, rng))
        self._behind = _behind(self.conditions, rng)
        self._light = _light(self.conditions)
        self._noise = rng.standard_normal((HEIGHT + 97, WIDTH + 89), dtype=np.float32)
        self._phases = rng.uniform(0, 2 * np.pi, len(self.conditions.swings))

    @property
    def stop_s(self) -> float:
        """When the product stops, in seconds of the stream."""
        return self.conditions.approach_s

    @property
    def length(self) -> int:
        """How many frames there are."""
        return int((self.stop_s + HELD_S) * FPS)

    def frame(self, index: int) -> Gray:
        """Return a frame as the decoders get it."""
        conditions = self.conditions
        at_s = index / FPS
        rng = np.random.default_rng((*self._seed, index))
        pose = self._pose(at_s)
        view = _project(pose)
        pixels = self._composed(view)
        pixels = _smeared(pixels, _move(view, _project(self._pose(at_s + conditions.exposure_s))))
        pixels = _defocused(pixels, self._blur(at_s, pose)) * self._light
        if conditions.glare_mm:
            _add_glare(pixels, view, conditions)
        top, left = int(rng.integers(0, 97)), int(rng.integers(0, 89))
        grain = self._noise[top : top + HEIGHT, left : left + WIDTH]
        # Half of the noise is the sensor's own, half grows with the light (photons).
        pixels += grain * (conditions.noise * (0.5 + 0.5 * np.sqrt(pixels / 255)))
        return _compressed(np.clip(pixels, 0, 255).astype(np.uint8), conditions.jpeg_quality)

    def _pose(self, at_s: float) -> Pose:
        """Come with an even braking; then the hand sways and trembles."""
        conditions = self.conditions
        left = (1 - min(1.0, at_s / conditions.approach_s)) ** 2
        start, rest = conditions.start, conditions.rest
        swings = [
            mm * float(np.sin(2 * np.pi * hz * at_s + phase))
            for (mm, hz), phase in zip(conditions.swings, self._phases, strict=True)
        ]
        between = (
            getattr(rest, name) + left * (getattr(start, name) - getattr(rest, name))
            for name in ("x", "y", "distance", "roll", "pitch", "yaw")
        )
        x, y, *others = between
        return Pose(x + sum(swings[::2]), y + sum(swings[1::2]), *others)

    def _blur(self, at_s: float, pose: Pose) -> float:
        """Return the σ of the defocus: as at rest, more at other distances and until settled."""
        conditions = self.conditions
        off = abs(pose.distance / conditions.rest.distance - 1)
        late = np.exp(-max(0.0, at_s - self.stop_s) / (conditions.focus_s / 3 + 1e-3))
        return conditions.blur_px + 2.5 * off + 0.8 * float(late) * (conditions.focus_s > 0.05)

    def _composed(self, view: Matrix) -> Floats:
        finest = _PX_A_MODULE / self.conditions.module_mm
        wanted = _px_a_mm(view) / finest
        level = next((one for one in self._levels if one.scale <= wanted * 1.5), self._levels[-1])
        width, height = level.picture.size
        # From the level's pixels to millimetres around the label's middle.
        mm = 1 / (finest * level.scale)
        to_mm = np.array([[mm, 0, -mm * width / 2], [0, mm, -mm * height / 2], [0, 0, 1]])
        back = np.linalg.inv(view @ to_mm)
        coefficients = (back / back[2, 2]).ravel()[:8]
        seen = level.picture.transform(
            (WIDTH, HEIGHT),
            Image.Transform.PERSPECTIVE,
            tuple(float(number) for number in coefficients),
            Image.Resampling.BILINEAR,
        )
        pack = np.asarray(seen)
        return np.where(pack == 0, self._behind, pack).astype(np.float32)


def _project(pose: Pose) -> Matrix:
    """Return the homography from millimetres on the pack to pixels."""
    (sr, sp, sy), (cr, cp, cy) = (
        [float(turn(angle)) for angle in (pose.roll, pose.pitch, pose.yaw)]
        for turn in (np.sin, np.cos)
    )
    roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    pitch = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    yaw = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    turned = yaw @ pitch @ roll
    placed = np.column_stack([turned[:, 0], turned[:, 1], [pose.x, pose.y, pose.distance]])
    camera = np.array([[FOCAL_PX, 0, WIDTH / 2], [0, FOCAL_PX, HEIGHT / 2], [0, 0, 1]])
    view: Matrix = camera @ placed
    return view


def _at(view: Matrix, x_mm: float, y_mm: float) -> npt.NDArray[np.float64]:
    seen = view @ np.array([x_mm, y_mm, 1.0])
    point: npt.NDArray[np.float64] = seen[:2] / seen[2]
    return point


def _px_a_mm(view: Matrix) -> float:
    return float(np.linalg.norm(_at(view, 1, 1) - _at(view, -1, -1)) / np.sqrt(8))


def _move(view: Matrix, later: Matrix) -> npt.NDArray[np.float64]:
    return _at(later, 0, 0) - _at(view, 0, 0)


def _print(code: PrintedCode, conditions: Conditions, rng: np.random.Generator) -> Gray:
    """Print the pack: a texture, lines of small type, and a label with the code."""
    finest = _PX_A_MODULE / conditions.module_mm
    label = np.kron(code.modules, np.ones((_PX_A_MODULE, _PX_A_MODULE), np.uint8))
    label = np.where(label > 127, conditions.paper, conditions.ink)
    width = max(int(_PACK_MM[0] * finest), label.shape[1] + 120) // 2 * 2
    height = max(int(_PACK_MM[1] * finest), label.shape[0] + 120) // 2 * 2
    pack = _cloud(rng, (height, width), 90, 210)
    line_px = max(6, int(1.6 * finest))  # type of 1.6 mm
    for top in range(line_px, height - line_px, line_px * 2):
        strokes = rng.random(width // max(2, line_px // 6) + 1) < 0.45
        row = np.repeat(strokes, max(2, line_px // 6))[:width]
        words = np.repeat(rng.random(width // (line_px * 3) + 1) < 0.7, line_px * 3)[:width]
        pack[top : top + line_px, row & words] = conditions.ink
    y, x = (height - label.shape[0]) // 2, (width - label.shape[1]) // 2
    pack[y : y + label.shape[0], x : x + label.shape[1]] = label
    if conditions.radius_mm:
        pack = _bent(pack, conditions.radius_mm * finest)
    return np.clip(pack, 1, 255).astype(np.uint8)  # 0 is what the pack does not cover


def _bent(pack: Floats, radius_px: float) -> Floats:
    """Put a flat print round a can that stands upright, seen from the front."""
    half = min(pack.shape[1] / 2, radius_px * 1.2)
    across = np.arange(-np.floor(radius_px * np.sin(half / radius_px)), radius_px)
    across = across[np.abs(across) < radius_px * np.sin(half / radius_px)]
    columns = np.arcsin(across / radius_px) * radius_px + pack.shape[1] / 2
    return pack[:, np.clip(columns, 0, pack.shape[1] - 1).astype(int)]


def _levels(finest: Gray) -> tuple[_Level, ...]:
    """Return the print in steps of √2: sampling a far pack from the finest would make moiré."""
    picture = Image.fromarray(finest)
    scales = [2 ** (-step / 2) for step in range(9)]
    return tuple(
        _Level(
            picture.resize(
                (max(1, round(picture.width * s)), max(1, round(picture.height * s))),
                Image.Resampling.BOX,
            ),
            s,
        )
        for s in scales
    )


def _cloud(rng: np.random.Generator, shape: tuple[int, int], low: float, high: float) -> Floats:
    grain = rng.integers(0, 256, (12, 16)).astype(np.uint8)
    picture = Image.fromarray(grain).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return low + np.asarray(picture).astype(np.float32) * ((high - low) / 255)


def _behind(conditions: Conditions, rng: np.random.Generator) -> Floats:
    """Return the shop behind the product: blurred shapes, at times half of another code."""
    room = _cloud(rng, (HEIGHT, WIDTH), 40, 180)
    for left, top, width, height in rng.integers(20, [WIDTH, HEIGHT, 260, 260], (12, 4)):
        room[top : top + height, left : left + width] = rng.uniform(20, 230)
    blurred = Image.fromarray(room.astype(np.uint8)).filter(ImageFilter.GaussianBlur(4))
    room = np.asarray(blurred).astype(np.float32)
    if conditions.neighbour:
        other = np.kron(stream_codes.make(Symbology.EAN13, rng).modules, np.ones((2, 2), np.uint8))
        y, half = int(rng.integers(0, HEIGHT - other.shape[0])), other.shape[1] // 2
        beside = room[y : y + other.shape[0]]
        if rng.random() < 0.5:
            beside[:, :half] = other[:, -half:]
        else:
            beside[:, -half:] = other[:, :half]
    return room


def _light(conditions: Conditions) -> Floats:
    """Return the light on each pixel, 1 for the full brightness of the print."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    along = x / WIDTH * np.cos(conditions.falloff_to) + y / HEIGHT * np.sin(conditions.falloff_to)
    along = (along - along.min()) / (along.max() - along.min())
    light: Floats = (conditions.brightness * (1 - conditions.falloff * along)).astype(np.float32)
    return light


def _smeared(pixels: Floats, move: npt.NDArray[np.float64]) -> Floats:
    """Average the picture along a movement while the shutter is open."""
    steps = min(_SMEAR_AT_MOST, int(np.ceil(np.abs(move).max())))
    if steps <= 1:
        return pixels
    total = np.zeros_like(pixels)
    for part in range(steps):
        dx, dy = np.rint(move * (part / (steps - 1) - 0.5)).astype(int)
        total += np.roll(pixels, (int(dy), int(dx)), (0, 1))
    total /= steps
    return total


def _defocused(pixels: Floats, sigma: float) -> Floats:
    picture = Image.fromarray(pixels.astype(np.uint8)).filter(ImageFilter.GaussianBlur(sigma))
    return np.asarray(picture).astype(np.float32)


def _add_glare(pixels: Floats, view: Matrix, conditions: Conditions) -> None:
    x, y = _at(view, *conditions.glare_at_mm)
    sigma = max(2.0, conditions.glare_mm / 2 * _px_a_mm(view))
    left, right = (int(np.clip(x + side * 3 * sigma, 0, WIDTH)) for side in (-1, 1))
    top, bottom = (int(np.clip(y + side * 3 * sigma, 0, HEIGHT)) for side in (-1, 1))
    across = np.exp(-(((np.arange(left, right) - x) / sigma) ** 2) / 2)
    down = np.exp(-(((np.arange(top, bottom) - y) / sigma) ** 2) / 2)
    pixels[top:bottom, left:right] += conditions.glare_level * np.outer(down, across)


def _compressed(gray: Gray, quality: int) -> Gray:
    """Return it as it comes out of a camera that sends JPEG pictures."""
    buffer = io.BytesIO()
    Image.fromarray(gray).save(buffer, "JPEG", quality=quality)
    return np.array(Image.open(buffer), np.uint8)
