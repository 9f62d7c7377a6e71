"""A catalogue file from the hub: it goes on where it broke off."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kiosk.errors import HubUnreachable, StoreBroken, StoreFull
from kiosk.hub_client.line import Line
from kiosk.hub_client.transport import is_plain, media_type, nonsense
from kiosk.privacy import create
from kiosk.wire.snapshot import MEDIA_TYPE, Manifest

if TYPE_CHECKING:
    import httpx

SILENCE_S = 30.0
# Slower than this it is broken off, asked for anew, and goes on where it was.
WHOLE_FILE_S, LEAST_BYTES_PER_S = 60.0, 16 * 1024

_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})", re.ASCII)


class _NotThisFile(Exception):
    """What came, or what it should follow, is no part of the promised file."""


def download(
    line: Line,
    headers: Mapping[str, str],
    manifest: Manifest,
    to: Path,
    received: Callable[[int], None],
) -> None:
    """Complete `to` and sync it; `received` hears how many bytes of the file are there.

    Only their number is looked at here. What came stays when it breaks off
    (`HubUnreachable`, `HubRefused`, `StoreFull`, `StoreBroken`), unless it cannot be the
    beginning of this file: then the next attempt starts from nothing.
    """
    try:
        have = to.stat().st_size if to.exists() else 0
        if have == manifest.packed_size:
            received(have)
        else:
            start = have if have < manifest.packed_size else 0
            _fetch(line, headers, manifest, to, start, received)
    except _NotThisFile as wrong:
        to.unlink(missing_ok=True)
        raise HubUnreachable("hub_nonsense", looked_like=str(wrong)) from wrong
    except OSError as error:
        full = error.errno == errno.ENOSPC
        kind, code = (StoreFull, "store_full") if full else (StoreBroken, "store_unreadable")
        raise kind(code, file=to.name) from error


def _fetch(
    line: Line,
    headers: Mapping[str, str],
    manifest: Manifest,
    to: Path,
    start: int,
    received: Callable[[int], None],
) -> None:
    path = f"/v1/catalogue/{quote(manifest.file_name, safe='')}"
    sent = {**headers, "Accept": MEDIA_TYPE}
    if start:
        sent |= {"Range": f"bytes={start}-", "If-Range": f'"{manifest.packed_sha256}"'}
    with line.open(path, sent, SILENCE_S) as response:
        have = _first_byte(line, response, start, manifest.packed_size)
        line.extend(WHOLE_FILE_S + (manifest.packed_size - have) / LEAST_BYTES_PER_S)
        create(to)
        with to.open("ab" if have else "wb") as file:
            for chunk in response.iter_raw():
                line.check_open()
                have += len(chunk)
                if have > manifest.packed_size:
                    raise _NotThisFile("a file without an end")
                file.write(chunk)
                received(have)
            file.flush()
            os.fsync(file.fileno())
    if have < manifest.packed_size:
        raise HubUnreachable("hub_unreachable", why="connection")


def _first_byte(line: Line, response: httpx.Response, start: int, size: int) -> int:
    """Return where an answer's bytes belong: at `start`, or at 0."""
    if start and response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        raise _NotThisFile("a shorter file")
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        line.check_status(response)
    if media_type(response) != MEDIA_TYPE or not is_plain(response):
        raise nonsense(response)
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return 0
    part = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
    if part is None or (int(part[1]), int(part[2])) != (start, size):
        raise _NotThisFile("another part than was asked for")
    return start
