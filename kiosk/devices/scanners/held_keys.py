"""Which keys are down, and which of the events that say so are no presses of their own."""

from __future__ import annotations

from kiosk.devices.scanners import modifiers
from kiosk.devices.scanners.rhythm import LONGEST_GAP_S, Press
from kiosk.domain.keys import Key


class HeldKeys:
    """Follows each key from its press to its release."""

    def __init__(self) -> None:
        self._down: dict[int | str, Press] = {}
        self._released: Press | None = None  # last

    def press(self, key: Key, burst_began_s: float) -> Press:
        """A key goes down: of its modifiers those count that went down within the burst."""
        press = Press(modifiers.own(key, self._down, burst_began_s))
        self._down[_name(key)] = press
        return press

    def release(self, key: Key) -> Press | None:
        """A key comes up, or says so within its repetitions: then it stays down."""
        press = self._down.get(_name(key)) if key.repeated else self._down.pop(_name(key), None)
        if press is not None:
            press.up_s = key.time_s
            self._released = press
        return press

    def is_repetition(self, key: Key) -> bool:
        """Tell whether a key only goes on being down."""
        held = key.pressed and self._is_still_held(key)
        return held or (key.repeated and not self._is_too_soon(key))

    def press_of(self, key: Key) -> Press | None:
        """Return the press that a key is held by."""
        return self._down.get(_name(key))

    def _is_still_held(self, key: Key) -> bool:
        """Tell whether a key that was held for long goes down in the moment it came up.

        WORKAROUND(qt-6.11): on X11 not every repetition of a held key is said to be one.
        """
        press = self._released
        if press is None or _name(press.key) != _name(key):
            return False
        if press.up_s != key.time_s or key.time_s - press.key.time_s < LONGEST_GAP_S:
            return False
        self._down[_name(key)] = press
        return True

    def _is_too_soon(self, key: Key) -> bool:
        """Tell whether a key is said to repeat itself before any keyboard would do that.

        WORKAROUND(qt-6.11): on X11 a scanner's double letter within one millisecond is.
        """
        press = self.press_of(key)
        return press is not None and 0 <= key.time_s - press.key.time_s < LONGEST_GAP_S


def _name(key: Key) -> int | str:
    """Return what a key is known by: its place, or what it writes where no place is told."""
    return key.code or key.text
