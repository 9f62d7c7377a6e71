"""The hub that is measured: a process of its own, on a core of its own.

Only here it matters which database a hub keeps its data in.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
from sqlalchemy import NullPool, create_engine, text

from kiosk.hub.serve import HubSettings
from kiosk.hub.storage.database import address
from kiosk.tools.hub_commands import DATABASE_URL

ROOT = Path(__file__).resolve().parents[3]
START_WITHIN_S = 120.0
_END_WITHIN_S = 30.0
_HERE = ("", "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Target:
    """A hub's data as this process opens them, and as `kiosk hub serve` is told of them.

    `database_pids`: the processes of the database, where it has any of its own.
    """

    name: str
    settings: HubSettings
    arguments: Sequence[str]
    database_pids: Callable[[], Sequence[int]] = field(default=lambda: ())


def target_of(arguments: Sequence[str]) -> Target:
    """Return the hub that `kiosk hub serve` makes of these arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database-url", default="")
    told = parser.parse_args(arguments)
    settings = HubSettings(told.data, database_url=told.database_url)
    if not told.database_url:
        return Target("sqlite", settings, arguments)
    return Target("postgresql", settings, arguments, partial(_server_pids, told.database_url))


def _server_pids(url: str) -> list[int]:
    """Return the process that starts the others of a server, where it runs on this machine."""
    at = address(url)
    host = str(at.query.get("host") or at.host or "")
    if not (host in _HERE or host.startswith("/")):
        return []
    with create_engine(at, poolclass=NullPool).connect() as connection:
        mine: int = connection.scalars(text("SELECT pg_backend_pid()")).one()
        with suppress(OSError):  # a container's, say, whose numbers mean nothing here
            return [int(_stat(mine)[1])]
    return []


def cores() -> tuple[int, int] | None:
    """Return a core for the hub and one for the rest; None where the system pins nothing."""
    if sys.platform != "linux":
        return None
    there = sorted(os.sched_getaffinity(0))
    return there[0], there[-1]


@contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Keep this thread, and what it starts meanwhile, on a core."""
    if core is None or sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def running(module: str, arguments: Sequence[str], core: int | None, url: str) -> Iterator[int]:
    """Run a module of ours until the end of the block; lend its process id once `url` answers."""
    with pinned(core):  # its threads inherit it
        process = subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env={**os.environ, DATABASE_URL: ""},  # the arguments alone say which database
        )
    try:
        _wait(process, url)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_s(pids: Sequence[int]) -> float | None:
    """Return the processor time of processes and of all that they started, ended or not.

    None without any, or where the system does not tell.
    """
    if not pids:
        return None
    try:
        return sum(map(_used_s, pids))
    except OSError:
        return None


def _used_s(pid: int) -> float:
    # proc_pid_stat(5): utime, stime, and those of children that have ended, are 14 to 17.
    ticks = sum(map(int, _stat(pid)[11:15]))
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        with suppress(OSError):  # it ends at this moment
            ticks += sum(map(int, _stat(int(child))[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """Return the fields from the third on; the second, in brackets, may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    with httpx.Client(trust_env=False) as http:
        while True:
            try:
                if http.get(url).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{url} does not answer")
            time.sleep(0.05)
