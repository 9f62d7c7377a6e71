"""Under what conditions a made stream shows its code: drawn from one distribution.

Chosen from what a shopper does at a terminal and what a cheap camera gives, with one limit
that optics set: at rest the blur's σ is at most half a module (beyond it bars run together;
a shopper who sees the preview moves the product). Every stream drawn counts, whether any
decoder can read it or not:

- Camera: 1280×720 at 30 fps, 60° wide, MJPEG of quality 60–92, fixed focus.
- Codes: EAN-13 at 80–120 % of nominal size (GS1 General Specifications §5.2: a module of
  0.264–0.40 mm), Code 128 with 0.25–0.40 mm, QR 0.4–0.8 mm, DataMatrix 0.3–0.5 mm.
- Distance where the product stops: 10–26 cm, mostly 15 (two-dimensional codes 8–18, mostly
  11), and far enough for the whole code to be in the picture: mostly 1.3–3 px a module.
- Turned: 60 % roughly upright, on a side or upside down (σ 12°), 40 % any way. Tilted: σ 14°
  about both axes, at most 35°. 20 % round a can or bottle of 30–45 mm radius.
- Movement: 0.4–0.9 s from 6–16 cm aside and 1.3–2 times as far, ending at rest; then a
  hand that sways (0.02–0.25 mm at 1–3 Hz) and trembles (0.02–0.08 mm at 6–10 Hz).
- Focus: σ 0.35–1.2 px at rest (half above 0.65), worse while coming, settling in 0–0.25 s.
- Light: 70 % good (exposure 1/125–1/60 s, noise σ 2–4), 30 % low (1/30 s, 40–65 % of the
  brightness, noise σ 4–8); falling off by 0–50 % across the picture.
- Glare: 35 %, a spot of 4–15 mm radius near the code, up to pure white.
- Print: 80 % dark on white, 20 % weak (paper 140–190, ink 40–80).
- 15 %: half of another product's code stands at the edge of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.domain.scans import Symbology

FOCAL_PX = 1_108  # 60° over 1280 pixels
KINDS = (
    (Symbology.EAN13, 0.7),
    (Symbology.QR, 0.1),
    (Symbology.GS1_DATAMATRIX, 0.1),
    (Symbology.CODE128, 0.1),
)
_MODULE_MM = {
    Symbology.EAN13: (0.264, 0.40),
    Symbology.CODE128: (0.25, 0.40),
    Symbology.QR: (0.4, 0.8),
    Symbology.GS1_DATAMATRIX: (0.3, 0.5),
}
_BLUR_MODULES = 0.5
_SWAY, _TREMOR = (0.25, 1, 3), (0.08, 6, 10)
_FITS = 0.6  # of the distance: what the picture's height shows, less a little


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the label's middle is before the camera (mm) and how it is turned (radians)."""

    x: float
    y: float
    distance: float
    roll: float
    pitch: float
    yaw: float


@dataclass(frozen=True, slots=True)
class Conditions:
    """What holds for one stream; times in seconds, levels of grey of 255, the rest as named."""

    module_mm: float
    start: Pose
    rest: Pose
    approach_s: float
    swings: tuple[tuple[float, float], ...]  # of the hand: (mm, Hz), by turns across and down
    exposure_s: float
    brightness: float
    noise: float
    falloff: float
    falloff_to: float
    blur_px: float
    focus_s: float
    glare_mm: float
    glare_at_mm: tuple[float, float]
    glare_level: float
    paper: float
    ink: float
    radius_mm: float
    neighbour: bool
    jpeg_quality: int


def kind(rng: np.random.Generator) -> Symbology:
    """Draw which kind of code a product has."""
    return KINDS[int(rng.choice(len(KINDS), p=[share for _, share in KINDS]))][0]


def draw(of: Symbology, modules: tuple[int, int], rng: np.random.Generator) -> Conditions:
    """Draw the conditions for a code that is so many modules (high, wide) in size."""
    module_mm = rng.uniform(*_MODULE_MM[of])
    size_mm = float(np.hypot(*modules)) * module_mm
    rest = _rest(of, size_mm, rng)
    module_px = FOCAL_PX * module_mm / rest.distance
    low_light, weak, glare = rng.random() < 0.3, rng.random() < 0.2, rng.random() < 0.35
    return Conditions(
        module_mm=module_mm,
        start=_start(rest, rng),
        rest=rest,
        approach_s=rng.uniform(0.4, 0.9),
        swings=tuple(
            (rng.uniform(0.02, most_mm), rng.uniform(least_hz, most_hz))
            for most_mm, least_hz, most_hz in (_SWAY, _SWAY, _TREMOR, _TREMOR)
        ),
        exposure_s=1 / 30 if low_light else rng.uniform(1 / 125, 1 / 60),
        brightness=rng.uniform(0.4, 0.65) if low_light else rng.uniform(0.75, 1.0),
        noise=rng.uniform(4, 8) if low_light else rng.uniform(2, 4),
        falloff=rng.uniform(0, 0.5),
        falloff_to=rng.uniform(0, 2 * np.pi),
        blur_px=min(0.35 + abs(rng.normal(0, 0.45)), 1.2, _BLUR_MODULES * module_px),
        focus_s=rng.uniform(0, 0.25),
        glare_mm=rng.uniform(4, 15) if glare else 0.0,
        glare_at_mm=(rng.normal(0, size_mm / 3), rng.normal(0, size_mm / 3)),
        glare_level=rng.uniform(100, 400),
        paper=rng.uniform(140, 190) if weak else rng.uniform(200, 245),
        ink=rng.uniform(40, 80) if weak else rng.uniform(15, 60),
        radius_mm=rng.uniform(30, 45) if rng.random() < 0.2 else 0.0,
        neighbour=rng.random() < 0.15,
        jpeg_quality=int(rng.integers(60, 93)),
    )


def _rest(of: Symbology, size_mm: float, rng: np.random.Generator) -> Pose:
    span = (100, 150, 260) if of.one_dimensional else (80, 110, 180)
    distance = max(rng.triangular(*span), size_mm / _FITS)
    upright = rng.normal(0, np.radians(12)) + rng.choice(4, p=[0.55, 0.15, 0.15, 0.15]) * np.pi / 2
    tilts = np.clip(rng.normal(0, np.radians(14), 2), -np.radians(35), np.radians(35))
    room_x, room_y = (max(0.0, distance * half - size_mm / 2) for half in (0.55, 0.31))
    return Pose(
        x=float(np.clip(rng.normal(0, 18), -room_x, room_x)),
        y=float(np.clip(rng.normal(0, 12), -room_y, room_y)),
        distance=distance,
        roll=float(upright if rng.random() < 0.6 else rng.uniform(0, 2 * np.pi)),
        pitch=float(tilts[0]),
        yaw=float(tilts[1]),
    )


def _start(rest: Pose, rng: np.random.Generator) -> Pose:
    direction, aside = rng.uniform(0, 2 * np.pi), rng.uniform(60, 160)
    turns = rng.normal(0, np.radians(18), 3)
    return Pose(
        x=rest.x + aside * float(np.cos(direction)),
        y=rest.y + aside * float(np.sin(direction)),
        distance=rest.distance * rng.uniform(1.3, 2.0),
        roll=rest.roll + float(turns[0]),
        pitch=rest.pitch + float(turns[1]),
        yaw=rest.yaw + float(turns[2]),
    )
