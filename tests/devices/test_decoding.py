from __future__ import annotations

import csv
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from kiosk.devices.camera import attempts, decoding, images, zbar, zxing
from kiosk.devices.camera.readings import Reading
from kiosk.domain.gtin import gtin13, upc_a
from kiosk.domain.scans import GS, Symbology
from kiosk.errors import DeviceFault
from tests.devices.pictures import (
    draw_blank,
    draw_code,
    draw_label,
    draw_qr,
    draw_structured_append,
    in_view,
)

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

GTIN = gtin13("460123456789")
OTHER = gtin13("400638133393")
PHOTOGRAPHS = Path(os.environ.get("SCAN_PHOTOGRAPHS", "../shared/data/scan/retail"))


def read(path: Path) -> list[str]:
    (frame,) = images.frames(path)
    return texts(decoding.read_still(frame.gray))


def texts(readings: list[Reading]) -> list[str]:
    return [reading.text for reading in readings]


def read_stream(gray: Gray, frames: int = len(attempts.STREAM)) -> list[set[str]]:
    decoder = decoding.Decoder()
    return [set(texts(decoder.read(gray))) for _ in range(frames)]


@pytest.mark.parametrize(
    ("text", "kind", "read_as", "symbology"),
    [
        (GTIN, "EAN13", GTIN, Symbology.EAN13),
        ("96385074", "EAN8", "96385074", Symbology.EAN8),
        ("036000291452", "UPCA", "036000291452", Symbology.UPCA),
        ("0036000291452", "EAN13", "036000291452", Symbology.UPCA),
        ("01234565", "UPCE", "012345000065", Symbology.UPCE),
        ("T7-00412-K", "Code128", "T7-00412-K", Symbology.CODE128),
        ("14601234567890", "ITF", "14601234567890", Symbology.ITF),
        ("KA1.abc", "QRCode", "KA1.abc", Symbology.QR),
        ("0104601234567893", "DataMatrix", "0104601234567893", Symbology.DATAMATRIX),
    ],
)
def test_each_symbology_is_read_in_stills_and_streams(
    text: str, kind: str, read_as: str, symbology: Symbology
) -> None:
    gray = in_view(draw_label(text, kind))
    (reading,) = decoding.read_still(gray)
    assert (reading.text, reading.symbology) == (read_as, symbology)
    found = read_stream(gray, 6)
    if symbology is Symbology.DATAMATRIX:  # its search is too dear for every frame
        assert found == [set(), {read_as}, {read_as}, set(), set(), {read_as}]
    else:
        assert found == [{read_as}] * 6


@pytest.mark.parametrize(
    ("kind", "symbology"),
    [
        ("DataMatrix", Symbology.GS1_DATAMATRIX),
        ("QRCode", Symbology.GS1_QR),
        ("Code128", Symbology.GS1_128),
    ],
)
def test_separators_of_gs1_are_kept(kind: str, symbology: Symbology) -> None:
    label = draw_label("(01)04601234567893(10)AB(21)X7", kind, gs1=True, scale=2)
    (reading,) = decoding.read_still(in_view(label))
    assert reading.text == f"010460123456789310AB{GS}21X7"
    assert reading.symbology is symbology


def test_databar_is_read_with_its_application_identifier() -> None:
    (reading,) = decoding.read_still(in_view(draw_label("0104601234567893", "DataBarOmni")))
    assert (reading.text, reading.symbology) == ("0104601234567893", Symbology.DATABAR)


@pytest.mark.parametrize("text", ["01234565", "036000291452", GTIN, "96385074"])
def test_both_decoders_agree_in_text(text: str) -> None:
    kind = {8: "UPCE" if text.startswith("0") else "EAN8", 12: "UPCA", 13: "EAN13"}[len(text)]
    gray = in_view(draw_label(text, kind))
    assert texts(zbar.read(gray)) == texts(zxing.read(gray))
    assert texts(zbar.read(gray)) == [(*upc_a(text), text)[0]]


def test_zbar_reads_upright_bars_along_rows_only() -> None:
    label = draw_label(GTIN, "EAN13")
    assert texts(zbar.read_upright(in_view(label))) == [GTIN]
    assert texts(zbar.read_bars(in_view(label, degrees=90))) == [GTIN]
    assert zbar.read_upright(in_view(label, degrees=90)) == []


