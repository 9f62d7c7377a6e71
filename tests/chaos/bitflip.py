"""Flip bits in a terminal's store and see that each is noticed and everything readable saved.

`python -m tests.chaos.bitflip`, with FLIPS (300) and SEED. Real files, written and opened by the
code that the terminal runs; the last line is for scripts.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.domain.ids import OrderNumber
from kiosk.errors import StoreBroken
from kiosk.ports.orders import Action, ActionKind
from kiosk.privacy import keep_to_itself
from offline_cache.salvage.page_cipher import PAGE, PageCipher
from offline_cache.store.actions import SqliteActions
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
AT = "2026-01-01T00:00:00+00:00"
ORDERS = 60
STORES = 4
NEW = "new-order"
# What an order is; leases and waits are over after a restart.
ORDER = "SELECT order_id, number, state, body, answer, reason, resolution, epoch FROM outbox"
OTHER = (
    "SELECT id, kind, body, reason FROM action",
    "SELECT value FROM counter WHERE name = 'order'",
)
TABLE_LEAF = 0x0D

KINDS = {
    "whole": "reported, and every order saved",
    "lossy": "reported, and orders lost with the page they were on: staff know their numbers",
    "gap": "told because a counter has no order",
    "harmless": "it hit what no longer counts: all is there",
}

Row = tuple[Any, ...]
Snapshot = tuple[dict[str, Row], list[list[Row]]]


@dataclass(frozen=True, slots=True)
class Truth:
    """A store's files as a killed process left them, and what they say."""

    files: dict[str, bytes]
    orders: dict[str, Row]
    other: list[list[Row]]
    most_lost: dict[int, int]  # orders that one page of the file holds


@dataclass(slots=True)
class Tally:
    """What became of the flips."""

    kinds: Counter[str] = field(default_factory=Counter)
    saved: int = 0
    lost: int = 0
    unseen: int = 0
    readable_lost: int = 0
    complaints: list[str] = field(default_factory=list)


def write(directory: Path, seed: int) -> None:
    """Write orders in all states, part of them still in the log, and die (a process's work)."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    store = TerminalStore(directory, KEY)
    outbox, actions = SqliteOutbox(store), SqliteActions(store)
    folded = chance.randrange(ORDERS)
    refused = ""
    for serial in range(ORDERS):
        order_id = f"order-{serial}"
        number = str(OrderNumber("T7", outbox.next_counter()))
        body = chance.randbytes(chance.choice((300, 1500, 3000, 9000)))
        replaces, refused = (refused, "") if chance.random() < 0.5 else ("", refused)
        basket = f"basket-{serial % 7}" if serial % 3 else ""
        outbox.commit(order_id, number, body, AT, basket, replaces)
        step = chance.random()
        for row in outbox.lease(serial, 2) if step < 0.7 else ():
            if step < 0.4:
                outbox.accept(row.order_id, chance.randbytes(400), "epoch-1", serial + 1)
            elif step < 0.55:
                outbox.reject(row.order_id, "price_refused", "detail")
                refused = row.order_id
            else:
                outbox.retry_at(row.order_id, serial + 3)
        if step > 0.85:
            kind, day_ms = chance.choice([*ActionKind]), 24 * 3600 * 1000
            actions.commit(Action(f"left-{serial}", kind, 0, day_ms, chance.randbytes(200)))
            if step > 0.95:
                actions.refuse(f"left-{serial}", "card_unknown")
        if serial == folded:
            outbox.release("epoch-1", serial // 2)
            store.tidy()
    if chance.random() < 0.5:
        outbox.resend("epoch-2")
    os._exit(0)


def truth(directory: Path, seed: int) -> Truth:
    """Let a process write a store and read what it says, from a copy."""
    source = directory / "source"
    command = [sys.executable, "-m", "tests.chaos.bitflip", "write", str(source), str(seed)]
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603  this very file
    names = [FILE_NAME, f"{FILE_NAME}-wal"]
    files = {name: (source / name).read_bytes() for name in names if (source / name).exists()}
    copy = directory / "copy"
    lay_out(files, copy)
    with closing(TerminalStore(copy, KEY)) as store:
        orders, other = snapshot(store)
    file = files[FILE_NAME]
    cipher = PageCipher(KEY, file[:16])
    pages = range(1, len(file) // PAGE + 1)
    most = {n: held(cipher.open(n, file[(n - 1) * PAGE : n * PAGE])) for n in pages}
    return Truth(files, orders, other, most)


def held(page: bytes) -> int:
    """Tell how many orders a page may hold: a leaf of the table, or the end of a long one."""
    if page[0] == TABLE_LEAF:
        return int.from_bytes(page[3:5], "big")
    return 1 if page[0] == 0 else 0


def lay_out(files: dict[str, bytes], directory: Path) -> None:
    """Put files into an empty directory."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    for name, data in files.items():
        (directory / name).write_bytes(data)


