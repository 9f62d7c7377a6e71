from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.devices.scanners.camera import frames
from kiosk.devices.scanners.decoding import decode
from kiosk.domain.codes import gtin13
from kiosk.tools.scan_file import describe, scan
from tests.devices.pictures import draw_blank, draw_code, draw_qr

GTIN = gtin13("460123456789")
SCAN_DATA = os.environ.get("KIOSK_SCAN_DATA", "")


def test_codes_are_printed_with_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    product = draw_code(tmp_path / "a.png", "ean13", GTIN)
    card = draw_code(tmp_path / "b.png", "ean13", gtin13("299000001234"))
    assert scan([product, card]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{product}\t{GTIN}\tproduct 0{GTIN}",
        f"{card}\t{gtin13('299000001234')}\tloyalty card {gtin13('299000001234')}",
    ]


def test_file_without_a_code_says_so_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = draw_blank(tmp_path / "blank.png")
    missing = tmp_path / "missing.mp4"
    assert scan([blank, missing]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{blank}\t-\tno code",
        f"{missing}\t-\tno picture or video",
    ]


def test_folder_prints_every_code_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw_qr(tmp_path / "1.png", "https://shop.example/")
    draw_qr(tmp_path / "2.png", "https://shop.example/")
    assert scan([tmp_path]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (gtin13("299100000001"), f"staff badge {gtin13('299100000001')}"),
        ("KA1.abc.def", "app code"),
        ("4601234567890", "unknown (checksum)"),
        ("hello", "unknown (not_ours)"),
    ],
)
def test_every_kind_of_code_has_words(text: str, words: str) -> None:
    assert describe(text) == words


@pytest.mark.skipif(not SCAN_DATA, reason="KIOSK_SCAN_DATA names no folder of photographs")
def test_hostile_photographs_neither_raise_nor_leak_control_characters() -> None:
    pictures = sorted((Path(SCAN_DATA) / "hostile").glob("*.png"))
    assert pictures
    for path in pictures:
        for frame in frames(path):
            assert all(text.isprintable() for text in decode(frame.gray))


@pytest.mark.skipif(not SCAN_DATA, reason="KIOSK_SCAN_DATA names no folder of photographs")
def test_most_retail_codes_of_the_photographs_are_read() -> None:
    pictures = sorted((Path(SCAN_DATA) / "retail" / "images" / "zxing-ean13-3").iterdir())
    read = [any(decode(f.gray) for f in frames(path)) for path in pictures]
    assert sum(read) >= 0.9 * len(read)
