from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.scanners import decoding
from kiosk.devices.scanners.camera import frames
from kiosk.domain.codes import gtin13
from kiosk.errors import DeviceFault
from tests.devices.pictures import draw_blank, draw_code, draw_qr, draw_structured_append

GTIN = gtin13("460123456789")


def read(path: Path) -> list[str]:
    (frame,) = frames(path)
    return decoding.decode(frame.gray)


def test_ean13_is_read(tmp_path: Path) -> None:
    assert read(draw_code(tmp_path / "a.png", "ean13", GTIN)) == [GTIN]


def test_ean8_is_read(tmp_path: Path) -> None:
    assert read(draw_code(tmp_path / "a.png", "ean8", "96385074")) == ["96385074"]


def test_code128_is_read(tmp_path: Path) -> None:
    assert read(draw_code(tmp_path / "a.png", "code128", "T7-00412-K")) == ["T7-00412-K"]


def test_qr_with_cyrillic_text_is_read(tmp_path: Path) -> None:
    assert read(draw_qr(tmp_path / "a.png", "Привет, мир")) == ["Привет, мир"]


def test_app_code_of_full_length_is_read(tmp_path: Path) -> None:
    text = "KA1." + "aZ09_-" * 100 + "." + "b" * 86
    assert read(draw_qr(tmp_path / "a.png", text)) == [text]


@pytest.mark.parametrize("text", ["a\x1bp\x00", "line\nline", "nul\x00", "ценник\u202eabc\u202c"])
def test_text_that_cannot_be_printed_is_dropped(tmp_path: Path, text: str) -> None:
    assert read(draw_qr(tmp_path / "a.png", text)) == []


def test_text_that_is_too_long_is_dropped(tmp_path: Path) -> None:
    assert read(draw_qr(tmp_path / "a.png", "a" * 1_201)) == []


def test_structured_append_does_not_lose_the_frame(tmp_path: Path) -> None:
    read(draw_structured_append(tmp_path / "parts.png", "Structured append in two parts" * 4))
    assert read(draw_qr(tmp_path / "a.png", "after it")) == ["after it"]


def test_blank_picture_holds_nothing(tmp_path: Path) -> None:
    assert read(draw_blank(tmp_path / "a.png")) == []


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((0, 0), np.uint8),
        np.zeros((5, 5, 3), np.uint8),
        np.zeros((5, 5), np.float32),
        np.zeros((1, 1), np.uint8),
    ],
)
def test_odd_pictures_hold_nothing(picture: decoding.Gray) -> None:
    assert decoding.decode(picture) == []


@pytest.fixture
def without_zbar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    decoding._zbar.cache_clear()
    monkeypatch.setitem(sys.modules, "pyzbar.wrapper", None)
    yield
    decoding._zbar.cache_clear()
    monkeypatch.undo()
    importlib.invalidate_caches()


@pytest.mark.usefixtures("without_zbar")
def test_missing_zbar_is_a_fault_with_its_remedy() -> None:
    with pytest.raises(DeviceFault) as caught:
        decoding.ready()
    assert caught.value.code == "zbar_missing"
    assert "libzbar0" in str(caught.value.args_["mend"])
