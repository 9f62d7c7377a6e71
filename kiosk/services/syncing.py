"""Keeping up with the hub: the change feed in, the outbox out.

Upload and download are independent: a feed that fails never holds an order back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.back_off import BackOff
from kiosk.errors import HubRefused, HubUnreachable, KioskError, NotAuthorised
from kiosk.lanes import Lane, Lanes
from kiosk.ports.catalogue import CatalogueStore
from kiosk.ports.hub import Hub
from kiosk.ports.orders import Outbox
from kiosk.services.actions import ActionOutbox
from kiosk.services.auditing import Auditing
from kiosk.services.draining import Draining
from kiosk.services.hub_time import HubTime
from kiosk.services.link import Link, Reach
from kiosk.services.listeners import Listeners
from kiosk.services.snapshots import Snapshots
from kiosk.wire.feed import PAGE_LIMIT, ChangesPage

REST_S = 0.02  # after each page: a shopper's screen needs the processor, too
MAX_PAGES = 10_000  # a bound on one round, far above any real backlog
STREAM_RETRY = BackOff(1.0, 30.0, spread=True)


@dataclass(frozen=True, slots=True)
class _Round:
    """A round that reached the hub. `page` is the feed's last, None without a catalogue for it.

    `in_use` is the hash of the catalogue file in use, "" for none.
    """

    link: Link
    epoch: str
    page: ChangesPage | None = None
    in_use: str = ""


class Syncing:
    """Runs in the background.

    `linked` hears of each contact with the hub, `settled` of each decided order (main thread).

    The hub's stream says when there is something new; without it (an old proxy, a portal)
    the feed is asked at every interval.
    """

    def __init__(
        self,
        hub: Hub,
        store: CatalogueStore,
        outbox: Outbox,
        actions: ActionOutbox,
        clock: HubTime,
        lanes: Lanes,
        snapshots: Snapshots,
    ) -> None:
        self._hub = hub
        self._store = store
        self._outbox = outbox
        self._snapshots = snapshots
        snapshots.taken.add(self.tick)
        self._clock = clock
        self._lanes = lanes
        self._draining = Draining(hub, outbox, clock, lanes)
        self._auditing = Auditing(hub, outbox, clock, lanes)
        self._auditing.missing.add(self.tick)
        self.linked = Listeners[Link]()
        self.settled = self._draining.settled
        self._draining.faulted.add(self._not_written)
        self._draining.emptied.add(actions.go)
        actions.committed.add(self.drain)
        self._following = False
        self._again = False
        self._heartbeat_s = 0.0
        self._streaming = False
        self._told = False
        self._heard_at = float("-inf")
        self._stream_tries = 0
        self._stream_began = 0.0
        self._stream_at = 0.0
        self._resent = ""  # the epoch for which that was done, or is being done
        self.link = Link()

    def start(self, interval_s: float, heartbeat_s: float) -> None:
        """Follow the feed and drain the outbox from now on.

        While the stream was heard within `heartbeat_s` the feed is asked when it says so,
        not at every interval.
        """
        self._heartbeat_s = heartbeat_s
        self._lanes.every(interval_s, self._beat)

    def tick(self) -> None:
        """Do one round (main thread); what comes up meanwhile is one more, not many."""
        self.drain()  # a long download keeps no order waiting
        if self._following:
            self._again = True
            return
        self._following, self._again = True, False
        self._lanes.run(
            Lane.BULK, self._follow, self._followed, self._lost, ended=self._round_ended
        )

    def drain(self) -> None:
        """Send what is due (main thread). Called by itself in each round."""
        if self.link.online:
            self._draining.go()

    def _beat(self) -> None:
        quiet_s = self._clock.monotonic() - self._heard_at
        if self._streaming and self.link.online and quiet_s < self._heartbeat_s:
            self.drain()
        else:
            self.tick()

    def _round_ended(self) -> None:
        self._following = False

    def _follow(self) -> _Round:
        """Read the feed to its end (lane `bulk`)."""
        position = self._store.position()
        if position is None:
            return self._without_catalogue("")
        since, epoch = position.sequence, position.epoch
        for _ in range(MAX_PAGES):
            page = self._page(since, epoch)
            if page is None or page.epoch != epoch:
                return self._without_catalogue(position.sha256)
            if page.next < since or (page.more and page.next == since):
                raise HubUnreachable("hub_nonsense", looked_like="a feed that stands still")
            self._store.apply_page(page, since)
            since = page.next
            if not page.more:
                now = self._clock.monotonic()
                offset = self._clock.hear(page.now)
                link = Link(Reach.ONLINE, now, self._clock.now(), "", offset)
                return _Round(link, epoch, page, position.sha256)
            self._lanes.rest(REST_S)
        raise HubUnreachable("hub_nonsense", looked_like="a feed without an end")

    def _page(self, since: int, epoch: str) -> ChangesPage | None:
        """Fetch one page; None where the hub no longer has what came after `since`."""
        try:
            return self._hub.changes(since, PAGE_LIMIT, epoch)
        except HubRefused as refusal:
            if refusal.code == "changes_gone":
                return None
            raise

    def _without_catalogue(self, in_use: str) -> _Round:
        """The hub is there, but what we have is nothing that its feed could be laid over."""
        status = self._hub.status()
        offset = self._clock.hear(status.now)
        link = replace(self.link, reach=Reach.ONLINE, reason="", offset=offset)
        return _Round(link, status.epoch, None, in_use)

    def _followed(self, done: _Round) -> None:
        self._publish(done.link)
        if self._resent != done.epoch:
            self._resend(done.epoch)
        else:
            self.drain()
        if (page := done.page) is None:
            self._snapshots.fetch(instead_of=done.in_use)
            return
        self._auditing.go(done.epoch, page.boot, page.durable_through)
        self._snapshots.in_step(page.catalogue, done.in_use)
        self._follow_stream()
        if self._again:
            self.tick()

    def _resend(self, epoch: str) -> None:
        """Send again what a restored hub has forgotten.

        Asked in every run: a crash may have come between a new epoch and this.
        """
        self._resent = epoch

        def ended() -> None:
            self._resent = ""

        def done(_: int) -> None:
            self._resent = epoch
            self.drain()

        self._lanes.run(
            Lane.DISK, lambda: self._outbox.resend(epoch), done, self._not_written, ended=ended
        )

    def _lost(self, error: KioskError) -> None:
        self._auditing.suspect()
        reach = Reach.REFUSED if isinstance(error, NotAuthorised) else Reach.OFFLINE
        self._publish(replace(self.link, reach=reach, reason=error.code))
        if isinstance(error, NotAuthorised):
            return
        if not isinstance(error, HubUnreachable):  # a full disk: no trouble of the orders'
            self._draining.go()
        else:
            self._draining.probe()

    def _follow_stream(self) -> None:
        if self._streaming or self._clock.monotonic() < self._stream_at:
            return
        self._streaming, self._stream_began = True, self._clock.monotonic()
        self._lanes.run(Lane.STREAM, lambda: self._hub.listen(self._heard), None, self._stream_lost,
                        ended=self._stream_ended)  # fmt: skip

    def _heard(self, _: int) -> None:
        """The stream spoke (lane `stream`); what it says before that was heard is the same word."""
        if not self._told:
            self._told = True
            self._lanes.tell(self._something_new)

    def _something_new(self) -> None:
        self._told = False
        self._heard_at = self._clock.monotonic()
        if self._heard_at - self._stream_began > STREAM_RETRY.most_s:
            self._stream_tries = 0  # not at the first word: a proxy may cut each stream after it
        self.tick()

    def _stream_ended(self) -> None:
        """Ask the feed at once; try the stream later, spread: a hub that restarts has many."""
        self._streaming = False
        if self._heard_at >= self._stream_began:  # a hub spoke and went
            self._auditing.suspect()
        self._stream_tries += 1
        self._stream_at = self._clock.monotonic() + STREAM_RETRY.pause_s(self._stream_tries)
        self.tick()

    def _stream_lost(self, _: KioskError) -> None:
        """The round that follows says how we stand with the hub."""

    def _publish(self, link: Link) -> None:
        self.link = link
        self.linked(link)

    def _not_written(self, error: KioskError) -> None:
        self._publish(replace(self.link, reason=error.code))
