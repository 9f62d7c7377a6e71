"""A process beside this one: it is given work line by line, and never outlives us."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.benchmarks.prepared_shop import PreparedShop

START_WITHIN_S = 120.0
_WINDOW = "from tests.benchmarks.window.window import main; main()"


class ChildFailed(RuntimeError):
    """A process ended before it had answered, or did not answer in time."""


class Window:
    """The terminal's real window in a process of its own (`tests.benchmarks.window.window`)."""

    def __init__(self, shop: PreparedShop, film: Path | None = None) -> None:
        """Start it, with a camera that sees `film` over and over where there is one.

        Its own complaints go to `window.log` in the shop's folder.
        """
        self._log = shop.folder / "window.log"
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-c", _WINDOW, *([str(film)] if film else [])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=shop.environ(camera="0" if film else ""),
                text=True,
            )
        threading.Thread(target=self._read, name="window", daemon=True).start()
        self.started = self._answer(START_WITHIN_S)

    def do(self, task: str, at_most_s: float = 600.0, **arguments: object) -> dict[str, Any]:
        """Let it do something; return what it says. Raises `ChildFailed`."""
        assert self._process.stdin is not None  # as started
        try:
            self._process.stdin.write(json.dumps({"do": task, **arguments}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._failed(f"before {task}") from error
        return self._answer(at_most_s)

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def _read(self) -> None:
        assert self._process.stdout is not None  # as started
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _answer(self, at_most_s: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=at_most_s)
        except queue.Empty:
            raise self._failed(f"no answer in {at_most_s:.0f} s") from None
        if not line:
            raise self._failed("it ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _failed(self, what: str) -> ChildFailed:
        self._process.kill()
        return ChildFailed(f"the window's process: {what}\n{_end_of(self._log)}")


def run(module: str, arguments: list[str], environ: Mapping[str, str], log: Path) -> str:
    """Run a module to its end; return what it printed. Raises `ChildFailed`."""
    with log.open("wb") as errors:
        try:
            done = subprocess.run(  # noqa: S603  # our own program
                [sys.executable, "-m", module, *arguments],
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environ,
                text=True,
                timeout=START_WITHIN_S,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise ChildFailed(f"{module}: {error}\n{_end_of(log)}") from error
    return done.stdout


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
