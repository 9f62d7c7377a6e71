"""The catalogue file, what is newer than it, pictures, and what it does not know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.domain.pictures import LARGEST_FILE
from kiosk.errors import HubRefused
from kiosk.hub_client.calls import Calls, part
from kiosk.hub_client.downloads import download
from kiosk.hub_client.stream import follow
from kiosk.hub_client.transport import media_type, nonsense
from kiosk.wire.feed import ChangesPage
from kiosk.wire.lookup import PRODUCT_UNKNOWN, FoundProduct
from kiosk.wire.snapshot import Manifest, SignedManifest


class CatalogueCalls(Calls):
    """`kiosk.ports.hub.HubCatalogue`."""

    def manifest(self) -> SignedManifest:
        """Return which catalogue file is current, as it was signed."""
        return self._ask("GET", "/v1/catalogue/manifest", SignedManifest)

    def download_catalogue(
        self, manifest: Manifest, to: Path, received: Callable[[int], None]
    ) -> None:
        """Complete a packed catalogue file (see `downloads.download`)."""
        download(self._files, self._headers(), manifest, to, received)

    def picture(self, picture: str) -> bytes:
        """Return a product picture's file."""
        headers = {**self._headers(), "Accept": "image/*"}
        with self._transport.open("GET", f"/v1/pictures/{part(picture)}", headers) as response:
            self._transport.check_status(response)
            if not media_type(response).startswith("image/"):
                raise nonsense(response)
            return self._transport.body(response, LARGEST_FILE)

    def changes(self, since: int, limit: int, epoch: str = "") -> ChangesPage:
        """Return one page of the feed. `HubRefused("changes_gone")`: take a new catalogue.

        `epoch` is the history that `since` belongs to, "" if unknown.
        """
        params = {"since": str(since), "limit": str(limit)} | ({"epoch": epoch} if epoch else {})
        return self._ask("GET", "/v1/changes", ChangesPage, params=params)

    def listen(self, heard: Callable[[int], None]) -> None:
        """Follow the stream in the calling thread until the hub or `hang_up` ends it.

        `heard` is called in this thread with the feed's newest sequence. Raises
        `HubUnreachable`, also after a silence of 3 heartbeats, and `NotAuthorised`.
        """
        follow(self._news, "/v1/changes/stream", self._headers(), heard)

    def look_up(self, gtin14: str) -> FoundProduct | None:
        """Ask what a GTIN is; None where the shop has no such product."""
        try:
            return self._ask("GET", f"/v1/products/by-gtin/{part(gtin14)}", FoundProduct)
        except HubRefused as error:
            if error.code == PRODUCT_UNKNOWN:
                return None
            raise
