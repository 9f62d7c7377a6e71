"""Other actions than orders: written down before anybody is told, sent when no order waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import msgspec

from kiosk.errors import HubRefused, HubUnreachable, KioskError, NotAuthorised
from kiosk.lanes import Lane, Lanes, Steps
from kiosk.ports.machine import Clock
from kiosk.ports.orders import Action, ActionKind, Actions
from kiosk.services.draining import delay_s
from kiosk.services.listeners import Listeners

PASSING = frozenset({423, 429})  # locked for some minutes, as somebody guesses; too much at once
DAY_S = 24 * 3600.0
KEPT_S = {
    ActionKind.LEFT_BASKET: DAY_S,
    ActionKind.TASK_FINISHED: 7 * DAY_S,
    ActionKind.CALL: 15 * 60.0,  # nobody waits longer
}

Send = Callable[[bytes], None]
"""Tells the hub (lane `orders`). Raises what `kiosk.ports.hub` does; repeating it is no error."""


class ActionOutbox:
    """Commits in lane `disk`, sends one at a time in lane `orders`; used on the main thread.

    One at a time leaves a worker of the lane to the orders. `sent` and `refused` are told of
    each that is decided, `committed` that there is one more.
    """

    def __init__(
        self, store: Actions, senders: Mapping[ActionKind, Send], clock: Clock, lanes: Lanes
    ) -> None:
        self.committed = Listeners[()]()
        self.sent = Listeners[Action]()
        self.refused = Listeners[Action]()
        self._store = store
        self._senders = senders
        self._clock = clock
        self._lanes = lanes
        self._steps = Steps(lanes, lambda _: None)  # a broken store shows where orders are
        self._again = False
        self._quiet_until = 0.0

    def commit(
        self,
        action_id: str,
        kind: ActionKind,
        body: bytes,
        committed: Callable[[], None] = lambda: None,
        failed: Callable[[KioskError], None] = lambda _: None,
    ) -> None:
        """Write an action down, then tell `committed`; it is kept as long as its kind is needed."""
        action = Action(action_id, kind, self._wall_ms(), int(KEPT_S[kind] * 1000), body)

        def done(_: None) -> None:
            committed()
            self.committed()

        self._lanes.run(Lane.DISK, lambda: self._store.commit(action), done, failed)

    def go(self) -> None:
        """Send what is due; the hub is in reach, and no order is due."""
        if self._steps.busy:
            self._again = True
        elif self._clock.monotonic() >= self._quiet_until:
            self._again = False
            now_ms, wall_ms = self._now_ms(), self._wall_ms()
            self._steps.step(Lane.DISK, lambda: self._store.lease(now_ms, wall_ms, 1), self._leased)

    def _leased(self, found: Sequence[Action]) -> None:
        for action in found:
            self._steps.step(
                Lane.ORDERS,
                partial(self._send, action),
                partial(self._tried, action),
            )
        if not found and self._again:
            self.go()

    def _send(self, action: Action) -> KioskError | None:
        """Tell the hub (lane `orders`); return why it did not take it."""
        try:
            self._senders[action.kind](action.body)
        except msgspec.DecodeError:
            return HubRefused("bad_request", 400)
        except KioskError as error:
            return error
        return None

    def _tried(self, action: Action, error: KioskError | None) -> None:
        if error is None:
            self._write(lambda: self._store.done(action.id), lambda: self.sent(action))
        elif _is_decision(error):
            reason = error.code
            self._write(
                lambda: self._store.refuse(action.id, reason),
                lambda: self.refused(replace(action, reason=reason)),
            )
        else:
            asked = error.retry_after_s if isinstance(error, HubUnreachable) else None
            wait_s = delay_s(action.attempts, asked)
            if isinstance(error, HubUnreachable):  # nor would another come through now
                self._quiet_until = self._clock.monotonic() + wait_s
            at_ms = self._now_ms() + int(wait_s * 1000)
            self._write(lambda: self._store.retry_at(action.id, at_ms), lambda: None)

    def _write(self, write: Callable[[], None], tell: Callable[[], None]) -> None:
        def written(_: None) -> None:
            tell()
            self.go()

        self._steps.step(Lane.DISK, write, written)

    def _now_ms(self) -> int:
        return int(self._clock.monotonic() * 1000)

    def _wall_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def _is_decision(error: KioskError) -> bool:
    """Tell whether the hub judged the action itself; any other refusal may pass."""
    return (
        isinstance(error, HubRefused)
        and not isinstance(error, NotAuthorised)
        and error.status not in PASSING
    )
