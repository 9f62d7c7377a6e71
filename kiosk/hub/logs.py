"""What a hub writes about itself on stderr: a line each, without anybody's data.

A record's words are written as its place in the code has them. Texts of exceptions are not: an
engine, a driver or a parser may repeat in them what a person typed. Of an exception, its type,
its code where it is one of ours or the system's, and the places it went through are told. What
other packages log is told by the first line of its template alone.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import msgspec

from kiosk.errors import KioskError

WINDOW_S = 60.0
MOST_REFERENCES = 60  # of one kind in that time: callers were given them
MOST_KINDS = 1_000
_OURS = ("kiosk", "offline_cache")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "left_out"}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ROOT = Path(__file__).resolve().parents[2]

LOG = logging.getLogger(__name__)


def write_to(stream: TextIO, *, as_json: bool) -> logging.Handler:
    """Return a handler for the root logger: JSON for machines, else lines for people."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Formatter(_json if as_json else _line))
    handler.addFilter(Seldom())
    return handler


@contextmanager
def to_stderr(*, as_json: bool) -> Iterator[None]:
    """Log to stderr meanwhile, what ends a thread or the process too."""
    root, handler = logging.getLogger(), write_to(sys.stderr, as_json=as_json)
    before = sys.excepthook, threading.excepthook
    root.addHandler(handler)
    sys.excepthook = _fell
    threading.excepthook = lambda fall: _fell(fall.exc_type, fall.exc_value, fall.exc_traceback)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before
        root.removeHandler(handler)


class Seldom(logging.Filter):
    """Lets a warning of one kind through once a minute, with how many were left out since.

    A kind is a place's words and the fault it met. An engine that is away, or a disk that is
    full, is met at each attempt, and must not fill the disk. What carries a `reference` is let
    through oftener: a caller may name it to store IT.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._turn = threading.Lock()
        self._kinds: dict[tuple[object, ...], _Window] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written; one that is gets `left_out`."""
        if record.levelno < logging.WARNING:
            return True
        kind = (record.name, _template(record), _met(record))
        most = MOST_REFERENCES if hasattr(record, "reference") else 1
        now = self._clock()
        with self._turn:
            window = self._kinds.get(kind)
            if window is None or now >= window.until:
                left_out = window.left_out if window else 0
                self._forget(now)
                self._kinds[kind] = window = _Window(now + WINDOW_S)
                if left_out:
                    record.left_out = left_out
            window.written += 1
            if window.written <= most:
                return True
            window.left_out += 1
            return False

    def _forget(self, now: float) -> None:
        """Keep the kinds bounded, whatever other packages make templates of."""
        if len(self._kinds) >= MOST_KINDS:
            self._kinds = {kind: one for kind, one in self._kinds.items() if now < one.until}
        while len(self._kinds) >= MOST_KINDS:
            del self._kinds[next(iter(self._kinds))]


@dataclass(slots=True)
class _Window:
    until: float
    written: int = 0
    left_out: int = 0


class _Formatter(logging.Formatter):
    def __init__(self, write: Callable[[dict[str, Any]], str]) -> None:
        super().__init__()
        self._write = write

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line, in UTC."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if _is_ours(record):
            told |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if left_out := getattr(record, "left_out", 0):
            told["left_out"] = left_out
        if record.exc_info and record.exc_info[1] is not None:
            told["exception"] = list(_exceptions(record.exc_info[1]))
        return self._write(told)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


def _template(record: logging.LogRecord) -> str:
    lines = str(record.msg).splitlines() if isinstance(record.msg, str) else []
    return lines[0] if lines else type(record.msg).__name__


def _event(record: logging.LogRecord) -> str:
    return " ".join(record.getMessage().splitlines()) if _is_ours(record) else _template(record)


def _met(record: logging.LogRecord) -> tuple[object, ...]:
    """Return what tells one fault from another: its type and where it was raised."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return ()
    places = _places(error)
    return (type(error).__qualname__, places[-1] if places else "")


def _exceptions(error: BaseException) -> Iterator[dict[str, object]]:
    """Tell an exception, then those that led to it."""
    seen: set[int] = set()
    here: BaseException | None = error
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        told: dict[str, object] = {"type": f"{type(here).__module__}.{type(here).__qualname__}"}
        if code := _code(here):
            told["code"] = code
        yield told | {"at": _places(here)}
        here = here.__cause__ or (None if here.__suppress_context__ else here.__context__)


def _code(error: BaseException) -> str:
    """Return what an exception says by a code, which no person has typed."""
    if isinstance(error, KioskError):
        return error.code if _CODE.fullmatch(error.code) else ""
    if isinstance(error, OSError):
        return str(error.errno or "")
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return code if isinstance(code, str) else ""


def _places(error: BaseException) -> list[str]:
    """Return file, line and function of each step, the raising one last."""
    return [
        f"{_named(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _named(file: str) -> str:
    """Return a file's name without the folders of this machine."""
    path = Path(file)
    if path.is_relative_to(_ROOT):
        path = path.relative_to(_ROOT)
    parts = path.parts
    if "site-packages" in parts:
        parts = parts[parts.index("site-packages") + 1 :]
    return "/".join(parts)


def _json(told: dict[str, Any]) -> str:
    return msgspec.json.encode(told, enc_hook=str).decode()


def _line(told: dict[str, Any]) -> str:
    head = f"{told.pop('time')} {told.pop('level').upper():7} {told.pop('logger')}"
    event, exceptions = told.pop("event"), told.pop("exception", [])
    fields = "".join(f" {name}={value}" for name, value in told.items())
    steps = "".join(
        f"\n    {one['type']} {one.get('code', '')}".rstrip()
        + "".join(f"\n        {place}" for place in one["at"])
        for one in exceptions
    )
    return f"{head}: {event}{fields}{steps}"


def _fell(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Log what nobody caught."""
    if issubclass(kind, SystemExit | KeyboardInterrupt):
        return
    LOG.critical("a bug that nobody caught", exc_info=(kind, error or kind(), trace))
