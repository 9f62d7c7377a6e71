"""The small parts: delivery, keys, idling, lists, drawings."""

from __future__ import annotations

import ast
import re
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

import kiosk.ui
from kiosk.ui import drawings
from kiosk.ui.delivery import MainThread
from kiosk.ui.drawings import DrawingProvider
from kiosk.ui.idle import IdleClock
from kiosk.ui.models.rows import Rows
from kiosk.ui.runtime import QML
from tests.fakes import FakeClock
from tests.patience import PATIENCE_S
from tests.ui_driver import Build


def test_five_thousand_deliveries_arrive_in_order_on_the_main_thread(
    app: QGuiApplication, qtbot: QtBot
) -> None:
    deliver = MainThread()
    got: list[tuple[int, threading.Thread]] = []

    def note(n: int) -> None:
        got.append((n, threading.current_thread()))

    def work() -> None:
        for n in range(5_000):
            deliver(partial(note, n))

    worker = threading.Thread(target=work)
    worker.start()
    qtbot.waitUntil(lambda: len(got) == 5_000, timeout=int(PATIENCE_S * 1000))
    worker.join()
    assert [n for n, _ in got] == list(range(5_000))
    assert {thread for _, thread in got} == {threading.main_thread()}


def test_five_thousand_emits_of_flags_do_not_wear_the_interpreter_out(
    app: QGuiApplication,
) -> None:
    clock = FakeClock()
    idle = IdleClock(clock.monotonic, 10, 5)
    heard: list[bool] = []
    idle.changed.connect(lambda: heard.append(idle.asking))
    idle.watch(True)
    for _ in range(2_500):
        clock.advance(11)
        idle.tick()
        idle.stir()
    assert len(heard) == 5_000


def test_idle_clock_asks_then_expires(app: QGuiApplication) -> None:
    clock = FakeClock()
    idle = IdleClock(clock.monotonic, 60, 20)
    expired: list[bool] = []
    idle.expired.connect(lambda: expired.append(True))
    idle.watch(True)
    clock.advance(59)
    idle.tick()
    assert not idle.asking
    clock.advance(2)
    idle.tick()
    assert idle.asking and idle.left == 19
    clock.advance(20)
    idle.tick()
    assert expired == [True]
    assert not idle.asking


def test_every_property_tells_of_its_changes_by_a_signal_of_its_own_class() -> None:
    """PySide drops the signal of a base class without a word: the screen would stand still."""
    deaf = []
    for source in Path(kiosk.ui.__file__).parent.rglob("*.py"):
        for kind in ast.walk(ast.parse(source.read_text("utf-8"))):
            if not isinstance(kind, ast.ClassDef):
                continue
            own = {
                target.id
                for step in kind.body
                if isinstance(step, ast.Assign)
                for target in step.targets
                if isinstance(target, ast.Name)
            }
            for call in ast.walk(kind):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Property":
                    told = {one.arg: one.value for one in call.keywords}
                    notify = told.get("notify")
                    if "constant" not in told and getattr(notify, "id", "") not in own:
                        deaf.append(f"{source.name}:{call.lineno} in {kind.name}")
    assert not deaf


@dataclass(frozen=True)
class _Row:
    key: str
    text: str


def test_rows_change_with_as_few_signals_as_needed(app: QGuiApplication) -> None:
    rows = Rows(_Row)
    rows.replace([_Row("a", "1"), _Row("b", "1")])
    log: list[str] = []
    rows.rowsInserted.connect(lambda *_: log.append("insert"))
    rows.rowsRemoved.connect(lambda *_: log.append("remove"))
    rows.dataChanged.connect(lambda *_: log.append("change"))
    rows.modelReset.connect(lambda: log.append("reset"))
    rows.replace([_Row("a", "1"), _Row("b", "2")])
    rows.replace([_Row("a", "1"), _Row("c", "1"), _Row("b", "2")])
    rows.replace([_Row("c", "1"), _Row("b", "2")])
    rows.replace([_Row("b", "2"), _Row("c", "1")])
    assert log == ["change", "insert", "remove", "reset"]
    assert [row.key for row in rows.rows] == ["b", "c"]


def test_drawing_takes_the_colour_and_a_hostile_name_draws_a_parcel() -> None:
    provider = DrawingProvider()
    size = QSize()
    red = provider.requestImage("t-shirt/C02020", size, QSize(64, 64))
    blue = provider.requestImage("t-shirt/2020C0", size, QSize(64, 64))
    assert QColor(red.pixel(32, 40)).red() > 150 > QColor(blue.pixel(32, 40)).red()
    for name in ("../../etc/passwd/000000", "missing/zzzzzz", "", "a/b/c"):
        image = provider.requestImage(name, size, QSize(64, 64))
        assert image.pixelColor(32, 32).alpha() == 255


def test_the_drawings_used_last_are_not_rendered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    render = drawings._render

    def count(id: str, edge: int) -> QImage:
        rendered.append(id)
        return render(id, edge)

    monkeypatch.setattr(drawings, "_render", count)
    provider = DrawingProvider(kept_bytes=2 * 64 * 64 * 4)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert provider.requestImage(name, QSize(), QSize(64, 64)).width() == 64
    assert rendered == ["a", "b", "c", "b"]
    assert provider.requestImage("b", QSize(), QSize(32, 32)).width() == 32


_PAIRS = [
    *((ink, "background") for ink in ("ink", "inkSoft", "inkFaint", "accent", "error", "loyalty")),
    *((ink, "surface") for ink in ("ink", "inkSoft", "inkFaint", "accent", "error")),
    *((ink, "sunk") for ink in ("ink", "inkSoft", "inkFaint")),
    ("accent", "accentSoft"),
    ("inkSoft", "accentSoft"),
    ("ink", "accentSoft"),
    ("accentInk", "accent"),
    ("accentInk", "accentDeep"),
    ("loyalty", "loyaltySoft"),
    ("waiting", "waitingSoft"),
    ("error", "errorSoft"),
]


@pytest.mark.parametrize(("ink", "background"), _PAIRS)
def test_text_is_readable_on_its_background(ink: str, background: str) -> None:
    """WCAG 2.1 §1.4.3: a contrast of at least 4.5."""
    source = (QML / "Theme.qml").read_text("utf-8")
    tokens = dict(re.findall(r'color (\w+): "(#[0-9A-Fa-f]{6})"', source))
    light, dark = sorted((_luminance(tokens[ink]), _luminance(tokens[background])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_drawing_is_asked_for_in_qts_image_thread(build: Build) -> None:
    """There, a Python provider and the main thread wait for each other for ever."""
    assert not DrawingProvider().flags()
    d = build()
    every = [item for item in d.items() if item.inherits("QQuickImage")]
    images = [one for one in every if one.property("source").scheme() == "image"]
    assert len(images) > 3
    assert not any(image.property("asynchronous") for image in images)
    assert all(image.property("progress") == 1.0 for image in images)
