"""Pictures that are held before the camera: each is looked at until it is done, or skipped."""

from __future__ import annotations

import itertools
import logging
import os
import queue
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.camera.messages import Show
from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.voting import Voting

_log = logging.getLogger(__name__)

DEATHS_OF_A_PICTURE = 2
LOOKS_PER_S = 30  # at which a shown picture is held before the voting


@dataclass(slots=True)
class _Picture:
    number: int
    path: Path
    voting: Voting
    is_source: bool
    asked: bool = False  # the process was told of it
    deaths: int = 0  # of processes that looked at it
    looks: int = 0
    reported: set[str] = field(default_factory=set)


class ShownPictures:
    """One after the other; for the camera's thread, `show` for any.

    `is_source`: the picture is one of those that the camera was set up with.
    """

    def __init__(self, known: Callable[[Reading], bool]) -> None:
        self._known = known
        self._to_show: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._pictures: deque[_Picture] = deque()
        self._numbers = itertools.count(1)

    @property
    def is_waiting(self) -> bool:
        """Whether there is any to be looked at."""
        return bool(self._pictures or not self._to_show.empty())

    @property
    def source_is_over(self) -> bool:
        """Whether all pictures are done that the camera was set up with."""
        return not any(picture.is_source for picture in self._pictures)

    def show(self, path: Path) -> None:
        """Put a picture last in the row."""
        self._to_show.put(path)

    def add(self, path: Path, *, is_source: bool = False) -> None:
        """Put a picture last in the row."""
        self._pictures.append(_Picture(next(self._numbers), path, Voting(self._known), is_source))

    def next(self) -> Show | None:
        """Return what to ask of the process, None if it was asked or nothing waits."""
        while not self._to_show.empty():
            self.add(self._to_show.get())
        if not self._pictures or self._pictures[0].asked:
            return None
        first = self._pictures[0]
        first.asked = True
        return Show(first.number, os.fsencode(first.path))

    def blame(self) -> None:
        """Note for the picture that was being looked at that the process has ended over it."""
        if not self._pictures or not self._pictures[0].asked:
            return
        first = self._pictures[0]
        first.asked = False
        first.deaths += 1
        first.looks = 0
        first.voting.reset()
        if first.deaths >= DEATHS_OF_A_PICTURE:
            _log.error("A picture ended the camera process twice and is skipped: %s", first.path)
            self._pictures.popleft()

    def looked(self, number: int, readings: Sequence[Reading]) -> Iterator[Reading]:
        """Take one look at a picture; give what is now accepted and was not given before."""
        if not self._is_first(number):
            return
        first = self._pictures[0]
        first.looks += 1
        for reading in first.voting.frame(readings, first.looks / LOOKS_PER_S):
            if reading.text not in first.reported:
                first.reported.add(reading.text)
                yield reading

    def finish(self, number: int) -> bool:
        """Let a picture go that was looked at; tell whether it was one of the source."""
        return self._is_first(number) and self._pictures.popleft().is_source

    def _is_first(self, number: int) -> bool:
        return bool(self._pictures) and self._pictures[0].number == number
