"""Tell a keyboard-wedge scanner from a person by the rhythm of the keys.

A wedge scanner types its code like a keyboard, only faster, and ends it with Enter or Tab.
The assembler sees every key press and says of each whether it still belongs to the person
in front of the screen:

- Nothing is ever held back, so typing is never late. Keys pass until four characters have
  come within 90 ms, which no hand does; from there on the burst is a scanner's and its keys
  are swallowed. `Verdict.take_back` then says how many characters had passed before, so
  that the event filter can take them out of a focused field again.
- A burst ends with its suffix, with a gap over 150 ms, or when its mean gap exceeds 45 ms.
- On the suffix a recognised burst is reported whatever it holds, so that the screen can
  say "unknown code". A slower one (mean gap up to 45 ms) is reported only if it has at
  least 6 characters and reads as a code of ours: there the checksum stands in for speed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.codes import MAX_LENGTH, UnknownCode, classify

SUFFIXES = frozenset("\r\n\t")
LONGEST_GAP_S = 0.150
LONGEST_MEAN_GAP_S = 0.045
LEAST_CHARACTERS = 6
PROOF_CHARACTERS = 4
PROOF_S = 0.090


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with one key press.

    `swallow`: it is a scanner's and must not reach the focused item. `take_back`: so many
    characters before it had passed and proved to be a scanner's only now.
    """

    swallow: bool
    take_back: int = 0


PASS = Verdict(swallow=False)
SWALLOW = Verdict(swallow=True)


class BurstAssembler:
    """Assembles key presses to codes; for one thread.

    Feed it presses only, not releases. `on_code` is called inside `feed` with text that
    holds no control characters.
    """

    def __init__(self, on_code: Callable[[str], None]) -> None:
        self._on_code = on_code
        self._text: list[str] = []
        self._times: list[float] = []
        self._is_scanner = False

    def feed(self, text: str, time_s: float, auto_repeat: bool = False) -> Verdict:
        """Take one key press: its text, and when the key went down.

        `time_s` should be the event's own time stamp: keys that queued up behind a busy
        window would look like a burst by the time of their handling. Presses without text
        (Shift, arrows) pass and change nothing. A scanner never repeats a held key.
        """
        if not text:
            return PASS
        if auto_repeat:
            self.reset()
            return PASS
        if self._times and not self._goes_on(time_s):
            self.reset()
        if text in SUFFIXES:
            return self._finish(time_s)
        if not text.isprintable():
            return self._control()
        return self._character(text, time_s)

    def reset(self) -> None:
        """Forget a burst that has begun."""
        self._text.clear()
        self._times.clear()
        self._is_scanner = False

    def _goes_on(self, time_s: float) -> bool:
        gaps = len(self._times)
        if not 0 <= time_s - self._times[-1] <= LONGEST_GAP_S:
            return False
        # The mean of a few gaps says little: one late key would end a good burst.
        judged = self._is_scanner and gaps >= LEAST_CHARACTERS
        return not judged or self._mean_gap(time_s, gaps) <= LONGEST_MEAN_GAP_S

    def _mean_gap(self, until_s: float, gaps: int) -> float:
        return (until_s - self._times[0]) / gaps

    def _control(self) -> Verdict:
        """Drop a scanner's control character; a person's (Ctrl+V, Esc) ends the burst."""
        if self._is_scanner:
            return SWALLOW
        self.reset()
        return PASS

    def _character(self, text: str, time_s: float) -> Verdict:
        self._times.append(time_s)
        if len(self._text) <= MAX_LENGTH:  # one more than allowed is enough to say "too long"
            self._text.append(text)
        if self._is_scanner:
            return SWALLOW
        proof = self._times[-PROOF_CHARACTERS:]
        if len(proof) < PROOF_CHARACTERS or proof[-1] - proof[0] > PROOF_S:
            return PASS
        self._is_scanner = True
        if self._mean_gap(time_s, len(self._times) - 1) > LONGEST_MEAN_GAP_S:
            # A person was typing right before the scan.
            del self._times[:-PROOF_CHARACTERS], self._text[:-PROOF_CHARACTERS]
        return Verdict(swallow=True, take_back=len(self._text) - 1)

    def _finish(self, time_s: float) -> Verdict:
        text, is_scanner = "".join(self._text), self._is_scanner
        slow_scanner = (
            len(text) >= LEAST_CHARACTERS
            and self._mean_gap(time_s, len(text)) <= LONGEST_MEAN_GAP_S
            and not isinstance(classify(text), UnknownCode)
        )
        self.reset()
        if not (is_scanner or slow_scanner):
            return PASS
        self._on_code(text)
        return SWALLOW if is_scanner else Verdict(swallow=True, take_back=len(text))
