"""How a command ends when it is told to: Ctrl-C, SIGTERM, a console that goes away.

A command begins by unwinding: the signal is raised in the main thread like Python's own
Ctrl-C. Where that would come at the wrong moment, the command says how it ends instead:
`at_once` while nothing is open yet (an import of Qt that is broken off aborts), and within
`Ending` in its own order.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import NoReturn, Self

_log = logging.getLogger(__name__)

TOGETHER_S = 0.5  # a wrapper like `timeout` signals the process and then its group
PATIENCE_S = 20.0  # far beyond what an end in order takes: something hangs for good


_Handler = Callable[[int, FrameType | None], object] | int | signal.Handlers | None


class Ended(KeyboardInterrupt):
    """Raised where a command was told to end; `status` is its exit status, as of a shell."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


@contextmanager
def unwinding() -> Iterator[None]:
    """Raise `Ended` in the main thread while this context holds; enter it there."""
    before = _handle(_raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def at_once() -> None:
    """Let a signal end the process by itself from now on; for while nothing is open."""
    _handle(signal.SIG_DFL)


def leave(status: int) -> NoReturn:
    """End the process though a thread of it still waits for something outside."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


class Ending:
    """While this context holds, a command that is told to end does so in its own order.

    `told` says whether it was; then `end` is called once, from another thread, so that a main
    thread which waits inside Qt can be woken. A second Ctrl-C ends the process there and then.
    On its way out it ends the process where it was told to: with 0, or with the signal's status
    where `Ended` comes out of it. Enter it on the main thread.
    """

    def __init__(self, end: Callable[[Ended], None] = lambda _: None) -> None:
        self._end = end
        self._ended: Ended | None = None
        self._before: dict[int, _Handler] = {}

    @property
    def told(self) -> bool:
        """Whether it was told to end."""
        return self._ended is not None

    def check(self) -> None:
        """Raise `Ended` if it was told to end."""
        if self._ended is not None:
            raise self._ended

    def __enter__(self) -> Self:
        self._near, self._far = socket.socketpair()
        self._far.setblocking(False)
        self._thread = threading.Thread(target=self._watch, name="ending", daemon=True)
        self._thread.start()
        self._fd = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        self._before = _handle(_noted)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._ended is not None and (error is None or error is self._ended):
            # All is in order, and to take Qt and the interpreter apart is long and mends nothing.
            leave(0 if error is None else self._ended.status)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd)
        self._far.close()
        self._thread.join()
        self._near.close()

    def _watch(self) -> None:
        """Hear of signals as the operating system delivers them, whatever the main thread does."""
        heard = frozenset(_heard())
        told_s = 0.0
        while True:
            try:
                numbers = self._near.recv(64)
            except TimeoutError:
                _log.error("Something hangs: ended without waiting for it any longer")
                os._exit(128 + signal.SIGTERM)
            if not numbers:
                return
            for number in numbers:
                if number not in heard:
                    continue
                if self._ended is None:
                    told_s = time.monotonic()
                    self._ended = Ended(number)
                    self._near.settimeout(PATIENCE_S)
                    self._end(self._ended)
                elif number == signal.SIGINT and time.monotonic() - told_s > TOGETHER_S:
                    os._exit(128 + number)


def _heard() -> list[signal.Signals]:
    """Return the signals that tell a process to end; not a hang-up that `nohup` shut out."""
    names = ["SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"]
    there = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return [
        number
        for number in there
        if number.name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN
    ]


def _handle(handler: _Handler) -> dict[int, _Handler]:
    """Let all of them be handled so; return how they were."""
    return {number: signal.signal(number, handler) for number in _heard()}


def _raise(number: int, _frame: FrameType | None) -> None:
    raise Ended(number)


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Nothing: that there is a handler lets Python write to the socket."""
