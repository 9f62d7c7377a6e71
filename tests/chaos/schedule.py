"""What happens when: all decisions of a run, drawn from one seed.

The same seed makes the same decisions in the same order. Real time is not repeated: which
instruction a kill meets, and which request a fault, is the machine's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.chaos.proxy import MODES

TERMINALS = ("T1", "T2")
SMALL_DISK = "T2"
"""The terminal whose data lie on a small disk of its own."""
LINKS = (*TERMINALS, "engine")
DAY_S = 86_400.0

DATABASE = "database"  # a server's: one of its processes is killed, and it recovers as a whole
_VICTIMS = {"T1": 27, "T2": 27, "hub": 20, "worker": 14, "engine": 12}
_OF_TWO_HUBS = {"T1": 20, "T2": 20, "hub": 13, "hub2": 13, "worker": 12, "engine": 10, DATABASE: 12}
_MANNERS = {
    "clear": 30,
    "rough": 25,
    "repeating": 12,
    "late": 8,
    "cutting": 10,
    "losing": 5,
    "blackout": 10,
}
_DOWN_MS = ((0, 60), (0, 60), (50, 400), (400, 1500))
_TROUBLES = {"clock": 0.06, "disk": 0.08, "backup": 0.02, "copy": 0.015, "restore": 0.015}
_OVERTURE = {2: "backup", 3: "clock", 4: "disk", 6: "restore", 8: "disk", 9: "copy", 11: "restore"}
"""By turn: even a short run meets each trouble once."""
_SPOILT = ("currency", "number", "unreadable")
_RUSH = 0.2
_HEARD_MS = 2_000  # by then the terminals are up, online, and know of the piece
_LEAVES = 0.08  # looks at the checkout and goes
_REST_MS = 350  # most are let live this long after a start; the others are hit in the middle


@dataclass(frozen=True, slots=True)
class Step:
    """Wait so long, then do this."""

    after_ms: int
    do: str
    who: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """What can be ordered: SKUs by plenty and scarcity, stores, customers.

    Of `rushed` there is one piece, now and then, that everybody wants at once.
    """

    skus: Sequence[str]
    scarce: Sequence[str]
    rushed: Sequence[str]
    stores: Sequence[str]
    cards: Sequence[str]
    customers: Sequence[str]


class Schedule:
    """An endless plan; `steps` is taken from until there were enough kills."""

    def __init__(
        self, random: Random, range_: Range, small_disk: bool, two_hubs: bool = False
    ) -> None:
        self._random = random
        self._range = range_
        self._small_disk = small_disk
        self._now_ms = 0
        self._victims = _OF_TWO_HUBS if two_hubs else _VICTIMS
        self._up_at_ms = dict.fromkeys(self._victims, 0)
        self._copies: list[str] = []
        self._full = False
        self._turns = 0

    def steps(self) -> Iterator[Step]:
        """Plan on and on."""
        while True:
            for step in self._turn():
                self._now_ms += step.after_ms
                yield step

    def _turn(self) -> Iterator[Step]:
        """Plan what lies between two kills, and a kill."""
        draw = self._random
        if draw.random() < _RUSH:
            yield from self._rush()
        for terminal in TERMINALS:
            for _ in range(draw.choice((1, 2, 2, 3))):
                yield Step(draw.randrange(60), "shop", terminal, self._wish())
        if draw.random() < 0.35:
            mode = draw.choices(tuple(_MANNERS), tuple(_MANNERS.values()))[0]
            yield Step(0, "network", draw.choice(LINKS), {"mode": mode})
        trouble = (
            _OVERTURE.get(self._turns)
            or draw.choices(("", *_TROUBLES), (1 - sum(_TROUBLES.values()), *_TROUBLES.values()))[0]
        )
        self._turns += 1
        if trouble:
            yield from self._trouble(trouble)
        yield from self._kill()

    def _rush(self) -> Iterator[Step]:
        """One piece comes in while the network is well, and both terminals order it at once."""
        for terminal in TERMINALS:
            yield Step(0, "network", terminal, {"mode": "clear"})
        sku = self._random.choice(self._range.rushed)
        yield Step(0, "restock", "hub", {"sku": sku})
        order = self._order() | {"lines": [[sku, 1, "delivery", ""]], "spoilt": ""}
        wish = {"who": "guest", "customer": "", "orders": [order]}
        for terminal, wait_ms in zip(TERMINALS, (_HEARD_MS, 0), strict=True):
            yield Step(wait_ms, "shop", terminal, wish)

    def _kill(self) -> Iterator[Step]:
        draw, wait_ms = self._random, self._random.randrange(20, 600)
        at = self._now_ms + wait_ms
        early = draw.random() < 0.15  # in the middle of its start
        able = [who for who, up in self._up_at_ms.items() if at >= up + (0 if early else _REST_MS)]
        if not able:
            yield Step(wait_ms, "wait")
            return
        victim = draw.choices(able, [self._victims[who] for who in able])[0]
        down_ms = draw.randint(*draw.choice(_DOWN_MS))
        self._up_at_ms[victim] = at + down_ms
        if victim in TERMINALS and draw.random() < 0.5:
            # In the very act: from the wish to the last fsync it takes 10 to 60 ms.
            wish = {"who": "guest", "customer": "", "orders": [self._order()]}
            yield Step(wait_ms, "shop", victim, wish)
            wait_ms = draw.randrange(60)
        yield Step(wait_ms, "kill", victim, {"down_ms": down_ms})

    def _trouble(self, trouble: str) -> Iterator[Step]:
        draw, name = self._random, f"copy-{self._now_ms}"
        if trouble == "clock":
            wall_s = draw.choice((-DAY_S, 0.0, DAY_S))
            yield Step(0, "clock", draw.choice(TERMINALS), {"wall_s": wall_s})
        elif trouble == "disk" and self._small_disk:
            self._full = not self._full
            yield Step(0, "fill" if self._full else "free", SMALL_DISK)
        elif trouble == "backup":
            # What a backup holds the terminals forget: back to older copies there is no way.
            self._copies = [name]
            yield Step(0, "backup", "hub", {"copy": name})
        elif trouble == "copy":
            self._copies.append(name)
            yield Step(0, "copy", "hub", {"copy": name})
        elif trouble == "restore" and self._copies:
            yield Step(0, "restore", "hub", {"copy": draw.choice(self._copies)})

    def _wish(self) -> dict[str, Any]:
        draw, range_ = self._random, self._range
        who = draw.choices(("guest", "card", "app_code"), (70, 12, 18))[0]
        customer = ""
        if who != "guest":
            customer = draw.choice(range_.cards if who == "card" else range_.customers)
        count = draw.choices((1, 2, 3), (80, 14, 6))[0]
        wish = {"who": who, "customer": customer, "orders": [self._order() for _ in range(count)]}
        return {**wish, "leaves": True} if draw.random() < _LEAVES else wish

    def _order(self) -> dict[str, Any]:
        draw = self._random
        kinds = draw.choice(
            (
                ("delivery",),
                ("delivery",),
                ("collect",),
                ("transfer",),
                ("take_away",),
                ("delivery", "collect"),
                ("delivery", "collect", "transfer"),
            )
        )
        range_ = self._range
        among = range_.scarce if draw.random() < 0.15 else range_.skus
        lines = [
            [sku, draw.choice((1, 1, 1, 2)), kind, self._place(kind)]
            for sku, kind in zip(draw.sample(among, len(kinds)), kinds, strict=True)
        ]
        return {
            "lines": lines,
            "fallback": draw.choice(("wait", "elsewhere", "leave_out")),
            "payment": draw.randrange(6),
            "spoilt": draw.choice(_SPOILT) if draw.random() < 0.04 else "",
        }

    def _place(self, kind: str) -> str:
        if kind == "collect":
            return self._random.choice(self._range.stores)
        return "" if kind == "delivery" else self._range.stores[0]


assert set(_MANNERS) == set(MODES)
