"""Made camera streams through decoding and voting: `kiosk bench streams`.

What is looked at is decided as live: a frame that comes while one is being decoded, or in the
pause that the camera process makes after it, is dropped. How long decoding takes is the
processor time measured here, or `frame_ms` where given (then the result is the same on any
machine). Exposure, transport and the screen are not counted.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.devices.camera import decoding
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.voting import Voting
from kiosk.devices.camera.worker import pause_after
from kiosk.domain.scans import Symbology
from tests.benchmarks.scan_engines import ENGINES, Engine, Reader, percentile_ms, timed
from tests.benchmarks.scan_set import compared, values
from tests.benchmarks.stream_scene import FPS, Stream

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

Figures = dict[str, object]
WATCHED_ON = FPS // 2  # frames after the right value: a rival may still come


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one engine did on one stream; `latency_s` from the stop, None if not accepted."""

    symbology: Symbology
    latency_s: float | None
    wrong: tuple[str, ...]
    frames_ms: tuple[float, ...]


@dataclass(slots=True)
class Watcher:
    """One engine before one stream, in the stream's own time."""

    stream: Stream
    read: Reader
    voting: Voting
    frame_ms: float | None
    next_index: int = 0
    accepted_s: float | None = None
    wrong: list[str] = field(default_factory=list)
    frames_ms: list[float] = field(default_factory=list)
    watched_on: int = 0

    def wants(self, index: int) -> bool:
        """Tell whether the engine is free to look at this frame, and has not had its code."""
        return index >= self.next_index and self.watched_on < WATCHED_ON

    def look(self, index: int, gray: Gray) -> None:
        """Decode a frame and vote."""
        readings, ms = timed(self.read, gray)
        self.frames_ms.append(ms)
        cost_s = (ms if self.frame_ms is None else self.frame_ms) / 1e3
        busy_s = cost_s + pause_after(cost_s)
        self.next_index = index + max(1, math.ceil(busy_s * FPS - 1e-9))
        self.watched_on += self.accepted_s is not None
        code = self.stream.code
        expected = compared(code.text, code.symbology)
        for value in sorted(values(self.voting.frame(readings, index / FPS))):
            if value != expected:
                self.wrong.append(value)
            elif self.accepted_s is None:
                self.accepted_s = index / FPS + cost_s

    def outcome(self) -> Outcome:
        """Return how it went."""
        late = None if self.accepted_s is None else max(0.0, self.accepted_s - self.stream.stop_s)
        return Outcome(self.stream.code.symbology, late, tuple(self.wrong), tuple(self.frames_ms))


def measure(
    count: int,
    seed: int,
    *,
    frame_ms: float | None = None,
    engines: Sequence[Engine] = ENGINES,
    make: Callable[[int, int], Stream] = Stream,
) -> dict[str, list[Outcome]]:
    """Play streams before each engine; by the engine's name. Raises `DeviceFault`."""
    decoding.ready()
    outcomes: dict[str, list[Outcome]] = {engine.name: [] for engine in engines}
    for number in range(count):
        for name, outcome in _play(make(seed, number), engines, frame_ms):
            outcomes[name].append(outcome)
        if sys.stderr.isatty():
            end = "\n" if number + 1 == count else ""
            print(f"\r{number + 1}/{count}", end=end, file=sys.stderr, flush=True)
    return outcomes


def report(outcomes: dict[str, list[Outcome]], seed: int, frame_ms: float | None = None) -> Figures:
    """Return the first engine's figures, with those of the others under their names."""
    (_, first), *others = outcomes.items()
    cost = "processor time measured" if frame_ms is None else f"{frame_ms} ms a frame"
    return (
        {"seed": seed, "cost_of_a_frame": cost}
        | _figures(first)
        | {name: _figures(outcome) for name, outcome in others}
    )


def _play(
    stream: Stream, engines: Sequence[Engine], frame_ms: float | None
) -> Iterable[tuple[str, Outcome]]:
    catalogue = {compared(stream.code.text, stream.code.symbology)}

    def known(reading: Reading) -> bool:
        return not values([reading]).isdisjoint(catalogue)

    watchers = {
        engine.name: Watcher(stream, engine.reader(), Voting(known), frame_ms) for engine in engines
    }
    for index in range(stream.length):
        free = [watcher for watcher in watchers.values() if watcher.wants(index)]
        if free:
            gray = stream.frame(index)
            for watcher in free:
                watcher.look(index, gray)
    return [(name, watcher.outcome()) for name, watcher in watchers.items()]


def _figures(outcomes: list[Outcome]) -> Figures:
    times = [ms for outcome in outcomes for ms in outcome.frames_ms]
    kinds = sorted({outcome.symbology for outcome in outcomes})
    return {
        **_summary(outcomes),
        "frame_ms_p50": percentile_ms(times, 50),
        "frame_ms_p95": percentile_ms(times, 95),
        "by_symbology": {
            str(kind): _summary([one for one in outcomes if one.symbology is kind])
            for kind in kinds
        },
    }


def _summary(outcomes: list[Outcome]) -> Figures:
    late_ms = [one.latency_s * 1e3 for one in outcomes if one.latency_s is not None]
    return {
        "streams": len(outcomes),
        "accepted": round(len(late_ms) / len(outcomes), 4) if outcomes else None,
        "latency_median_ms": percentile_ms(late_ms, 50),
        "latency_p95_ms": percentile_ms(late_ms, 95),
        "wrong": sum(len(one.wrong) for one in outcomes),
    }
