"""The attempts to read a picture: each a change of the picture and a decoder.

Measured over 513 photographs, on top of one reading by each decoder: looking at the upright,
averaged stripes brings most, then contrast by region, then enlarging; turning by fixed angles
brings nothing that these do not, and costs most.

In a stream each frame has a budget of 33 ms. The search for DataMatrix costs as much as all
other kinds together, so it is an attempt too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.devices.camera import images, zbar, zxing

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray, View
    from kiosk.devices.camera.readings import Reading

_SMALL = 1_000
_EVERY = 4  # zbar reads as much along every fourth line as along every third, in a stream

Attempt = Callable[["Gray"], "list[Reading]"]


def seen_in(view: View, attempt: Attempt) -> list[Reading]:
    """Return what an attempt finds, with its place in the picture that the view was made from."""
    return [
        msgspec.structs.replace(reading, box=view.outline(reading.box))
        for reading in attempt(view.gray)
    ]


def base(gray: Gray) -> list[Reading]:
    """Read every frame so: cheaply, with both."""
    return zbar.read_bars(gray, _EVERY) + zxing.read(gray, zxing.CHEAP, invert=False)


def _thorough(gray: Gray) -> list[Reading]:
    return zbar.read_bars(gray, 1) + full_zxing(gray)


def _thorough_bars(gray: Gray) -> list[Reading]:
    return zbar.read_bars(gray) + zxing.read(gray, invert=False)


def _every_line(gray: Gray) -> list[Reading]:
    return zbar.read_bars(gray, 1) + zxing.read(gray, zxing.BARS, downscale=False, invert=False)


def _contrasted_at(gray: Gray, size: float) -> list[Reading]:
    return seen_in(images.scaled(gray, size), lambda g: _every_line(images.contrasted(g)))


def _crisp_at(gray: Gray, size: float, radius: float, amount: float) -> list[Reading]:
    return seen_in(
        images.scaled(gray, size), lambda g: _every_line(images.sharpened(g, radius, amount))
    )


def full_zxing(gray: Gray) -> list[Reading]:
    """Let zxing look for inverted codes and for very large ones, too."""
    return zxing.read(gray)


def _plain(gray: Gray) -> list[Reading]:
    return zxing.read(gray, downscale=False, invert=False)


def _datamatrix(gray: Gray) -> list[Reading]:
    return zxing.read(gray, zxing.DATAMATRIX, invert=False)


def _blurred_datamatrix(gray: Gray) -> list[Reading]:
    view = images.middle(gray, 0.6)
    larger = images.scaled(view.gray, 1.5)
    found = seen_in(larger, lambda g: _datamatrix(images.sharpened(g)))
    return [msgspec.structs.replace(code, box=view.outline(code.box)) for code in found]


def _bars(gray: Gray) -> list[Reading]:
    return zxing.read(gray, zxing.BARS, downscale=False, invert=False, binarizer="GlobalHistogram")


def _squares(gray: Gray) -> list[Reading]:
    return zxing.read(gray, zxing.SQUARES, invert=False)


def _global(gray: Gray) -> list[Reading]:
    return zxing.read(gray, downscale=False, invert=False, binarizer="GlobalHistogram")


def _in_stripes(gray: Gray, grain: int, most: int, radius: float = 4.0) -> list[Reading]:
    return [
        reading
        for view in images.stripes(gray, grain, most)
        for reading in seen_in(view, lambda upright: _upright(images.sharpened(upright, radius)))
    ]


def _upright(gray: Gray) -> list[Reading]:
    return zbar.read_upright(gray) + zxing.read(
        gray, zxing.CHEAP, rotate=False, downscale=False, invert=False, binarizer="GlobalHistogram"
    )


def _fixed(gray: Gray) -> list[Reading]:
    return zxing.read(gray, downscale=False, invert=False, binarizer="FixedThreshold")


def _enlarged(gray: Gray) -> list[Reading]:
    if max(gray.shape) <= _SMALL:
        return seen_in(images.scaled(gray, 2), _plain)
    view = images.middle(gray, 0.5)
    return [
        msgspec.structs.replace(reading, box=view.outline(reading.box))
        for reading in seen_in(images.scaled(view.gray, 2), _plain)
    ]


def _softened(gray: Gray) -> list[Reading]:
    return _global(images.smoothed(gray))


def _sharpened(gray: Gray) -> list[Reading]:
    return _global(images.sharpened(gray, 2, 1))


def _smaller(gray: Gray) -> list[Reading]:
    return seen_in(images.scaled(gray, 0.67), lambda g: zbar.read_bars(g, 1) + _plain(g))


def _larger(gray: Gray) -> list[Reading]:
    return seen_in(images.scaled(gray, 1.5), _global) if max(gray.shape) <= _SMALL else []


STREAM: tuple[Attempt, ...] = (  # half of the turns for stripes, a third for DataMatrix
    lambda gray: _in_stripes(gray, 15, 3),
    _datamatrix,
    lambda gray: _in_stripes(gray, 21, 3),
    lambda gray: _in_stripes(gray, 15, 3, 2.5),
    _blurred_datamatrix,
    lambda gray: _bars(images.smoothed(images.contrasted(gray), 0.8)),
    lambda gray: _in_stripes(gray, 15, 3),
    _datamatrix,
    lambda gray: _in_stripes(gray, 21, 3),
    lambda gray: _in_stripes(gray, 15, 3, 2.5),
    _blurred_datamatrix,
    _enlarged,
    lambda gray: _in_stripes(gray, 15, 3),
    _datamatrix,
    lambda gray: _in_stripes(gray, 21, 3),
    lambda gray: _in_stripes(gray, 15, 3, 2.5),
    _blurred_datamatrix,
    lambda gray: _squares(images.inverted(gray)),
)
STILL: tuple[Attempt, ...] = (
    _thorough,
    lambda gray: _in_stripes(gray, 15, 6),
    lambda gray: _in_stripes(gray, 21, 6),
    lambda gray: _in_stripes(gray, 15, 6, 2.5),
    lambda gray: _in_stripes(gray, 21, 6, 2.5),
    lambda gray: _thorough_bars(images.contrasted(gray)),
    _enlarged,
    _larger,
    _smaller,
    lambda gray: zbar.read_bars(images.sharpened(gray, 2, 1)) + _sharpened(gray),
    lambda gray: _fixed(images.sharpened(gray, 3, 2)),
    lambda gray: zbar.read_bars(images.toned(gray, 2.2)) + _plain(images.toned(gray, 2.2)),
    lambda gray: _plain(images.toned(gray, 0.45)),
    _softened,
)
SECOND_LOOK: tuple[Attempt, ...] = (
    lambda gray: seen_in(images.scaled(gray, 0.85), lambda g: _in_stripes(g, 15, 6, 3.0)),
    lambda gray: seen_in(images.scaled(gray, 1.2), lambda g: _in_stripes(g, 21, 6, 3.0)),
    lambda gray: seen_in(images.scaled(gray, 0.9), lambda g: _in_stripes(g, 21, 6, 5.0)),
    lambda gray: seen_in(images.scaled(gray, 1.2), _thorough),
    lambda gray: _thorough_bars(images.contrasted(images.smoothed(gray, 0.8))),
    lambda gray: seen_in(images.scaled(gray, 0.8), lambda g: _every_line(images.contrasted(g))),
    lambda gray: seen_in(images.scaled(gray, 1.25), lambda g: _every_line(images.contrasted(g))),
    lambda gray: seen_in(
        images.scaled(gray, 0.85), lambda g: _every_line(images.sharpened(g, 5, 3))
    ),
    lambda gray: seen_in(
        images.scaled(gray, 1.3), lambda g: _every_line(images.sharpened(g, 3, 2))
    ),
)
