from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from kiosk.devices.camera import images
from kiosk.devices.camera.hints import Hints, judge
from kiosk.devices.camera.watching import (
    LOOKS_AT_A_STILL,
    REST_AFTER_S,
    RETRY_S,
    THUMB,
    Advice,
    Watch,
)
from tests.devices.pictures import draw_code

if TYPE_CHECKING:
    from kiosk.devices.camera.images import Gray

EMPTY = np.full((45, THUMB), 90, np.uint8)


def with_label(x: int = 30) -> Gray:
    thumb = EMPTY.copy()
    thumb[20:26, x : x + 8] = 220
    return thumb


class Scene:
    """Plays thumbnails to a watch, 30 a second."""

    def __init__(self) -> None:
        self.watch = Watch()
        self.now_s = 1_000.0

    def shows(self, thumb: Gray, for_s: float = 1 / 30) -> list[Advice]:
        advices = []
        for _ in range(round(for_s * 30)):
            self.now_s += 1 / 30
            advices.append(self.watch.look(thumb, self.now_s))
        return advices


def test_still_scene_is_decoded_by_every_attempt_and_then_now_and_then() -> None:
    scene = Scene()
    first = scene.shows(EMPTY, LOOKS_AT_A_STILL / 30)
    assert set(first) == {Advice.DECODE}
    later = scene.shows(EMPTY, 10)
    assert later.count(Advice.DECODE) == pytest.approx(10 / RETRY_S, abs=2)
    assert Advice.REST not in later


def test_label_that_comes_is_decoded_in_every_frame() -> None:
    scene = Scene()
    scene.shows(EMPTY, 10)
    assert set(scene.shows(with_label(), LOOKS_AT_A_STILL / 30)) == {Advice.DECODE}


def test_moving_label_is_decoded_in_every_frame() -> None:
    scene = Scene()
    advices = [advice for x in range(70) for advice in scene.shows(with_label(x))]
    assert set(advices) == {Advice.DECODE}


def test_noise_is_no_movement() -> None:
    scene = Scene()
    noise = np.random.default_rng(1)
    advices = []
    for _ in range(900):
        advices += scene.shows((EMPTY + noise.normal(0, 1.5, EMPTY.shape)).astype(np.uint8))
    assert advices[-1] is Advice.REST


def test_light_of_the_whole_room_is_no_movement() -> None:
    scene = Scene()
    scene.shows(EMPTY, 3)
    advices = scene.shows(EMPTY + np.uint8(30), 0.4)
    assert advices.count(Advice.DECODE) <= 1  # the look that was due anyway


def test_nobody_there_is_rest_until_something_moves() -> None:
    scene = Scene()
    advices = scene.shows(EMPTY, REST_AFTER_S + 1)
    assert advices[-1] is Advice.REST
    assert Advice.REST not in advices[: int((REST_AFTER_S - 1) * 30)]
    assert scene.watch.resting
    assert scene.shows(with_label()) == [Advice.DECODE]
    assert not scene.watch.resting


def test_daylight_that_creeps_over_the_scene_wakes_nobody() -> None:
    scene = Scene()
    scene.shows(EMPTY, REST_AFTER_S + 1)
    for step in range(600):
        thumb = EMPTY.copy()
        thumb[:, :20] += np.uint8(step // 10)
        assert scene.shows(thumb) == [Advice.REST]


def test_stirring_wakes_and_makes_every_attempt_again() -> None:
    scene = Scene()
    scene.shows(EMPTY, REST_AFTER_S + 1)
    scene.watch.stir(scene.now_s)
    assert set(scene.shows(EMPTY, LOOKS_AT_A_STILL / 30)) == {Advice.DECODE}


def test_stirring_keeps_from_rest() -> None:
    scene = Scene()
    for _ in range(5):
        scene.watch.stir(scene.now_s)
        assert Advice.REST not in scene.shows(EMPTY, REST_AFTER_S - 1)


def test_change_is_told_once() -> None:
    scene = Scene()
    scene.shows(EMPTY, 1)
    scene.shows(with_label())
    assert scene.watch.changed
    scene.shows(with_label())
    assert not scene.watch.changed


@pytest.fixture
def label(tmp_path: Path) -> Gray:
    """A label on a gray table, as large in the preview as it is easy to read."""
    (frame,) = images.frames(draw_code(tmp_path / "a.png", "ean13", "4601234567893"))
    return images.shrunk(frame.gray, 300)


def on_table(label: Gray) -> Gray:
    picture = np.full((360, 640), 110, np.uint8)
    height, width = label.shape
    picture[80 : 80 + height, 150 : 150 + width] = np.minimum(label, 215)
    return picture


def blurred(picture: Gray) -> Gray:
    return cv2.GaussianBlur(picture, (0, 0), 4).astype(np.uint8)


def test_good_picture_needs_no_hint(label: Gray) -> None:
    assert judge(on_table(label)) == ""


def test_each_fault_has_its_hint(label: Gray) -> None:
    good = on_table(label)
    glaring = good.copy()
    glaring[60:260, 150:350] = 255
    assert judge(good // 6) == "dark"
    assert judge(glaring) == "glare"
    assert judge(good, moving=0.3) == "hold_still"
    assert judge(on_table(images.shrunk(label, 70))) == "closer"
    assert judge(blurred(good)) == "blurred"


class Trying:
    """Somebody before a camera whose frames hold nothing that can be read."""

    def __init__(self) -> None:
        self.hints = Hints()
        self.now_s = 1_000.0

    def shows(self, picture: Gray, for_s: float) -> list[str]:
        given: list[str] = []
        for _ in range(round(for_s * 30)):
            self.now_s += 1 / 30
            self.hints.look(picture, images.shrunk(picture, THUMB), self.now_s)
            given.append(self.hints.hint)
        return given


def test_empty_shop_gets_no_hints() -> None:
    trying = Trying()
    dark = np.full((360, 640), 10, np.uint8)
    assert set(trying.shows(dark, 60)) == {""}


def test_hint_comes_after_a_second_of_trying_and_goes_when_something_is_read(label: Gray) -> None:
    trying = Trying()
    trying.shows(np.full((360, 640), 110, np.uint8), 12)
    given = trying.shows(blurred(on_table(label)), 4)
    assert set(given[:30]) == {""}
    assert given[-1] == "blurred"
    trying.hints.read(trying.now_s)
    assert trying.hints.hint == ""


def test_hint_does_not_flicker_between_two_faults(label: Gray) -> None:
    trying = Trying()
    trying.shows(np.full((360, 640), 110, np.uint8), 12)
    good = on_table(label)
    given: list[str] = []
    for _ in range(20):
        given += trying.shows(blurred(good), 0.2)
        given += trying.shows(good // 6, 0.2)
    changes = sum(one != other for one, other in pairwise(given))
    assert changes <= 8 / 2 + 1


def test_hint_goes_when_the_product_is_taken_away(label: Gray) -> None:
    trying = Trying()
    table = np.full((360, 640), 110, np.uint8)
    trying.shows(table, 12)
    trying.shows(blurred(on_table(label)), 5)
    assert trying.shows(table, 4)[-1] == ""
