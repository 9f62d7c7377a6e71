"""When a press counts: not before people can have seen what they press."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

TAKES_S = 0.35  # the second tap of a double tap, and one that was under way
COMMITS_S = 0.70  # besides, time to see what it is
# The first frame's end may be that of a frame that was begun before what is new.
FRAMES = 2


class _Door:
    """Shut by whatever is new on the screen; opens when it has been there for `wait_s`.

    `serial` counts how often it was shut: a press belongs to the time in which it began.
    """

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        self.serial = 1
        self.open = True
        self.frames = 0  # to be painted before the time begins
        self.since: float | None = None

    def shut(self) -> None:
        self.serial += 1
        self.open = not self.wait_s
        self.frames, self.since = (0 if self.open else FRAMES), None

    def painted(self, now_s: float) -> None:
        if self.frames:
            self.frames -= 1
            if not self.frames:
                self.since = now_s

    def left_s(self, now_s: float) -> float | None:
        """Return what is left of the time; None while it does not run."""
        return None if self.open or self.since is None else self.since + self.wait_s - now_s


@QmlElement
@QmlUncreatable("made by the runtime")
class PressGuard(QObject):
    """Two doors for the whole window: any press, and one that cannot be taken back.

    The time runs from the frame that showed what is new: a slow machine does not shorten it.
    After a stall, presses that queued up meanwhile come before the door opens.
    """

    changed = Signal()

    def __init__(self, monotonic: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._monotonic = monotonic
        self._any = _Door(TAKES_S)
        self._grave = _Door(COMMITS_S)
        self._window: QQuickWindow | None = None
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._let_presses_in)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self.tick)

    @Property(bool, notify=changed)
    def takes(self) -> bool:
        """A press counts."""
        return self._any.open

    @Property(bool, notify=changed)
    def commits(self) -> bool:
        """So does one that cannot be taken back."""
        return self._any.open and self._grave.open

    @Slot(bool, result=int)
    def begin(self, commits: bool) -> int:
        """A press begins; return what `counts` wants to know at its end, 0 if it is none."""
        if not self._any.open or (commits and not self._grave.open):
            return 0
        return self._grave.serial if commits else self._any.serial

    @Slot(int, bool, result=bool)
    def counts(self, begun: int, commits: bool) -> bool:
        """Tell whether a press ends on what it began on."""
        return begun == (self._grave.serial if commits else self._any.serial)

    @Slot()
    def renew(self) -> None:
        """Something else is on the screen."""
        self._shut(self._any, self._grave)

    @Slot()
    def restake(self) -> None:
        """What is at stake is another thing, such as the sum; nothing has moved."""
        self._shut(self._grave)

    @property
    def shown(self) -> bool:
        """What is new has been painted: the time runs, or is over."""
        return not (self._any.frames or self._grave.frames)

    def set_waits(self, takes_s: float, commits_s: float) -> None:
        """Wait for other times than people need; 0 is for tests of something else."""
        self._any.wait_s, self._grave.wait_s = takes_s, commits_s
        self.renew()

    def watch(self, window: QQuickWindow) -> None:
        """Learn from a window when it has painted."""
        self._window = window
        window.frameSwapped.connect(self.painted, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def painted(self) -> None:
        """A frame was painted."""
        doors = (self._any, self._grave)
        if not any(door.frames for door in doors):
            return
        for door in doors:
            door.painted(self._monotonic())
        self._want_frames()
        self._set_timer()

    @Slot()
    def tick(self) -> None:
        """Look at the clock."""
        now, before = self._monotonic(), (self.takes, self.commits)
        for door in (self._any, self._grave):
            left_s = door.left_s(now)
            door.open |= left_s is not None and left_s <= 0
        self._set_timer()
        if before != (self.takes, self.commits):
            self.changed.emit()

    @Slot()
    def _let_presses_in(self) -> None:
        self._turn.start()

    def _shut(self, *doors: _Door) -> None:
        for door in doors:
            door.shut()
        self._want_frames()
        self._set_timer()
        self.changed.emit()

    def _want_frames(self) -> None:
        if self._window is not None and (self._any.frames or self._grave.frames):
            self._window.update()

    def _set_timer(self) -> None:
        now = self._monotonic()
        left = [s for door in (self._any, self._grave) if (s := door.left_s(now)) is not None]
        if left:
            self._timer.start(max(0, ceil(min(left) * 1000)))
        else:
            self._timer.stop()
