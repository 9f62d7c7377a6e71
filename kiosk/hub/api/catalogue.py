"""The catalogue's manifest and its immutable files."""

from __future__ import annotations

import re

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import File

from kiosk.errors import HubRefused
from kiosk.hub.api.etags import matches, not_modified
from kiosk.hub.api.requests import AnyRequest, HubDependency
from kiosk.hub.storage import catalogue
from kiosk.hub.storage.database import read
from kiosk.wire.feed import Manifest

FOR_EVER = "public, max-age=31536000, immutable"
_FILE_NAME = re.compile(r"([0-9a-f]{64})\.db")


@get(
    "/catalogue/manifest",
    sync_to_thread=True,
    summary="Which catalogue file is current",
)
def manifest(hub: HubDependency, request: AnyRequest) -> Response[Manifest | None]:
    """Return the manifest, or 304 to a caller that has it."""
    with read(hub.engine) as database:
        current = catalogue.manifest(database)
    headers = {"ETag": f'"{current.sha256}"', "Cache-Control": "no-cache"}
    if matches(request, current.sha256):
        return not_modified(headers)
    return Response(current, headers=headers)


@get(
    "/catalogue/{file_name:str}",
    sync_to_thread=True,
    summary="A catalogue file, `{sha256}.db`",
    media_type="application/vnd.sqlite3",
)
def catalogue_file(hub: HubDependency, file_name: FromPath[str]) -> File:
    """Stream a file that the hub built and keeps; nothing else can be named."""
    named = _FILE_NAME.fullmatch(file_name)
    with read(hub.engine) as database:
        if named is None or not catalogue.is_kept(database, named[1]):
            raise HubRefused("not_found", 404)
    return File(
        catalogue.folder(hub.data_dir) / f"{named[1]}.db",
        media_type="application/vnd.sqlite3",
        headers={"Cache-Control": FOR_EVER},
        filename=file_name,
    )
