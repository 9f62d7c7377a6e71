"""Product pictures, named by what is in them: any cache may hold them for ever."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath

from kiosk.domain.pictures import media_type
from kiosk.errors import HubRefused
from kiosk.hub.api.catalogue import FOR_EVER
from kiosk.hub.api.etags import matches, not_modified
from kiosk.hub.api.requests import AnyRequest, HubDependency
from kiosk.hub.storage import pictures


@get(
    "/pictures/{picture_name:str}",
    sync_to_thread=True,
    summary="A product picture by its SHA-256: JPEG, PNG or WebP",
)
def picture(
    hub: HubDependency, picture_name: FromPath[str], request: AnyRequest
) -> Response[bytes | None]:
    """Return a picture, or 304 to a caller that has it. 404 for what is not here."""
    data = pictures.load(hub.engine, hub.data_dir, picture_name)
    if data is None:
        raise HubRefused("not_found", 404)
    headers = {"ETag": f'"{picture_name}"', "Cache-Control": FOR_EVER}
    if matches(request, picture_name):
        return not_modified(headers)
    return Response(data, media_type=media_type(data), headers=headers)
