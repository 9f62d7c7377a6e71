"""The camera's picture on the first page: what is seen, what would help, the light."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from kiosk.ports.devices import CameraNews, ViewFrame
from tests.fakes import RAIN_98
from tests.ui_driver import Build, Driver

WIDTH, HEIGHT = 64, 36


def looking(build: Build, **options: object) -> Driver:
    driver = build(**{"language": "en"} | options)
    driver.wait_page("attract")
    driver.shop.camera.seen = halves(1)
    driver.ui.shell.set_camera(CameraNews("looking"))
    driver.wait(lambda: driver.has("viewfinder"))
    return driver


def halves(number: int, left: int = 250, right: int = 5) -> ViewFrame:
    """A picture that is bright on its left half and dark on its right, or as told."""
    row = bytes([left]) * (WIDTH // 2) + bytes([right]) * (WIDTH // 2)
    return ViewFrame(number, WIDTH, HEIGHT, row * HEIGHT)


def glass(driver: Driver, x: float, y: float) -> int:
    """How bright the glass is at a share of the viewfinder's width and height, from the left."""
    driver.settle()
    view = driver.find("viewfinder").parentItem()
    at = view.mapToScene(QPointF(view.width() * x, view.height() * y))
    colour: QColor = driver.window.grabWindow().pixelColor(at.toPoint())
    return colour.lightness()


@pytest.mark.parametrize("faces_shopper", [True, False])
def test_camera_that_faces_the_shopper_is_a_mirror(build: Build, faces_shopper: bool) -> None:
    driver = looking(build, camera_faces_person=faces_shopper)
    assert "Show us a product\nor your loyalty card" in driver.texts()
    sides = [glass(driver, x, y) for y in (0.05, 0.5, 0.95) for x in (0.1, 0.9)]
    bright, dark = (sides[1::2], sides[::2]) if faces_shopper else (sides[::2], sides[1::2])
    assert min(bright) > 200 and max(dark) < 50  # from edge to edge


@pytest.mark.parametrize(
    ("mode", "faces_person", "mirrored"),
    [
        ("shopper", None, True),  # a kiosk's camera looks at the shopper
        ("assistant", None, False),  # a tablet's rear camera looks away from the assistant
        ("shopper", False, False),
        ("assistant", True, True),
    ],
)
def test_only_a_camera_that_faces_the_person_is_mirrored(
    build: Build, mode: str, faces_person: bool | None, mirrored: bool
) -> None:
    driver = build(mode=mode, camera_faces_person=faces_person, scanner_words="camera")
    assert driver.ui.models["camera"].property("mirrored") is mirrored


def test_newest_picture_is_shown_and_one_of_a_wrong_size_is_not(build: Build) -> None:
    driver = looking(build)
    assert glass(driver, 0.1, 0.5) < 50
    driver.shop.camera.seen = halves(2, left=5, right=250)
    driver.wait(lambda: glass(driver, 0.1, 0.5) > 200)
    driver.shop.camera.seen = ViewFrame(3, WIDTH, HEIGHT * 2, halves(3).gray)
    for _ in range(20):
        driver.hands.painted()
    assert glass(driver, 0.1, 0.1) > 200
    driver.shop.camera.seen = halves(4)
    driver.wait(lambda: glass(driver, 0.1, 0.5) < 50)


def test_camera_is_not_looked_at_where_nobody_sees_it(build: Build) -> None:
    driver = looking(build)
    driver.ui.shell.set_camera(CameraNews("resting"))
    driver.settle()
    assert not driver.has("viewfinder") and "Hold the barcode here" in driver.texts()
    driver.ui.shell.set_camera(CameraNews("looking"))
    driver.wait(lambda: driver.has("viewfinder"))
    driver.scan(driver.shop.gtin(RAIN_98))
    driver.wait_page("product")
    asked: list[int] = []
    driver.shop.camera.frame = lambda: asked.append(1)  # type: ignore[method-assign]  # counts
    for _ in range(20):
        driver.hands.painted()
    assert not asked
    driver.ui.shell.home()
    driver.wait(lambda: bool(asked))


def test_without_a_camera_the_page_is_as_it_was(build: Build) -> None:
    driver = looking(build)
    for state in ("lost", "missing"):
        driver.ui.shell.set_camera(CameraNews(state, "dark", True))
        driver.settle()
        assert not driver.has("viewfinder") and not driver.has("light")
        assert "Hold it to the scanner" in driver.texts()
        assert "loyalty card to the scanner" in "".join(driver.texts())


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        ("dark", "Too dark: turn it to the light"),
        ("glare", "Tilt it: there is a glare"),
        ("blurred", "A little further away"),
        ("closer", "A bit closer"),
        ("hold_still", "Hold it still"),
        ("unheard_of", "Barcode inside the frame"),
    ],
)
def test_hint_says_in_words_what_would_help(build: Build, hint: str, words: str) -> None:
    driver = looking(build)
    driver.ui.shell.set_camera(CameraNews("looking", hint))
    driver.settle()
    assert driver.find("scannerState").property("label") == words


def test_in_the_dark_a_light_that_is_off_is_named(build: Build) -> None:
    driver = looking(build)
    driver.ui.shell.set_camera(CameraNews("looking", "dark", True))
    driver.settle()
    said = driver.find("scannerState")
    assert said.property("label") == "Too dark: switch the light on"
    driver.tap("light")
    assert said.property("label") == "Too dark: turn it to the light"
    driver.ui.shell.set_camera(CameraNews("looking", "glare", True))
    assert said.property("label") == "Tilt it: there is a glare"


def test_words_cover_nothing_that_is_held_into_the_frame(build: Build) -> None:
    driver = looking(build)
    driver.ui.shell.set_camera(CameraNews("looking", "dark", True))
    driver.settle()
    said, frame, light = map(driver.find, ("scannerState", "scanFrame", "light"))
    assert said.y() + said.height() <= frame.y()
    assert frame.x() + frame.width() <= light.x()


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1366, 768), (1024, 768)])
def test_most_of_the_picture_is_seen(build: Build, size: tuple[int, int]) -> None:
    driver = looking(build, size=size)
    driver.settle()
    view = driver.find("viewfinder").parentItem()
    shape, picture = view.width() / view.height(), 16 / 9
    assert min(shape / picture, picture / shape) >= 0.65
    panel, box = driver.find("scanPanel"), driver.find("searchBox")
    beside = box.x() + box.width() < panel.x()
    assert beside is (size[0] > size[1])
    if not beside:
        assert box.y() > panel.y() + panel.height()


def test_label_is_drawn_while_there_is_no_picture(build: Build) -> None:
    driver = looking(build)
    assert not driver.has("drawnLabel")
    driver.ui.shell.set_camera(CameraNews("resting"))
    driver.settle()
    assert driver.has("drawnLabel")


def test_light_is_offered_where_there_is_one_and_ends_with_the_session(build: Build) -> None:
    driver = looking(build)
    assert not driver.has("light")
    driver.ui.shell.set_camera(CameraNews("looking", "dark", True))
    driver.shop.camera.asked.clear()
    driver.tap("light")
    driver.tap("light")
    driver.tap("light")
    lights = [asked for asked in driver.shop.camera.asked if asked != "stir"]
    assert lights == ["light on", "light off", "light on"]
    driver.ui.shell.endSession()
    assert driver.shop.camera.asked[-1] == "light off"


def test_touch_wakes_the_camera(build: Build) -> None:
    driver = build(language="en")
    driver.wait_page("attract")
    driver.ui.shell.set_camera(CameraNews("resting"))
    driver.tap("headline")
    assert "stir" in driver.shop.camera.asked
