"""What a member of staff asks, and the call for one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.hub_client.calls import Calls, part, staff
from kiosk.wire.calls import StaffCall
from kiosk.wire.customers import CustomerSummary, Granted
from kiosk.wire.staff import SignedIn, SignInRequest, StaffTask


class StaffCalls(Calls):
    """`kiosk.ports.hub.HubStaff`."""

    def call_staff(self, call: StaffCall) -> None:
        """Call an assistant to this terminal; repeating it calls once."""
        self._send("PUT", f"/v1/calls/{part(call.id)}", msgspec.json.encode(call))

    def sign_in(self, number: str, pin: str) -> SignedIn:
        """Sign a member of staff in."""
        return self._ask("POST", "/v1/staff/sign-in", SignedIn, SignInRequest(number, pin))

    def sign_out(self, staff_grant: str) -> None:
        """Sign a member of staff out."""
        self._send("DELETE", "/v1/staff/current", headers=staff(staff_grant))

    def staff_tasks(self, staff_grant: str) -> Sequence[StaffTask]:
        """Return what waits for staff, for the store of this terminal."""
        headers = staff(staff_grant)
        return self._ask("GET", "/v1/staff/tasks", tuple[StaffTask, ...], headers=headers)

    def finish_task(self, staff_grant: str, task_id: str) -> None:
        """Close a task."""
        path = f"/v1/staff/tasks/{part(task_id)}/done"
        self._send("POST", path, headers=staff(staff_grant))

    def find_customers(self, staff_grant: str, text: str) -> Sequence[CustomerSummary]:
        """Search customers for an assistant."""
        return self._ask(
            "GET",
            "/v1/customers",
            tuple[CustomerSummary, ...],
            headers=staff(staff_grant),
            params={"query": text.encode(errors="replace").decode()},  # half an emoji, typed
        )

    def open_customer(self, staff_grant: str, customer_id: str) -> Granted:
        """Open a customer that an assistant identified."""
        path = f"/v1/customers/{part(customer_id)}/open"
        return self._ask("POST", path, Granted, headers=staff(staff_grant))
