"""What is measured side by side: this program's decoding, and each decoder alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.devices.camera import decoding, zbar, zxing
from kiosk.devices.camera.readings import Reading
from tests.benchmarks.rows import percentile

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

Reader = Callable[["Gray"], list[Reading]]


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to read pictures: one by itself, and as a stream (a new reader for each stream)."""

    name: str
    still: Reader
    reader: Callable[[], Reader]


def _alone(read: Reader, name: str) -> Engine:
    return Engine(name, read, lambda: read)


ENGINES = (
    Engine("kiosk", decoding.read_still, lambda: decoding.Decoder().read),
    _alone(zbar.read, "pyzbar_alone"),
    _alone(zxing.read, "zxing_cpp_alone"),
)


def timed(read: Reader, gray: Gray) -> tuple[list[Reading], float]:
    """Return what is read, and the milliseconds of processor time it took (all threads)."""
    began = time.process_time()
    readings = read(gray)
    return readings, (time.process_time() - began) * 1e3


def percentile_ms(times_ms: Sequence[float], percent: int) -> float | None:
    """Return a percentile, None of nothing."""
    return round(percentile(times_ms, percent), 2) if times_ms else None
