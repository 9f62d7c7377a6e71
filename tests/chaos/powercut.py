"""Cut the power at thousands of instants of a terminal's life and look what is left.

    python -m tests.chaos.powercut          (CUTS=4000 SEED=1; PLANT=normal|journal|early)

Two lives are recorded (`power_work`), one from an empty folder, one from a file of the first
release, and cut at random instants (`power_disk` says what may then be on the disk). From
what is left the real store is opened, and it must hold every call that had returned, no half
of any that had not, and take a new order. The last line is `cuts=… lost=… corrupt=…`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.ids import OrderNumber, uuid7
from kiosk.errors import StoreBroken
from kiosk.ports.orders import Damage
from kiosk.privacy import keep_to_itself
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
from tests.chaos.power_disk import NOTE, Disk, read_log
from tests.chaos.power_record import (
    LOG,
    START_MS,
    NoCompiler,
    Step,
    build_extension,
    digests,
    read_steps,
)
from tests.chaos.power_work import AT, KEY, record

SIZE = 800  # doings of the longer life
OLD_SHARE = 5  # one cut in so many falls into the life that begins with an old file
OPENING_SHARE = 5  # one in so many falls into an opening, where files are made and migrated


class Fault(Exception):
    """What was found wrong; `lost` if it concerns a call that had returned."""

    def __init__(self, text: str, lost: bool) -> None:
        super().__init__(text)
        self.lost = lost


@dataclass
class Tally:
    """What came of the cuts."""

    cuts: int = 0
    lost: int = 0
    corrupt: int = 0
    faults: list[str] = field(default_factory=list)
    story: str = ""  # what was cut

    def __str__(self) -> str:
        return f"cuts={self.cuts} lost={self.lost} corrupt={self.corrupt}"


@dataclass(frozen=True)
class Instant:
    """A place in the log: how many calls had begun and how many had returned by then."""

    begun: int
    done: int


class Life:
    """A recorded life: the disk's log and what each call left."""

    def __init__(self, folder: Path) -> None:
        self.log = read_log(folder / LOG)
        self.steps = read_steps(folder)
        self.instants = list(self._instants())

    def _instants(self) -> Iterator[Instant]:
        begun = done = 0
        for entry in self.log:
            begun += entry.kind == NOTE and entry.name == "begin"
            done += entry.kind == NOTE and entry.name == "done"
            yield Instant(begun, done)

    def choose(self, cuts: int, chance: Random) -> list[int]:
        """Choose instants, in order; a share of them while a store is opened."""
        everywhere = range(len(self.log))
        openings = [
            at for at, found in enumerate(self.instants) if found.begun and self._opening(found)
        ]
        chosen = (
            chance.choice(everywhere if chance.randrange(OPENING_SHARE) else openings)
            for _ in range(cuts)
        )
        return sorted(chosen)

    def _opening(self, instant: Instant) -> bool:
        return instant.begun > instant.done and self.steps[instant.begun - 1].call == "open"


def judge(folder: Path, before: dict[str, str], after: dict[str, str], counter: int) -> None:
    """Open what is left. Raises `Fault` unless it is `before` or `after` the call cut short."""
    try:
        store = TerminalStore(folder, KEY)
    except StoreBroken as error:
        raise Fault(f"the store does not open: {error.code}", lost=False) from error
    except (dbapi2.Error, ValueError) as error:
        raise Fault(f"the store does not open: {error}", lost=False) from error
    try:
        outbox = SqliteOutbox(store)
        # One without a file is a counter whose order was cut short: begun, not acknowledged.
        if damages := [damage for damage in outbox.damages() if damage.file]:
            raise Fault(f"damage was reported: {damages}", lost=False)
        found = digests(store)
        if found not in (before, after):
            _compare(found, before, after)
        taken = outbox.next_counter()
        if taken <= counter:
            raise Fault(f"the counter repeats: {taken} after {counter}", lost=True)
        order_id = uuid7(START_MS)
        outbox.commit(order_id, str(OrderNumber("T7", taken)), b"the next order", AT)
        if (row := outbox.row(order_id)) is None or row.body != b"the next order":
            raise Fault("the next order is not there", lost=False)
    except (StoreBroken, dbapi2.Error) as error:
        raise Fault(f"the store cannot be used: {error}", lost=False) from error
    finally:
        store.close()


