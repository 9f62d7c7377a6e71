"""Where a key lies, from the number that the platform gives it.

X11, Wayland and eglfs give `input-event-codes.h` plus 8. Windows gives PC scan code set 1, with
bit 8 for the extended keys; that table follows Microsoft's list of scan codes ("Keyboard
Input Overview") and has not been tried on a Windows machine.
"""

from __future__ import annotations

_XKB_OFFSET = 8
_X11 = ("xcb", "wayland", "wayland-egl", "eglfs", "linuxfb")
_WINDOWS_EXTENDED = 0x100
_EXTENDED = {
    0x1C: 96,  # keypad Enter
    0x1D: 97,  # right Control
    0x35: 98,  # keypad /
    0x37: 99,  # Print
    0x38: 100,  # right Alt
    0x45: 69,  # Num Lock; without the bit it is Pause
    0x46: 119,  # Ctrl+Pause
    0x47: 102,  # Home
    0x48: 103,  # Up
    0x49: 104,  # Page Up
    0x4B: 105,  # Left
    0x4D: 106,  # Right
    0x4F: 107,  # End
    0x50: 108,  # Down
    0x51: 109,  # Page Down
    0x52: 110,  # Insert
    0x53: 111,  # Delete
    0x5B: 125,  # left Windows
    0x5C: 126,  # right Windows
    0x5D: 127,  # Menu
}
_PAUSE, _PAUSE_CODE = 0x45, 119
_SAME = range(0x01, 0x59)  # Esc to F12: both follow the PC's first keyboards


def code_of(native: int, platform: str) -> int:
    """Return the key's number in `input-event-codes.h`, 0 where it is not known."""
    if platform == "windows":
        return _of_windows(native)
    if platform in _X11 and native > _XKB_OFFSET:
        return native - _XKB_OFFSET
    return 0


def _of_windows(native: int) -> int:
    place = native & 0xFF
    if native & _WINDOWS_EXTENDED or native >> 8 == 0xE0:
        return _EXTENDED.get(place, 0)
    if native > 0xFF:
        return 0
    if place == _PAUSE:
        return _PAUSE_CODE
    return place if place in _SAME else 0
