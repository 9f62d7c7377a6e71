"""The hub's stream of server-sent events: it says only "N is there"."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from kiosk.errors import HubUnreachable
from kiosk.hub_client.line import Line
from kiosk.hub_client.transport import is_plain, media_type, nonsense
from kiosk.wire.feed import EVENT, EVENT_STREAM, HEARTBEAT_S

SILENCE_S = 3 * HEARTBEAT_S
MAX_EVENT = 4096  # bytes; the hub's are below 40
MAX_SAID = 64 * 1024  # bytes in a heartbeat's time
MAX_SEQUENCE = 2**53


def follow(line: Line, path: str, headers: Mapping[str, str], heard: Callable[[int], None]) -> None:
    """Call `heard` with each sequence, in this thread, until the hub ends the stream.

    Raises `HubUnreachable` (also on silence, and when this end hangs up), `NotAuthorised`
    or `HubRefused`.
    """
    with line.open(path, {**headers, "Accept": EVENT_STREAM}, SILENCE_S) as response:
        line.check_status(response)
        if media_type(response) != EVENT_STREAM or not is_plain(response):
            raise nonsense(response)
        events = 0
        line.extend(SILENCE_S)
        for sequence in sequences(_bounded(response.iter_raw())):
            line.extend(SILENCE_S)
            events += 1
            line.check_open()
            heard(sequence)
    if not events:  # a hub says at once where it is
        raise HubUnreachable("hub_nonsense", looked_like="an empty stream")


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on what comes, up to so much in a heartbeat's time; a hub says a few bytes."""
    began_s, said = time.monotonic(), 0
    for chunk in chunks:
        now_s = time.monotonic()
        if now_s - began_s >= HEARTBEAT_S:
            began_s, said = now_s, 0
        said += len(chunk)
        if said > MAX_SAID:
            raise HubUnreachable("hub_nonsense", looked_like="a flood of events")
        yield chunk


def sequences(chunks: Iterable[bytes]) -> Iterator[int]:
    """Read the sequences of `there` events (WHATWG HTML §9.2.6); other events are skipped.

    Raises `HubUnreachable` `hub_nonsense` for an event that is too long or no number.
    """
    event, data = "", ""
    for line in _lines(chunks):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            event = value
        elif name == "data":
            data = value
        elif not line:
            if event == EVENT:
                yield _sequence(data)
            event, data = "", ""


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_EVENT:
            raise HubUnreachable("hub_nonsense", looked_like="an event without an end")
        for line in whole:
            yield line.rstrip(b"\r").decode(errors="replace")


def _sequence(data: str) -> int:
    if data.isascii() and data.isdecimal() and len(data) < 20 and int(data) <= MAX_SEQUENCE:
        return int(data)
    raise HubUnreachable("hub_nonsense", looked_like="an event of something else")
