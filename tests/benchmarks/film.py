"""What the camera of a benchmark sees: products of the shop that come, stop and go again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from kiosk.devices.camera import images
from kiosk.domain.gtin import gtin13
from tests.benchmarks import stream_codes
from tests.benchmarks.prepared_shop import Effort, PreparedShop, say
from tests.benchmarks.stream_codes import PrintedCode
from tests.benchmarks.stream_scene import FPS, HEIGHT, WIDTH, Stream

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

FEWEST, MOST = 2, 5  # one alone would never be out of sight, and so be scanned once
_STREAM_S = 2.1  # about


def codes(shop: PreparedShop, effort: Effort) -> list[tuple[str, str]]:
    """Return what the film shows, one after another: the GTINs on the labels, and the SKUs."""
    return shop.codes(max(FEWEST, min(MOST, round(effort.film_s / _STREAM_S))))


def of_products(shop: PreparedShop, effort: Effort) -> Path:
    """Return a film of `codes`, made where it is not there yet."""
    labels = [stream_codes.ean13(gtin.zfill(13)) for gtin, _ in codes(shop, effort)]
    return _made(shop.folder / f"products-{len(labels)}.avi", labels)


def without_codes(shop: PreparedShop) -> Path:
    """Return a film of a pack whose label is empty: the decoders try everything they know."""
    label = stream_codes.ean13(gtin13(f"{0:012}"))
    empty = replace(label, modules=np.full_like(label.modules, 255))
    return _made(shop.folder / "empty.avi", [empty])


def still(shop: PreparedShop, gtin: str) -> Path:
    """Return a picture as large as the camera's, with one label on it."""
    modules = stream_codes.ean13(gtin.zfill(13)).modules
    label = np.kron(modules, np.ones((4, 4), np.uint8))
    top, left = (HEIGHT - label.shape[0]) // 2, (WIDTH - label.shape[1]) // 2
    picture = np.full((HEIGHT, WIDTH), 150, np.uint8)
    picture[top : top + label.shape[0], left : left + label.shape[1]] = label
    path = shop.folder / "label.png"
    Image.fromarray(picture).save(path)
    return path


def _made(path: Path, labels: Sequence[PrintedCode]) -> Path:
    if not path.exists():
        say(f"a film for the camera: {path.stem}")
        half = path.with_name(
            "half.avi"
        )  # a film that was cut short must not be taken for a whole one
        shown = chain.from_iterable(_frames(number, label) for number, label in enumerate(labels))
        images.write_film(half, shown, FPS)
        half.replace(path)
    return path


def _frames(number: int, label: PrintedCode) -> Iterator[Gray]:
    stream = Stream(0, number, label)
    return (stream.frame(index) for index in range(stream.length))
