"""HTTP/1.1 with as little work as can be: the load must not be what is measured."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_STATUS = slice(9, 12)  # HTTP/1.1 200 OK
FAULTS = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError)


@dataclass(frozen=True, slots=True)
class Request:
    """What a made terminal asks; `heard` gets the body of a good answer."""

    kind: str
    method: str
    path: str
    headers: bytes
    body: bytes = b""
    heard: Callable[[bytes], None] = lambda _: None

    @property
    def raw(self) -> bytes:
        """The request as it is sent."""
        head = f"{self.method} {self.path} HTTP/1.1\r\nHost: hub\r\n".encode()
        sized = b"Content-Length: %d\r\n" % len(self.body) if self.body else b""
        return head + self.headers + sized + b"\r\n" + self.body


class Line:
    """One connection that is kept, for one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, raw: bytes) -> tuple[int, bytes]:
        """Return the status and the body of an answer. Raises one of `FAULTS`."""
        try:
            reader = await self.send(raw)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            return int(head[_STATUS]), body
        except FAULTS:
            await self.close()
            raise

    async def send(self, raw: bytes) -> asyncio.StreamReader:
        """Send a request; return where its answer comes."""
        if self._reader is None or self._writer is None:
            opened = await asyncio.open_connection("127.0.0.1", self._port)
            self._reader, self._writer = opened
        self._writer.write(raw)
        return self._reader

    async def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()
        self._reader = self._writer = None
