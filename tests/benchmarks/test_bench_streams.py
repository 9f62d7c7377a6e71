"""`kiosk bench streams`: the same streams for a seed, and what counts; no times here."""

from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt
import pytest

from kiosk.__main__ import main
from kiosk.devices.camera import decoding
from kiosk.devices.camera.readings import Reading
from kiosk.domain.gtin import gtin13
from kiosk.domain.scans import Symbology
from tests.benchmarks import stream_codes, stream_conditions, streams
from tests.benchmarks.scan_engines import Engine
from tests.benchmarks.stream_scene import FPS, Stream

Gray = npt.NDArray[np.uint8]
THREE = gtin13("461777777777")


def test_stream_is_the_same_for_a_seed_in_any_order_of_frames() -> None:
    first, again = Stream(3, 4), Stream(3, 4)
    ahead = [first.frame(index).tobytes() for index in (0, 5, 30)]
    back = [again.frame(index).tobytes() for index in (30, 5, 0)]
    assert ahead == back[::-1]
    assert first.code.text == again.code.text
    others = [Stream(3, 5), Stream(4, 4)]
    assert {other.frame(5).tobytes() for other in others}.isdisjoint(ahead)
    assert len({first.code.text, *(other.code.text for other in others)}) == 3


def test_streams_hold_every_kind_of_code_and_print_it_so_that_it_says_its_text() -> None:
    rng = np.random.default_rng(2)
    assert {stream_conditions.kind(rng) for _ in range(100)} == stream_codes.PRINTERS.keys()
    for kind in stream_codes.PRINTERS:
        code = stream_codes.make(kind, rng)
        picture = np.kron(code.modules, np.ones((4, 4), np.uint8))
        found = [(one.symbology, one.text) for one in decoding.read_still(picture)]
        assert found == [(kind, code.text)]


class Numbered(Stream):
    """A stream whose frames hold nothing but their number."""

    def frame(self, index: int) -> Gray:
        return np.full((1, 1), index, np.uint8)


def play(frame_ms: float, from_index: int, wrong: str = "") -> streams.Outcome:
    """Play one stream before an engine that reads its code from a frame on."""
    stream = Numbered(0, 0)
    code = stream.code

    def read(gray: Gray) -> list[Reading]:
        found = [Reading(code.text, b"", code.symbology, (500, 300, 700, 400), 20, "zbar")]
        if wrong:
            found.append(Reading(wrong, b"", Symbology.EAN13, (0, 0, 90, 60), 20, "zbar"))
        return found if gray[0, 0] >= from_index else []

    engine = Engine("kiosk", read, lambda: read)
    outcomes = streams.measure(
        1, 0, frame_ms=frame_ms, engines=[engine], make=lambda _seed, _number: stream
    )
    return outcomes["kiosk"][0]


def test_latency_counts_from_the_stop_and_drops_frames_while_decoding() -> None:
    stop_s = Stream(0, 0).stop_s
    from_index = int(stop_s * FPS) + 4
    from_index += -from_index % 3
    quick = play(10, from_index)
    assert quick.latency_s == pytest.approx((from_index + 1) / FPS + 0.010 - stop_s)
    slow = play(50, from_index)  # with its pause more than two frames: every third is looked at
    assert slow.latency_s == pytest.approx((from_index + 3) / FPS + 0.050 - stop_s)
    assert len(slow.frames_ms) < len(quick.frames_ms)


def test_code_accepted_before_the_stop_has_no_latency_and_is_watched_on() -> None:
    outcome = play(10, 0)
    assert outcome.latency_s == 0.0
    assert len(outcome.frames_ms) == 2 + streams.WATCHED_ON


def test_code_never_read_is_not_accepted_and_a_wrong_one_is_counted() -> None:
    never = play(10, 10_000)
    assert never.latency_s is None
    assert never.wrong == ()
    assert play(10, 0, wrong=THREE).wrong == (THREE.zfill(14),)
    report = streams.report({"kiosk": [never, play(10, 0, wrong=THREE)]}, seed=0, frame_ms=10)
    assert (report["streams"], report["accepted"], report["wrong"]) == (2, 0.5, 1)
    assert report["latency_median_ms"] == 0.0


def test_real_decoders_play_a_stream(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["bench", "streams", "--count", "1", "--seed", "3", "--frame-ms", "30", "--json"]
    assert main(words) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["cost_of_a_frame"] == "30 ms a frame"
    assert report["streams"] == 1
    assert report["accepted"] == 1.0
    for figures in (report, report["pyzbar_alone"], report["zxing_cpp_alone"]):
        assert figures["wrong"] == 0
        assert figures["by_symbology"].keys() == report["by_symbology"].keys()
