"""What the terminal and its camera process tell each other.

MessagePack, never pickle: the process reads hostile pictures, and what it sends is data.
"""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Literal

import msgspec

from kiosk.devices.camera.readings import LONGEST_TEXT, Reading

PREVIEW_LONGEST = 640
MOST_READINGS = 32
MOST_BYTES = PREVIEW_LONGEST * PREVIEW_LONGEST + 4_096
"""No message is longer."""

Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e12)]
Readings = Annotated[tuple[Reading, ...], msgspec.Meta(max_length=MOST_READINGS)]
State = Literal["looking", "resting", "missing", "lost"]
Hint = Literal["", "dark", "glare", "blurred", "closer", "hold_still"]
Side = Annotated[int, msgspec.Meta(ge=1, le=PREVIEW_LONGEST)]


class Show(msgspec.Struct, frozen=True, tag="show"):
    """Hold a picture before the camera; `path` as the operating system spells it."""

    number: int
    path: bytes


class Stir(msgspec.Struct, frozen=True, tag="stir"):
    """Somebody is there."""


class Light(msgspec.Struct, frozen=True, tag="light"):
    """Switch the camera's light."""

    on: bool


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The decoders are loaded."""


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """Still at work: the next one comes within the parent's patience.

    Whatever comes from now on was seen after `at_s`.
    """

    at_s: Seconds


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """What a frame of the stream held; `at_s` is when it was taken, monotonic."""

    at_s: Seconds
    readings: Readings


class Held(msgspec.Struct, frozen=True, tag="held"):
    """The scene has not changed since these were read in it."""

    at_s: Seconds
    readings: Readings


class Looked(msgspec.Struct, frozen=True, tag="looked"):
    """One look at a shown picture."""

    number: int
    readings: Readings


class Shown(msgspec.Struct, frozen=True, tag="shown"):
    """A shown picture was looked at often enough; `is_picture`: it could be read."""

    number: int
    is_picture: bool


class Preview(msgspec.Struct, frozen=True, tag="preview"):
    """What the camera sees, gray, row by row."""

    width: Side
    height: Side
    gray: bytes


class Played(msgspec.Struct, frozen=True, tag="played"):
    """The film is over."""


class News(msgspec.Struct, frozen=True, tag="news"):
    """How the camera is: see `kiosk.ports.devices.CameraNews`."""

    state: State
    hint: Hint
    has_light: bool


Command = Show | Stir | Light
Report = Ready | Beat | Seen | Held | Looked | Shown | Preview | Played | News

encode = msgspec.msgpack.Encoder().encode
_commands: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)


class Malformed(ValueError):
    """The other side sent what is no message."""


def command(data: bytes) -> Command:
    """Return a command. Raises `Malformed`."""
    try:
        return _commands.decode(data)
    except msgspec.DecodeError as error:
        raise Malformed(str(error)) from error


def report(data: bytes) -> Report:
    """Return a report. Raises `Malformed`."""
    try:
        found = _reports.decode(data)
    except msgspec.DecodeError as error:
        raise Malformed(str(error)) from error
    if isinstance(found, Preview) and len(found.gray) != found.width * found.height:
        raise Malformed("a preview of another size")
    return found


def sendable(readings: list[Reading]) -> tuple[Reading, ...]:
    """Return as many readings as one message may hold, without those that are too long."""
    fitting = (r for r in readings if max(len(r.raw), len(r.text)) <= LONGEST_TEXT)
    return tuple(islice(fitting, MOST_READINGS))
