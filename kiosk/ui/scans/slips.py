"""From an order's slip to the order, for staff."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from kiosk.domain.orders import OutboxState
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ports.orders import OutboxRow
from kiosk.ui.context import Context
from kiosk.ui.models.orders.outbox import OutboxModel
from kiosk.ui.models.orders.refused_order import RefusedOrderModel
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.scan_results import Scans

FIND = "slip"  # key of the lanes' newest job


class Slips(QObject):
    """Opens the order whose slip was scanned; to shoppers it only says what they hold."""

    def __init__(
        self, context: Context, shell: Shell, outbox: OutboxModel, refused: RefusedOrderModel
    ) -> None:
        super().__init__(shell)
        self._context = context
        self._shell = shell
        self._outbox = outbox
        self._refused = refused
        context.events.sessionChanged.connect(self._session_changed)

    def connect_to(self, scans: Scans) -> None:
        """Take what is scanned from now on."""
        scans.slipScanned.connect(self._slip)

    @Slot(str)
    def _slip(self, number: str) -> None:
        if self._context.state.staff is None:
            shopper = self._context.options.mode == "shopper"
            code = "slip_scanned" if shopper else "sign_in_first"
            self._shell.notify_("info", code, about=number)
            return
        orders = self._context.terminal.orders
        self._context.terminal.lanes.run(
            Lane.DISK,
            lambda: orders.find(number),
            lambda row: self._found(number, row),
            self._failed,
            newest=FIND,
        )

    def _found(self, number: str, row: OutboxRow | None) -> None:
        if row is None:
            self._shell.notify_("info", "slip_elsewhere", about=number)
        elif row.state is OutboxState.REJECTED and not row.resolution:
            self._refused.open(row.order_id)
        else:
            self._outbox.point_to(number)
            self._shell.open(Page.OUTBOX)

    def _failed(self, error: KioskError) -> None:
        self._shell.notify_("error", error.code, **error.args_)

    @Slot()
    def _session_changed(self) -> None:
        """Whoever has signed out is shown no order."""
        if self._context.state.staff is None:
            self._context.terminal.lanes.forget(FIND)
