"""Score a folder of photographs: `kiosk bench scan DIR`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiosk.devices.camera import decoding, images
from kiosk.devices.camera.readings import Reading
from kiosk.errors import BadInput
from tests.benchmarks import scan_set, scan_vote
from tests.benchmarks.scan_engines import ENGINES, Engine, percentile_ms, timed
from tests.benchmarks.scan_set import Row, only_catalogue_refuses, values

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

Figures = dict[str, object]


@dataclass(slots=True)
class Tally:
    """One engine's results so far; `notes` names what was missed or wrong."""

    positives: Counter[str] = field(default_factory=Counter)
    correct: Counter[str] = field(default_factory=Counter)
    images: int = 0
    wrong_single: int = 0
    accepted_correct: int = 0
    accepted_wrong: int = 0
    accepted_unknown: int = 0
    times_ms: list[float] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def still(self, row: Row, read: set[str]) -> None:
        """Count what was read from the single picture."""
        self.images += 1
        if row.positive:
            self.positives[row.symbology] += 1
            found = row.expected in read
            self.correct[row.symbology] += found
            if not found:
                self._note(row, "missed", row.expected)
        wrong = _wrong(row, read)
        self.wrong_single += len(wrong)
        for value in wrong:
            self._note(row, "wrong", value)

    def stream(self, row: Row, accepted: set[str], catalogue: frozenset[str]) -> None:
        """Count what voting accepted."""
        self.accepted_correct += row.positive and row.expected in accepted
        wrong = _wrong(row, accepted)
        self.accepted_wrong += len(wrong)
        self.accepted_unknown += sum(
            only_catalogue_refuses(value) and value not in catalogue for value in wrong
        )
        for value in wrong:
            self._note(row, "accepted wrong", value)

    def figures(self, vote: bool) -> Figures:
        """Return the figures; those of voting are None without it."""
        positives, correct = self.positives.total(), self.correct.total()
        voted: Figures = {
            "accepted_wrong": self.accepted_wrong if vote else None,
            "accepted_unknown_to_catalogue": self.accepted_unknown if vote else None,
        }
        if vote:
            voted["accepted_correct"] = self.accepted_correct
            voted["accepted_recall"] = _share(self.accepted_correct, positives)
        return {
            "images": self.images,
            "positives": positives,
            "correct": correct,
            "recall": _share(correct, positives),
            "wrong_single": self.wrong_single,
            **voted,
            "ms_p50": percentile_ms(self.times_ms, 50),
            "ms_p95": percentile_ms(self.times_ms, 95),
            "by_symbology": {
                name: {
                    "positives": count,
                    "correct": self.correct[name],
                    "recall": _share(self.correct[name], count),
                }
                for name, count in sorted(self.positives.items())
            },
        }

    def _note(self, row: Row, what: str, value: str) -> None:
        self.notes.append((str(row.path), what, value))


def score(
    folder: Path,
    *,
    vote: bool = False,
    seed: int = 0,
    limit: int | None = None,
    engines: Sequence[Engine] = ENGINES,
) -> dict[str, Tally]:
    """Play a folder's pictures through each engine; by the engine's name.

    With a `limit`, that many pictures drawn by the seed. Raises `BadInput`, `DeviceFault`.
    """
    decoding.ready()
    rows = scan_set.load(folder)
    # The catalogue is the whole folder's, however few of its pictures are looked at.
    catalogue = frozenset(row.expected for row in rows if row.positive)
    if limit is not None and limit < len(rows):
        chosen = np.random.default_rng(seed).choice(len(rows), limit, replace=False)
        rows = [rows[index] for index in sorted(chosen)]
    tallies = {engine.name: Tally() for engine in engines}
    readers = {engine.name: engine.reader() for engine in engines}
    for number, row in enumerate(rows):
        _progress(number, len(rows))
        gray = _picture(row)
        frames = [scan_vote.framed(scan_vote.fitted(gray), scan_vote.border_grey(gray))]
        if vote:
            # By the file's name, so that a picture's frames do not depend on its neighbours.
            name = row.path.relative_to(folder).as_posix().encode()
            frames = list(scan_vote.jittered(gray, np.random.default_rng([seed, *name])))
        for engine in engines:
            tally = tallies[engine.name]
            tally.still(row, values(engine.still(gray)))
            if vote:
                accepted, times_ms = scan_vote.play(engine.reader(), frames, _known(catalogue))
                tally.stream(row, accepted, catalogue)
                tally.times_ms += times_ms
            else:
                tally.times_ms.append(timed(readers[engine.name], frames[0])[1])
    _progress(len(rows), len(rows))
    return tallies


def report(tallies: dict[str, Tally], vote: bool) -> Figures:
    """Return the first engine's figures, with those of the others under their names."""
    (_, first), *others = tallies.items()
    return first.figures(vote) | {name: tally.figures(vote) for name, tally in others}


def _known(catalogue: frozenset[str]) -> Callable[[Reading], bool]:
    return lambda reading: not values([reading]).isdisjoint(catalogue)


def _wrong(row: Row, read: set[str]) -> list[str]:
    return sorted(read - {row.expected} - row.also)


def _picture(row: Row) -> Gray:
    frame = next(iter(images.frames(row.path)), None)
    if frame is None:
        raise BadInput("picture_unreadable", path=row.path)
    return frame.gray


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