@pytest.mark.parametrize("degrees", [0, 17, 45, 68, 90, 133, 180])
def test_tilted_label_is_read_by_still_and_by_stream(degrees: float) -> None:
    gray = in_view(draw_label(GTIN, "EAN13"), degrees=degrees)
    assert texts(decoding.read_still(gray)) == [GTIN]
    assert {GTIN} in read_stream(gray)


def test_stripes_rung_reads_a_blurred_tilted_label_that_the_decoders_alone_do_not() -> None:
    gray = in_view(draw_label(GTIN, "EAN13", scale=2), degrees=35, blur=1.2)
    assert texts(zbar.read(gray) + zxing.read(gray)) == []
    assert texts(decoding.read_still(gray)) == [GTIN]
    assert {GTIN} in read_stream(gray)


def test_dark_label_of_low_contrast_is_read() -> None:
    gray = in_view(draw_label(GTIN, "EAN13"))
    dark = (10 + gray.astype(np.float32) / 255 * 14).astype(np.uint8)
    assert texts(decoding.read_still(dark)) == [GTIN]
    assert {GTIN} in read_stream(dark)


@pytest.mark.parametrize(("text", "kind"), [("KA1.abc", "QRCode"), ("T7-00412", "DataMatrix")])
def test_inverted_squares_are_read_within_one_turn_of_the_rungs(text: str, kind: str) -> None:
    gray = (255 - in_view(draw_label(text, kind), ground=255)).astype(np.uint8)
    assert texts(decoding.read_still(gray)) == [text]
    assert {text} in read_stream(gray)


def test_two_labels_side_by_side_are_both_read() -> None:
    gray = in_view(draw_label(GTIN, "EAN13"), draw_label(OTHER, "EAN13"))
    assert set(texts(decoding.read_still(gray))) == {GTIN, OTHER}
    assert read_stream(gray, 1) == [{GTIN, OTHER}]


def test_box_lies_around_the_label_however_it_was_read() -> None:
    gray = in_view(draw_label(GTIN, "EAN13", scale=2), degrees=35, blur=1.2)
    (reading,) = decoding.read_still(gray)
    left, top, right, bottom = reading.box
    assert 450 < left < 640 < right < 830
    assert 200 < top <= 360 <= bottom < 520


def test_noise_holds_nothing() -> None:
    random = np.random.default_rng(5)
    for _ in range(3):
        noise = random.integers(0, 256, (480, 640), np.uint8)
        stripes = np.repeat(noise[:1], 480, axis=0)
        assert decoding.read_still(noise) == []
        assert decoding.read_still(stripes) == []


def test_one_way_of_reading_is_not_enough_for_bars() -> None:
    reading = Reading(GTIN, b"", Symbology.EAN13, (0, 0, 300, 100), 1, "zxing")
    alone = decoding._claims([(0, [reading])])
    twice = decoding._claims([(0, [reading]), (1, [reading])])
    assert [decoding._stands(claim, alone) for claim in alone] == [False]
    assert [decoding._stands(claim, twice) for claim in twice] == [True]


def test_weaker_of_two_values_at_one_place_is_dropped_and_both_when_they_are_level() -> None:
    right = Reading(GTIN, b"", Symbology.EAN13, (0, 0, 300, 100), 1, "zxing")
    wrong = Reading(OTHER, b"", Symbology.EAN13, (0, 90, 300, 90), 1, "zxing")
    clear = decoding._claims([(n, [right, wrong] if n < 2 else [right]) for n in range(6)])
    level = decoding._claims([(n, [right, wrong]) for n in range(6)])
    assert [c.reading.text for c in clear if decoding._stands(c, clear)] == [GTIN]
    assert [c for c in level if decoding._stands(c, level)] == []


def test_value_read_at_a_point_of_anothers_bars_is_its_rival() -> None:
    # zbar tells where a line ended: at either end of the code.
    right = Reading(GTIN, b"", Symbology.EAN13, (0, 0, 300, 100), 30, "zbar")
    wrong = Reading(OTHER, b"", Symbology.EAN13, (380, 60, 380, 60), 1, "zbar")
    claims = decoding._claims([(n, [right, wrong] if n < 2 else [right]) for n in range(6)])
    assert [c.reading.text for c in claims if decoding._stands(c, claims)] == [GTIN]


