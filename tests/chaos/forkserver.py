"""Starts the shop's processes by forking one that has imported everything: 10 ms, not 3 s.

Run as a program: requests are lines of JSON on its standard input, answers lines on its
standard output. It has one thread and no file of the shop open, so that a child has nothing
of an earlier life but modules; it is also the one who kills, so that a process id is never
somebody else's.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.chaos.roles import ROLES

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class ForkServer:
    """Forks, kills and buries."""

    def __init__(self) -> None:
        self._living: set[int] = set()

    def start(self, role: str, args: dict[str, Any], log: str) -> int:
        """Fork a process that plays a role; what it prints goes to `log`."""
        require_clean()
        pid = os.fork()
        if pid == 0:
            _play(role, args, log)
        self._living.add(pid)
        return pid

    def kill(self, pid: int) -> int | None:
        """Kill at once; return the exit status if it had ended by itself, else -9."""
        if pid not in self._living:
            return None
        os.kill(pid, signal.SIGKILL)
        return self._bury(pid, 0)

    def ended(self, pid: int) -> int | None:
        """Return the exit status of a process that ended by itself, None while it lives."""
        return self._bury(pid, os.WNOHANG) if pid in self._living else None

    def wait(self, pid: int, within_s: float) -> int | None:
        """Wait for a process that ends by itself."""
        deadline = time.monotonic() + within_s
        while (status := self.ended(pid)) is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return status

    def kill_all(self) -> None:
        """End every process."""
        for pid in tuple(self._living):
            self.kill(pid)

    def _bury(self, pid: int, options: int) -> int | None:
        found, status = os.waitpid(pid, options)
        if not found:
            return None
        self._living.discard(pid)
        return os.waitstatus_to_exitcode(status)


def require_clean() -> None:
    """Make sure that a child inherits neither threads nor open files of the shop."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise RuntimeError(f"the fork server has {threads} threads")
    for handle in Path("/proc/self/fd").iterdir():
        try:
            target = str(handle.readlink())
        except FileNotFoundError:
            continue  # the listing's own
        if ".db" in target or target.startswith("socket:"):
            raise RuntimeError(f"the fork server has {target} open")


def _play(role: str, args: dict[str, Any], log: str) -> None:
    """Become a process of the shop (in the child); never returns."""
    status = 1
    try:
        # Whoever kills the fork server ends the shop as well.
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        written = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for old, new in ((0, nothing), (1, written), (2, written)):
            os.dup2(new, old)
        status = ROLES[role](**args)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _answer(value: int | None) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = ForkServer()
    gc.collect()
    gc.freeze()  # pages that no collection touches stay shared
    calls: dict[str, Callable[..., int | None]] = {
        "start": server.start,
        "kill": server.kill,
        "ended": server.ended,
        "wait": server.wait,
    }
    _answer(0)
    for line in sys.stdin:
        name, args = json.loads(line)
        _answer(calls[name](*args))
    server.kill_all()


if __name__ == "__main__":
    main()
