"""The set-up sheet reads back as what the terminal expects, from every form of file."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from kiosk.__main__ import main
from kiosk.devices.camera import zbar, zxing
from kiosk.devices.scanners import sheet
from kiosk.devices.scanners.sheet_codes import CODES, GS1, LETTERS
from kiosk.domain.scans import Symbology


def read(picture: Image.Image) -> dict[str, Symbology]:
    """What zxing-cpp finds: text by text, with GS where the code has it."""
    found = zxing.read(np.asarray(picture.convert("L")))
    return {one.raw.decode(): one.symbology for one in found}


EXPECTED = dict(
    zip(CODES, (Symbology.CODE128, Symbology.GS1_128, Symbology.QR), strict=True),
)


def test_printed_codes_say_what_the_terminal_expects(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    assert main(["scanner-sheet", str(path)]) == 0
    with Image.open(path) as picture:
        assert picture.size == (2480, 3508)
        assert round(picture.info["dpi"][0]) == 300
        assert read(picture) == EXPECTED


def test_decoder_of_linear_codes_reads_both_bar_codes(tmp_path: Path) -> None:
    found = {one.raw.decode() for one in zbar.read(np.asarray(sheet.draw(sheet.layout())))}
    assert {LETTERS, GS1} <= {text.removeprefix("]C1") for text in found}


@pytest.mark.parametrize("mode", ["L", "1"])
def test_every_bar_and_gap_is_a_whole_number_of_modules(mode: str) -> None:
    page = np.asarray(sheet.draw(sheet.layout(), mode))
    bars = [one for one in sheet.layout() if isinstance(one, sheet.Box)]
    rows = {one.y + one.height // 2 for one in bars if one.height == sheet.BARS_HEIGHT}
    assert len(rows) == 2
    for row in rows:
        edges = np.flatnonzero(np.diff(page[row].astype(int)))
        assert len(edges) > 100
        assert set(np.diff(edges) % sheet.BAR) == {0}


def test_codes_survive_a_poor_printer() -> None:
    page = sheet.draw(sheet.layout())
    small = page.resize((page.width // 2, page.height // 2), Image.Resampling.BOX)
    assert read(small) == EXPECTED


def test_pdf_is_one_sharp_page_of_a4(tmp_path: Path) -> None:
    path = tmp_path / "sheet.PDF"
    assert main(["scanner-sheet", str(path)]) == 0
    data = path.read_bytes()
    assert data.startswith(b"%PDF") and data.count(b"/Type /Page\n") == 1
    assert b"/CCITTFaxDecode" in data  # a JPEG would grey the edges of the bars
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", data)
    assert box and [round(float(side)) for side in box.groups()] == [595, 842]
    assert read(sheet.draw(sheet.layout(), "1")) == EXPECTED


def test_svg_has_the_same_bars_and_words(tmp_path: Path) -> None:
    path = tmp_path / "sheet.svg"
    assert main(["scanner-sheet", str(path)]) == 0
    page = Image.new("L", (sheet.WIDTH, sheet.HEIGHT), 255)
    words = []
    for one in ElementTree.fromstring(path.read_text("utf-8")).iter():  # noqa: S314  # made here
        if one.tag.endswith("rect") and "fill" not in one.attrib:
            x, y, width, height = (int(one.attrib[side]) for side in ("x", "y", "width", "height"))
            page.paste(0, (x, y, x + width, y + height))
        elif one.tag.endswith("text"):
            words.append(one.text)
    assert read(page) == EXPECTED
    assert set(sheet.TITLE) <= set(words)


def test_everything_stays_on_the_page_and_codes_keep_quiet_zones() -> None:
    boxes = [shape for shape in sheet.layout() if isinstance(shape, sheet.Box)]
    bars = [box for box in boxes if box.height == sheet.BARS_HEIGHT]
    assert min(box.x for box in boxes) >= 10 * sheet.BAR
    assert max(box.x + box.width for box in bars) <= sheet.WIDTH - 10 * sheet.BAR
    assert max(box.y + box.height for box in boxes) < sheet.HEIGHT - 100
    square = [box for box in boxes if box.height == sheet.MODULE]
    for shape in sheet.layout():
        if isinstance(shape, sheet.Words):
            font = sheet._font(shape.size, shape.bold)
            assert shape.x + font.getlength(shape.text) <= sheet.WIDTH - 100, shape.text
            assert shape.y < sheet.HEIGHT - 100
            top = shape.y - shape.size  # of its letters
            assert shape.y < square[0].y - 4 * sheet.MODULE or top > square[-1].y + 5 * sheet.MODULE


def test_foot_says_how_to_print_and_what_to_press_in_both_languages() -> None:
    words = " ".join(one.text for one in sheet.layout() if isinstance(one, sheet.Words))
    assert all(sentence in words for sentence in sheet.FOOT)


def test_other_kinds_of_file_are_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["scanner-sheet", str(tmp_path / "sheet.docx")])
    assert ended.value.code == 2
    assert ".pdf, .png, .svg" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_folder_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scanner-sheet", str(tmp_path / "no" / "sheet.pdf")]) == 1
    assert "cannot be written: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet.png", "sheet.svg"])
def test_file_that_is_there_is_never_written_over(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(b"somebody's")
    assert main(["scanner-sheet", str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert "is there already: choose another name. Nothing was changed." in said.err
    assert not said.out and (tmp_path / name).read_bytes() == b"somebody's"
