"""The program as its own process, as a shop starts it: told to end by real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.patience import PATIENCE_S


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"no {what}"
        time.sleep(0.01)


class Program:
    """A `kiosk` command in a console of its own, with an empty folder for temporary files."""

    def __init__(self, folder: Path, *command: str, **environ: str) -> None:
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        own = {"TMPDIR": str(self.temporary), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        self._mark = f"{self.temporary}".encode()
        before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup make test` ignores it
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, *command],
            env={**os.environ, "QT_SCALE_FACTOR": "1", **own, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        signal.signal(signal.SIGHUP, before)

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so, with the program alive."""

        def is_so() -> object:
            if self._process.poll() is not None:
                raise AssertionError(f"no {what}: {self.end(signal.SIGKILL)}")
            return condition()

        wait_until(is_so, what)

    def has_loaded(self, library: str) -> bool:
        """Tell whether a library is in its memory."""
        return library in Path(f"/proc/{self._process.pid}/maps").read_text("utf-8")

    def end(self, number: signal.Signals, everybody: bool = False) -> tuple[int, str, str]:
        """Send a signal, to its whole group as a console does; return status, out and err."""
        if self._process.poll() is None:
            (os.killpg if everybody else os.kill)(self._process.pid, number)
        out, err = self._process.communicate(timeout=PATIENCE_S)
        return self._process.returncode, out, err

    def left(self) -> list[str]:
        """Return the commands of all processes that it left behind and that still live."""
        return sorted(self._alive())

    def _alive(self) -> Iterator[str]:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                around = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes()
            except OSError:  # it has just ended, or is somebody else's
                continue
            if self._mark in around and command:  # a dead one that nobody asked for has none
                yield command.replace(b"\0", b" ").decode(errors="replace")
