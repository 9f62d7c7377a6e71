from __future__ import annotations

import pytest

from kiosk.domain.scans import GS, Scan
from kiosk.services.scan_stream import ScanStream

EAN, OTHER = "4601234567893", "4607000000019"


class Clock:
    def __init__(self) -> None:
        self.now_s = 500.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stream(clock: Clock) -> ScanStream:
    return ScanStream(clock)


def at(clock: Clock, moment_s: float, text: str = EAN, source: str = "wedge") -> Scan:
    clock.now_s = 500.0 + moment_s
    return Scan(text, source, clock.now_s)


def test_same_code_from_another_scanner_within_a_second_is_one_scan(
    clock: Clock, stream: ScanStream
) -> None:
    assert stream.take(at(clock, 0, source="camera"))
    assert not stream.take(at(clock, 0.99, source="wedge"))


def test_same_code_from_another_scanner_after_a_second_is_another(
    clock: Clock, stream: ScanStream
) -> None:
    assert stream.take(at(clock, 0, source="camera"))
    assert stream.take(at(clock, 1.01, source="wedge"))


def test_same_scanner_needs_a_third_of_that(clock: Clock, stream: ScanStream) -> None:
    assert stream.take(at(clock, 0))
    assert not stream.take(at(clock, 0.29))
    assert stream.take(at(clock, 0.6))


def test_code_held_before_a_scanner_that_never_stops_is_one_scan(
    clock: Clock, stream: ScanStream
) -> None:
    taken = [stream.take(at(clock, number * 0.2)) for number in range(20)]
    assert taken == [True] + [False] * 19


def test_second_piece_is_taken_though_the_camera_saw_the_first_too(
    clock: Clock, stream: ScanStream
) -> None:
    assert stream.take(at(clock, 0, source="camera"))
    assert not stream.take(at(clock, 0.2, source="serial:COM3"))
    assert stream.take(at(clock, 1.2, source="serial:COM3"))


def test_two_serial_scanners_are_two_sources(clock: Clock, stream: ScanStream) -> None:
    assert stream.take(at(clock, 0, source="serial:COM3"))
    assert not stream.take(at(clock, 0.5, source="serial:COM4"))


def test_other_codes_come_through_at_once(clock: Clock, stream: ScanStream) -> None:
    assert stream.take(at(clock, 0))
    assert stream.take(at(clock, 0.01, text=OTHER))
    assert not stream.take(at(clock, 0.02))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("012345678905", "0012345678905"),  # UPC-A, and as an EAN-13
        (EAN, "0" + EAN),
        (f"0104601234567893215abc{GS}93dGVz", "0104601234567893215abc93dGVz"),
    ],
)
def test_code_written_in_two_ways_is_one_code(
    clock: Clock, stream: ScanStream, one: str, other: str
) -> None:
    assert stream.take(at(clock, 0, text=one, source="camera"))
    assert not stream.take(at(clock, 0.4, text=other))


@pytest.mark.parametrize(("one", "other"), [("12345678905", "012345678905"), ("A1", "A1 ")])
def test_codes_that_only_look_alike_are_two(
    clock: Clock, stream: ScanStream, one: str, other: str
) -> None:
    assert stream.take(at(clock, 0, text=one))
    assert stream.take(at(clock, 0, text=other))


def test_two_pieces_that_waited_behind_a_busy_window_stay_two(
    clock: Clock, stream: ScanStream
) -> None:
    first, second = at(clock, 0), at(clock, 0.8)
    clock.now_s += 2.0
    assert stream.take(first)
    assert stream.take(second)


def test_source_with_another_clock_is_judged_by_when_it_was_heard(
    clock: Clock, stream: ScanStream
) -> None:
    assert stream.take(at(clock, 0, source="camera"))
    clock.now_s += 0.5
    assert not stream.take(Scan(EAN, "wedge", 7.0))


def test_next_session_begins_with_nothing_seen(clock: Clock, stream: ScanStream) -> None:
    assert stream.take(at(clock, 0))
    stream.forget()
    assert stream.take(at(clock, 0.1))


def test_nothing_of_a_code_is_kept_in_plain_or_for_long(clock: Clock, stream: ScanStream) -> None:
    stream.take(at(clock, 0))
    assert EAN not in repr(vars(stream))
    assert stream._seen
    stream.take(at(clock, 1.0, text=OTHER))
    assert len(stream._seen) == 1
    stream.forget()
    assert not stream._seen


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "\u202e]C1", "a" * 65_536])
def test_hostile_text_is_a_text_like_any(clock: Clock, stream: ScanStream, text: str) -> None:
    assert stream.take(at(clock, 0, text=text))
    assert not stream.take(at(clock, 0.1, text=text))
