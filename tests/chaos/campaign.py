"""A whole run: troubles by the schedule, then peace, then the comparison and its table."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from random import Random

from tests.chaos.books import pending, read_books
from tests.chaos.schedule import TERMINALS, Schedule
from tests.chaos.shop import ShopUnderTest
from tests.chaos.verdict import Fate, Verdict, judge
from tests.postgres import PostgresServer

DISK_MB = 128  # a catalogue is taken where it leaves 64 MB for orders
STILL_S = 30.0
DRAIN_WITHIN_S = 900.0
SETTLED_FOR_S = 1.5
RETRIED_AFTER_S = 1.0


def campaign(
    kills: int, seed: int, without: Collection[str], may_mount: bool, on_server: bool = False
) -> int:
    """Run, compare, print; return the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    disk = _small_disk(folder) if may_mount else None
    _say(f"seed={seed}: the same decisions again; real timing is the machine's")
    if disk is None:
        _say("disk full: skipped, this system lets nobody mount a small disk")
    began = time.monotonic()
    server = PostgresServer() if on_server else None
    if server is not None:
        server.start()
    shop = ShopUnderTest(folder, seed, disk, server)
    try:
        range_ = shop.open()
        _play(shop, Schedule(Random(seed), range_, disk is not None, on_server), kills, without)  # noqa: S311  # a play
        drained_s = _drain(shop)
        shop.leave_checkouts(range_.skus[0])
    finally:
        shop.close()
    books = read_books(shop)
    if server is not None:
        server.throw_away()
    verdict = judge(books)
    _print(shop, verdict, drained_s, time.monotonic() - began)
    counts = {fate: verdict.count(fate) for fate in Fate}
    idle = set(TERMINALS) - {one.terminal for one in books.acked}
    wrong = any(counts.values()) or bool(idle) or len(shop.left) < len(TERMINALS)
    if idle:
        _say(f"{' and '.join(sorted(idle))} took no order: nothing was tried there")
    if wrong and disk is not None:
        shutil.copytree(disk, folder / "small-disk-kept")
    if disk is not None:
        _mount("umount", str(disk))
    if wrong:
        _say(f"kept: {folder} (again with SEED={seed} KILLS={kills})")
    else:
        shutil.rmtree(folder)
    _say(
        f"runs={shop.processes.started} kills={shop.processes.kills} "
        f"acknowledged={len(books.acked)} lost={counts[Fate.LOST]} "
        f"doubled={counts[Fate.DOUBLED]} stuck={counts[Fate.STUCK]}"
    )
    return 1 if wrong else 0


def _play(shop: ShopUnderTest, schedule: Schedule, kills: int, without: Collection[str]) -> None:
    """Follow the schedule until there were enough kills."""
    told = 0
    for step in schedule.steps():
        if step.do in without:
            continue
        shop.do(step)
        shop.look_after()
        if shop.processes.kills >= kills:
            return
        if shop.processes.kills >= told + 100:
            told = shop.processes.kills
            _say(f"  {told} kills, {shop.seen['placed']} orders said to be placed")


def _drain(shop: ShopUnderTest) -> float:
    """End the troubles and wait while anything moves; return how long it took."""
    shop.heal()
    shop.let_wait(120)
    began = changed = time.monotonic()
    before: object = None
    while True:
        shop.ask_counts()
        shop.pass_time(300)
        shop.look_after()
        now = time.monotonic()
        known, waiting, epoch = pending(shop)
        seen = (tuple(sorted(shop.counts.items())), known, waiting, epoch)
        if seen != before:
            before, changed = seen, now
        still_s = now - changed
        if still_s > RETRIED_AFTER_S:
            shop.let_wait(60)  # what failed while the troubles ended waits up to a minute
        settled = len(shop.counts) == len(TERMINALS) and not any(shop.counts.values())
        if settled and not waiting and still_s > SETTLED_FOR_S:
            return changed - began
        if still_s > STILL_S or now - began > DRAIN_WITHIN_S:
            shop.bugs.append(f"not settled: unsent {shop.counts}, waiting for the engine {waiting}")
            return now - began


def _print(shop: ShopUnderTest, verdict: Verdict, drained_s: float, whole_s: float) -> None:
    processes = shop.processes
    rows: list[tuple[str, object]] = [
        ("processes started", processes.started),
        ("killed", processes.kills),
        ("orders accepted", verdict.accepted),
        ("orders refused, as they should be", verdict.rejected),
        *sorted(shop.seen.items()),
    ]
    for name, link in shop.links.items():
        met = ", ".join(f"{fault} {count}" for fault, count in sorted(link.met.items()))
        rows.append((f"link {name}", met))
    rows += [
        ("decided anew, the first decision never told", len(verdict.never_told)),
        ("drained in, s", f"{drained_s:.1f}"),
        ("in all, s", f"{whole_s:.1f}"),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        _say(f"  {name:<{width}}  {value}")
    for note in (*processes.deaths, *shop.bugs):
        _say(f"  note: {note}")
    for found in verdict.findings:
        _say(f"  {found.fate} {found.order_id}: {found.why}\n    {found.story}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _small_disk(folder: Path) -> Path:
    disk = folder / "small-disk"
    disk.mkdir()
    _mount("mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "chaos", str(disk))
    return disk


def _mount(*command: str) -> None:
    program = shutil.which(command[0])
    subprocess.run([str(program), *command[1:]], check=True)  # noqa: S603