def snapshot(store: TerminalStore) -> Snapshot:
    """Read everything that must not be lost."""
    orders, *other = store.run(lambda db: [db.execute(q).fetchall() for q in (ORDER, *OTHER)])
    return {row[0]: row for row in orders}, [sorted(rows) for rows in other]


def flip(known: Truth, chance: random.Random, directory: Path, tally: Tally) -> None:
    """Flip one bit in a copy, open and use it, and hold it against the truth."""
    bit = chance.randrange(sum(map(len, known.files.values())) * 8)
    name, at = FILE_NAME, bit // 8
    if at >= len(known.files[FILE_NAME]):
        name, at = f"{FILE_NAME}-wal", at - len(known.files[FILE_NAME])
    changed = bytearray(known.files[name])
    changed[at] ^= 1 << bit % 8
    lay_out(known.files | {name: bytes(changed)}, directory)
    where = f"{name} byte {at} bit {bit % 8}"
    try:
        with closing(TerminalStore(directory, KEY)) as store:
            judge(known, store, name == FILE_NAME and at // PAGE + 1, where, tally)
            kept = SqliteOutbox(store).damages()
            if len(kept) != len(store.found):
                tally.complaints.append(f"{where}: staff are not told")
            if any(found.file and not (directory / found.file).exists() for found in kept):
                tally.complaints.append(f"{where}: the damaged file is gone")
    except StoreBroken as error:
        tally.unseen += 1
        tally.complaints.append(f"{where}: {error.code}, and nothing was saved")


def judge(known: Truth, store: TerminalStore, page: int, where: str, tally: Tally) -> None:
    """Compare what a store says after a flip (in a page of the file, or 0) with the truth."""
    orders, other = snapshot(store)
    missing = {row[1] for key, row in known.orders.items() if key not in orders}
    wrong = [key for key, row in orders.items() if row != known.orders.get(key)]
    told = {number for found in store.found for number in found.lost}
    if wrong:
        tally.unseen += 1
        tally.complaints.append(f"{where}: wrong bytes in {wrong}")
    if missing != told:
        tally.complaints.append(f"{where}: lost {sorted(missing)}, told {sorted(told)}")
    if len(missing) > known.most_lost.get(page, 0):
        tally.readable_lost += 1
        tally.complaints.append(f"{where}: lost {sorted(missing)}, which could have been read")
    tally.saved += len(orders)
    tally.lost += len(missing)
    if store.found:
        tally.kinds["gap" if not store.found[0].file else "lossy" if missing else "whole"] += 1
    elif wrong or missing or other != known.other:
        tally.unseen += 1
        tally.complaints.append(f"{where}: lost in silence")
    else:
        tally.kinds["harmless"] += 1
    use(store, where, tally)


def use(store: TerminalStore, where: str, tally: Tally) -> None:
    """Go on working: the numbers go on where they were, and everything open is lent."""
    outbox = SqliteOutbox(store)
    before = {row.number for row in outbox.rows(ORDERS)}
    counts = outbox.counts()
    number = str(OrderNumber("T7", outbox.next_counter()))
    if number in before:
        tally.complaints.append(f"{where}: {number} was given twice")
    outbox.commit(NEW, number, b"body", AT)
    if outbox.counts().unsent != counts.unsent + 1 or not outbox.lease(0, 1):
        tally.complaints.append(f"{where}: the new order does not go out")


def run(flips: int, seed: int, stores: int = STORES) -> Tally:
    """Flip so many bits, over a few stores."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        truths = [truth(directory / str(n), chance.randrange(1 << 30)) for n in range(stores)]
        for known in share(truths, flips):
            flip(known, chance, directory / "flipped", tally)
    return tally


def share(truths: list[Truth], flips: int) -> Iterator[Truth]:
    """Take the stores in turn."""
    return (truths[n % len(truths)] for n in range(flips))


def main() -> int:
    """Run it as the environment says; as `write DIRECTORY SEED`, be what is killed."""
    keep_to_itself()
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    flips, seed = int(os.environ.get("FLIPS", "300")), int(os.environ.get("SEED", "3"))
    tally = run(flips, seed)
    kinds = " ".join(f"{kind}={tally.kinds[kind]}" for kind in KINDS)
    lines = [*tally.complaints, *(f"{kind}: {meaning}" for kind, meaning in KINDS.items())]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.write(
        f"flips={flips} noticed={flips - tally.unseen} saved={tally.saved} lost={tally.lost} "
        f"readable_lost={tally.readable_lost} {kinds} seed={seed}\n"
    )
    return 1 if tally.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
