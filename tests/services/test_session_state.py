"""One session's state: whose basket, merged with what, and forgotten at the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.domain.basket import BasketOp, OpKind, lines, merge
from kiosk.domain.customers import Account, Recognition
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.services.basket import unsent
from kiosk.services.session import Choice, Identified, Session, SessionState
from kiosk.wire.orders import Evidence
from kiosk.wire.staff import SignedIn


class StillClock:
    """A clock that stands (simulated)."""

    def monotonic(self) -> float:
        return 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


WEB = (
    BasketOp("w1", OpKind.ADD, "boots", 1, "web", "2026-11-17T18:40:00+00:00", 1),
    BasketOp("w2", OpKind.ADD, "tee", 2, "app", "2026-11-18T18:40:00+00:00", 2),
)
ANNA = Identified(
    Account("c1", "Анна", "gold", 1_240, "", Recognition.RECOGNISED, (), "b1"),
    Evidence("card", card_number="2990000000178"),
    "grant",
    WEB,
)


@pytest.fixture
def session() -> Session:
    return Session(StillClock(), "ru")


def quantities(session: Session) -> dict[str, int]:
    return {line.sku: line.quantity for line in session.state.lines}


def test_the_web_basket_joins_what_was_scanned_here(session: Session) -> None:
    session.add("jacket")
    session.add("tee")
    session.identify(ANNA)
    assert quantities(session) == {"boots": 1, "tee": 3, "jacket": 1}
    assert session.state.adopted_lines == 2


def test_undoing_the_merge_keeps_what_was_chosen_here_and_clears_the_other_copy(
    session: Session,
) -> None:
    session.add("tee")
    session.identify(ANNA)
    at_hub = merge(WEB, session.state.own)
    undo = session.keep_apart()
    assert quantities(session) == {"tee": 1}
    assert unsent(session.state) == ()
    left = {line.sku: line.quantity for line in lines(merge(at_hub, undo))}
    assert left == {"boots": 1, "tee": 2}


def test_bringing_it_over_again_counts_nothing_twice(session: Session) -> None:
    session.add("tee")
    session.identify(ANNA)
    at_hub = merge(WEB, session.state.own, session.keep_apart())
    session.bring_together()
    session.adopt(merge(at_hub, unsent(session.state)))
    assert quantities(session) == {"boots": 1, "tee": 3}


@pytest.mark.parametrize("sent", [True, False])
def test_undoing_the_merge_leaves_the_web_its_pieces_whose_number_was_changed_here(
    session: Session, sent: bool
) -> None:
    session.identify(ANNA)
    session.add("tee")
    session.set_quantity("tee", 5)
    session.set_quantity("boots", 4)
    at_hub = merge(WEB, session.state.own) if sent else WEB
    session.adopt(at_hub)
    undo = session.keep_apart()
    left = lines(merge(at_hub, undo))
    assert [(line.sku, line.quantity, line.channel) for line in left] == [
        ("boots", 1, "web"),
        ("tee", 2, "app"),
    ]
    assert quantities(session) == {"tee": 5, "boots": 4}


@pytest.mark.parametrize("told", [True, False])
def test_a_number_chosen_here_is_the_whole_lines_again_when_brought_together(
    session: Session, told: bool
) -> None:
    session.identify(ANNA)
    session.set_quantity("boots", 4)
    at_hub = merge(WEB, session.state.own)
    session.adopt(at_hub)
    at_hub = merge(at_hub, session.keep_apart())
    if told:
        session.adopt(at_hub)
    session.bring_together()
    assert quantities(session) == {"boots": 4, "tee": 2}
    session.adopt(merge(at_hub, unsent(session.state)))
    assert quantities(session) == {"boots": 4, "tee": 2}


def test_only_what_the_hub_has_not_seen_is_sent(session: Session) -> None:
    op = session.add("jacket")
    session.identify(ANNA)
    assert unsent(session.state) == (op,)
    session.adopt(merge(WEB, (op,)))
    assert unsent(session.state) == ()


def test_a_change_from_the_web_shows_in_an_open_basket(session: Session) -> None:
    session.identify(ANNA)
    session.adopt((*WEB, BasketOp("w3", OpKind.SET, "tee", 5, "web", "", 3, ("w2",))))
    assert quantities(session) == {"boots": 1, "tee": 5}


def test_setting_a_quantity_replaces_all_channels_pieces(session: Session) -> None:
    session.identify(ANNA)
    session.add("tee")
    session.set_quantity("tee", 1)
    assert quantities(session)["tee"] == 1
    session.remove("boots")
    assert quantities(session) == {"tee": 1}


def test_what_was_taken_out_before_ordering_is_still_sent(session: Session) -> None:
    session.identify(ANNA)
    session.remove("boots")
    session.set_quantity("tee", 1)
    (line,) = session.state.lines
    session.ordered()
    assert session.state.lines == ()
    order = BasketOp("order", OpKind.REMOVE, "tee", 0, "store", "", 0, line.op_ids)
    assert lines(merge(WEB, unsent(session.state), (order,))) == ()


def test_the_end_forgets_everything_and_tells_once(session: Session) -> None:
    told: list[str] = []
    session.changed.add(lambda: told.append(session.state.id))
    ended: list[SessionState] = []
    session.ended.add(ended.append)
    session.speak("en")
    session.identify(ANNA)
    session.choose("boots", Choice(FulfilmentKind.DELIVERY))
    session.end()
    (was,) = ended
    assert was.customer is ANNA
    assert session.state.customer is None
    assert (session.state.language, session.state.lines, session.state.choices) == ("ru", (), ())
    assert session.state.id != was.id
    assert len(told) == 4


def test_an_assistant_stays_signed_in_when_a_customer_leaves(session: Session) -> None:
    mila = SignedIn("s1", "Мила", "assistant", "secret", "g1", "2026-11-22T00:00:00+00:00")
    session.sign_in(mila)
    session.identify(ANNA)
    session.leave_customer()
    assert session.state.staff == mila
    assert session.state.customer is None


def test_no_grant_shows_in_a_log_line(session: Session) -> None:
    session.identify(ANNA)
    assert "grant'" not in repr(session.state)


MARK = "010400638133393121abc"


def test_a_marking_code_is_one_piece_of_one_variant(session: Session) -> None:
    session.add("tee", mark=MARK)
    assert session.state.has_mark("tee", MARK)
    assert not session.state.has_mark("tee", MARK + "d")
    assert not session.state.has_mark("boots", MARK)
    session.add("tee", mark=MARK)
    assert session.state.marks == (("tee", MARK),)


def test_a_piece_without_a_marking_code_is_never_the_same_piece(session: Session) -> None:
    session.add("tee")
    assert session.state.marks == ()
    assert not session.state.has_mark("tee", "")


def test_marks_leave_with_their_line_and_their_session(session: Session) -> None:
    session.add("tee", mark=MARK)
    session.add("boots", mark=MARK + "b")
    session.remove("tee")
    assert session.state.marks == (("boots", MARK + "b"),)
    session.ordered()
    assert not session.state.marks
    session.add("tee", mark=MARK)
    session.end()
    assert not session.state.marks
