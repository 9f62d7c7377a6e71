from __future__ import annotations

from tests.benchmarks.wedge import as_json, measure


def test_synthetic_scans_are_read_and_typing_stays() -> None:
    rows = measure(150, seed=5)
    for row in rows:
        assert row.ok, row
        assert (row.missed, row.lost) == (0, 0), row
    assert as_json(rows)["ok"] is True


def test_play_is_the_same_for_a_seed() -> None:
    assert measure(20, seed=3) == measure(20, seed=3) != measure(20, seed=4)
