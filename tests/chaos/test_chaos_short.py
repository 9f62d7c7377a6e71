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
from tests.chaos.verdict import Acked, Answer, Books, Fate, Held, Line, Points, Sent, Taken, judge

CONTENT = (Line("MK-1", 2, "collect", "S01", "S01", False),)
MOVED = (CONTENT[0]._replace(location_id="S02", source_id="S02"),)
WAITS = (CONTENT[0]._replace(waits=True),)
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
TOLD = GOOD.hub[0].told
TOLD_WAITS = replace(GOOD.hub[0], content=WAITS).told
RESTORED = replace(
    GOOD,
    engine=[Held("a", "T1-1", WAITS)],
    answers=[Answer("a", TOLD)],
    restored_s=[1.0],
)
HELD = replace(
    GOOD,
    acked=[replace(GOOD.acked[0], held=["MK-1"], at_s=500.0), GOOD.acked[1]],
    answers=[Answer("a", TOLD, ["MK-1"], 501.0)],
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
    range_ = Range(skus, skus[:5], skus[5:], ["S01", "S02"], ["1", "2"], ["C1"])

    def plan(seed: int) -> list[object]:
        random = Random(seed)  # noqa: S311  # a play, no secret
        return list(islice(Schedule(random, range_, True).steps(), 500))

    assert plan(7) == plan(7)
    assert plan(7) != plan(8)


def test_what_is_as_promised_passes() -> None:
    verdict = judge(GOOD)
    assert not verdict.findings
    assert (verdict.accepted, verdict.rejected) == (1, 1)


def test_a_decision_that_was_forgotten_before_anybody_heard_it_is_counted_apart() -> None:
    verdict = judge(RESTORED)
    assert not verdict.findings
    assert verdict.never_told == ["a"]


@pytest.mark.parametrize(
    "books",
    [
        replace(GOOD, left=["s"], kept_for=["another"]),
        replace(HELD, restored_s=[490.0]),
        replace(HELD, answers=[Answer("a", TOLD, ["MK-2"], 501.0)]),
    ],
)
def test_pieces_that_a_restored_hub_forgot_or_nobody_held_are_no_fault(books: Books) -> None:
    assert not judge(books).findings


@pytest.mark.parametrize(
    ("books", "fate"),
    [
        (replace(GOOD, outboxes={"T1": [REFUSED]}), Fate.LOST),
        (replace(GOOD, hub=[NOT_TAKEN]), Fate.LOST),
        (replace(GOOD, engine=[]), Fate.LOST),
        (replace(GOOD, hub=[replace(TAKEN, sha256="other"), NOT_TAKEN]), Fate.LOST),
        (replace(GOOD, engine=[Held("a", "T1-1", ())]), Fate.LOST),
        (replace(GOOD, engine=[Held("a", "T1-1", MOVED)]), Fate.LOST),
        (replace(GOOD, engine=[Held("a", "T1-1", WAITS)]), Fate.LOST),
        (replace(GOOD, answers=[Answer("a", TOLD), Answer("a", TOLD[:0])]), Fate.LOST),
        (replace(RESTORED, answers=[Answer("a", TOLD_WAITS)]), Fate.LOST),
        (replace(RESTORED, answers=[Answer("a", TOLD_WAITS), Answer("a", TOLD)]), Fate.LOST),
        (replace(RESTORED, answers=()), Fate.LOST),
        (replace(RESTORED, restored_s=()), Fate.LOST),
        (replace(GOOD, engine=[*GOOD.engine, Held("x", "T1-9", CONTENT)]), Fate.LOST),
        (replace(GOOD, engine=[*GOOD.engine, *GOOD.engine]), Fate.DOUBLED),
        (replace(GOOD, hub=[*GOOD.hub, replace(TAKEN, id="c")]), Fate.DOUBLED),
        (replace(GOOD, hub=[replace(TAKEN, handed_over=False), NOT_TAKEN]), Fate.STUCK),
        (replace(GOOD, reserved_for=["a"]), Fate.STUCK),
        (replace(GOOD, left=["s"], kept_for=["s"]), Fate.STUCK),
        (replace(GOOD, hub=[replace(TAKEN, customer_id="c"), NOT_TAKEN]), Fate.LOST),
        (replace(GOOD, accounts=[Points("c", 90, 100)]), Fate.LOST),
        (replace(GOOD, accounts=[Points("c", 110, 100)]), Fate.DOUBLED),
        (HELD, Fate.LOST),
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
