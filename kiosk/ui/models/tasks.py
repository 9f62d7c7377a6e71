"""What the shop asks of staff about orders it has accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import HubUnreachable, KioskError
from kiosk.ui.context import Context
from kiosk.ui.messages import sentence
from kiosk.ui.models.outbox_rows import OrderWords
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell import Shell
from kiosk.ui.typed import QT_TRANSLATE_NOOP, Property, QmlUncreatable
from kiosk.wire.staff import StaffTask

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

LIST = "staff-tasks"  # key of the lanes' newest job
OPEN_MS, BESIDE_MS = 30_000, 300_000


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One task: what happened, what to do, about whom. `busy` while it is being closed."""

    taskId: str
    icon: str
    title: str
    what: str
    todo: str
    number: str
    who: str
    age: str
    busy: bool = False


@dataclass(frozen=True, slots=True)
class _Kind:
    """`what` is said with the line's name, which may be unknown."""

    icon: str
    title: str
    what: str
    todo: str


_KINDS = {
    "backorder": _Kind(
        "hourglass_top",
        QT_TRANSLATE_NOOP("Tasks", "Waits for goods"),
        QT_TRANSLATE_NOOP("Tasks", "Sold out: {item}. The customer waits for the next piece."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer: does the wait suit them?"),
    ),
    "moved": _Kind(
        "storefront",
        QT_TRANSLATE_NOOP("Tasks", "Collected at another store"),
        QT_TRANSLATE_NOOP("Tasks", "Sold out where it was promised, kept at {place}: {item}."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer: which store, and when it is ready."),
    ),
    "left_out": _Kind(
        "playlist_remove",
        QT_TRANSLATE_NOOP("Tasks", "Left out"),
        QT_TRANSLATE_NOOP("Tasks", "Sold out: {item}. It is not charged; the rest is on its way."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer and offer something similar."),
    ),
    "ordered_twice": _Kind(
        "content_copy",
        QT_TRANSLATE_NOOP("Tasks", "Perhaps ordered twice"),
        QT_TRANSLATE_NOOP("Tasks", "The same basket was ordered in another channel, too."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer: do they want both orders?"),
    ),
    "clock": _Kind(
        "schedule",
        QT_TRANSLATE_NOOP("Tasks", "A clock was wrong"),
        QT_TRANSLATE_NOOP("Tasks", "The terminal’s clock was far off: the shop’s time was taken."),
        QT_TRANSLATE_NOOP("Tasks", "Tell IT. The customer need not be called."),
    ),
    "miscounted": _Kind(
        "inventory_2",
        QT_TRANSLATE_NOOP("Tasks", "Stock does not match"),
        QT_TRANSLATE_NOOP("Tasks", "Handed over, though stock said there was none: {item}."),
        QT_TRANSLATE_NOOP("Tasks", "Count the shelf and correct the stock."),
    ),
}
_OTHER = _Kind(
    "assignment_late",
    QT_TRANSLATE_NOOP("Tasks", "Needs a look"),
    QT_TRANSLATE_NOOP("Tasks", "Something about this order needs a person."),
    QT_TRANSLATE_NOOP("Tasks", "Call the customer if it concerns them."),
)


@QmlElement
@QmlUncreatable("made by the runtime")
class TasksModel(QObject):
    """Read at sign-in, often while they are on the glass, now and then beside."""

    changed = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._words = OrderWords(context, self)
        self._rows = Rows(TaskItem, self)
        self._tasks: Sequence[StaffTask] | None = None
        self._closing: frozenset[str] = frozenset()
        self._error: KioskError | None = None
        self._timer = QTimer(self, interval=BESIDE_MS)
        self._timer.timeout.connect(self.refresh)
        context.events.sessionChanged.connect(self._session_changed)
        context.events.orderSettled.connect(self._settled)
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
        return sentence(_code(error), error.args_) if error else ""

    @Slot()
    def open(self) -> None:
        """They are on the glass."""
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
                "net", lambda: clienteling.tasks(staff), self._took, self._failed, newest=LIST
            )

    @Slot(str)
    def finish(self, task_id: str) -> None:
        """Close a task."""
        staff, clienteling = self._context.state.staff, self._context.terminal.clienteling
        if staff is None or task_id in self._closing:
            return
        self._closing |= {task_id}
        self._show()
        self._context.terminal.lanes.run(
            "net",
            lambda: clienteling.finish(staff, task_id),
            lambda _: self._finished(task_id),
            lambda error: self._not_finished(task_id, error),
        )

    def _took(self, tasks: Sequence[StaffTask]) -> None:
        self._tasks, self._error = tasks, None
        self._show()

    def _failed(self, error: KioskError) -> None:
        self._error = error
        self.changed.emit()

    def _finished(self, task_id: str) -> None:
        if task_id not in self._closing:
            return  # whoever closed it has signed out
        # An answer that was under way may still hold it.
        self._context.terminal.lanes.forget(LIST)
        self._closing -= {task_id}
        self._tasks = [task for task in self._tasks or () if task.id != task_id]
        self._show()

    def _not_finished(self, task_id: str, error: KioskError) -> None:
        if task_id in self._closing:
            self._closing -= {task_id}
            self._shell.notify_("error", _code(error), **error.args_)
            self._show()

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
        self._context.terminal.lanes.forget(LIST)
        self._tasks, self._closing, self._error = None, frozenset(), None
        self._show()

    @Slot()
    def _show(self) -> None:
        self._rows.replace([self._item(task) for task in self._tasks or ()])
        self.changed.emit()

    def _item(self, task: StaffTask) -> TaskItem:
        kind, place = _KINDS.get(task.kind, _OTHER), self._context.place_name(task.location_id)
        say: Callable[[str], str] = lambda text: QCoreApplication.translate("Tasks", text)  # noqa: E731
        item = TaskItem(
            taskId=task.id,
            icon=kind.icon,
            title=say(kind.title),
            what=say(kind.what)
            .replace("{place}", place or task.location_id)
            .replace("{item}", task.name or task.sku),
            todo=say(kind.todo),
            number=task.number,
            who=" · ".join(part for part in (task.customer, task.phone) if part),
            age=self._words.ago(task.made_at),
        )
        return replace(item, busy=task.id in self._closing)


def _code(error: KioskError) -> str:
    return "sign_in_ended" if error.code == "grant_ended" else error.code
