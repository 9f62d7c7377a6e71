"""Whom an assistant serves: opened by search or scan, with their file, and let go again."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane, Lanes
from kiosk.services.clienteling import Clienteling, CustomerFile
from kiosk.services.draining import Settled
from kiosk.services.identifying import Identifying
from kiosk.services.leaving import Leaving
from kiosk.services.link import Link
from kiosk.services.listeners import Listeners
from kiosk.services.session import Identified, Session, SessionState
from kiosk.services.syncing import Syncing
from kiosk.wire.customers import Profile
from kiosk.wire.staff import SignedIn

Opened = CustomerFile | Identified  # `Identified` alone: the hub is out of reach, their code is not


class Serving:
    """One customer at a time, the session's (main thread).

    `profile` is their file, None while only a scanned code speaks for them. `changed` tells
    that it or `busy` did; `opened` that somebody asked for was opened, `refused` why not.
    """

    def __init__(
        self,
        clienteling: Clienteling,
        identifying: Identifying,
        session: Session,
        leaving: Leaving,
        syncing: Syncing,
        lanes: Lanes,
    ) -> None:
        self._clienteling = clienteling
        self._identifying = identifying
        self._session = session
        self._leaving = leaving
        self._syncing = syncing
        self._lanes = lanes
        self._turn = 0  # counts what was begun: only the newest is taken
        self._tried = ""  # the grant whose file was asked for
        self.profile: Profile | None = None
        self.busy = False
        self.changed = Listeners[()]()
        self.opened = Listeners[()]()
        self.refused = Listeners[KioskError]()
        session.ended.add(self._session_ended)
        session.changed.add(self._read_file)
        syncing.linked.add(self._link_changed)
        syncing.settled.add(self._settled)

    def open(self, customer_id: str) -> None:
        """Open a customer found by the search."""
        state = self._session.state
        customer, staff = state.customer, state.staff
        if staff is None:
            return
        if customer is not None and customer.account.customer_id == customer_id:
            self.opened()
        else:
            self._begin(lambda: self._clienteling.open(staff, customer_id))

    def card(self, number: str) -> None:
        """Open whose loyalty card was scanned."""
        link = self._syncing.link
        self._scanned(lambda: self._identifying.by_card(number, link))

    def app_code(self, text: str) -> None:
        """Open whose app code was scanned; that works offline as well."""
        link = self._syncing.link
        self._scanned(lambda: self._identifying.by_app_code(text, link))

    def leave(self) -> None:
        """Be done with the customer: forgotten here, and their grant ended at the hub."""
        self._session.leave_customer()

    def take(self, found: Opened) -> None:
        """Serve a customer from now on; what is under way for another is late."""
        identified, before = identified_by(found), self._session.state.customer
        self._turn += 1
        if before is not None and before.account.customer_id != identified.account.customer_id:
            self.leave()
        elif before is not None and before.grant != identified.grant:
            self._leaving.give_back(before)
        self.busy = False
        self._tried = identified.grant
        self.profile = found.profile if isinstance(found, CustomerFile) else None
        self._session.identify(identified)
        self.changed()

    def let_go(self, found: Opened) -> None:
        """A customer who was opened is not served after all: end their grant."""
        self._leaving.give_back(identified_by(found))

    def _scanned(self, identify: Callable[[], Identified]) -> None:
        staff = self._session.state.staff
        if staff is not None:
            self._begin(lambda: self._read(staff, identify()))

    def _read(self, staff: SignedIn, found: Identified) -> Opened:
        """Add the file to who was scanned, if the hub is in reach (lane `net`)."""
        if not found.grant:
            return found
        try:
            file = self._clienteling.read(staff, found)
            if file.identified.grant != found.grant:
                self._identifying.forget(found)
        except HubUnreachable:
            return found  # the cable went this very moment: go on as offline
        return file

    def _begin(self, job: Callable[[], Opened], asked: bool = True) -> None:
        """Run `job` in lane `net`; `asked`: somebody wants to see the customer."""
        self.busy = True
        self._turn += 1
        turn = self._turn
        self.changed()
        self._lanes.run(
            Lane.NET,
            job,
            lambda found: self._took(turn, found, asked),
            lambda error: self._failed(turn, error),
        )

    def _took(self, turn: int, found: Opened, asked: bool) -> None:
        before = self._session.state.customer
        if turn != self._turn:  # overtaken, or the session ended: it is of no use any more
            if before is None or before.grant != identified_by(found).grant:
                self.let_go(found)
            return
        self.take(found)
        if asked:
            self.opened()

    def _failed(self, turn: int, error: KioskError) -> None:
        if turn == self._turn:
            self.busy = False
            self.changed()
            self.refused(error)

    def _read_file(self) -> None:
        """Who was scanned without the hub got a grant meanwhile: read their file."""
        customer, staff = self._session.state.customer, self._session.state.staff
        if customer is None or staff is None or self.profile is not None or self.busy:
            return
        if customer.grant and customer.grant != self._tried:
            self._tried = customer.grant
            # Nobody asked for the file now: it is read without leaving the page.
            self._begin(lambda: self._clienteling.read(staff, customer), asked=False)

    def _link_changed(self, link: Link) -> None:
        """Give a file that could not be read one more try."""
        if link.online and self.profile is None and not self.busy:
            self._tried = ""
            self._read_file()

    def _settled(self, _: Settled) -> None:
        """An order of theirs may have been confirmed: read points and history anew."""
        customer, staff = self._session.state.customer, self._session.state.staff
        if customer is not None and staff is not None and self.profile is not None:
            self._lanes.run(
                Lane.NET,
                lambda: self._clienteling.read(staff, customer).profile,
                lambda profile: self._refreshed(customer.grant, profile),
                lambda _: None,
            )

    def _refreshed(self, grant: str, profile: Profile) -> None:
        customer = self._session.state.customer
        if customer is not None and customer.grant == grant:
            self.profile = profile
            self.changed()

    def _session_ended(self, _: SessionState) -> None:
        self._turn += 1
        self.profile, self.busy, self._tried = None, False, ""


def identified_by(found: Opened) -> Identified:
    """Return who was opened, with or without their file."""
    return found.identified if isinstance(found, CustomerFile) else found
