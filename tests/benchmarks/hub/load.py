"""The closed loop: every terminal asks again when it was answered, so many at a time."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.benchmarks.hub.line import FAULTS, Line
from tests.benchmarks.hub.terminal import MadeTerminal
from tests.benchmarks.rows import percentile

GOOD = range(200, 300)


@dataclass(slots=True)
class Tally:
    """Times of the good answers in milliseconds, and what else came: a status, or a fault."""

    times_ms: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def figures(self, seconds: float) -> dict[str, object]:
        """Return what is reported."""
        times = self.times_ms
        spread = {f"p{n}_ms": round(percentile(times, n), 2) for n in (50, 95, 99) if times}
        return {
            "requests": len(times),
            "requests_per_s": round(len(times) / seconds, 1),
            **spread,
            "errors": self.errors.total(),
            **({"errors_by_kind": dict(self.errors)} if self.errors else {}),
        }


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one play."""

    seconds: float
    by_kind: dict[str, Tally]

    @property
    def all(self) -> Tally:
        """Of all kinds together."""
        return Tally(
            [ms for tally in self.by_kind.values() for ms in tally.times_ms],
            sum((tally.errors for tally in self.by_kind.values()), Counter()),
        )


@dataclass(slots=True)
class Streams:
    """The streams that are held open; `words` counts the lines that came."""

    open: int = 0
    words: int = 0


@asynccontextmanager
async def streams(port: int, terminals: Sequence[MadeTerminal]) -> AsyncIterator[Streams]:
    """Hold a stream open for each terminal."""
    held, lines = Streams(), [Line(port) for _ in terminals]

    async def follow(line: Line, terminal: MadeTerminal) -> None:
        try:
            reader = await line.send(terminal.stream.raw)
            await reader.readuntil(b"\r\n\r\n")
            held.open += 1
            while await reader.readline():
                held.words += 1
        except FAULTS:
            pass
        held.open -= 1

    going = [
        asyncio.create_task(follow(line, terminal))
        for line, terminal in zip(lines, terminals, strict=True)
    ]
    try:
        yield held
    finally:
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        for line in lines:
            await line.close()


async def play(
    port: int,
    terminals: Sequence[MadeTerminal],
    kinds: Sequence[str],
    in_flight: int,
    seconds: float,
) -> Played:
    """Let the terminals ask for a while, at most so many at a time."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    async with AsyncExitStack() as lines:
        for _ in range(in_flight):
            line = Line(port)
            lines.push_async_callback(line.close)
            free.put_nowait(line)
        by_kind: dict[str, Tally] = {}
        began = time.perf_counter()

        async def act(terminal: MadeTerminal) -> None:
            while time.perf_counter() - began < seconds:
                line = await free.get()
                await _ask(line, terminal, kinds, by_kind)
                free.put_nowait(line)

        await asyncio.gather(*map(act, terminals))
        return Played(time.perf_counter() - began, by_kind)


async def _ask(
    line: Line, terminal: MadeTerminal, kinds: Sequence[str], by_kind: dict[str, Tally]
) -> None:
    request = terminal.next(kinds)
    raw = request.raw
    tally = by_kind.setdefault(request.kind, Tally())
    began = time.perf_counter()
    try:
        status, body = await line.ask(raw)
    except FAULTS as error:
        tally.errors[type(error).__name__] += 1
        return
    took_ms = (time.perf_counter() - began) * 1000
    if status in GOOD:
        tally.times_ms.append(took_ms)
        request.heard(body)
    else:
        tally.errors[str(status)] += 1
