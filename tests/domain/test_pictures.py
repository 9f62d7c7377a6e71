"""What may be drawn, told from a picture's first bytes."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from kiosk.domain.pictures import MOST_PIXELS, may_be_drawn, media_type
from tests.some_pictures import jpeg, png, webp

BEGINNINGS = pytest.mark.parametrize("begin", [jpeg, png, webp])


@BEGINNINGS
def test_a_picture_that_unpacks_to_too_much_is_not_drawn(begin: Callable[..., bytes]) -> None:
    assert may_be_drawn(begin(width=4096, height=MOST_PIXELS // 4096))
    assert not may_be_drawn(begin(width=4097, height=MOST_PIXELS // 4096))
    assert not may_be_drawn(begin(width=60_000, height=60_000))


@BEGINNINGS
def test_a_picture_cut_anywhere_is_told_without_a_fault(begin: Callable[..., bytes]) -> None:
    whole = begin(width=60_000, height=60_000)
    assert not any(may_be_drawn(whole[:length]) for length in range(len(whole) + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        b"%PDF",
        b"\xff\xd8" + b"\xff" * 1000,
        b"\xff\xd8\xff\xe0\0\0" * 99,
    ],
)
def test_what_is_no_picture_is_not_drawn(data: bytes) -> None:
    assert not may_be_drawn(data)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
    ],
)
@pytest.mark.parametrize("size", [(1, 1), (900, 700)])
def test_a_pictures_size_is_read_as_its_makers_mean_it(
    kind: str, options: dict[str, bool], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(file, kind, **options)
    data = file.getvalue()
    assert media_type(data) == f"image/{kind.lower()}"
    assert may_be_drawn(data)
    monkeypatch.setattr("kiosk.domain.pictures.MOST_PIXELS", size[0] * size[1] - 1)
    assert not may_be_drawn(data)
