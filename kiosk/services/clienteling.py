"""What a sales assistant does: sign in, find a customer, see all their channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from kiosk.domain import phones
from kiosk.errors import KioskError
from kiosk.ports.hub import Hub
from kiosk.ports.orders import ActionKind
from kiosk.services.actions import ActionOutbox
from kiosk.services.senders import FinishedTask
from kiosk.services.session import Identified
from kiosk.wire.customers import CustomerSummary, Profile
from kiosk.wire.orders import Evidence
from kiosk.wire.staff import SignedIn, StaffTask


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """A customer opened by an assistant."""

    identified: Identified
    profile: Profile


class Clienteling:
    """Use cases of the assistant (lane `net`)."""

    def __init__(self, hub: Hub, actions: ActionOutbox) -> None:
        self._hub = hub
        self._actions = actions

    def sign_in(self, number: str, pin: str) -> SignedIn:
        """Sign in by badge or number. Raises `HubRefused`: `sign_in_failed`, `sign_in_locked`."""
        return self._hub.sign_in(number, pin)

    def sign_out(self, staff: SignedIn) -> None:
        """End the sign-in at the hub; the terminal has forgotten it already."""
        self._hub.sign_out(staff.grant)

    def find(self, staff: SignedIn, text: str) -> Sequence[CustomerSummary]:
        """Find customers by name, phone digits or card number."""
        return self._hub.find_customers(staff.grant, text)

    def open(self, staff: SignedIn, customer_id: str) -> CustomerFile:
        """Open a customer: their profile, and their open basket for this session."""
        granted = self._hub.open_customer(staff.grant, customer_id)
        return self._file(staff, granted.grant, Identified(granted.account, Evidence("guest")))

    def read(self, staff: SignedIn, customer: Identified) -> CustomerFile:
        """Read the profile of a customer who was identified by a scan."""
        if customer.account.customer_id and customer.evidence.kind == "card":
            return self.open(staff, customer.account.customer_id)
        return self._file(staff, customer.grant, customer)

    def tasks(self, staff: SignedIn) -> Sequence[StaffTask]:
        """What waits for a person about the orders of this store, oldest first."""
        phones.load()  # they show guests' numbers
        return self._hub.staff_tasks(staff.grant)

    def finish(
        self,
        staff: SignedIn,
        task: StaffTask,
        committed: Callable[[], None],
        failed: Callable[[KioskError], None],
    ) -> None:
        """Close a task, as soon as the hub can be told (main thread).

        One that somebody else has closed is closed, too.
        """
        finished = FinishedTask(task.id, staff.grant, task.number)
        body = msgspec.json.encode(finished)
        self._actions.commit(task.id, ActionKind.TASK_FINISHED, body, committed, failed)

    def _file(self, staff: SignedIn, grant: str, customer: Identified) -> CustomerFile:
        profile = self._hub.profile(grant)
        account = profile.account
        log = self._hub.basket(grant, account.basket_id).log if account.basket_id else ()
        evidence = Evidence("staff", staff_grant_id=staff.grant_id)
        return CustomerFile(Identified(account, evidence, grant, log), profile)
