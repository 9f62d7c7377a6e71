"""A hub whose feed leads nowhere, or whose stream will not be silent."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from kiosk.services.link import Reach
from kiosk.wire.feed import ChangesPage
from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop
from tests.patience import PATIENCE_S


@pytest.mark.parametrize(("following", "more"), [(7, True), (6, True), (6, False)])
def test_a_feed_that_stands_still_or_goes_back_is_no_hubs(
    shop: FakeShop,
    main: MainThread,
    monkeypatch: pytest.MonkeyPatch,
    following: int,
    more: bool,
) -> None:
    asked: list[int] = []

    def changes(since: int, *_: object) -> ChangesPage:
        asked.append(since)
        return ChangesPage("epoch-1", (), following, more, shop.clock.now().isoformat())

    monkeypatch.setattr(shop.hub, "changes", changes)
    syncing = shop.terminal.syncing
    syncing.tick()
    main.until(lambda: syncing.link.reason)
    assert (syncing.link.reach, syncing.link.reason) == (Reach.OFFLINE, "hub_nonsense")
    assert asked == [7]


def test_a_stream_that_speaks_a_thousand_times_is_one_word_to_the_main_thread(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken, over = threading.Event(), threading.Event()

    def listen(heard: Callable[[int], None]) -> None:
        for number in range(1000):
            heard(number)
        spoken.set()
        over.wait(PATIENCE_S)

    monkeypatch.setattr(shop.hub, "listen", listen)
    syncing = shop.terminal.syncing
    syncing.tick()
    main.until(lambda: syncing._streaming)
    try:
        assert spoken.wait(PATIENCE_S)
        assert main.waiting.qsize() < 20
        main.until(lambda: syncing._heard_at > 0)
    finally:
        over.set()
