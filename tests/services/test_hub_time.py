"""Jumps of a machine's clock change no time that the shop goes by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.services.hub_time import HubTime
from kiosk.services.link import Link, Reach
from tests.fakes import FakeClock

HUB = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", [-1, 1, -20_000])
def test_a_jump_of_the_wall_clock_moves_nothing(days: int) -> None:
    machine = FakeClock()
    clock = HubTime(machine)
    clock.hear(HUB.isoformat())
    machine.advance(90)
    machine.at += timedelta(days=days)
    assert clock.now() == HUB + timedelta(seconds=90)


def test_before_the_hub_was_heard_there_is_only_the_wall_clock() -> None:
    machine = FakeClock()
    assert HubTime(machine).now() == machine.at


def test_what_the_wall_clock_is_off_by_is_told() -> None:
    machine = FakeClock()
    clock = HubTime(machine)
    machine.at = HUB - timedelta(hours=1)
    offset = clock.hear(HUB.isoformat())
    assert offset == timedelta(hours=1)
    assert Link(Reach.ONLINE, offset=offset).clock_wrong
    assert not Link(Reach.ONLINE, offset=timedelta(seconds=-119)).clock_wrong
    assert Link(Reach.ONLINE, offset=timedelta(seconds=-121)).clock_wrong
