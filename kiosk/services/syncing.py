"""Keeping up with the hub: the change feed in, the outbox out.

Upload and download are independent: a feed that fails never holds an order back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from kiosk.errors import HubRefused, HubUnreachable, KioskError, NotAuthorised
from kiosk.lanes import Lanes
from kiosk.ports import CatalogueStore, Clock, Hub, Outbox, OutboxRow
from kiosk.services.link import Link, Reach
from kiosk.wire.feed import PAGE_LIMIT, ChangesPage
from kiosk.wire.orders import OrderAnswer

BATCH = 8
MAX_PAGES = 10_000  # a bound on one round, far above any real backlog
DECISIONS = {400, 422}  # the order itself was judged; any other refusal may pass
RETRY_MIN_S = 1.0
RETRY_MAX_S = 60.0


@dataclass(frozen=True, slots=True)
class Settled:
    """The hub decided on an order: `answer` if accepted, else `reason` (a problem code)."""

    row: OutboxRow
    answer: OrderAnswer | None
    reason: str = ""


class Syncing:
    """Runs in the background; its listeners are called on the main thread."""

    def __init__(
        self,
        hub: Hub,
        store: CatalogueStore,
        outbox: Outbox,
        clock: Clock,
        lanes: Lanes,
    ) -> None:
        self._hub = hub
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._lanes = lanes
        self._on_link: Callable[[Link], None] = lambda _: None
        self._on_settled: Callable[[Settled], None] = lambda _: None
        self._following = False
        self._leasing = False
        self.link = Link()

    def listen(
        self, on_link: Callable[[Link], None], on_settled: Callable[[Settled], None]
    ) -> None:
        """Name who is told of each contact with the hub and of each decided order."""
        self._on_link = on_link
        self._on_settled = on_settled

    def start(self, interval_s: float) -> None:
        """Follow the feed and drain the outbox from now on."""
        self._lanes.every(interval_s, self.tick)

    def tick(self) -> None:
        """Do one round (main thread); rounds do not pile up."""
        self.drain()  # a long download keeps no order waiting
        if self._following:
            return
        self._following = True
        self._lanes.run("bulk", self._follow, self._followed, self._lost, ended=self._round_ended)

    def drain(self) -> None:
        """Send what is due (main thread). Called by itself in each round."""
        if self.link.online:
            self._lease()

    def _lease(self) -> None:
        if self._leasing:
            return
        self._leasing = True
        now_ms = int(self._clock.now().timestamp() * 1000)
        self._lanes.run(
            "disk",
            lambda: self._outbox.lease(now_ms, BATCH),
            self._leased,
            self._not_written,
            ended=self._lease_ended,
        )

    def _round_ended(self) -> None:
        self._following = False

    def _lease_ended(self) -> None:
        self._leasing = False

    def _follow(self) -> Link:
        """Read the feed to its end (lane `bulk`)."""
        position = self._store.position()
        since, epoch = (position.sequence, position.epoch) if position else self._take_catalogue()
        for _ in range(MAX_PAGES):
            page = self._page(since)
            if page is None or page.epoch != epoch:
                since, epoch = self._take_catalogue()
                continue
            self._store.apply_page(page)
            since = page.next
            if not page.more:
                return self._current(page)
        raise HubUnreachable("hub_nonsense", looked_like="a feed without an end")

    def _page(self, since: int) -> ChangesPage | None:
        """Fetch one page; None where the hub no longer has what came after `since`."""
        try:
            return self._hub.changes(since, PAGE_LIMIT)
        except HubRefused as refusal:
            if refusal.code == "changes_gone":
                return None
            raise

    def _take_catalogue(self) -> tuple[int, str]:
        """Install the current catalogue file; return its place in the feed and the epoch."""
        epoch = self._hub.status().epoch
        manifest = self._hub.manifest()
        self._hub.download_catalogue(manifest.sha256, self._store.incoming(manifest.sha256))
        self._store.install(manifest, epoch)
        return manifest.sequence, epoch

    def _current(self, page: ChangesPage) -> Link:
        now = self._clock.now()
        try:
            offset = datetime.fromisoformat(page.now) - now
        except (ValueError, TypeError) as error:
            raise HubUnreachable("hub_nonsense", looked_like="a page without a time") from error
        return Link(Reach.ONLINE, self._clock.monotonic(), now, "", offset)

    def _followed(self, link: Link) -> None:
        self._publish(link)
        self.drain()

    def _lost(self, error: KioskError) -> None:
        reach = Reach.REFUSED if isinstance(error, NotAuthorised) else Reach.OFFLINE
        self._publish(replace(self.link, reach=reach, reason=error.code))
        # A full disk, a hub that is newer than us: the feed's trouble is not the orders'.
        if not isinstance(error, HubUnreachable | NotAuthorised) or error.code == "hub_too_new":
            self._lease()

    def _publish(self, link: Link) -> None:
        self.link = link
        self._on_link(link)

    def _leased(self, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            self._send(row)

    def _send(self, row: OutboxRow) -> None:
        self._lanes.run(
            "net",
            lambda: self._hub.put_order(row.order_id, row.body),
            lambda answer: self._accepted(row, answer),
            lambda error: self._not_accepted(row, error),
        )

    def _not_written(self, error: KioskError) -> None:
        self._publish(replace(self.link, reason=error.code))

    def _accepted(self, row: OutboxRow, answer: OrderAnswer) -> None:
        self._settle(
            lambda: self._outbox.accept(row.order_id, msgspec.json.encode(answer)),
            Settled(row, answer),
        )

    def _not_accepted(self, row: OutboxRow, error: KioskError) -> None:
        if isinstance(error, HubRefused) and error.status in DECISIONS:
            self._settle(
                lambda: self._outbox.reject(row.order_id, error.code, str(error.args_)),
                Settled(row, None, error.code),
            )
            return
        asked = error.retry_after_s if isinstance(error, HubUnreachable) else None
        at_ms = int((self._clock.now().timestamp() + delay_s(row.attempts, asked)) * 1000)
        self._lanes.run(
            "disk", lambda: self._outbox.retry_at(row.order_id, at_ms), None, self._not_written
        )

    def _settle(self, write: Callable[[], None], settled: Settled) -> None:
        self._lanes.run("disk", write, lambda _: self._on_settled(settled), self._not_written)


def delay_s(attempts: int, asked: float | None) -> float:
    """Full jitter, 1–60 s, or what the hub asked for plus some jitter."""
    if asked is not None:
        return asked + random.uniform(0, RETRY_MIN_S)  # noqa: S311  # spread, not secrecy
    return random.uniform(RETRY_MIN_S, min(RETRY_MAX_S, 2.0 ** min(attempts, 6)))  # noqa: S311
