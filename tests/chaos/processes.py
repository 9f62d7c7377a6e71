"""The controller's hand on the fork server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Libraries that start threads when imported would leave half of themselves behind in a fork.
SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class Processes:
    """Starts, kills and restarts processes by their name in the shop."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._pids: dict[str, int] = {}
        self.started = 0
        self.kills = 0
        self.deaths: list[str] = []
        logs.mkdir(parents=True, exist_ok=True)
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.forkserver"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **SINGLE_THREADED},
            text=True,
            bufsize=1,
        )
        if self._read() != 0:
            raise RuntimeError("the fork server did not start")

    def start(self, name: str, role: str, args: dict[str, Any]) -> None:
        """Start a process under a name that is free."""
        if name in self._pids:
            raise ValueError(f"{name} runs already")
        self.started += 1
        pid = self._ask("start", role, args, str(self._logs / f"{name}.log"))
        if pid is None:
            raise RuntimeError(f"{name} was not started")
        self._pids[name] = pid

    def kill(self, name: str) -> bool:
        """Kill at once; tell whether there was somebody to kill."""
        pid = self._pids.pop(name, None)
        if pid is None:
            return False
        status = self._ask("kill", pid)
        if status != -signal.SIGKILL:
            self._note_death(name, status)
            return False
        self.kills += 1
        return True

    def living(self, name: str) -> bool:
        """Tell whether a process runs; one that ended by itself is noted."""
        pid = self._pids.get(name)
        if pid is None:
            return False
        status = self._ask("ended", pid)
        if status is None:
            return True
        del self._pids[name]
        self._note_death(name, status)
        return False

    def result(self, name: str, within_s: float) -> int | None:
        """Wait for a process that ends by itself; None if it is still running by then."""
        pid = self._pids[name]
        status = self._ask("wait", pid, within_s)
        if status is not None:
            del self._pids[name]
        return status

    def close(self) -> None:
        """End the fork server and with it everybody."""
        if self._server.stdin is not None:
            self._server.stdin.close()
        self._server.wait(timeout=30)
        if self._server.stdout is not None:
            self._server.stdout.close()

    def _note_death(self, name: str, status: int | None) -> None:
        said = (self._logs / f"{name}.log").read_text(errors="replace").splitlines()
        self.deaths.append(f"{name} ended by itself with {status}: {said[-1] if said else ''}")

    def _ask(self, call: str, *args: object) -> int | None:
        if self._server.stdin is None:
            raise RuntimeError("the fork server has no input")
        self._server.stdin.write(json.dumps([call, args]) + "\n")
        self._server.stdin.flush()
        return self._read()

    def _read(self) -> int | None:
        if self._server.stdout is None or not (line := self._server.stdout.readline()):
            raise RuntimeError("the fork server has gone")
        answer: int | None = json.loads(line)
        return answer
