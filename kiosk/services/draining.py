"""The outbox out: orders on their way to the hub, each until it is decided."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from kiosk.domain.back_off import BackOff
from kiosk.errors import HubRefused, HubUnreachable, KioskError
from kiosk.lanes import Lane, Lanes
from kiosk.ports.hub import Answered, Hub
from kiosk.ports.machine import Clock
from kiosk.ports.orders import Outbox, OutboxRow
from kiosk.services.listeners import Listeners
from kiosk.wire.orders import OrderAnswer

BATCH = 8
PROBE = 1
LOW_WATER = 1  # one that hangs does not hold up the next batch
DECISIONS = {400, 422}  # the order itself was judged; any other refusal may pass
RETRY = BackOff(1.0, 60.0, spread=True)


@dataclass(frozen=True, slots=True)
class Settled:
    """The hub decided on an order: `answer` if accepted, else `reason` (a problem code)."""

    row: OutboxRow
    answer: OrderAnswer | None
    reason: str = ""


class Draining:
    """Lends rows to lane `orders` and writes down what the hub said (main thread).

    `settled` is told of each decided order, `faulted` of a store that cannot be written,
    `emptied` that no order is due: whatever else is to be sent may go.

    A batch follows the other for as long as the hub takes them; what it asks for with
    `Retry-After` holds for all orders of this terminal.
    """

    def __init__(self, hub: Hub, outbox: Outbox, clock: Clock, lanes: Lanes) -> None:
        self._hub = hub
        self._outbox = outbox
        self._clock = clock
        self._lanes = lanes
        self.settled = Listeners[Settled]()
        self.faulted = Listeners[KioskError]()
        self.emptied = Listeners[()]()
        self._leasing = False
        self._asked = False
        self._under_way = 0
        self._goes_on = False
        self._quiet_until = 0.0

    def go(self) -> None:
        """Send what is due; what comes up while a batch is under way follows it."""
        if self._leasing or self._under_way > LOW_WATER:
            self._asked = True
            return
        self._lease(BATCH)

    def probe(self) -> None:
        """Offer one order to a hub that may be out of reach; if it is taken the others follow."""
        if not (self._leasing or self._under_way):
            self._lease(PROBE)

    def _lease(self, limit: int) -> None:
        if self._clock.monotonic() < self._quiet_until:
            return
        self._leasing, self._asked = True, False
        now_ms = self._now_ms()
        self._lanes.run(
            Lane.DISK,
            lambda: self._outbox.lease(now_ms, limit),
            lambda rows: self._leased(rows, limit == PROBE),
            self.faulted,
            ended=self._lease_ended,
        )

    def _lease_ended(self) -> None:
        self._leasing = False

    def _leased(self, rows: Sequence[OutboxRow], probing: bool) -> None:
        self._under_way += len(rows)
        self._goes_on = bool(rows)
        for row in rows:
            self._send(row, probing)
        if rows:
            return
        if self._asked:
            self.go()
        elif not probing:
            self.emptied()

    def _send(self, row: OutboxRow, probing: bool) -> None:
        self._lanes.run(
            Lane.ORDERS,
            lambda: self._hub.put_order(row.order_id, row.body, row.answer or b""),
            lambda answered: self._accepted(row, answered),
            lambda error: self._not_accepted(row, error, probing),
            ended=self._sent,
        )

    def _sent(self) -> None:
        """After a bug too; what the hub said is then under way to the disk."""
        self._under_way -= 1

    def _accepted(self, row: OutboxRow, answered: Answered) -> None:
        answer, epoch = answered.answer, answered.epoch
        content = msgspec.json.encode(answer)
        self._write(
            lambda: self._outbox.accept(row.order_id, content, epoch, answer.sequence),
            Settled(row, answer),
        )

    def _not_accepted(self, row: OutboxRow, error: KioskError, probing: bool) -> None:
        if isinstance(error, HubRefused) and error.status in DECISIONS:
            self._write(
                lambda: self._outbox.reject(row.order_id, error.code, str(error.args_)),
                Settled(row, None, error.code),
            )
            return
        self._goes_on = False
        asked = error.retry_after_s if isinstance(error, HubUnreachable) else None
        # A probe waits for no more than the next round: when the hub is back it goes at once.
        wait_s = 0.0 if probing and asked is None else delay_s(row.attempts, asked)
        if asked is not None:
            self._quiet_until = max(self._quiet_until, self._clock.monotonic() + wait_s)
        at_ms = self._now_ms() + int(wait_s * 1000)
        self._write(lambda: self._outbox.retry_at(row.order_id, at_ms), None)

    def _write(self, write: Callable[[], None], settled: Settled | None) -> None:
        def written(_: None) -> None:
            if settled is not None:
                self.settled(settled)

        self._under_way += 1
        self._lanes.run(Lane.DISK, write, written, self.faulted, ended=self._one_ended)

    def _one_ended(self) -> None:
        self._under_way -= 1
        if self._under_way <= LOW_WATER and (self._goes_on or self._asked):
            self.go()

    def _now_ms(self) -> int:
        return int(self._clock.monotonic() * 1000)


def delay_s(attempts: int, asked: float | None) -> float:
    """Return how long what was not taken rests: as the hub asked, spread, or ever longer."""
    if asked is not None:
        return asked + random.uniform(0, RETRY.first_s)  # noqa: S311  # spread, not secrecy
    return RETRY.pause_s(attempts)
