"""What the shop asks of staff: about orders it has accepted, and shoppers who ask for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane
from kiosk.ports.orders import Action, ActionKind
from kiosk.services.browsing import Article
from kiosk.ui.context import Context
from kiosk.ui.models.orders.task_rows import CALL, TaskItem, TaskWords
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.wire.staff import StaffTask

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

LIST, NAMES = "staff-tasks", "staff-task-names"  # keys of the lanes' newest jobs
OPEN_MS, BESIDE_MS = 10_000, 30_000  # a shopper who asked for help stands and waits


@QmlElement
@QmlUncreatable("made by the runtime")
class TasksModel(QObject):
    """Read at sign-in, often while they are on the screen, now and then beside."""

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._words = TaskWords(context, self)
        self._rows = Rows(TaskItem, self)
        self._tasks: Sequence[StaffTask] | None = None
        self._articles: Mapping[str, Article] = {}
        self._closing: frozenset[str] = frozenset()
        self._closed: frozenset[str] = frozenset()
        self._error: KioskError | None = None
        self._timer = QTimer(self, interval=BESIDE_MS)
        self._timer.timeout.connect(self.refresh)
        context.events.sessionChanged.connect(self._session_changed)
        context.events.orderSettled.connect(self._settled)
        context.terminal.actions.refused.add(self._refused)
        context.events.linkChanged.connect(self._link_changed)
        context.speech.changed.connect(self._show)

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """The open tasks, oldest first."""
        return self._rows

    @Property(int, notify=changed)
    def count(self) -> int:
        """How many there are, for the badge."""
        return len(self._tasks or ())

    @Property("QStringList", notify=changed)
    def ids(self) -> list[str]:
        """Which ones."""
        return [task.id for task in self._tasks or ()]

    @Property(str, notify=changed)
    def status(self) -> str:
        """How the list stands: `loading`, `there`, `offline` or `failed`."""
        if self._error is not None:
            return "offline" if isinstance(self._error, HubUnreachable) else "failed"
        return "loading" if self._tasks is None else "there"

    @Property(str, notify=changed)
    def problem(self) -> str:
        """Why the list cannot be read, in words."""
        error = self._error
        return self._context.sentence(_code(error.code), error.args_) if error else ""

    @Slot()
    def open(self) -> None:
        """They are on the screen."""
        self._timer.setInterval(OPEN_MS)
        self.refresh()

    @Slot()
    def close(self) -> None:
        """They are not any more."""
        self._timer.setInterval(BESIDE_MS)

    @Slot()
    def refresh(self) -> None:
        """Ask the hub."""
        staff, clienteling = self._context.state.staff, self._context.terminal.clienteling
        if staff is not None:
            self._context.terminal.lanes.run(
                Lane.NET, lambda: clienteling.tasks(staff), self._took, self._failed, newest=LIST
            )

    @Slot(str)
    def finish(self, task_id: str) -> None:
        """Close a task."""
        staff, clienteling = self._context.state.staff, self._context.terminal.clienteling
        task = next((task for task in self._tasks or () if task.id == task_id), None)
        if staff is None or task is None or task_id in self._closing:
            return
        self._closing |= {task_id}
        self._show()
        clienteling.finish(
            staff,
            task,
            lambda: self._finished(task_id),
            lambda error: self._not_finished(task_id, error),
        )

    def _took(self, tasks: Sequence[StaffTask]) -> None:
        known = {task.id for task in self._tasks or ()}
        for task in tasks:
            if task.kind == CALL and task.id not in known:
                self._shell.notify_("info", "help_wanted", terminal=task.customer)
        # What was closed here is still on the hub's list until it has heard of it.
        self._closed &= {task.id for task in tasks}
        self._tasks, self._error = [task for task in tasks if task.id not in self._closed], None
        browsing, skus = self._context.terminal.browsing, {task.sku for task in tasks}
        self._context.terminal.lanes.run(
            Lane.READ, lambda: browsing.articles(skus), self._named, self._unnamed, newest=NAMES
        )

    def _named(self, found: Mapping[str, Article]) -> None:
        self._articles = found
        self._show()

    def _unnamed(self, _: KioskError) -> None:
        self._show()  # with the names that the orders hold

    def _failed(self, error: KioskError) -> None:
        self._error = error
        self.changed.emit()

    def _finished(self, task_id: str) -> None:
        if task_id not in self._closing:
            return  # whoever closed it has signed out
        self._closing -= {task_id}
        self._closed |= {task_id}
        self._tasks = [task for task in self._tasks or () if task.id != task_id]
        self._show()

    def _not_finished(self, task_id: str, error: KioskError) -> None:
        if task_id in self._closing:
            self._closing -= {task_id}
            self._shell.notify_("error", _code(error.code), **error.args_)
            self._show()

    def _refused(self, action: Action) -> None:
        """It is open again, and the sheet of orders says why."""
        if action.kind is ActionKind.TASK_FINISHED:
            self._closed -= {action.id}
            if self._context.state.staff is not None:
                self._shell.notify_("error", _code(action.reason))
                self.refresh()

    @Slot()
    def _session_changed(self) -> None:
        """Whoever signs in sees at once how much there is to do."""
        if self._context.state.staff is None:
            if self._timer.isActive():
                self._timer.stop()
                self._forget()
        elif not self._timer.isActive():
            self._timer.start()
            self.refresh()

    @Slot(object)
    def _settled(self, _: object) -> None:
        self.refresh()

    @Slot()
    def _link_changed(self) -> None:
        if self._error is not None and self._context.link.online:
            self.refresh()

    def _forget(self) -> None:
        for key in (LIST, NAMES):
            self._context.terminal.lanes.forget(key)
        self._tasks, self._closing, self._error = None, frozenset(), None
        self._show()

    @Slot()
    def _show(self) -> None:
        self._rows.replace(
            [
                self._words.item(task, self._articles.get(task.sku), task.id in self._closing)
                for task in self._tasks or ()
            ]
        )
        self.changed.emit()


def _code(code: str) -> str:
    return "sign_in_ended" if code == "grant_ended" else code
