"""How long to wait before something that failed is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass

_DOUBLINGS = 32  # 2 ** 32 s is past any longest pause; much more would overflow


@dataclass(frozen=True, slots=True)
class BackOff:
    """Pauses from `first_s`, doubled with each failure, never longer than `most_s`.

    With `spread` a pause is a random one, from `first_s` to twice the doubled one: terminals that
    lost the hub together must not all come back together.
    """

    first_s: float
    most_s: float
    spread: bool = False

    def pause_s(self, failures: int) -> float:
        """Return the pause after so many failures on end, from 1."""
        pause_s = self.first_s * 2.0 ** min(max(failures - 1, 0), _DOUBLINGS)
        if not self.spread:
            return min(pause_s, self.most_s)
        longest_s = min(2 * pause_s, self.most_s)
        return random.uniform(self.first_s, longest_s)  # noqa: S311  # no secret
