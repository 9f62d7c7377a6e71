"""A few power cuts of the thousands that `make powercut` makes."""

from __future__ import annotations

import sys
from random import Random

import pytest

from tests.chaos.power_disk import DIRECTORY, SYNC, WRITE, Disk, Record
from tests.chaos.power_record import NoCompiler
from tests.chaos.powercut import Tally, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="shims SQLite's unix VFS")


def cut(cuts: int, plant: str = "") -> Tally:
    try:
        return run(cuts, seed=1, plant=plant, size=40)
    except NoCompiler as reason:
        pytest.skip(str(reason))


def test_a_power_cut_loses_no_order_and_breaks_no_file() -> None:
    tally = cut(60)
    assert (str(tally), tally.faults) == ("cuts=60 lost=0 corrupt=0", [])


def test_a_store_that_does_not_wait_for_the_disk_is_found_out() -> None:
    assert cut(20, plant="normal").lost > 0


def test_an_order_acknowledged_before_it_is_committed_is_found_out() -> None:
    assert cut(20, plant="early").lost > 0


def test_the_simulated_disk_keeps_what_was_synced_and_may_lose_the_rest() -> None:
    disk = Disk()
    for entry in ("C", DIRECTORY):
        disk.play(Record(entry, "f", 0, b""))
    disk.play(Record(WRITE, "f", 0, b"a" * 1024))
    disk.play(Record(SYNC, "f", 0, b""))
    disk.play(Record(WRITE, "f", 1024, b"b" * 1024))
    left = [disk.cut(Random(seed))["f"] for seed in range(50)]  # noqa: S311  # no secret
    assert all(data.startswith(b"a" * 1024) for data in left)
    assert {len(data) for data in left} >= {1024, 2048}
    assert len({data[1024:] for data in left}) > 3


def test_a_file_whose_name_was_not_synced_may_be_gone() -> None:
    disk = Disk()
    disk.play(Record("C", "f", 0, b""))
    disk.play(Record(SYNC, "f", 0, b""))
    assert {"f" in disk.cut(Random(seed)) for seed in range(20)} == {True, False}  # noqa: S311
    disk.play(Record(DIRECTORY, "", 0, b""))
    assert all("f" in disk.cut(Random(seed)) for seed in range(20))  # noqa: S311