@pytest.mark.parametrize(("times", "stands"), [(3, [GTIN]), (6, [GTIN, OTHER])])
def test_value_just_beside_bars_that_are_read_far_oftener_is_one_of_their_lines(
    times: int, stands: list[str]
) -> None:
    right = Reading(GTIN, b"", Symbology.EAN13, (0, 150, 300, 180), 1, "zxing")
    other = Reading(OTHER, b"", Symbology.EAN13, (0, 20, 300, 30), 1, "zxing")
    claims = decoding._claims([(n, [right, other] if n < times else [right]) for n in range(18)])
    assert [c.reading.text for c in claims if decoding._stands(c, claims)] == stands


def test_mark_of_the_packing_line_is_read_alone_but_not_beside_bars() -> None:
    own, bars = draw_label("5699", "DataMatrix"), draw_label(GTIN, "EAN13")
    assert texts(decoding.read_still(in_view(own))) == ["5699"]
    assert texts(decoding.read_still(in_view(own, bars))) == [GTIN]


def test_rung_that_helped_has_another_turn_at_once_and_only_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[str] = []

    def attempt(name: str, found: list[Reading]) -> attempts.Attempt:
        def turn(_: Gray) -> list[Reading]:
            turns.append(name)
            return found

        return turn

    reading = Reading(GTIN, b"", Symbology.EAN13, (0, 0, 9, 9), 1, "zxing")
    monkeypatch.setattr(attempts, "STREAM", (attempt("helps", [reading]), attempt("idle", [])))
    decoder = decoding.Decoder()
    for _ in range(5):
        decoder.read(np.zeros((40, 40), np.uint8))
    assert turns == ["helps", "helps", "idle", "helps", "helps"]


def test_rung_that_finds_what_the_base_finds_has_no_other_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gray = in_view(draw_label(GTIN, "EAN13"))
    monkeypatch.setattr(attempts, "STREAM", (attempts.base, lambda _: []))
    decoder = decoding.Decoder()
    decoder.read(gray)
    assert decoder._next == 1


def test_second_look_is_taken_where_nothing_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    gray = in_view(draw_label(GTIN, "EAN13"))
    monkeypatch.setattr(attempts, "STILL", ())
    assert texts(decoding.read_still(gray)) == [GTIN]


def test_of_two_decoders_zxings_reading_is_kept_with_zbars_scan_lines() -> None:
    by_zbar = Reading("0104601234567893", b"", Symbology.CODE128, (0, 0, 9, 9), 40, "zbar")
    by_zxing = Reading("0104601234567893", b"", Symbology.GS1_128, (0, 0, 9, 9), 1, "zxing")
    for order in ([by_zbar, by_zxing], [by_zxing, by_zbar]):
        (claim,) = decoding._claims([(0, order)])
        kept = claim.reading
        assert (kept.symbology, kept.by, kept.lines) == (Symbology.GS1_128, "zxing", 40)


def test_short_code_needs_twice_the_ways() -> None:
    reading = Reading("012345000065", b"", Symbology.UPCE, (0, 0, 99, 99), 1, "zxing")
    few = decoding._claims([(n, [reading]) for n in range(3)])
    enough = decoding._claims([(n, [reading]) for n in range(4)])
    assert not decoding._stands(few[0], few)
    assert decoding._stands(enough[0], enough)


def test_transparent_ground_of_a_picture_is_white(tmp_path: Path) -> None:

    bars = draw_label("T7-00412", "DataMatrix")
    clear = Image.new("LA", bars.size, (0, 0))
    clear.putalpha(bars.point(lambda tone: 255 - tone))
    clear.convert("RGBA").save(tmp_path / "a.png")
    assert read(tmp_path / "a.png") == ["T7-00412"]


def test_qr_with_cyrillic_text_is_read(tmp_path: Path) -> None:
    assert read(draw_qr(tmp_path / "a.png", "Привет, мир")) == ["Привет, мир"]


