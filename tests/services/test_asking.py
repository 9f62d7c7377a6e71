"""A call for an assistant is one call, however often it is asked for."""

from __future__ import annotations

from kiosk.domain.ids import uuid7
from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop


def test_asking_again_in_a_session_is_the_same_call(shop: FakeShop, main: MainThread) -> None:
    asking, session = shop.terminal.asking, uuid7(1)
    ids: list[str] = []
    for about in ("4006381333931", "4006381333931", "other"):
        asking.call(session, about, ids.append, main.bugs.append)
    asking.call(uuid7(2), "4006381333931", ids.append, main.bugs.append)
    main.until(lambda: len(ids) == 4)
    first, again, other, next_session = ids
    assert first == again
    assert len({first, other, next_session}) == 3
    assert shop.actions.kept.keys() == set(ids)
