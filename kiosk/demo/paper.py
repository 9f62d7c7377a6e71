"""A simulated receipt printer, and a reader of what is on its paper. Not a driver.

It speaks ESC/POS over TCP as far as this product's receipts need it; the demo and the tour
show and check its paper, and the tests drive the real driver against it.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

ESC, GS, DLE_EOT = 0x1B, 0x1D, b"\x10\x04"
_ASK_WHEN_PRINTED = b"\x1dr\x01"
_PAGES = {0: "cp437", 17: "cp866", 19: "cp858"}
_ARGUMENTS = {  # how many bytes follow each command
    b"\x1b@": 0,
    b"\x1bt": 1,
    b"\x1b!": 1,
    b"\x1bE": 1,
    b"\x1ba": 1,
    b"\x1bd": 1,
    b"\x1dh": 1,
    b"\x1dw": 1,
    b"\x1df": 1,
    b"\x1dH": 1,
    b"\x1dV": 1,
}


class PaperStatus(StrEnum):
    """How the simulated printer is; `RUNS_OUT`: of paper, in the middle of the next job."""

    HEALTHY = "healthy"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    FAULT = "fault"
    SILENT = "silent"
    RUNS_OUT = "runs_out"


_ANSWERS = {
    PaperStatus.HEALTHY: {1: 0x12, 2: 0x12, 4: 0x12},
    PaperStatus.PAPER_OUT: {1: 0x1A, 2: 0x32, 4: 0x72},
    PaperStatus.COVER_OPEN: {1: 0x1A, 2: 0x16, 4: 0x12},
    PaperStatus.FAULT: {1: 0x1A, 2: 0x52, 4: 0x12},
}


class PaperListener:
    """A simulated printer on loopback; one connection is one job, as the driver makes them.

    `status` may be set at any time. `jobs` grows when a connection that brought something
    to print is over.
    """

    def __init__(self, port: int = 0) -> None:
        self.status = PaperStatus.HEALTHY
        self.jobs: list[bytes] = []
        self.port = port
        self._changed = threading.Condition()
        self._server: socket.socket | None = None
        self._line: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; from here on `port` is the real one."""
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="simulated-printer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Unplug it: an open connection is cut."""
        server, line, thread = self._server, self._line, self._thread
        self._server = None
        for end in (line, server):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        if thread is not None:
            thread.join(5)

    def wait_for_job(self, count: int, timeout_s: float) -> bool:
        """Wait until there are at least so many jobs; tell whether there are."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.jobs) >= count, timeout_s)

    def _serve(self) -> None:
        while (server := self._server) is not None:
            try:
                line, _ = server.accept()
            except OSError:
                return
            self._line = line
            with line, contextlib.suppress(OSError):
                job = self._take_job(line)
                if job:
                    with self._changed:
                        self.jobs.append(job)
                        self._changed.notify_all()

    def _take_job(self, line: socket.socket) -> bytes:
        """Collect a connection's bytes without the questions in them, which it answers."""
        received = bytearray()
        while data := line.recv(4096):
            received += data
            while (at := received.find(DLE_EOT)) >= 0 and len(received) > at + 2:
                which = received[at + 2]
                del received[at : at + 3]
                self._answer(line, which)
            if (at := received.find(_ASK_WHEN_PRINTED)) >= 0:
                del received[at : at + len(_ASK_WHEN_PRINTED)]
                if self.status is PaperStatus.RUNS_OUT:
                    self.status = PaperStatus.PAPER_OUT
                elif self.status is PaperStatus.HEALTHY:
                    line.sendall(b"\x00")
        return bytes(received)

    def _answer(self, line: socket.socket, which: int) -> None:
        status = PaperStatus.HEALTHY if self.status is PaperStatus.RUNS_OUT else self.status
        answers = _ANSWERS.get(status)
        if answers:
            line.sendall(bytes([answers[which]]))


@dataclass(frozen=True, slots=True)
class Command:
    """One ESC/POS command with what belongs to it, or a piece of text (`name` is empty)."""

    name: bytes
    data: bytes


def commands(data: bytes) -> Iterator[Command]:
    """Split a job into commands and text.

    Raises `ValueError` for any command that a receipt of ours does not need: a drawer kick
    is no receipt.
    """
    at = 0
    while at < len(data):
        if data[at] not in (ESC, GS):
            end = next((i for i in range(at, len(data)) if data[i] in (ESC, GS)), len(data))
            text = data[at:end]
            if any(byte < 0x20 and byte != 0x0A for byte in text) or 0x7F in text:
                raise ValueError(f"control character in text at {at}: {text!r}")
            yield Command(b"", text)
            at = end
            continue
        name = data[at : at + 2]
        at += 2
        if name == b"\x1dk" and data[at : at + 1] == b"I":  # Code 128, function B
            start, size = at + 2, data[at + 1]
        elif name == b"\x1d(" and data[at : at + 1] == b"k":
            start, size = at + 3, int.from_bytes(data[at + 1 : at + 3], "little")
        elif name in _ARGUMENTS:
            start, size = at, _ARGUMENTS[name]
        else:
            raise ValueError(f"unknown command {name!r} at {at - 2}")
        if len(data) < start + size:
            raise ValueError(f"command {name!r} at {at - 2} is cut off")
        yield Command(name, data[start : start + size])
        at = start + size


def read_paper(data: bytes) -> list[str]:
    """Return what stands on the paper, line by line.

    Codes and the cut are lines of their own: `[barcode T7-…]`, `[qr https://…]`, `[cut]`.
    Raises `ValueError` for a stream that is not one of our receipts.
    """
    lines: list[str] = []
    page, open_line, qr = "cp437", "", ""
    for command in commands(data):
        match command.name:
            case b"":
                *done, open_line = (open_line + command.data.decode(page)).split("\n")
                lines += done
            case b"\x1bt":
                page = _PAGES[command.data[0]]
            case b"\x1dk":
                lines.append(f"[barcode {command.data.decode().removeprefix('{B')}]")
            case b"\x1d(" if command.data[:3] == b"1P0":
                qr = command.data[3:].decode()
            case b"\x1d(" if command.data[:3] == b"1Q0":
                lines.append(f"[qr {qr}]")
            case b"\x1dV":
                lines.append("[cut]")
    return [*lines, open_line] if open_line else lines
