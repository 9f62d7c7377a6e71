"""`kiosk bench scan`: what counts as right and wrong; no times here."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from PIL import Image

from kiosk.__main__ import main
from kiosk.devices.camera.readings import Reading
from kiosk.domain.gtin import gtin13
from kiosk.domain.scans import GS, Symbology
from kiosk.errors import BadInput
from tests.benchmarks import (
    scan_score,
    scan_set,
    scan_vote,
    stream_codes,
)
from tests.benchmarks.scan_engines import Engine
from tests.benchmarks.stream_scene import HEIGHT, WIDTH
from tests.devices.pictures import draw_blank, draw_code, draw_qr

Gray = npt.NDArray[np.uint8]
ONE, TWO, THREE = gtin13("460123456789"), gtin13("460999999999"), gtin13("461777777777")
UPC_E, UPC_A = "01234565", "012345000065"
COLUMNS = ("file", "symbology", "expected", "also_present", "source", "licence", "processing")
FIGURES = {
    "images", "positives", "correct", "recall", "wrong_single", "accepted_wrong",
    "accepted_unknown_to_catalogue", "ms_p50", "ms_p95", "by_symbology",
}  # fmt: skip


def write_csv(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows((*row, "made", "none", "") for row in rows)
    return folder


def reading(text: str, symbology: Symbology = Symbology.EAN13) -> Reading:
    return Reading(text, text.encode(), symbology, (10, 10, 90, 60), 20, "zbar")


def always(*readings: Reading) -> tuple[Engine, ...]:
    """Return an engine that reads the same in every picture."""

    def read(_: Gray) -> list[Reading]:
        return list(readings)

    return (Engine("kiosk", read, lambda: read),)


def score(folder: Path, *readings: Reading, vote: bool = False) -> scan_score.Tally:
    return scan_score.score(folder, vote=vote, engines=always(*readings))["kiosk"]


@pytest.fixture
def one_picture(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Return a maker of folders with one picture; what is in it, the engine says."""

    def make(symbology: str, expected: str, also: str = "") -> Path:
        draw_blank(tmp_path / "a.png")
        return write_csv(tmp_path, ("a.png", symbology, expected, also))

    return make


