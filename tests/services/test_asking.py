"""A call for an assistant is one call, however often it is sent."""

from __future__ import annotations

from kiosk.domain.ids import uuid7
from kiosk.services.asking import Asking
from tests.fake_hub import FakeClock, FakeHub


def test_asking_again_in_a_session_is_the_same_call() -> None:
    hub = FakeHub(FakeClock())
    asking, session = Asking(hub), uuid7(1)
    for about in ("4006381333931", "4006381333931", "other"):
        asking.call(session, about)
    asking.call(uuid7(2), "4006381333931")
    first, again, other, next_session = (call.id for call in hub.calls)
    assert first == again
    assert len({first, other, next_session}) == 3
