"""Which page is shown, who may see it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.context import Context
from kiosk.ui.models.shell.frame_facts import FrameFacts
from kiosk.ui.pages import HOME, STAFFS_HOME, Page, row_of
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class Navigation(FrameFacts):
    """`pageShown` tells that a page is current and has its data."""

    pageChanged = Signal()
    pageShown = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._home = HOME[context.options.mode]
        self._page: str = self._home
        self._stack: list[str] = []

    @property
    def _start(self) -> str:
        """Where `home` leads: staff who are signed in to the customers, or to the orders."""
        if self._context.state.staff is None:
            return self._home
        return STAFFS_HOME[self._context.options.mode]

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        """The current page's name."""
        return self._page

    @Property(str, constant=True)
    def homePage(self) -> str:
        """The page a session begins on."""
        return self._home

    @Property(bool, notify=pageChanged)
    def canGoBack(self) -> bool:
        """There is a page to go back to; an order that was taken is not gone back from."""
        return self._page not in (self._start, Page.DONE)

    @Slot(str)
    def open(self, page: str) -> None:
        """Go to a page; `back` returns to this one. A page opened before is gone back to."""
        page = self._allowed(page)
        if page == self._page:
            return
        if page in (self._start, Page.DONE):
            self._stack.clear()
        elif page in self._stack:
            del self._stack[self._stack.index(page) :]
        else:
            self._stack.append(self._page)
        self._show(page)

    @Slot(str)
    def replace(self, page: str) -> None:
        """Go to a page that `back` does not return from to this one."""
        self._show(self._allowed(page))

    @Slot()
    def back(self) -> None:
        """Return to the page before."""
        if self.canGoBack:
            self._show(self._stack.pop() if self._stack else self._start)

    @Slot()
    def home(self) -> None:
        """Return to the first page; the session goes on."""
        self._stack.clear()
        self._show(self._start)

    @Slot(str)
    def confirmShown(self, page: str) -> None:
        """The window says that a page is current and its data are loaded."""
        if page == self._page:
            self.pageShown.emit(page)

    def _allowed(self, page: str) -> str:
        """Staff's pages are for whoever is signed in, and on the shop floor only some are."""
        if self._context.state.staff is None:
            return self._home if row_of(page).staff_only else page
        if self.mode == "assistant" or row_of(page).staff_on_the_floor:
            return page
        return self._start

    def _show(self, page: str) -> None:
        self._page = page
        self.dismissNotice()
        self.pageChanged.emit()
