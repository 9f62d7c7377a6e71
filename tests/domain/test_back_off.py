"""Pauses between attempts grow, end somewhere, and are not everybody's at once."""

from __future__ import annotations

from kiosk.domain.back_off import BackOff


def test_pauses_double_up_to_the_longest_and_stay_there() -> None:
    back_off = BackOff(0.5, 8.0)
    assert [back_off.pause_s(failures) for failures in range(1, 8)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert back_off.pause_s(10**9) == 8
    assert back_off.pause_s(0) == 0.5, "a start that did not fail yet waits no less"


def test_spread_pauses_lie_between_the_first_and_twice_what_they_would_be() -> None:
    back_off = BackOff(1.0, 60.0, spread=True)
    for failures, longest_s in ((1, 2), (2, 4), (6, 60), (10**9, 60)):
        pauses = [back_off.pause_s(failures) for _ in range(100)]
        assert all(1 <= pause <= longest_s for pause in pauses)
        assert len(set(pauses)) > 90