def test_app_code_of_full_length_is_read(tmp_path: Path) -> None:
    text = "KA1." + "aZ09_-" * 100 + "." + "b" * 86
    assert read(draw_qr(tmp_path / "a.png", text)) == [text]


@pytest.mark.parametrize(
    "text", ["a\x1bp\x00", "line\nline", "nul\x00", "ценник\u202eabc\u202c", "a" * 1_201]
)
def test_hostile_text_comes_through_as_it_is(tmp_path: Path, text: str) -> None:
    assert read(draw_qr(tmp_path / "a.png", text)) == [text]


def test_part_of_a_message_over_several_symbols_is_no_code(tmp_path: Path) -> None:
    part = draw_structured_append(tmp_path / "part.png", "Structured append in two parts" * 4)
    assert read(part) == []


def test_part_of_a_message_does_not_lose_the_codes_beside_it(tmp_path: Path) -> None:

    part = draw_structured_append(tmp_path / "part.png", "Structured append in two parts" * 4)
    with Image.open(part) as picture:
        gray = in_view(picture.convert("L"), draw_label(GTIN, "EAN13"))
    assert texts(decoding.read_still(gray)) == [GTIN]
    assert all(GTIN in found for found in read_stream(gray, 2))


def test_blank_picture_holds_nothing(tmp_path: Path) -> None:
    draw_code(tmp_path / "code.png", "ean13", GTIN)
    assert read(tmp_path / "code.png") == [GTIN]
    assert read(draw_blank(tmp_path / "a.png")) == []


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 0), np.uint8),
        np.zeros((5, 5, 3), np.uint8),
        np.zeros((5, 5), np.float32),
        np.zeros((1, 1), np.uint8),
        np.zeros((1, 9_000), np.uint8),
        np.zeros((9_000, 2), np.uint8),
        np.full((50, 60), 255, np.uint8)[::2, ::-3],
    ],
)
def test_odd_pictures_hold_nothing(picture: Gray) -> None:
    assert decoding.read_still(picture) == []
    assert zbar.read(picture) == zxing.read(picture) == []
    assert read_stream(picture) == [set()] * len(attempts.STREAM)


def test_small_code_in_a_very_large_picture_is_read() -> None:

    large = Image.new("L", (4_000, 3_000), 120)
    large.paste(draw_label("KA1.abc", "QRCode", scale=2), (3_000, 2_000))
    (reading,) = decoding.read_still(np.array(large))
    assert reading.text == "KA1.abc"
    assert 3_000 < reading.box[0] < reading.box[2] < 3_250


def test_reset_begins_with_the_first_rung_again() -> None:
    gray = in_view(draw_label(GTIN, "EAN13", scale=2), degrees=35, blur=1.2)
    decoder = decoding.Decoder()
    first = decoder.read(gray)
    decoder.read(gray)
    decoder.reset()
    assert texts(decoder.read(gray)) == texts(first) == [GTIN]


@pytest.mark.skipif(not PHOTOGRAPHS.is_dir(), reason="the photographs are not on this machine")
def test_sample_of_photographs_is_read_without_a_wrong_gtin() -> None:
    with (PHOTOGRAPHS / "expected.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["symbology"] in ("EAN-13", "UPC-A")]
    right = 0
    for row in rows[::5]:
        (frame,) = images.frames(PHOTOGRAPHS / row["file"])
        found = {text.zfill(14) for text in texts(decoding.read_still(frame.gray))}
        assert found <= {row["expected"].zfill(14)}, row["file"]
        right += bool(found)
    assert right >= 0.85 * len(rows[::5])


@pytest.fixture
def without_zbar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    zbar._zbar.cache_clear()
    monkeypatch.setitem(sys.modules, "pyzbar.wrapper", None)
    yield
    zbar._zbar.cache_clear()
    monkeypatch.undo()
    importlib.invalidate_caches()


@pytest.mark.usefixtures("without_zbar")
def test_missing_zbar_is_a_fault_with_its_remedy() -> None:
    with pytest.raises(DeviceFault) as caught:
        decoding.ready()
    assert caught.value.code == "zbar_missing"
    assert "libzbar0" in str(caught.value.args_["mend"])
