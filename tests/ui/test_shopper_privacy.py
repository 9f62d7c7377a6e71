"""The next shopper never sees the last one."""

from __future__ import annotations

import gc

import pytest

from tests.fakes import ANNA_CARD, RAIN_98
from tests.ui_driver import Build, Driver, live_strings

NAME, STREET, PHONE = "Анна", "Потайная", "89031112233"


def _leaves_traces(d: Driver) -> Driver:
    d.scan(d.shop.gtin(RAIN_98))
    d.wait_page("product")
    d.tap("add")
    d.scan(ANNA_CARD)
    d.wait(lambda: d.has("customer"))
    d.settle()
    d.tap("toBasket")
    d.wait_page("basket")
    d.tap("order")
    d.wait_page("checkout")
    d.tap("street")
    d.type(STREET)
    d.checkout.fill("phone", PHONE)
    d.settle()
    assert any(STREET in text for text in live_strings(d.window))
    return d


def _held(d: Driver) -> list[str]:
    """What QML objects, view models and the session still hold of the shopper."""
    gc.collect()
    strings = list(live_strings(d.window))
    for model in [d.ui.shell, *d.ui.models.values()]:
        strings += list(live_strings(model))
        strings += [repr(value) for value in vars(model).values()]
    strings.append(repr(d.shop.terminal.session.state))
    return [s for s in strings for secret in (NAME, STREET, PHONE) if secret in s]


@pytest.mark.parametrize("ending", ["idle", "button"])
def test_nothing_of_the_shopper_is_left_after_the_session(build: Build, ending: str) -> None:
    d = _leaves_traces(build())
    if ending == "idle":
        d.shop.clock.advance(61)
        d.ui.shell.idle.tick()
        assert d.has("stillThere")
        d.shop.clock.advance(21)
        d.ui.shell.idle.tick()
    else:
        d.ui.shell.endSession()
    d.wait_page("attract")
    d.wait(lambda: d.shop.hub.forgotten and not d.shop.actions.kept)
    d.settle()
    assert set(d.shop.hub.forgotten) == {"grant-card"}
    assert not _held(d)


def test_countdown_after_an_order_ends_the_session(build: Build) -> None:
    d = _leaves_traces(build())
    d.scan(d.shop.hub.app_code())
    d.settle()
    d.checkout.pickAddress("a1")
    d.checkout.place()
    d.wait_page("done")
    d.shop.clock.advance(29)
    d.done.countDown()
    assert d.ui.shell.page == "done"
    d.shop.clock.advance(2)
    d.done.countDown()
    d.wait_page("attract")
    d.settle()
    assert not _held(d)


def test_touch_answers_still_there(build: Build) -> None:
    d = _leaves_traces(build())
    d.ui.shell.back()
    d.shop.clock.advance(61)
    d.ui.shell.idle.tick()
    d.tap("stillThere.here")
    assert not d.has("stillThere")
    d.shop.clock.advance(40)
    d.ui.shell.idle.tick()
    assert d.shop.terminal.session.state.customer


def test_answer_that_comes_after_the_end_is_not_shown(build: Build) -> None:
    d = build()
    d.ui.shell.scan(ANNA_CARD)
    d.ui.shell.endSession()
    d.settle()
    d.settle()
    assert d.shop.terminal.session.state.customer is None


def test_clean_first_screen_is_left_alone(build: Build) -> None:
    d = build()
    before = d.shop.terminal.session.state.id
    d.shop.clock.advance(600)
    d.ui.shell.idle.tick()
    assert not d.has("stillThere")
    assert d.shop.terminal.session.state.id == before


def test_whoever_scans_after_an_order_begins_a_new_session(build: Build) -> None:
    d = _leaves_traces(build())
    d.scan(d.shop.hub.app_code())
    d.settle()
    d.checkout.pickAddress("a1")
    d.checkout.place()
    d.wait_page("done")
    d.scan(d.shop.gtin("p-tee-red-86"))
    d.wait_page("product")
    assert d.shop.terminal.session.state.customer is None
    assert not _held(d)


def test_grant_that_comes_after_the_end_is_ended_at_the_hub(build: Build) -> None:
    d = build()
    d.shop.terminal.recognising.card(ANNA_CARD)
    d.ui.shell.endSession()
    d.wait(lambda: d.shop.hub.forgotten == ["grant-card"])
    assert d.shop.terminal.session.state.customer is None
