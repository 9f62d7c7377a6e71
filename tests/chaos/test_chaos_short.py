"""A short run of `make chaos`, and its judge: what is wrong must be seen."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from kiosk.domain.orders import OutboxState
from tests.chaos.processes import ROOT
from tests.chaos.schedule import Range, Schedule
from tests.chaos.verdict import Acked, Books, Fate, Held, Sent, Taken, judge

CONTENT = (("MK-1", 2),)
GOOD = Books(
    acked=[Acked("a", "T1-1", "f00", "good", "T1"), Acked("b", "T1-2", "bad", "currency", "T1")],
    outboxes={
        "T1": [
            Sent("a", "T1-1", OutboxState.ACCEPTED, "", 1, False),
            Sent("b", "T1-2", OutboxState.REJECTED, "order_invalid", 1, True),
        ]
    },
    waiting={"T1": 0},
    hub=[
        Taken("a", "T1-1", "accepted", "f00", True, 1, CONTENT),
        Taken("b", "", "rejected", "bad", False, 0, ()),
    ],
    engine=[Held("a", "T1-1", CONTENT)],
    reserved_for=[],
)
ACCEPTED, REFUSED = GOOD.outboxes["T1"]
TAKEN, NOT_TAKEN = GOOD.hub


def test_a_short_run_loses_doubles_and_strands_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.chaos.run"],
        cwd=ROOT,
        env={**os.environ, "KILLS": "12", "SEED": "5"},
        capture_output=True,
        text=True,
        check=False,
    )
    last = run.stdout.splitlines()[-1] if run.stdout else ""
    assert run.returncode == 0, run.stdout + run.stderr
    found = dict(pair.split("=") for pair in last.split())
    assert list(found) == ["runs", "kills", "acknowledged", "lost", "doubled", "stuck"]
    assert int(found["kills"]) >= 12
    assert int(found["acknowledged"]) > 5


def test_a_seed_makes_the_same_decisions() -> None:
    skus = [f"MK-{n}" for n in range(20)]
    range_ = Range(skus, skus[:5], ["S01", "S02"], ["1", "2"], ["C1"])

    def plan(seed: int) -> list[object]:
        random = Random(seed)  # noqa: S311  # a play, no secret
        return list(islice(Schedule(random, range_, True).steps(), 500))

    assert plan(7) == plan(7)
    assert plan(7) != plan(8)


def test_what_is_as_promised_passes() -> None:
    verdict = judge(GOOD)
    assert not verdict.findings
    assert (verdict.accepted, verdict.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("books", "fate"),
    [
        (replace(GOOD, outboxes={"T1": [REFUSED]}), Fate.LOST),
        (replace(GOOD, hub=[NOT_TAKEN]), Fate.LOST),
        (replace(GOOD, engine=[]), Fate.LOST),
        (replace(GOOD, hub=[replace(TAKEN, sha256="other"), NOT_TAKEN]), Fate.LOST),
        (replace(GOOD, engine=[Held("a", "T1-1", ())]), Fate.LOST),
        (replace(GOOD, engine=[*GOOD.engine, Held("x", "T1-9", CONTENT)]), Fate.LOST),
        (replace(GOOD, engine=[*GOOD.engine, *GOOD.engine]), Fate.DOUBLED),
        (replace(GOOD, hub=[*GOOD.hub, replace(TAKEN, id="c")]), Fate.DOUBLED),
        (replace(GOOD, hub=[replace(TAKEN, handed_over=False), NOT_TAKEN]), Fate.STUCK),
        (replace(GOOD, reserved_for=["a"]), Fate.STUCK),
        (replace(GOOD, waiting={"T1": 1}), Fate.STUCK),
        (
            replace(GOOD, outboxes={"T1": [replace(ACCEPTED, state=OutboxState.SENT), REFUSED]}),
            Fate.STUCK,
        ),
        (
            replace(GOOD, outboxes={"T1": [ACCEPTED, replace(REFUSED, before_staff=False)]}),
            Fate.LOST,
        ),
    ],
)
def test_what_is_not_as_promised_is_found(books: Books, fate: Fate) -> None:
    assert judge(books).count(fate) > 0
