from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import segno

from kiosk.__main__ import main
from kiosk.devices.camera import decoding, images
from kiosk.devices.camera.process import CameraSetup
from kiosk.devices.camera.readings import Reading
from kiosk.domain.gtin import gtin13
from kiosk.domain.ids import check_character
from kiosk.domain.scans import GS, Scan, Symbology
from kiosk.ports.devices import CameraNews
from kiosk.tools import scan_file
from kiosk.tools.scan_file import describe, scan, shown
from tests.devices.pictures import draw_blank, draw_code, draw_qr

GTIN = gtin13("460123456789")
ORDER = f"T7-00412-{check_character('T700412')}"
SCAN_DATA = os.environ.get("KIOSK_SCAN_DATA", "")
TIMES = re.compile(r"\t\d+ ms\t\d+ ms CPU$")


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines without their times, each of which must have some or name no picture."""
    lines = capsys.readouterr().out.splitlines()
    assert all(TIMES.search(line) or "no picture" in line for line in lines)
    return [TIMES.sub("", line) for line in lines]


def test_codes_are_printed_with_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    product = draw_code(tmp_path / "a.png", "ean13", GTIN)
    card = draw_code(tmp_path / "b.png", "ean13", gtin13("299000001234"))
    assert scan([product, card]) == 0
    assert printed(capsys) == [
        f"{product}\t{GTIN}\tean13\tproduct 0{GTIN}",
        f"{card}\t{gtin13('299000001234')}\tean13\tloyalty card {gtin13('299000001234')}",
    ]


def test_file_without_a_code_says_so_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = draw_blank(tmp_path / "blank.png")
    missing = tmp_path / "missing.mp4"
    assert scan([blank, missing]) == 1
    assert printed(capsys) == [
        f"{blank}\t-\t-\tno code",
        f"{missing}\t-\t-\tno picture or video",
    ]


def test_folder_prints_each_picture_and_counts_as_one_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_blank(tmp_path / "1.png")
    draw_qr(tmp_path / "2.png", "https://shop.example/")
    assert scan([tmp_path]) == 0
    assert printed(capsys) == [
        f"{tmp_path / '1.png'}\t-\t-\tno code",
        f"{tmp_path / '2.png'}\thttps://shop.example/\tqr\tlink (not opened)",
    ]
    (tmp_path / "empty").mkdir()
    assert scan([tmp_path / "empty"]) == 1


def test_control_characters_of_a_code_reach_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b]0;owned\x07\u202egnp.exe\nline two\\x1b"
    picture = tmp_path / "hostile.png"
    segno.make_qr(hostile, encoding="utf-8").save(str(picture), scale=4, border=4)
    assert scan([picture]) == 0
    assert printed(capsys) == [
        f"{picture}\t\\x1b]0;owned\\x07\\u202egnp.exe\\nline two\\\\x1b\tqr\tunknown (not_ours)"
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Привет 測試", "Привет 測試"),
        (f"0104{GS}21", "0104\\x1d21"),
        ("a\u200fb\u2066c\u00a0d\ufeffe\0f", "a\\u200fb\\u2066c\\xa0d\\ufeffe\\x00f"),
        ("\\x1d", "\\\\x1d"),
        ("x" * 65_536, "x" * 400 + "… (65536 characters)"),
    ],
)
def test_shown_text_is_one_line_without_anything_a_terminal_obeys(text: str, safe: str) -> None:
    assert shown(text) == safe
    assert shown(text).isprintable()


@pytest.mark.parametrize(
    ("text", "symbology", "words"),
    [
        (gtin13("299100000001"), Symbology.EAN13, f"staff badge {gtin13('299100000001')}"),
        ("KA1.YWJj.ZGVm", Symbology.QR, "app code"),
        (GTIN[:12] + str((int(GTIN[12]) + 1) % 10), Symbology.UNKNOWN, "unknown (checksum)"),
        ("javascript:alert(1)", Symbology.QR, "unknown (not_ours)"),
        ("https://shop.example/?a=1", Symbology.QR, "link (not opened)"),
        (
            f"010{GTIN}215abcdefghijkl{GS}91EE06{GS}92abcd",
            Symbology.GS1_DATAMATRIX,
            f"product 0{GTIN}, a marked piece",
        ),
        (ORDER, Symbology.QR, f"order slip {ORDER}"),
    ],
)
def test_each_kind_of_code_has_its_words(text: str, symbology: Symbology, words: str) -> None:
    assert describe(text, symbology) == words


def test_code_that_may_be_two_things_names_both() -> None:
    words = describe("01234565")  # a GTIN-8, and the UPC-E of a UPC-A, with one check digit
    assert words == "product 00012345000065 or product 00000001234565"


class EasyCamera:
    """Stands for the camera's process: sees one code at once, then nothing."""

    def __init__(
        self,
        setup: CameraSetup,
        on_scan: Callable[[Scan], None],
        on_news: Callable[[CameraNews], None],
        known: Callable[[Reading], bool],
    ) -> None:
        self._on_scan, self._on_news, self._known = on_scan, on_news, known
        self.setup = setup
        cameras.append(self)
        self.stopped = False

    def start(self) -> None:
        self._on_news(CameraNews("looking", "closer"))
        text = "\x1b[2J"
        assert not self._known(Reading(text, b"", Symbology.QR, (0, 0, 9, 9), 1, "zxing"))
        for at_s in (time.monotonic() + 50, time.monotonic() - 50):  # seen anew without voting
            self._on_scan(Scan(text, "camera", at_s, Symbology.QR))

    def stir(self) -> None:
        """Nothing rests here."""

    def stop(self, timeout_s: float) -> bool:
        self.stopped = True
        return True


