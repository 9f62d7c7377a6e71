"""The machine a figure was measured on, and what a process of it holds in memory."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine

# Written by the process, as Windows counts its private bytes. Clean pages of libraries would
# count or not, 22 MB of them, as another program of Qt happens to run or not.
_PRIVATE = re.compile(r"^(?:Private_Dirty|Swap):\s+(\d+) kB$", re.MULTILINE)

Weight = tuple[float | None, float | None]
"""Private megabytes of a process, and of those that it has started."""


def describe(database: Engine) -> dict[str, str | int]:
    """Name processor, memory and the versions that matter; SQLite's is that of a database."""
    with database.connect() as connection:
        sqlite = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    return {
        "cpu": _line("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.processor(),
        "cores": os.cpu_count() or 0,
        "memory_mb": int(_line("/proc/meminfo", r"^MemTotal:\s*(\d+) kB$") or 0) // 1024,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "qt": version("PySide6-Essentials"),
        "sqlite": str(sqlite),
    }


def private_mb(process: int | str = "self") -> float | None:
    """Return what a process holds for itself alone; None where the system does not say."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    return sum(map(int, _PRIVATE.findall(text))) / 1024


def children() -> list[int]:
    """Return the processes that this one has started and that still run, where it is said."""
    lists = Path("/proc/self/task").glob("*/children")
    return [int(pid) for one in lists for pid in one.read_text(encoding="ascii").split()]


def _line(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return ""
    return found[1].strip() if found else ""
