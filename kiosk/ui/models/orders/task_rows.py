"""A task of the shop as a row: what happened, what to do, about whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from kiosk.services.browsing import Article
from kiosk.ui.context import Context
from kiosk.ui.models.orders.outbox_rows import OrderWords
from kiosk.ui.models.orders.refused_rows import spaced
from kiosk.ui.typed import QT_TRANSLATE_NOOP
from kiosk.wire.staff import StaffTask

CALL = "call"  # the kind of a task that is about no order
_GAP = re.compile(r"\{(\w+)\}")


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
    icon: str
    title: str
    what: str
    todo: str


_KINDS = {
    "backorder": _Kind(
        "hourglass_top",
        QT_TRANSLATE_NOOP("Tasks", "Customer is waiting for stock"),
        QT_TRANSLATE_NOOP("Tasks", "Sold out: {item}."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer: does the wait suit them?"),
    ),
    "moved": _Kind(
        "storefront",
        QT_TRANSLATE_NOOP("Tasks", "Moved to {place}"),
        QT_TRANSLATE_NOOP("Tasks", "Sold out where it was promised: {item}."),
        QT_TRANSLATE_NOOP("Tasks", "Call and tell the customer."),
    ),
    "left_out": _Kind(
        "playlist_remove",
        QT_TRANSLATE_NOOP("Tasks", "Removed from the order"),
        QT_TRANSLATE_NOOP("Tasks", "Sold out: {item}. It is not charged; the rest is on its way."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer and offer something similar."),
    ),
    "ordered_twice": _Kind(
        "content_copy",
        QT_TRANSLATE_NOOP("Tasks", "Possible duplicate"),
        QT_TRANSLATE_NOOP("Tasks", "The same basket was also ordered in another channel."),
        QT_TRANSLATE_NOOP("Tasks", "Call the customer: do they want both orders?"),
    ),
    "clock": _Kind(
        "schedule",
        QT_TRANSLATE_NOOP("Tasks", "The terminal clock was wrong"),
        QT_TRANSLATE_NOOP("Tasks", "The server time was used."),
        QT_TRANSLATE_NOOP("Tasks", "Tell IT. The customer need not be called."),
    ),
    "miscounted": _Kind(
        "inventory_2",
        QT_TRANSLATE_NOOP("Tasks", "Stock does not match"),
        QT_TRANSLATE_NOOP("Tasks", "Handed over, though stock said there was none: {item}."),
        QT_TRANSLATE_NOOP("Tasks", "Count the shelf and correct the stock."),
    ),
    "call": _Kind(
        "support_agent",
        QT_TRANSLATE_NOOP("Tasks", "Help wanted"),
        QT_TRANSLATE_NOOP("Tasks", "Terminal {terminal}: a shopper needs help. {about}"),
        QT_TRANSLATE_NOOP("Tasks", "Go to the terminal, then press “Done”."),
    ),
    "not_handed_over": _Kind(
        "sync_problem",
        QT_TRANSLATE_NOOP("Tasks", "Not passed on"),
        QT_TRANSLATE_NOOP("Tasks", "The shop’s system does not take this order, again and again."),
        QT_TRANSLATE_NOOP("Tasks", "Tell head office: {number}"),
    ),
}
_OTHER = _Kind(
    "assignment_late",
    QT_TRANSLATE_NOOP("Tasks", "Needs a look"),
    QT_TRANSLATE_NOOP("Tasks", "Something about this order needs a person."),
    QT_TRANSLATE_NOOP("Tasks", "Call the customer if it concerns them."),
)


class TaskWords:
    """Words for the tasks, in the language on the screen."""

    def __init__(self, context: Context, parent: QObject) -> None:
        self._context = context
        self._orders = OrderWords(context, parent)

    def item(self, task: StaffTask, article: Article | None, busy: bool) -> TaskItem:
        """Say what a task is about; an article the catalogue lacks by its name in the order."""
        kind = _KINDS.get(task.kind, _OTHER)
        values = {
            "place": self._place(task.location_id),
            "item": self._named(article) if article else task.name or task.sku,
            "number": task.number,
            "terminal": task.customer,
            "about": task.name,
        }
        of_order = task.kind != CALL

        def say(text: str) -> str:
            said = QCoreApplication.translate("Tasks", text)
            # One pass, so that a name that looks like a gap stays what it is.
            return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), said)

        phone = spaced(task.phone)
        return TaskItem(
            taskId=task.id,
            icon=kind.icon,
            title=say(kind.title),
            what=say(kind.what),
            todo=say(kind.todo),
            number=task.number,
            who=" · ".join(part for part in (task.customer, phone) if part and of_order),
            age=self._orders.ago(task.made_at),
            busy=busy,
        )

    def _place(self, location_id: str) -> str:
        name = self._context.place_name(location_id) or location_id
        return name or QCoreApplication.translate("Tasks", "another store")

    def _named(self, article: Article) -> str:
        pick = self._context.pick
        return f"{pick(article.name)}, {pick(article.colour)}, {article.size}"
