"""Keyboard-wedge scans by the thousand, with people typing in between, on four layouts.

Scanners and typists are made up from a seed; the engine is the real one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from random import Random

from kiosk.devices.scanners.keyboard import ENTER, KEYPAD_ENTER, TAB
from kiosk.devices.scanners.wedge import Wedge
from kiosk.domain.gtin import check_digit
from kiosk.domain.keys import Key, ScannerProfile
from kiosk.domain.scans import GS, Scan
from tests.benchmarks.keys import Stroke, Window, events, seen_by, strokes_of
from tests.benchmarks.rows import percentile

HOSTS = ("us", "ru", "fr", "de")
MOST_MISSED = 0.0005
MOST_DELIVERED = 0.0005  # of a scanner's keys, for a moment
_LEFT = 105
_GAPS_MS = (1, 2, 4, 5, 8, 8, 8, 10, 12, 16, 20, 24, 30, 36, 42)
_FAST_MS = 20  # up to here a code of five characters is told from typing whatever its keys
_CUT = 0.03  # of the codes: the session ends in their midst
_STALL = 0.002  # of the gaps: the USB bus is busy
_LETTERS = "ABCDEFGHKLMNPRSTUVXYZ0123456789"
_WORDS = ("jacket", "blue", "size98", "anna", "raincoat 122", "t-shirt", "7912", "0451", "2024")


@dataclass(frozen=True, slots=True)
class WedgeRow:
    """What happened on one host layout.

    `leaked`: characters of scanners in fields when all has settled; `ever_delivered`: those
    that a field had for a moment. `lost`: characters of people that never arrived. `cut`:
    codes in the midst of which the session ended, which nobody should hear of.
    Delays are how long a person's key waited before the field got it.
    """

    layout: str
    caps_lock: str
    scans: int
    missed: int
    wrong: int
    typed: int
    typing_taken_for_a_scan: int
    leaked: int
    ever_delivered: int
    scanned: int
    cut: int
    lost: int
    delay_p50_ms: float
    delay_p95_ms: float
    delay_max_ms: float

    @property
    def ok(self) -> bool:
        """Whether it is as good as promised."""
        bad = self.wrong + self.typing_taken_for_a_scan + self.leaked + self.lost
        few = self.ever_delivered <= self.scanned * MOST_DELIVERED
        return not bad and few and self.missed <= self.scans * MOST_MISSED


def measure(scans: int, seed: int) -> list[WedgeRow]:
    """Play so many scans on each host layout."""
    return [_Play(host, Random(f"{seed} {host}")).row(scans) for host in HOSTS]  # noqa: S311  # repeatable, not secret


def as_json(rows: Sequence[WedgeRow]) -> dict[str, object]:
    """Return what `--json` prints."""
    return {"ok": all(row.ok for row in rows), "layouts": [asdict(row) for row in rows]}


class _Play:
    """One host with its scanner and its typist."""

    def __init__(self, host: str, rng: Random) -> None:
        self._host = host
        self._rng = rng
        self._scans: list[Scan] = []
        self._profile = ScannerProfile()
        self._window = Window(Wedge(self._scans.append, self._profile))
        self._now_s = 1_000.0
        self._caps = False
        self._gap_ms = 8
        self._quick = True
        self._separator = GS
        self._suffix = "enter"
        self._rolls = 0
        self._scanned = 0

    def row(self, scans: int) -> WedgeRow:
        missed = wrong = taken = leaked = lost = typed = cut = 0
        window = self._window
        for number in range(scans):
            if number % 40 == 0:
                self._new_scanner()
            window.shown.clear()
            self._scans.clear()
            expected = self._type()
            typed += len(expected)
            window.rest(self._now_s)
            taken += len(self._scans)
            self._scans.clear()
            cuts = self._rng.random() < _CUT
            code = self._scan(cuts)
            self._pause(0.16, 1.5)
            window.rest(self._now_s)
            cut += cuts
            missed += not cuts and not self._scans
            # Of a scanner set up badly, without the suffix that is due, nothing is believed.
            due = "" if self._suffix == "none" != self._profile.suffix else code
            wrong += [scan.text for scan in self._scans] not in ([], [] if cuts else [due])
            leaked += sum(owner == "scanner" for owner, _ in window.shown)
            kept = [character for owner, character in window.shown if owner == "person"]
            lost += 0 if cuts else max(0, len(expected) - len(kept))
        delays_ms = [delay_s * 1000 for delay_s in window.delays_s]
        return WedgeRow(
            layout=self._host,
            caps_lock="every other scanner's host",
            scans=scans,
            missed=missed,
            wrong=wrong,
            typed=typed,
            typing_taken_for_a_scan=taken,
            leaked=leaked,
            ever_delivered=len(window.seen),
            scanned=self._scanned,
            cut=cut,
            lost=lost,
            delay_p50_ms=round(percentile(delays_ms, 50), 1),
            delay_p95_ms=round(percentile(delays_ms, 95), 1),
            delay_max_ms=round(max(delays_ms), 1),
        )

    def _pause(self, least_s: float, most_s: float) -> None:
        self._now_s += self._rng.uniform(least_s, most_s)

    def _new_scanner(self) -> None:
        rng = self._rng
        layout = self._host if self._host in ("de", "fr") and rng.random() < 0.3 else "us"
        self._gap_ms = rng.choice(_GAPS_MS)
        self._quick = rng.random() < 0.8
        self._separator = rng.choice([GS, GS, "{GS}"]) if layout == "us" else GS
        self._caps = not self._caps
        self._profile = ScannerProfile(
            layout=layout,
            suffix=rng.choice(["enter", "enter", "enter", "tab", "none"]),
            aim=layout == "us" and rng.random() < 0.2,
        )
        self._suffix = self._profile.suffix if rng.random() < 0.9 else "none"  # set up badly
        self._window.wedge.profile = self._profile

    # The scanner's part

    def _scan(self, cuts: bool) -> str:
        rng, profile = self._rng, self._profile
        kind = rng.random()
        code = _gtin(rng, rng.choice([13, 13, 13, 8, 12, 14]))
        if kind < 0.4:
            code = self._other_code()
        elif kind < 0.5 and not profile.aim and (self._quick or self._gap_ms <= _FAST_MS):
            least = 2 if self._suffix == "none" else 1  # one key alone may be anybody's
            code = "".join(rng.choices(_LETTERS, k=rng.randint(least, 5)))
        text = ("]d2" if profile.aim else "") + code.replace(GS, self._separator)
        strokes = strokes_of(text, profile.layout)
        if self._suffix == "tab":
            strokes.append(Stroke(TAB))
        elif self._suffix == "enter":
            strokes.append(Stroke(rng.choice([ENTER, ENTER, KEYPAD_ENTER])))
        self._scanned += len(strokes)
        keys = list(events(strokes, self._now_s, self._scanner_gap, self._scanner_dwell))
        keys.sort(key=lambda one: one.time_s)
        last = max(place for place, key in enumerate(keys) if key.pressed)
        end = rng.randint(1, last) if cuts else len(keys)
        self._play("scanner", keys[:end])
        if cuts:
            self._window.reset()
            self._play("scanner", keys[end:])
        return code

    def _other_code(self) -> str:
        rng = self._rng
        word = "".join(rng.choices(_LETTERS + _LETTERS.lower(), k=rng.randrange(6, 30)))
        if self._profile.layout != "us":
            return word
        return rng.choice(
            [
                word,
                f"01{_gtin(rng, 14)}21{word[:20]}{GS}93{word[:4]}",
                f"https://id.example/01/{_gtin(rng, 14)}?x={word}",
                f"KA1.{word}.{word[::-1]}-_",
            ]
        )

    def _scanner_gap(self) -> float:
        rng = self._rng
        gap_ms = max(0.5, self._gap_ms * rng.gauss(1.0, 0.15))
        if rng.random() < _STALL:
            gap_ms = max(gap_ms, rng.uniform(30, 120))
        return gap_ms / 1000

    def _scanner_dwell(self) -> float:
        share = self._rng.uniform(0.3, 0.6 if self._quick else 0.9) * self._gap_ms / 1000
        return min(share, 0.008) if self._quick else share

    # The person

    def _type(self) -> str:
        """Type something in a person's ways; return what the field should hold then."""
        rng = self._rng
        self._pause(0.2, 2.0)
        kind = rng.random()
        expected = ""
        if kind < 0.3:
            return expected
        text = rng.choice(_WORDS)
        if kind < 0.4:
            text = _gtin(rng, 13)
        strokes = strokes_of(text, "us")
        if rng.random() < 0.2:
            strokes[0] = replace(strokes[0], shift=True)
        if rng.random() < 0.3:
            strokes.append(Stroke(ENTER))
        pace_s = rng.choice([0.085, 0.11, 0.14, 0.2])
        keys = list(events(strokes, self._now_s, lambda: self._hand_gap(pace_s), self._hand_dwell))
        seen = [seen_by(self._host, key, self._caps) for key in keys]
        expected = "".join(key.text for key in seen if key.pressed)
        self._play("person", keys)
        if kind > 0.95:
            self._hold_key()
        self._pause(0.09, 0.6)
        return expected

    def _hand_gap(self, pace_s: float) -> float:
        rng = self._rng
        if not self._rolls and rng.random() < 0.02:
            self._rolls = rng.randint(2, 5)  # one movement of the hand over neighbouring keys
        if self._rolls:
            self._rolls -= 1
            return rng.uniform(0.015, 0.030)
        if rng.random() < 0.18:  # rolled
            return rng.uniform(0.040, 0.060)
        return max(0.05, rng.gauss(pace_s, pace_s / 4))

    def _hand_dwell(self) -> float:
        return max(0.035, self._rng.gauss(0.085, 0.02))

    def _hold_key(self) -> None:
        self._pause(0.1, 0.3)
        arrow = Key(self._now_s, _LEFT)
        self._play("person", [arrow])
        self._now_s += 0.3
        for _ in range(self._rng.randrange(3, 20)):
            self._now_s += 0.03
            self._play("person", [replace(arrow, time_s=self._now_s, repeated=True)])
        self._now_s += 0.03
        self._play("person", [replace(arrow, time_s=self._now_s, pressed=False)])

    def _play(self, owner: str, keys: Iterator[Key] | Sequence[Key]) -> None:
        window = self._window
        for key in sorted(keys, key=lambda one: one.time_s):
            window.owner = owner
            late_s = self._rng.uniform(0.0, 0.012)
            window.feed(seen_by(self._host, key, self._caps), late_s)
            self._now_s = key.time_s


def _gtin(rng: Random, length: int) -> str:
    digits = "".join(rng.choices("0123456789", k=length - 1))
    return digits + check_digit(digits)
