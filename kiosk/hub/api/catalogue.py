"""The catalogue's signed manifest and its immutable packed files."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sys
from collections.abc import Generator
from pathlib import Path

import msgspec
from litestar import Response, get
from litestar.background_tasks import BackgroundTask
from litestar.openapi import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream

from kiosk.errors import HubRefused
from kiosk.hub.api import problems
from kiosk.hub.api.etags import matches, not_modified
from kiosk.hub.api.requests import JSON, AnyRequest, HubDependency
from kiosk.hub.storage import catalogue
from kiosk.hub.storage.database import read
from kiosk.wire.problem import Problem
from kiosk.wire.snapshot import MEDIA_TYPE, Manifest, sign

FOR_EVER = "public, max-age=31536000, immutable"
_FILE_NAME = re.compile(r"catalogue-([0-9a-f]{64})\.db\.zst")
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")
_WHILE_READING_S = 0.02
_PIECE = 1 << 18


class ManifestAnswer(msgspec.Struct):
    """A `SignedManifest` as the interface describes it: its manifest travels as signed bytes."""

    manifest: Manifest
    key_id: str
    signature: str


@get(
    "/catalogue/manifest",
    sync_to_thread=True,
    responses={200: ResponseSpec(ManifestAnswer, description="The manifest and its signature")},
    summary="Which catalogue file is current, signed",
)
def manifest(hub: HubDependency, request: AnyRequest) -> Response[bytes | None]:
    """Return the signed manifest, or 304 to a caller that has it."""
    with read(hub.engine) as database:
        current = catalogue.manifest(database, hub.clock())
    signed = msgspec.json.encode(sign(current, hub.keys.signing, hub.keys.key_id))
    tag = hashlib.sha256(signed).hexdigest()
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if matches(request, tag):
        return not_modified(headers)
    return Response(signed, media_type=JSON, headers=headers)


@get(
    "/catalogue/{file_name:str}",
    sync_to_thread=True,
    responses={
        200: ResponseSpec(bytes, media_type=MEDIA_TYPE, description="The whole file"),
        206: ResponseSpec(bytes, media_type=MEDIA_TYPE, description="The range asked for"),
        416: ResponseSpec(Problem, description="The file ends before the range"),
    },
    summary="A packed catalogue file, `catalogue-{sha256}.db.zst`; also in part",
)
def catalogue_file(
    hub: HubDependency, request: AnyRequest, file_name: FromPath[str]
) -> Stream | Response[bytes]:
    """Stream a file that the hub built and keeps; nothing else can be named.

    One range of bytes is served, to a caller that began with this very file (`If-Range`);
    any other kind of range gets the whole (RFC 9110 §14.2).
    """
    named = _FILE_NAME.fullmatch(file_name)
    file = catalogue.packed_file(hub.engine, hub.data_dir, named[1]) if named else None
    if file is None:
        raise HubRefused("not_found", 404)
    tag = f'"{file.packed_sha256}"'
    headers = {"ETag": tag, "Cache-Control": FOR_EVER, "Accept-Ranges": "bytes"}
    wanted = _range(request, tag)
    if wanted is None:
        return _stream(file.path, 0, file.size, headers, 200)
    first, last = wanted[0], min(wanted[1], file.size - 1)
    if first >= file.size:
        told = {"ETag": tag, "Content-Range": f"bytes */{file.size}"}
        return problems.answer(Problem("bad_request", 416), told)
    told = headers | {"Content-Range": f"bytes {first}-{last}/{file.size}"}
    return _stream(file.path, first, last - first + 1, told, 206)


def _range(request: AnyRequest, tag: str) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None where the whole is to be sent."""
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = int(found[1]), int(found[2] or sys.maxsize)
    return (first, last) if first <= last else None


def _stream(path: Path, first: int, length: int, headers: dict[str, str], status: int) -> Stream:
    pieces = _pieces(path, first, length)
    return Stream(
        pieces,
        background=BackgroundTask(_close, pieces),  # also when the client has hung up
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers | {"Content-Length": str(length)},
    )


async def _close(pieces: Generator[bytes]) -> None:
    """Close the file, once the thread that reads the next piece has done so."""
    while True:
        try:
            pieces.close()
        except ValueError:  # the generator is executing
            await asyncio.sleep(_WHILE_READING_S)
        else:
            return


def _pieces(path: Path, first: int, length: int) -> Generator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length and (piece := file.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
