"""The short form of `make bitflip`."""

from __future__ import annotations

from tests.chaos.bitflip import run


def test_every_flipped_bit_is_noticed_and_everything_readable_saved() -> None:
    tally = run(flips=20, seed=3, stores=1)
    assert tally.complaints == []
    assert tally.kinds.total() == 20
    assert tally.kinds["whole"] and tally.saved
