"""Measure a hub under load, and beside it, in turns, what bare Litestar makes of the same SQL."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from kiosk.demo.world import free_port
from tests.benchmarks.hub import load
from tests.benchmarks.hub.shop import FilledShop, fill
from tests.benchmarks.hub.target import Target, cores, cpu_s, pinned, running
from tests.benchmarks.hub.terminal import MIX, MOST_FREQUENT, MadeTerminal

FOLDER = Path("build/bench")
SHARE = 0.5  # of the bare one's rate; less is a miss
TURNS = 3
_ALONE = 10  # that part of the time each kind is measured alone


@dataclass(frozen=True, slots=True)
class Load:
    """How much of it: so many terminals, requests in flight, seconds, variants in the shop."""

    terminals: int = 50
    in_flight: int = 8
    seconds: float = 30.0
    variants: int = 2_500
    seed: int = 0

    @property
    def alone_s(self) -> float:
        """How long a kind alone is asked, and how long each turn with the yardstick lasts."""
        return max(self.seconds / _ALONE, 0.3)


def measure(make_target: Callable[[Path], Target], wanted: Load) -> dict[str, Any]:
    """Return the report. The hub has a core for itself, all else the other one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    two = cores()
    with tempfile.TemporaryDirectory(dir=FOLDER.resolve(), prefix="hub-") as folder:
        target = make_target(Path(folder) / "hub")
        shop = fill(target, wanted.variants, wanted.terminals)
        with pinned(two[1] if two else None):
            run = _Run(target, shop, wanted, two[0] if two else None)
            return run.report()


class _Run:
    def __init__(self, target: Target, shop: FilledShop, wanted: Load, core: int | None) -> None:
        self._target = target
        self._shop = shop
        self._wanted = wanted
        self._core = core
        self._terminals = [MadeTerminal(shop, me, wanted.seed) for me in shop.terminals]
        self._port, self._bare_port = free_port(), free_port()

    def report(self) -> dict[str, Any]:
        """Start the hub, load it, then start the bare application beside it."""
        wanted, target = self._wanted, self._target
        sku = next(iter(self._shop.places))
        place = self._shop.terminals[0].location_id
        at = f"http://127.0.0.1:{self._port}"
        serve = ["hub", "serve", *target.arguments, "--port", str(self._port)]
        bare = [str(self._bare_port), sku, place, *target.arguments]
        bare_at = f"http://127.0.0.1:{self._bare_port}/v1/variants/{sku}/availability"
        with running("kiosk", serve, self._core, f"{at}/v1/status") as hub:
            figures = asyncio.run(self._hub_alone([hub]))
            with running("tests.benchmarks.hub.bare", bare, self._core, bare_at) as beside_it:
                beside = asyncio.run(self._beside(hub, beside_it))
        told = [figures["mixed"], *figures["alone"].values()]
        errors = sum(one["errors"] for one in told) + beside["hub_errors"] + beside["bare_errors"]
        return {
            "ok": beside["share"] >= SHARE and not errors,
            "errors": errors,
            "database": target.name,
            "terminals": wanted.terminals,
            "in_flight": wanted.in_flight,
            "seconds": wanted.seconds,
            "variants": wanted.variants,
            "pinned": self._core is not None,
            **figures,
            "yardstick": beside,
        }

    async def _hub_alone(self, pids: Sequence[int]) -> dict[str, Any]:
        """Play the mix, then each kind alone, with the streams held open all the while."""
        async with load.streams(self._port, self._terminals) as held:
            mixed, by_kind = await self._costed(pids, list(MIX), self._wanted.seconds)
            alone = {}
            for kind in MIX:
                alone[kind], _ = await self._costed(pids, [kind], self._wanted.alone_s)
            told = {"open": held.open, "words": held.words}
        return {"mixed": {**mixed, "by_kind": by_kind}, "alone": alone, "streams": told}

    async def _costed(
        self, pids: Sequence[int], kinds: Sequence[str], seconds: float
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the figures of all together, with the processors' time, and of each kind."""
        before = cpu_s(pids), cpu_s(self._target.database_pids())
        played = await self._play(self._port, kinds, seconds)
        after = cpu_s(pids), cpu_s(self._target.database_pids())
        figures = played.all.figures(played.seconds)
        for name, began, ended in zip(("cpu_ms", "database_cpu_ms"), before, after, strict=True):
            if began is not None and ended is not None:
                figures[name] = _each_ms(ended - began, played)
        return figures, {
            kind: tally.figures(played.seconds) for kind, tally in sorted(played.by_kind.items())
        }

    async def _beside(self, hub: int, bare: int) -> dict[str, Any]:
        """Ask the most frequent request of both, in turns; their processes are given."""
        told: dict[str, Any] = {"request": MOST_FREQUENT}
        plays: dict[str, list[load.Played]] = {"hub": [], "bare": []}
        used: dict[str, list[float]] = {"hub": [], "bare": []}
        load_s: dict[str, float] = dict.fromkeys(plays, 0.0)
        for _ in range(TURNS):
            for name, port, pid in (("hub", self._port, hub), ("bare", self._bare_port, bare)):
                before, mine = cpu_s([pid]), time.process_time()
                plays[name].append(await self._play(port, [MOST_FREQUENT], self._wanted.alone_s))
                after = cpu_s([pid])
                load_s[name] += time.process_time() - mine
                if before is not None and after is not None:
                    used[name].append(after - before)
        for name, played in plays.items():
            rates = [len(one.all.times_ms) / one.seconds for one in played]
            told[f"{name}_requests_per_s"] = round(median(rates), 1)
            told[f"{name}_errors"] = sum(one.all.errors.total() for one in played)
            # Where this comes near what it measures, the load itself is what holds it up.
            told[f"{name}_load_cpu_ms"] = _each_ms(load_s[name], *played)
            if used[name]:
                told[f"{name}_cpu_ms"] = _each_ms(sum(used[name]), *played)
        share = told["hub_requests_per_s"] / told["bare_requests_per_s"]
        return {**told, "share": round(share, 3), "wanted": SHARE}

    async def _play(self, port: int, kinds: Sequence[str], seconds: float) -> load.Played:
        return await load.play(port, self._terminals, kinds, self._wanted.in_flight, seconds)


def _each_ms(used_s: float, *played: load.Played) -> float:
    """Return the milliseconds of a request, good or not."""
    asked = sum(len(one.all.times_ms) + one.all.errors.total() for one in played)
    return round(used_s * 1000 / max(asked, 1), 3)
