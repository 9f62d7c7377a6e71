"""What a store asked of the disk, and what each call to it left: written down side by side.

A call is noted in the disk's log when it begins and when it has returned; from then on a power
cut must not undo it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from offline_cache import connection
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

T = TypeVar("T")
START_MS = 1_767_225_600_000  # 2026-01-01
ACTIONS = "SELECT id, kind, body, reason FROM action ORDER BY position"
SOURCE = Path(__file__).with_name("power_vfs.c")
KEPT = (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-journal")
LOG, STEPS = "disk.log", "steps.jsonl"


class NoCompiler(Exception):
    """The extension cannot be built here; the text says what to install."""


class Step(msgspec.Struct, frozen=True):
    """What a call left: the digests of the orders it changed, and the last counter taken."""

    call: str
    rows: dict[str, str | None]
    counter: int

    def left(self, before: dict[str, str]) -> dict[str, str]:
        """Return what there is after the call."""
        merged = before | self.rows
        return {key: value for key, value in merged.items() if value is not None}


@dataclass
class Recorder:
    """Notes calls in the disk's log, and what each left in a file beside it."""

    notes: dbapi2.Connection
    folder: Path
    plant: str = ""
    known: dict[str, str] = field(default_factory=dict)
    counter: int = 0
    days: int = 0

    @property
    def data_dir(self) -> Path:
        """Where the terminal keeps its data."""
        return self.folder / "data"

    def take_up(self) -> None:
        """Continue in a new process where the last one ended."""
        for step in read_steps(self.folder):
            self.known = step.left(self.known)
            self.counter = step.counter
            self.days += 4 * (step.call == "purge")
        watch_directory(self)

    def note(self, kind: str, text: str) -> None:
        """Insert a note into the disk's log."""
        self.notes.execute("SELECT power_note(?, ?)", [kind, text])

    def call(
        self,
        name: str,
        work: Callable[[], T],
        look: Callable[[], dict[str, str]] | None = None,
    ) -> T:
        """Make a call, note its begin and its return, and keep what it left to `look` at."""
        self.note("N", "begin")
        if self.plant == "early":
            self.note("N", "done")
        result = work()
        if self.plant != "early":
            self.note("N", "done")
        if name == "next_counter" and isinstance(result, int):
            self.counter = result
        changed = {} if look is None else self._changed(look())
        with (self.folder / STEPS).open("ab") as file:
            file.write(msgspec.json.encode(Step(name, changed, self.counter)) + b"\n")
        return result

    def _changed(self, now: dict[str, str]) -> dict[str, str | None]:
        before, self.known = self.known, now
        names = before.keys() | self.known.keys()
        return {
            name: self.known.get(name) for name in names if before.get(name) != self.known.get(name)
        }


def read_steps(folder: Path) -> list[Step]:
    """Read what each call left."""
    path = folder / STEPS
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [msgspec.json.decode(line, type=Step) for line in lines]


def digests(store: TerminalStore) -> dict[str, str]:
    """Every order and other action in short: an order's state in clear, the rest as a digest."""
    found = {}
    for row in SqliteOutbox(store).rows(limit=1_000_000):
        found[row.order_id] = f"{row.state} {digest(row)}"
    for name, kind, body, reason in store.run(lambda db: db.execute(ACTIONS).fetchall()):
        found[f"action {name}"] = digest((kind, body, reason))
    return found


def digest(value: object) -> str:
    """Say in short what something holds."""
    return hashlib.blake2b(repr(value).encode(), digest_size=8).hexdigest()


def build_extension(folder: Path) -> Path:
    """Compile the VFS. Raises `NoCompiler`."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler("no C compiler: sudo apt-get install gcc libsqlite3-dev")
    made = folder / "power_vfs.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-lpthread"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own source
    if built.returncode:
        if "sqlite3ext.h" in built.stderr:
            raise NoCompiler("sqlite3ext.h is missing: sudo apt-get install libsqlite3-dev")
        raise RuntimeError(built.stderr)
    return made


def watch_directory(recorder: Recorder) -> None:
    """Let the log see the file made, and its directory synced, by Python."""
    really = connection.sync_directory
    seen = {name for name in KEPT if (recorder.data_dir / name).exists()}

    def sync_directory(directory: Path) -> None:
        for name in KEPT:
            if name not in seen and (directory / name).exists():
                seen.add(name)
                recorder.note("C", name)
        really(directory)
        recorder.note("D", "")

    connection.sync_directory = sync_directory