def test_real_decoders_are_scored_beside_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_code(tmp_path / "ean.png", "ean13", ONE)
    draw_code(tmp_path / "wrong.png", "ean13", TWO)
    draw_qr(tmp_path / "qr.png", "строка\r\nи ещё")
    draw_blank(tmp_path / "none.png")
    made = zxingcpp.create_barcode("123456", zxingcpp.BarcodeFormat.UPCE)
    small = Image.fromarray(np.array(made.to_image(scale=3)))
    upc_e = Image.new("L", (small.width + 80, small.height + 80), 255)
    upc_e.paste(small, (40, 40))
    upc_e.save(tmp_path / "upce.png")
    matrix = stream_codes.gs1_datamatrix([("01", f"0{ONE}"), ("21", "5abc"), ("91", "EE06")])
    Image.fromarray(np.kron(matrix.modules, np.ones((6, 6), np.uint8))).save(tmp_path / "dm.png")
    write_csv(
        tmp_path,
        ("ean.png", "EAN-13", ONE, ""),
        ("wrong.png", "EAN-13", THREE, ""),
        ("qr.png", "QR", "строка\nи ещё", ""),
        ("none.png", "NONE", "", ""),
        ("upce.png", "UPC-E", UPC_E, ""),
        ("dm.png", "DataMatrix", f"010{ONE}215abc{GS}91EE06", ""),
    )
    assert main(["bench", "scan", str(tmp_path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report.keys() == FIGURES | {"pyzbar_alone", "zxing_cpp_alone"}
    assert report["pyzbar_alone"].keys() == report["zxing_cpp_alone"].keys() == FIGURES
    names = ("images", "positives", "correct", "recall", "wrong_single", "accepted_wrong")
    assert [report[name] for name in names] == [6, 5, 4, 0.8, 1, None]
    assert [report["pyzbar_alone"][name] for name in names] == [6, 5, 3, 0.6, 1, None]
    assert report["by_symbology"] == {
        "DataMatrix": {"positives": 1, "correct": 1, "recall": 1.0},
        "EAN-13": {"positives": 2, "correct": 1, "recall": 0.5},
        "QR": {"positives": 1, "correct": 1, "recall": 1.0},
        "UPC-E": {"positives": 1, "correct": 1, "recall": 1.0},
    }
    assert 0 < report["ms_p50"] <= report["ms_p95"]


def test_voting_over_real_decoders_accepts_the_code_and_adds_its_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_code(tmp_path / "ean.png", "ean13", ONE)
    write_csv(tmp_path, ("ean.png", "EAN-13", ONE, ""))
    assert main(["bench", "scan", str(tmp_path), "--json", "--vote", "--seed", "5"]) == 0
    report = json.loads(capsys.readouterr().out)
    for figures in (report, report["pyzbar_alone"], report["zxing_cpp_alone"]):
        assert figures.keys() >= FIGURES | {"accepted_correct", "accepted_recall"}
        assert figures["accepted_recall"] == 1.0
        assert figures["accepted_wrong"] == figures["accepted_unknown_to_catalogue"] == 0


@pytest.mark.parametrize(
    ("symbology", "expected", "read"),
    [
        ("UPC-E", UPC_E, reading(UPC_A, Symbology.UPCE)),
        ("UPC-E", UPC_E, reading(UPC_E, Symbology.UPCE)),
        ("UPC-A", UPC_A, reading(f"0{UPC_A}")),
        ("EAN-13", f"0{UPC_A}", reading(UPC_A, Symbology.UPCA)),
        ("Code128", UPC_A, reading(UPC_A, Symbology.CODE128)),
        ("QR", "a\r\nb", reading("a\nb", Symbology.QR)),
    ],
)
def test_same_number_written_otherwise_is_right(
    one_picture: Callable[..., Path], symbology: str, expected: str, read: Reading
) -> None:
    tally = score(one_picture(symbology, expected), read)
    assert (tally.correct.total(), tally.wrong_single) == (1, 0)


@pytest.mark.parametrize(
    ("symbology", "expected", "read"),
    [
        ("EAN-8", UPC_E, reading(UPC_A, Symbology.UPCE)),  # the same digits, another number
        ("QR", UPC_A, reading(f"0{UPC_A}", Symbology.QR)),
        ("QR", "a ", reading("a", Symbology.QR)),
        ("DataMatrix", f"21a{GS}91b", reading("21a91b", Symbology.DATAMATRIX)),
        ("QR", "ａ", reading("a", Symbology.QR)),
    ],
)
def test_text_that_differs_is_missed_and_wrong(
    one_picture: Callable[..., Path], symbology: str, expected: str, read: Reading
) -> None:
    tally = score(one_picture(symbology, expected), read)
    assert (tally.correct.total(), tally.wrong_single) == (0, 1)


def test_whatever_is_read_where_nothing_is_counts_as_wrong(
    one_picture: Callable[..., Path],
) -> None:
    tally = score(one_picture("NONE", ""), reading(ONE), reading(TWO), reading(TWO))
    assert (tally.positives.total(), tally.wrong_single) == (0, 2)


@pytest.mark.parametrize("also", [TWO, f"{TWO}|{UPC_E}", f"{UPC_E}; {TWO}", f"{TWO}, {UPC_E}"])
def test_code_that_stands_there_too_is_not_wrong(
    one_picture: Callable[..., Path], also: str
) -> None:
    folder = one_picture("EAN-13", ONE, also)
    assert score(folder, reading(ONE), reading(TWO)).wrong_single == 0
    assert score(folder, reading(THREE)).wrong_single == 1
    if UPC_E in also:
        assert score(folder, reading(UPC_A, Symbology.UPCE)).wrong_single == 0


@pytest.mark.parametrize(
    ("read", "unknown"),
    [
        (reading(THREE), 1),  # no picture expects it: a catalogue refuses it
        (reading(TWO), 0),  # another picture's: a catalogue takes it
        (reading("not a number", Symbology.QR), 0),  # its own form refuses it
    ],
)
def test_accepted_wrong_value_is_told_from_one_that_a_catalogue_refuses(
    tmp_path: Path, read: Reading, unknown: int
) -> None:
    draw_blank(tmp_path / "a.png")
    draw_blank(tmp_path / "b.png")
    write_csv(tmp_path, ("a.png", "NONE", "", ""), ("b.png", "EAN-13", TWO, TWO))
    tally = score(tmp_path, read, vote=True)
    right = read.text == TWO
    assert tally.accepted_wrong == (1 if right else 2)
    assert tally.accepted_unknown == unknown * 2
    assert tally.accepted_correct == right


def test_value_seen_in_one_frame_only_is_not_accepted(one_picture: Callable[..., Path]) -> None:
    left = [reading(THREE)]

    def once(_: Gray) -> list[Reading]:
        return [left.pop()] if left else []

    engine = Engine("kiosk", lambda _: [], lambda: once)
    folder = one_picture("NONE", "")
    tally = scan_score.score(folder, vote=True, engines=[engine])["kiosk"]
    assert not left
    assert (tally.accepted_wrong, tally.wrong_single) == (0, 0)


def test_jittered_frames_are_the_same_for_a_seed_and_differ_from_each_other() -> None:
    gray = np.random.default_rng(1).integers(0, 256, (300, 700)).astype(np.uint8)
    first, again, other = (
        list(scan_vote.jittered(gray, np.random.default_rng(seed))) for seed in (7, 7, 8)
    )
    assert 12 <= len(first) <= 20
    assert all(frame.shape == (HEIGHT, WIDTH) for frame in first)
    assert [frame.tobytes() for frame in first] == [frame.tobytes() for frame in again]
    assert len({frame.tobytes() for frame in first + other}) == len(first) + len(other)


def test_frames_of_a_picture_depend_on_the_seed_and_its_name_alone(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        draw_blank(tmp_path / name)
    rows = [("a.png", "NONE", "", ""), ("b.png", "NONE", "", "")]

    def frames(seed: int, *rows: tuple[str, str, str, str]) -> list[bytes]:
        seen: list[bytes] = []

        def read(gray: Gray) -> list[Reading]:
            seen.append(gray[::40, ::40].tobytes())
            return []

        engine = Engine("kiosk", lambda _: [], lambda: read)
        scan_score.score(write_csv(tmp_path, *rows), vote=True, seed=seed, engines=[engine])
        return seen

    both, last = frames(1, *rows), frames(1, rows[1])
    assert both[-len(last) :] == last
    assert both[0] != last[0]
    assert frames(2, rows[1]) != last


@pytest.mark.parametrize("shape", [(720, 1280), (100, 100), (3000, 40), (1, 1), (1920, 1080)])
def test_picture_of_any_shape_fits_into_a_frame(shape: tuple[int, int]) -> None:
    gray = np.full(shape, 200, np.uint8)
    picture = scan_vote.fitted(gray)
    assert picture.width == WIDTH or picture.height == HEIGHT
    frame = scan_vote.framed(picture, scan_vote.border_grey(gray))
    assert frame.shape == (HEIGHT, WIDTH)
    assert np.all(frame == 200)


def test_limit_draws_pictures_by_the_seed_from_the_whole_catalogue(tmp_path: Path) -> None:
    codes = [gtin13(f"46{number:010}") for number in range(8)]
    for number in range(8):
        draw_blank(tmp_path / f"{number}.png")
    rows = [(f"{number}.png", "EAN-13", codes[number], "") for number in range(8)]
    folder = write_csv(tmp_path, *rows)

    def missed(seed: int) -> list[str]:
        tally = scan_score.score(folder, limit=3, seed=seed, engines=always())["kiosk"]
        assert tally.images == 3
        return [path for path, _, _ in tally.notes]

    assert missed(1) == missed(1)
    assert len({tuple(missed(seed)) for seed in range(5)}) > 1
    engines = always(reading(codes[0]))
    drawn = [
        scan_score.score(folder, vote=True, limit=1, seed=seed, engines=engines)["kiosk"]
        for seed in range(3)
    ]
    # Nor is it unknown where the picture that expects it was not drawn.
    assert sum(tally.accepted_wrong for tally in drawn) >= 2
    assert not any(tally.accepted_unknown for tally in drawn)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no column file, symbology, expected"),
        (b"file,symbology\na.png,QR\n", "no column expected"),
        (b"file,symbology,expected\n", "no pictures"),
        (b"file,symbology,expected\na.png,QR\n", "too few or too many columns"),
        (b"file,symbology,expected\na.png,QR,x,y,z\n", "too few or too many columns"),
        (b"file,symbology,expected\na.png,QR,\n", "a value is expected"),
        (b"file,symbology,expected\na.png,NONE,x\n", "in NONE rows none"),
        (b"file,symbology,expected\nb.png,QR,x\n", "line 2: there is no picture 'b.png'"),
        (b"file,symbology,expected\n../outside.png,QR,x\n", "there is no picture"),
        (b'file,symbology,expected\na.png,QR,"x\n', "unexpected end"),
        (b"file,symbology,expected\na.png,QR,\xff\n", "invalid start byte"),
        (b"file,symbology,expected\na.png,QR,x\n", "is no picture that can be read"),
    ],
)
def test_malformed_set_is_told_in_a_sentence_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    draw_blank(tmp_path / "outside.png")
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"no picture")
    (folder / "expected.csv").write_bytes(content)
    assert main(["bench", "scan", str(folder), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


def test_folder_without_a_list_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(BadInput, match="expected_missing"):
            scan_set.load(folder)