def _must_be_a_begun_order(damage: Damage, outbox: SqliteOutbox) -> None:
    """A number taken for an order that was never committed is told to staff, rightly."""
    numbers = {row.number for row in outbox.rows(limit=1_000_000)}
    if damage.file or damage.saved or len(damage.lost) != 1 or damage.lost[0] in numbers:
        raise Fault(f"damage was reported: {damage}", lost=False)


def _compare(found: dict[str, str], before: dict[str, str], after: dict[str, str]) -> None:
    for key, value in before.items():
        if found.get(key) not in (value, after.get(key)):
            raise Fault(f"{key} was {value}, is {found.get(key)}", lost=True)
    raise Fault("half of a call is there", lost=False)


def cut_life(life: Life, cuts: int, chance: Random, folder: Path, tally: Tally) -> None:
    """Play a life once and cut it at instants that follow each other."""
    disk, rows = Disk(), dict[str, str]()
    played = returned = 0
    for at in life.choose(cuts, chance):
        for entry in life.log[played : at + 1]:
            if entry.kind != NOTE:
                disk.play(entry)
        played = at + 1
        instant = life.instants[at]
        for step in life.steps[returned : instant.done]:
            rows = step.left(rows)
        returned = instant.done
        begun: list[Step] = life.steps[instant.done : instant.begun]
        after = begun[0].left(rows) if begun else rows
        counter = life.steps[returned - 1].counter if returned else 0
        _lay_out(folder, disk.cut(chance))
        tally.cuts += 1
        try:
            judge(folder, rows, after, counter)
        except Fault as fault:
            tally.lost += fault.lost
            tally.corrupt += not fault.lost
            call = begun[0].call if begun else "nothing"
            tally.faults.append(f"record {at}, during {call}: {fault}")


def _lay_out(folder: Path, files: dict[str, bytes]) -> None:
    """Make the folder as the disk left it; the reserve and the lock outlive each cut."""
    for name in ("", "-wal", "-journal", "-shm"):
        (folder / f"terminal.db{name}").unlink(missing_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def run(cuts: int, seed: int, plant: str = "", size: int = SIZE) -> Tally:
    """Record the lives and cut them. Raises `NoCompiler`."""
    memory = Path("/dev/shm")  # noqa: S108  # the data need no disk; a folder of our own in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        work = Path(made)
        extension = build_extension(work)
        tally = Tally()
        chance = Random(seed)  # noqa: S311  # a workload, no secret
        lives: list[Life] = []
        left = work / "left"
        left.mkdir()
        cuts_of_old = 0 if plant else cuts // OLD_SHARE
        for old, share in ((False, cuts - cuts_of_old), (True, cuts_of_old)):
            if not share:
                continue
            folder = work / ("old" if old else "new")
            folder.mkdir()
            record(extension, folder, seed, size // (4 if old else 1), plant, old)
            life = Life(folder)
            lives.append(life)
            cut_life(life, share, chance, left, tally)
        calls, records = sum(len(life.steps) for life in lives), sum(len(x.log) for x in lives)
        tally.story = f"{calls} calls, {records} things asked of the disk"
    return tally


def main() -> int:
    """Run the command."""
    keep_to_itself()
    cuts, seed = int(os.environ.get("CUTS", "4000")), int(os.environ.get("SEED", "1"))
    started = time.monotonic()
    try:
        tally = run(cuts, seed, os.environ.get("PLANT", ""))
    except NoCompiler as error:
        sys.stderr.write(f"{error}\n")
        return 2
    took = f"{tally.story}; seed {seed}, {time.monotonic() - started:.0f} s"
    sys.stdout.write("\n".join([*tally.faults[:20], took, f"{tally}\n"]))
    return int(bool(tally.lost or tally.corrupt))


if __name__ == "__main__":
    sys.exit(main())
