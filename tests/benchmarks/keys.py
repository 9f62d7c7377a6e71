"""Keys as devices and people press them, and a window that gets what the engine lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kiosk.devices.scanners.keyboard import ENTER, KEYPAD_ENTER, LAYOUTS, SPACE, TAB
from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.keys import Fate, Key, Verdict
from kiosk.domain.scans import GS

_SHIFT, _CONTROL, _BACKSPACE = 42, 29, 14


@dataclass(slots=True)
class Window:
    """A window that obeys verdicts. `shown` is what its field holds: (whose, character)."""

    wedge: Wedge
    shown: list[tuple[str, str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    delays_s: list[float] = field(default_factory=list)
    owner: str = "person"
    _queue: list[tuple[str, Key]] = field(default_factory=list)

    def feed(self, key: Key, late_s: float = 0.0) -> Verdict:
        """Send one event through; a timer that is due before it fires so much late."""
        self.rest(key.time_s, late_s)
        verdict = self.wedge.feed(key)
        self._settle(verdict, key.time_s)
        if verdict.fate is Fate.PASS:
            self._deliver(self.owner, key, key.time_s)
        elif verdict.fate is Fate.HOLD:
            self._queue.append((self.owner, key))
        return verdict

    def reset(self) -> None:
        """End the session: what waits is gone, and a new one has an empty field."""
        self._queue.clear()
        self.wedge.reset()
        self.shown.clear()

    def rest(self, until_s: float, late_s: float = 0.0) -> None:
        """Let the timers fire that are due."""
        while (due_s := self.wedge.due_s) is not None and due_s + late_s < until_s:
            self._settle(self.wedge.expire(due_s + late_s), due_s + late_s)

    @property
    def text(self) -> str:
        """What is written in the field."""
        return "".join(character for _, character in self.shown)

    def _settle(self, verdict: Verdict, now_s: float) -> None:
        if verdict.held:
            waiting, self._queue = self._queue, []
            for (owner, key), fate in zip(waiting, verdict.held, strict=True):
                if fate is Fate.PASS:
                    self._deliver(owner, key, now_s)
                elif fate is Fate.HOLD:
                    self._queue.append((owner, key))
        if verdict.take_back:
            del self.shown[-verdict.take_back :]

    def _deliver(self, owner: str, key: Key, now_s: float) -> None:
        if not key.pressed:
            return
        if owner == "person" and not key.repeated:
            self.delays_s.append(now_s - key.time_s)
        chord = key.control or key.alt or key.meta
        if owner == "scanner" and (key.text or chord):
            self.seen.append(key.text)
        if key.text and not chord:
            self.shown.append((owner, key.text))


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key with what is held down meanwhile."""

    code: int
    shift: bool = False
    control: bool = False


def strokes_of(text: str, layout: str) -> list[Stroke]:
    """Return how a keyboard of that layout writes a text; raises KeyError where it cannot."""
    plain, shifted, _ = LAYOUTS[layout]
    keys = {character: Stroke(code, shift=True) for code, character in shifted.items()}
    keys |= {character: Stroke(code) for code, character in plain.items()}
    keys |= {" ": Stroke(SPACE), GS: Stroke(27, control=True)}
    return [keys[character] for character in text]


def events(
    strokes: Sequence[Stroke], at_s: float, gap_s: Callable[[], float], held_s: Callable[[], float]
) -> Iterator[Key]:
    """Press and release one key after the other, modifiers around each."""
    free_s: dict[int, float] = {}  # a key must come up before it goes down again
    for stroke in strokes:
        at_s = max(at_s + gap_s(), free_s.get(stroke.code, 0.0))
        stays_s = held_s()
        free_s[stroke.code] = at_s + 1.05 * stays_s
        flags = replace(Key(0.0, 0), shift=stroke.shift, control=stroke.control)
        modifier = _SHIFT if stroke.shift else _CONTROL if stroke.control else 0
        if modifier:
            yield Key(at_s - stays_s / 4, modifier)
        yield replace(flags, time_s=at_s, code=stroke.code)
        yield replace(flags, time_s=at_s + stays_s, code=stroke.code, pressed=False)
        if modifier:
            yield Key(at_s + stays_s * 1.1, modifier, pressed=False)


def seen_by(host: str, key: Key, caps_lock: bool = False) -> Key:
    """Return a key with the text that a host's layout makes of it."""
    plain, shifted, _ = LAYOUTS[host]
    if not key.pressed or key.control:
        return key
    fixed = {SPACE: " ", ENTER: "\r", KEYPAD_ENTER: "\r", TAB: "\t", _BACKSPACE: "\b"}
    text = (shifted if key.shift else plain).get(key.code, fixed.get(key.code, ""))
    if caps_lock and len(text.swapcase()) == 1:
        text = text.swapcase()
    return replace(key, text=text)
