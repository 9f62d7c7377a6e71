"""Search as you type; a typed code counts as a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.code_kinds import UnknownCode
from kiosk.domain.codes import classify
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.ports.catalogue import ProductHit
from kiosk.services.browsing import PAGE
from kiosk.ui.context import Context
from kiosk.ui.models.product.categories import HitRow, hit_row
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

SLOW_MS = 300
LEAST_DIGITS = 8
MOST_PAGES = 10  # who has not found it by then types another word


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer; `words` are those that would find something where the whole text does not."""

    text: str
    pages: int
    hits: Sequence[ProductHit]
    words: tuple[str, ...] = ()


@QmlElement
@QmlUncreatable("made by the runtime")
class SearchModel(QObject):
    """`state`: `idle`, `loading` (only shown when slow), `results`, `none` or `failed`.

    What was found for the text before stays until there is another answer. `answered` tells
    that the results are those of another text.
    """

    changed = Signal()
    answered = Signal()
    exampleChanged = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._text = ""
        self._state = "idle"
        self._busy = False
        self._loading_more = False
        self._revision = 0
        self._example = ""
        self._found = _Found("", 0, ())
        self._results = Rows(HitRow, self)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._is_slow)
        context.events.sessionEnded.connect(self._clear)
        context.events.shopChanged.connect(self._find_example)
        context.events.snapshotChanged.connect(self._find_example)
        context.speech.changed.connect(self._show)
        context.speech.changed.connect(self._find_example)

    @Property(str, notify=changed)
    def text(self) -> str:
        """What was typed."""
        return self._text

    @Property(str, notify=exampleChanged)
    def hint(self) -> str:
        """What stands in the empty field: an example that finds something in this shop."""
        if not self._example:
            return QCoreApplication.translate("Search", "What are you looking for?")
        return f"{self._example}…"

    @Property(str, notify=exampleChanged)
    def hintOrCode(self) -> str:
        """The same where codes are typed, too."""
        if not self._example:
            return QCoreApplication.translate("Search", "A name, or the code from the label")
        text = QCoreApplication.translate("Search", "{example}\u00a0— or the code from the label")
        return text.format(example=self._example)

    @Property(str, notify=changed)
    def state(self) -> str:
        """What there is to show."""
        return self._state

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The answer takes so long that what is shown is of the text before."""
        return self._busy

    @Property(int, notify=changed)
    def revision(self) -> int:
        """Grows with every answer."""
        return self._revision

    @Property(Rows, constant=True)
    def results(self) -> Rows:
        """What was found, best first."""
        return self._results

    @Property("QStringList", notify=changed)
    def words(self) -> list[str]:
        """Words of the text that find something by themselves, where the text does not."""
        return list(self._found.words)

    @Slot(str)
    def type(self, text: str) -> None:
        """Search for what has been typed so far; an older search is dropped."""
        self._text, self._loading_more = text, False
        if not text.strip():
            self._context.terminal.lanes.forget("search")
            self._answer("idle", _Found("", 0, ()))
            return
        self._slow.start()
        self._search(1)
        self.changed.emit()

    @Slot()
    def more(self) -> None:
        """Read the next page; the list is near its end."""
        found = self._found
        whole = len(found.hits) < found.pages * PAGE or found.pages >= MOST_PAGES
        current = self._state == "results" and found.text == self._text
        if current and not whole and not self._loading_more:
            self._loading_more = True
            self._search(found.pages + 1)

    @Slot()
    def submit(self) -> None:
        """Enter was pressed: a code that was typed off a label is resolved like a scan."""
        text = self._text.replace(" ", "")
        if len(text) >= LEAST_DIGITS and not isinstance(classify(text), UnknownCode):
            self._shell.scan(text)

    def _search(self, pages: int) -> None:
        text, browsing = self._text, self._context.terminal.browsing

        def look() -> _Found:
            hits = browsing.search(text, pages)
            return _Found(text, pages, hits, () if hits else browsing.words_found(text))

        self._context.terminal.lanes.run(Lane.READ, look, self._got, self._failed, newest="search")

    def _got(self, found: _Found) -> None:
        self._loading_more = False
        self._revision += 1
        self._answer("results" if found.hits else "none", found)

    def _failed(self, _: KioskError) -> None:
        self._loading_more = False
        self._answer("failed", _Found(self._text, 0, ()))

    def _answer(self, state: str, found: _Found) -> None:
        another = found.text != self._found.text
        self._slow.stop()
        self._state, self._found, self._busy = state, found, False
        self._show()
        if another:
            self.answered.emit()

    @Slot()
    def _find_example(self) -> None:
        browsing, language = self._context.terminal.browsing, self._context.speech.language
        self._context.terminal.lanes.run(
            Lane.READ,
            lambda: browsing.search_example(language),
            self._got_example,
            lambda _: self._got_example(""),
            newest="search-example",
        )

    def _got_example(self, example: str) -> None:
        self._example = example
        self.exampleChanged.emit()

    @Slot()
    def _is_slow(self) -> None:
        self._busy = True
        if self._state != "results":
            self._state = "loading"
        self.changed.emit()

    @Slot()
    def _clear(self) -> None:
        self.type("")

    @Slot()
    def _show(self) -> None:
        self._results.replace([hit_row(hit, self._context) for hit in self._found.hits])
        self.changed.emit()
