"""A bad network: an HTTP forwarder that loses, repeats, delays, cuts and breaks.

It takes one request a connection (answers carry `Connection: close`), so that a fault is
always one request's.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Coroutine
from random import Random

CHUNK = 65_536
WHOLE = 1 << 40  # bytes: longer than any answer
HEAD_LIMIT = 65_536
REPLAY_WITHIN_S = 3.0

FAULTS = ("drop", "delay", "duplicate", "truncate", "late", "reset")
MODES: dict[str, dict[str, float]] = {
    "clear": {},
    "rough": dict.fromkeys(FAULTS, 0.08),
    "repeating": {"duplicate": 0.8},
    "late": {"late": 0.5, "delay": 0.3},
    "cutting": {"truncate": 0.3, "reset": 0.3},
    "losing": {"drop": 0.4, "reset": 0.1},
    "blackout": {},
}
"""The share of requests that each fault meets; in a blackout nothing gets through."""

_LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)
_CONNECTION = re.compile(rb"^connection:[^\r]*\r\n", re.IGNORECASE | re.MULTILINE)


class FaultProxy:
    """Forwards 127.0.0.1:`port` to a port of this machine; runs in a thread of its own."""

    def __init__(self, target: int, random: Random) -> None:
        self._target = target
        self._random = random
        self._mode = "clear"
        self._streams: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.met: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """What the caller is told to be the server's address."""
        return f"http://127.0.0.1:{self.port}"

    def behave(self, mode: str) -> None:
        """Change the manners; a blackout also breaks what is under way."""
        self._loop.call_soon_threadsafe(self._change, mode)

    def stop(self) -> None:
        """Break everything and end."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        starting = asyncio.start_server(self._serve, sock=self._listener, limit=HEAD_LIMIT)
        server = self._loop.run_until_complete(starting)
        self._loop.run_forever()
        server.close()
        for task in (open_ := asyncio.all_tasks(self._loop)):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*open_, return_exceptions=True))

    def _change(self, mode: str) -> None:
        self._mode = mode
        if mode == "blackout":
            for stream in self._streams:
                _break(stream)

    def _draw(self) -> str:
        chances = MODES[self._mode]
        drawn = self._random.random()
        for fault, chance in chances.items():
            drawn -= chance
            if drawn < 0:
                return fault
        return "pass"

    async def _serve(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self._streams.add(near)
        try:
            if self._mode == "blackout":
                self.met["blackout"] += 1
                return
            request = await _whole_request(reader)
            fault = self._draw()
            self.met[fault] += 1
            await self._suffer(fault, request, near)
        except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # one of the two has gone: so does the other
        finally:
            self._streams.discard(near)
            _break(near)

    async def _suffer(self, fault: str, request: bytes, near: asyncio.StreamWriter) -> None:
        draw, hold_s, limit = self._random, 0.0, WHOLE
        if fault == "drop":
            await asyncio.sleep(draw.uniform(0.2, 6))
            return
        if fault == "reset" and draw.random() < 0.5:
            return
        if fault == "delay":
            await asyncio.sleep(draw.uniform(0.05, 1.5))
        elif fault == "duplicate":
            wait_s = draw.choice((0.0, 0.0, draw.uniform(0, REPLAY_WITHIN_S)))
            self._beside(self._replay(request, wait_s))
        elif fault == "truncate":
            limit = draw.randrange(1, 400)
        elif fault == "late":
            hold_s = draw.choice((0.3, 1.0, 6.0))
        elif fault == "reset":
            limit = 0
        await self._forward(request, near, limit, hold_s)
        if fault != "reset":
            near.close()
            await near.wait_closed()

    async def _forward(
        self, request: bytes, near: asyncio.StreamWriter, limit: int, hold_s: float
    ) -> None:
        """Send a request on and bring its answer back, late, or its first bytes only."""
        answer, far = await asyncio.open_connection("127.0.0.1", self._target)
        self._streams.add(far)
        try:
            far.write(request)
            await far.drain()
            data = await answer.read(CHUNK)
            await asyncio.sleep(hold_s)
            while data and limit:
                near.write(data[:limit])
                await near.drain()
                limit -= min(limit, len(data))
                data = await answer.read(CHUNK)
        finally:
            self._streams.discard(far)
            far.close()

    async def _replay(self, request: bytes, wait_s: float) -> None:
        """Send a whole request once more; nobody hears the answer."""
        await asyncio.sleep(wait_s)
        try:
            answer, far = await asyncio.open_connection("127.0.0.1", self._target)
            far.write(request)
            await asyncio.wait_for(answer.read(CHUNK), REPLAY_WITHIN_S)
            far.close()
        except (OSError, TimeoutError):
            return

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _whole_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length.group(1))) if length else b""
    return _CONNECTION.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n" + body


def _break(stream: asyncio.StreamWriter) -> None:
    """End a connection with a reset, if it still stands."""
    found = stream.get_extra_info("socket")
    if found is not None and not stream.is_closing():
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.transport.abort()