cameras: list[EasyCamera] = []


def test_camera_prints_each_scan_with_its_latency_and_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cameras.clear()
    monkeypatch.setattr(scan_file, "Camera", EasyCamera)
    over = threading.Event()
    over.set()
    assert scan_file.watch(3, over) == 0
    out, err = capsys.readouterr()
    late = []
    for line in out.splitlines():
        *cells, words = line.split("\t")
        assert cells == ["camera", "\\x1b[2J", "qr", "unknown (not_ours)"]
        late.append(int(words.removesuffix(" ms after it was first seen")))
    assert 0 <= late[0] < 50_000 <= late[1]
    assert err == "Looking for camera 3 …  Ctrl+C ends.\ncamera looking: closer\n"
    assert [(camera.setup.source, camera.stopped) for camera in cameras] == [("3", True)]


class NoCamera(EasyCamera):
    """Nothing is plugged in; then something is, and goes again."""

    news: tuple[str, ...] = ("missing",)

    def start(self) -> None:
        for state in self.news:
            self._on_news(CameraNews(state))


def test_camera_that_is_not_there_is_said_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scan_file, "Camera", NoCamera)
    over = threading.Event()
    over.set()
    assert scan_file.watch(0, over) == 1
    looking, missing = capsys.readouterr().err.splitlines()
    assert looking == "Looking for camera 0 …  Ctrl+C ends."  # before the camera's process is up
    assert missing == (
        "There is no camera 0 here. Plug one in: it is looked for again by itself. "
        "Or name another: kiosk scan --camera 1"
    )


def test_camera_that_comes_later_and_goes_again_is_told_and_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scan_file, "Camera", NoCamera)
    monkeypatch.setattr(NoCamera, "news", ("missing", "looking", "lost"))
    over = threading.Event()
    over.set()
    assert scan_file.watch(2, over) == 0
    *_, there, gone = capsys.readouterr().err.splitlines()
    assert there == "camera looking"
    assert gone == "The camera has gone. Look at its cable: it is looked for again by itself."


@pytest.mark.parametrize("words", [[], ["a.png", "--camera", "0"], ["--camera", "-1"]])
def test_neither_files_nor_camera_or_both_is_wrong_use(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_file, "watch", lambda _: 0)
    with pytest.raises(SystemExit) as ended:
        main(["scan", *words])
    assert ended.value.code == 2


@pytest.mark.skipif(not SCAN_DATA, reason="KIOSK_SCAN_DATA names no folder of photographs")
def test_hostile_photographs_neither_raise_nor_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scan([Path(SCAN_DATA) / "hostile"])
    assert all(line.replace("\t", "").isprintable() for line in printed(capsys))


@pytest.mark.skipif(not SCAN_DATA, reason="KIOSK_SCAN_DATA names no folder of photographs")
def test_most_retail_codes_of_the_photographs_are_read() -> None:
    pictures = sorted((Path(SCAN_DATA) / "retail" / "images" / "zxing-ean13-3").iterdir())
    read = [any(decoding.read_still(f.gray) for f in images.frames(path)) for path in pictures]
    assert sum(read) >= 0.9 * len(read)
