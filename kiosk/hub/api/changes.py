"""`GET /v1/changes`: the change feed in pages."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from kiosk.hub.api.requests import HubDependency
from kiosk.hub.storage import feed
from kiosk.hub.storage.database import read
from kiosk.wire.feed import PAGE_LIMIT, ChangesPage

Since = Annotated[int, QueryParameter(ge=0, le=2**62, description="The last change already known")]
Limit = Annotated[int, QueryParameter(ge=1, description="At most 500 are returned")]


@get("/changes", sync_to_thread=True, summary="What changed since the catalogue file")
def changes(hub: HubDependency, since: Since, limit: Limit = PAGE_LIMIT) -> ChangesPage:
    """Return one page; 410 `changes_gone` says: take a new catalogue file."""
    with read(hub.engine) as database:
        return feed.page(database, since, limit, hub.clock())
