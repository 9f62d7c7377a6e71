"""Which Shift, Control, Alt and Meta are a scanner's own.

A key that somebody holds down, or that is stuck, shows in the flags of every key of a code;
only those count that went down within the burst.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.devices.scanners.keyboard import MODIFIERS, RIGHT_ALT
from kiosk.devices.scanners.rhythm import Press
from kiosk.domain.keys import Key

_SHIFTS, _CONTROLS, _ALTS, _METAS = {42, 54}, {29, 97}, {56, RIGHT_ALT}, {125, 126}


def own(key: Key, down: Mapping[int | str, Press], began_s: float) -> Key:
    """Return a press with its burst's own modifiers alone, AltGr as Control and Alt.

    Modifiers that no key event tells of are believed.
    """
    held = MODIFIERS.intersection(down)
    fresh = {code for code in held if down[code].key.time_s >= began_s}

    def counts(codes: set[int]) -> bool:
        return held.isdisjoint(codes) or not fresh.isdisjoint(codes)

    third = RIGHT_ALT in fresh and key.code not in MODIFIERS  # some hosts do not tell
    return replace(
        key,
        shift=key.shift and counts(_SHIFTS),
        control=third or (key.control and counts(_CONTROLS)),
        alt=third or (key.alt and counts(_ALTS)),
        meta=key.meta and counts(_METAS),
    )
