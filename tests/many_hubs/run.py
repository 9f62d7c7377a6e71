"""`make many-hubs`: the long form of two races on two hubs (ROUNDS, EDITS)."""

from __future__ import annotations

import os
import sys
from collections import Counter

from tests.many_hubs.races import PIECES, edited, sold_in_a_round
from tests.many_hubs.shop import many_hubs


def main() -> int:
    """Run both; 1 unless nothing was sold twice or lost."""
    rounds, edits = int(os.environ.get("ROUNDS", "200")), int(os.environ.get("EDITS", "1000"))
    with many_hubs() as shop:
        sold = Counter(sold_in_a_round(shop) for _ in range(rounds))
        _say(f"{rounds} rounds of 12 buyers for {PIECES} pieces through 2 hubs: sold {dict(sold)}")
        acknowledged, there = edited(shop, edits)
        _say(
            f"{edits} edits of one basket, 24 at once: acknowledged {acknowledged}, stored {there}"
        )
    return 0 if set(sold) == {PIECES} and acknowledged == there == edits else 1


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
