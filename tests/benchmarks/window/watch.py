"""Plays at a window whose camera scans by itself, and at one without, in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

from kiosk.demo.hands import PATIENCE_S, NotSeen
from tests.benchmarks.machine import Weight, children, private_mb
from tests.benchmarks.window.play import Code, Play
from tests.benchmarks.window.stalls import Stalls

STAY_S = 0.2  # at each page: the film's next product comes later than a visit takes


class Watch(Play):
    """`Play` with tasks for the camera."""

    def watch(self, code: Code, seconds: float) -> dict[str, object]:
        """Look at each product that the camera scans; measure the event loop's stalls meanwhile.

        It goes on until there was one. `code` is opened before: so the pages have been loaded.
        """
        self._warm_up(code)
        stalls, visits = Stalls(), list[tuple[float, str]]()
        first = self._picture()
        stalls.start()
        left = stalls.began
        while not visits or time.monotonic() < stalls.began + seconds:
            if time.monotonic() > stalls.began + seconds + PATIENCE_S:
                raise NotSeen("a product that the camera has scanned")
            if "product" in self._shown:
                visits.append((time.monotonic() - left, self._product.sku))
                self._visit()
                left = time.monotonic()
            self._hands.pump()
        stalls.stop()
        per_s = (self._picture() - first) / (time.monotonic() - stalls.began)
        return {"gaps_ms": stalls.gaps, "visits": visits, "pictures_per_s": per_s}

    def repeat(self, visits: Sequence[tuple[float, Code]]) -> dict[str, object]:
        """Look at the same products after the same waits, each scanned by the shell."""
        self._warm_up(visits[0][1])
        stalls = Stalls()
        stalls.start()
        for wait_s, code in visits:
            self.rest(wait_s)
            self._scan(code)
            self._visit()
        stalls.stop()
        return {"gaps_ms": stalls.gaps}

    def serve(
        self, codes: list[Code], texts: list[str], marks: list[int], label: str
    ) -> dict[str, object]:
        """Serve shoppers one after another; weigh after so many, when `label` was just read.

        `label` is a picture of a code, held before a camera that sees no other one.
        """
        self._picture()
        held = {0: self._read(label)}
        for number, code, text in zip(range(1, max(marks) + 1), cycle(codes), cycle(texts)):
            self._serve(code, text)
            if number in marks:
                held[number] = self._read(label)
        return {"mb": held}

    def _picture(self) -> int:
        """Return the number of the camera's newest picture."""
        camera = self._kiosk.camera
        self._hands.wait(lambda: camera.frame() is not None, "the camera's picture")
        frame = camera.frame()
        return frame.number if frame is not None else 0

    def _warm_up(self, code: Code) -> None:
        self._shown.clear()
        self._shell.scan(code[0])
        self._hands.wait(lambda: "product" in self._shown, "a product")
        self._visit()

    def _visit(self) -> None:
        """Stay at the product, put it into the basket, look there, leave.

        Through the shell: the camera may open another product at any moment.
        """
        self._hands.painted()
        self.rest(STAY_S)
        if self._product.canAdd:
            self._product.add()
        self._go(lambda: self._shell.open("basket"), "basket")
        self.rest(STAY_S)
        self._shown.clear()
        self._go(self._shell.endSession, self._shell.homePage)

    def _go(self, action: Callable[[], None], page: str) -> None:
        action()
        self._hands.wait(lambda: page in self._shown or "product" in self._shown, f"page {page}")
        self._hands.painted()

    def _read(self, label: str) -> Weight:
        self._shown.clear()
        self._kiosk.camera.show(Path(label))
        self._hands.wait(lambda: "product" in self._shown, "the product on the label")
        weight = self._weight()
        self._leave()
        return weight

    def _weight(self) -> Weight:
        if self._kiosk.camera.pid is None:
            raise NotSeen("the camera process")
        others = [mb for pid in children() if (mb := private_mb(pid)) is not None]
        return private_mb(), sum(others) if others else None
