"""What is where, how fresh the figure is, and how it gets to the shopper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.catalogue import Location
from kiosk.domain.fulfilment import FulfilmentKind, Promise, Way, ways_to_get
from kiosk.domain.stock import Freshness, StockLevel, distance_m, freshness
from tests.domain.test_money_and_pricing import TERMS


def place(name: str, latitude: float, kind: str = "store") -> Location:
    return Location(name, kind, {"en": name}, {"en": name}, latitude, 37.6, 10, 22)


HERE, NEAR, FAR = place("here", 55.75), place("near", 55.76), place("far", 55.90)
WAREHOUSE = place("warehouse", 55.50, "warehouse")
PLACES = {p.id: p for p in (HERE, NEAR, FAR, WAREHOUSE)}
NOON = datetime(2026, 11, 21, 12, 30, tzinfo=ZoneInfo("Europe/Moscow"))


def ways(now: datetime = NOON, **on_hand: int) -> list[Way]:
    levels = [StockLevel("sku", name, count) for name, count in on_hand.items()]
    return list(ways_to_get(levels, HERE, PLACES, TERMS, now))


def test_a_piece_that_is_here_can_be_taken_sent_or_set_aside() -> None:
    kinds = [(w.kind, w.location_id) for w in ways(here=2)]
    assert kinds == [
        (FulfilmentKind.TAKE_AWAY, "here"),
        (FulfilmentKind.DELIVERY, ""),
        (FulfilmentKind.COLLECT, "here"),
    ]


def test_a_piece_elsewhere_comes_home_or_waits_there_or_comes_here() -> None:
    found = ways(near=1, far=4, warehouse=9)
    assert [(w.kind, w.location_id, w.source_id) for w in found] == [
        (FulfilmentKind.DELIVERY, "", "warehouse"),
        (FulfilmentKind.COLLECT, "near", "near"),
        (FulfilmentKind.COLLECT, "far", "far"),
        (FulfilmentKind.TRANSFER, "here", "warehouse"),
    ]
    assert found[1].promise == Promise("2026-11-21", 14)
    assert found[3].promise == Promise("2026-11-23", 10)


def test_sold_out_everywhere_leaves_no_way() -> None:
    assert ways(here=0, warehouse=0) == []


def test_after_the_cutoff_delivery_is_a_day_later() -> None:
    late = NOON.replace(hour=18)
    assert ways(NOON, warehouse=1)[0].promise == Promise("2026-11-22", 10, 14)
    assert ways(late, warehouse=1)[0].promise == Promise("2026-11-23", 10, 14)


def test_a_shop_without_delivery_hours_has_the_other_ways() -> None:
    terms = replace(TERMS, delivery_slots=())
    found = ways_to_get([StockLevel("sku", "near", 1)], HERE, PLACES, terms, NOON)
    assert [way.kind for way in found] == [FulfilmentKind.COLLECT, FulfilmentKind.TRANSFER]


def test_late_in_the_evening_a_piece_can_be_collected_next_morning() -> None:
    collect = next(w for w in ways(NOON.replace(hour=21), near=1) if w.location_id == "near")
    assert collect.promise == Promise("2026-11-22", 11)


def test_an_unknown_location_is_left_out() -> None:
    assert ways(moon=5) == []


def test_available_is_what_nobody_else_was_promised() -> None:
    assert StockLevel("s", "l", on_hand=10, allocated=3, reserved=2, buffer=1).available == 4
    assert StockLevel("s", "l", on_hand=1, buffer=3).available == 0


@pytest.mark.parametrize(
    ("age_s", "online", "expected"),
    [
        (0, True, Freshness.EXACT),
        (60, True, Freshness.EXACT),
        (61, True, Freshness.APPROXIMATE),
        (300, True, Freshness.APPROXIMATE),
        (301, True, Freshness.UNCONFIRMED),
        (5, False, Freshness.UNCONFIRMED),
        (float("inf"), True, Freshness.UNCONFIRMED),
    ],
)
def test_a_figure_is_trusted_by_its_age(age_s: float, online: bool, expected: Freshness) -> None:
    assert freshness(age_s, online) is expected


def test_distance_is_along_the_earth() -> None:
    assert distance_m(HERE, HERE) == 0
    assert distance_m(HERE, FAR) == pytest.approx(16_679, abs=50)
