"""Plays at the real window and says how long things took."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count, cycle
from typing import cast

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.app import Kiosk
from kiosk.demo.hands import Hands, NotSeen
from kiosk.ui.models.press_guard import PressGuard
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.search import SearchModel
from tests.benchmarks.window.stalls import Followed, Stalls

WARM_UP = 3  # rounds: what is loaded once is no stall of the arriving data
Code = tuple[str, str]
"""A GTIN and the SKU that it must lead to."""


class Play:
    """The public methods are the tasks; all times are in milliseconds."""

    def __init__(self, kiosk: Kiosk, bugs: list[BaseException]) -> None:
        self._kiosk = kiosk
        self._shell = kiosk.ui.shell
        self._product = cast(ProductModel, kiosk.ui.models["product"])
        self._search = cast(SearchModel, kiosk.ui.models["search"])
        self._presses = cast(PressGuard, kiosk.ui.models["presses"])
        self._hands = Hands(kiosk.ui.window, bugs)
        self._shown: list[str] = []
        self._tile = QPoint()
        self._shell.pageShown.connect(self._shown.append)
        self._hands.wait(lambda: self._shell.catalogueReady, "a catalogue")

    def rest(self, seconds: float) -> dict[str, object]:
        """Do nothing for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._hands.pump()
        return {}

    def online(self) -> dict[str, object]:
        """Wait for the hub."""
        self._hands.wait(lambda: self._shell.linkState == "online", "the hub")
        return {}

    def scans(self, codes: list[Code]) -> dict[str, object]:
        """Scan; every other time from the first page."""
        took = []
        for number, code in enumerate(codes):
            if number % 2:
                self._leave()
            took.append(self._scan(code))
        return {"ms": took}

    def taps(self, codes: list[Code], texts: list[str]) -> dict[str, object]:
        """Tap through the shop, a round a code; milliseconds by what was tapped."""
        took: dict[str, list[float]] = {}
        typed = cycle(texts)
        for code in codes:
            self._scan(code)
            if self._product.canAdd:
                self._tap(took, "add", lambda: self._product.added)
            self._tap(took, "basketButton", self._page("basket"))
            self._leave()
            self._tap(took, "searchBox", self._page("search"))
            self._type(next(typed))
            if tile := self._first("tile."):
                self._tap(took, tile, self._page("product"), "tile")
                before = self._product.revision
                if other := [row for row in self._product.sizes.rows if not row.selected]:
                    size = f"size.{other[0].size}"
                    self._tap(took, size, lambda: self._product.revision > before, "size")  # noqa: B023
            self._shell.home()
            self._hands.painted()
            if category := self._first("category."):
                self._tap(took, category, self._page("category"), "category")
            self._leave()
        return {"ms": took}

    def keys(self, texts: list[str]) -> dict[str, object]:
        """Type; from each key to its results on the glass."""
        took: list[float] = []
        for text in texts:
            self._shell.open("search")
            self._hands.wait(self._page("search"), "the search page")
            took += self._type(text)
            self._leave()
        return {"ms": took}

    def use(
        self,
        codes: list[Code],
        texts: list[str],
        rounds: int = 0,
        until: tuple[int, str] | None = None,
        at_most_s: float = 900.0,
    ) -> dict[str, object]:
        """Use the shop for some rounds, or until a change and a file are in use; listen to the
        event loop all the while.
        """
        self._aim(texts[0])
        for code, text in zip(codes[:WARM_UP], texts, strict=False):
            self._round(code, text)
        stalls, followed = Stalls(), Followed(self._kiosk, until)
        stalls.start()
        for number, code, text in zip(count(1), cycle(codes), cycle(texts)):
            self._round(code, text)
            if followed.all_there() or (until is None and number >= rounds):
                break
            if time.monotonic() - stalls.began > at_most_s:
                raise NotSeen("the change and the file in use")
        stalls.stop()
        return {
            "gaps_ms": stalls.gaps,
            "longest_at_s": stalls.longest_at,
            "there_s": {what: at - stalls.began for what, at in followed.seen.items()},
            "rounds": number,
        }

    # One thing at a time

    def _scan(self, code: Code) -> float:
        gtin, sku = code
        self._shown.clear()
        began = time.monotonic()
        self._shell.scan(gtin)
        self._hands.wait(
            lambda: "product" in self._shown and self._product.sku == sku, f"the product {sku}"
        )
        return (self._hands.painted() - began) * 1000

    def _type(self, text: str) -> list[float]:
        took = []
        for character in text:
            before, began = self._search.revision, time.monotonic()
            self._hands.type(character)
            if self._search.text.strip():
                self._hands.wait(lambda: self._search.revision > before, "an answer")  # noqa: B023
                took.append((self._hands.painted() - began) * 1000)
        return took

    def _tap(
        self, took: dict[str, list[float]], name: str, seen: Callable[[], object], what: str = ""
    ) -> None:
        at = self._hands.aim(name)
        self._shown.clear()
        began = time.monotonic()
        self._hands.press(at)
        self._hands.wait(seen, f"an answer to {name}")
        took.setdefault(what or name, []).append((self._hands.painted() - began) * 1000)

    def _page(self, name: str) -> Callable[[], bool]:
        return lambda: name in self._shown and self._shell.page == name

    def _first(self, prefix: str) -> str:
        """Return the first item on the glass whose name begins so."""
        found = ((i.mapToScene(QPoint(0, 0)), i.objectName()) for i in self._hands.items())
        named = [(at.y(), at.x(), name) for at, name in found if name.startswith(prefix)]
        return min(named)[2] if named else ""

    def _leave(self) -> None:
        self._shell.endSession()
        self._hands.wait(lambda: self._shell.page == self._shell.homePage, "the first page")
        self._hands.painted()

    def _serve(self, code: Code, text: str) -> None:
        self._scan(code)
        self._product.add()
        self._shell.open("search")
        before = self._search.revision
        self._search.type(text)
        self._hands.wait(lambda: self._search.revision > before, "an answer")
        self._hands.painted()
        self._leave()

    def _aim(self, text: str) -> None:
        """Learn where the first tile is: looking for it takes the event loop's time."""
        self._leave()
        self._press("searchBox", self._page("search"))
        self._type(text)
        self._tile = self._hands.aim(self._first("tile."))
        self._leave()

    def _place(self, name: str) -> QPoint:
        """Return the middle of an item that is no row's, at Qt's own speed."""
        window = self._kiosk.ui.window
        self._hands.wait(
            lambda: any(item.isVisible() for item in window.findChildren(QQuickItem, name)),
            f"an item {name!r}",
        )
        item = next(i for i in window.findChildren(QQuickItem, name) if i.isVisible())
        around = item.parentItem()
        while around is not None:  # what has just come into sight moves its neighbours
            around.ensurePolished()
            around = around.parentItem()
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def _press(self, name: str, seen: Callable[[], object]) -> None:
        at = self._tile if name == "tile" else self._place(name)
        self._hands.wait(lambda: self._presses.takes, f"{name!r} to take a press")
        self._shown.clear()
        self._hands.press(at)
        self._hands.wait(seen, f"an answer to {name}")
        self._hands.painted()

    def _round(self, code: Code, text: str) -> None:
        self._scan(code)
        if self._product.canAdd:
            self._press("add", lambda: self._product.added)
            self._press("basketButton", self._page("basket"))
        self._leave()
        self._press("searchBox", self._page("search"))
        self._type(text)
        if self._search.state == "results":
            self._press("tile", self._page("product"))
        self._leave()
