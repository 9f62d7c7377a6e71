"""The change feed: `GET /v1/changes` in pages, `GET /v1/changes/stream` to be told of news."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter, SkipValidation
from litestar.response import ServerSentEventMessage, Stream

from kiosk.errors import HubRefused
from kiosk.hub.api.requests import AnyRequest, HubDependency
from kiosk.hub.feed_watch import FeedWatch
from kiosk.hub.storage import feed
from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.wire.feed import EVENT, EVENT_STREAM, PAGE_LIMIT, ChangesPage

LOG = logging.getLogger(__name__)

Since = Annotated[int, QueryParameter(ge=0, le=2**62, description="The last change already known")]
Limit = Annotated[int, QueryParameter(ge=1, description="At most 500 are returned")]
InEpoch = Annotated[str, QueryParameter(max_length=64, description="The epoch `since` is of")]
WatchDependency = NamedDependency[SkipValidation[FeedWatch]]


@get("/changes", sync_to_thread=True, summary="What changed since the catalogue file")
def changes(
    hub: HubDependency,
    watch: WatchDependency,
    request: AnyRequest,
    since: Since,
    limit: Limit = PAGE_LIMIT,
    epoch: InEpoch = "",
) -> ChangesPage:
    """Return one page; 410 `changes_gone` says: take a new catalogue file."""
    with read(hub.engine) as database:
        if not (isinstance(request.user, TerminalRow) and feed.has_lost(database, since, epoch)):
            page = feed.page(database, since, limit, hub.clock())
            return msgspec.structs.replace(page, boot=watch.boot)
    with write(hub.engine) as database:
        if feed.begin_again(database, since, epoch):
            LOG.warning("terminal %s saw what this database has lost: new epoch", request.user.id)
    raise HubRefused("changes_gone", 410)


@get(
    "/changes/stream",
    media_type=EVENT_STREAM,
    responses={200: ResponseSpec(str, media_type=EVENT_STREAM, description='Events "N is there"')},
    summary="Be told when something changed",
)
async def stream(watch: WatchDependency, request: AnyRequest) -> Stream:
    """Say the newest sequence at once, at each change, and every 10 s at the latest."""
    return Stream(
        _events(watch, request.auth),
        media_type=EVENT_STREAM,
        headers={"X-Accel-Buffering": "no"},  # proxies would keep events until a buffer is full
    )


async def _events(watch: FeedWatch, token: str) -> AsyncIterator[bytes]:
    async for sequence in watch.follow(token):
        yield ServerSentEventMessage(str(sequence), EVENT, sep="\n").encode()
