"""One basket for all channels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.basket import BasketLine, BasketOp, OpKind, contested, lines, merge

AT = "2026-11-21T10:00:00+00:00"


def op(
    name: str,
    kind: OpKind = OpKind.ADD,
    quantity: int = 1,
    sequence: int = 0,
    seen: tuple[str, ...] = (),
    sku: str = "boots",
    channel: str = "web",
) -> BasketOp:
    return BasketOp(name, kind, sku, quantity, channel, AT, sequence, seen)


def quantities(*log: BasketOp) -> dict[str, int]:
    return {line.sku: line.quantity for line in lines(merge(log))}


def test_pieces_added_in_two_channels_sum_up() -> None:
    assert quantities(op("a"), op("b", quantity=2, channel="store")) == {"boots": 3}


def test_the_same_operation_twice_counts_once() -> None:
    assert quantities(op("a"), op("a"), op("a", sequence=4)) == {"boots": 1}


def test_what_was_added_elsewhere_survives_a_removal() -> None:
    removal = op("r", OpKind.REMOVE, 0, seen=("a",))
    assert quantities(op("a", quantity=5), op("b", quantity=2), removal) == {"boots": 2}


def test_setting_replaces_what_was_seen_and_keeps_where_the_line_began() -> None:
    log = (op("a", quantity=5), op("s", OpKind.SET, 2, seen=("a",), channel="store"))
    assert lines(log) == (BasketLine("boots", 2, "web", AT, ("a", "s")),)


def test_of_two_settings_the_later_by_the_hubs_count_wins() -> None:
    first = op("x", OpKind.SET, 7, sequence=2, seen=("a",))
    later = op("y", OpKind.SET, 3, sequence=3, seen=("a",))
    start = op("a", sequence=1)
    assert quantities(start, first, later) == {"boots": 3}
    assert quantities(later, first, start) == {"boots": 3}


def test_a_line_set_to_nothing_is_gone() -> None:
    assert quantities(op("a"), op("s", OpKind.SET, 0, seen=("a",))) == {}


def test_a_line_that_was_taken_out_and_comes_back_begins_anew() -> None:
    web = (op("a"), op("s", OpKind.SET, 2, seen=("a",)))
    store = op("c", channel="store")
    taken_out = op("r", OpKind.REMOVE, 0, seen=lines(web)[0].op_ids)
    set_to_nothing = op("z", OpKind.SET, 0, seen=lines(web)[0].op_ids)
    for gone in (taken_out, set_to_nothing):
        (line,) = lines((*web, gone, store))
        assert (line.channel, line.quantity) == ("store", 1)


def test_what_was_replaced_does_not_come_back_if_the_hub_never_hears_of_the_change() -> None:
    web = op("a", quantity=3)
    changed_offline = op("s", OpKind.SET, 2, seen=("a",), channel="store")
    (ordered,) = lines((web, changed_offline))
    taken_out = op("order", OpKind.REMOVE, 0, seen=ordered.op_ids, channel="store")
    assert quantities(web, taken_out) == {}


def test_two_channels_that_set_one_line_are_at_odds_until_a_person_who_saw_both_decides() -> None:
    ours, theirs = op("x", OpKind.SET, 2, seen=("a",), channel="store"), op("y", OpKind.SET, 3)
    log = (op("a"), ours, theirs)
    assert {sku: [o.id for o in ops] for sku, ops in contested(log).items()} == {
        "boots": ["x", "y"]
    }
    settled = op("p", OpKind.SET, 3, seen=lines(log)[0].op_ids, channel="store")
    assert contested((*log, settled)) == {}
    assert quantities(*log, settled) == {"boots": 3}


OPS = st.builds(
    op,
    st.sampled_from("abcdefgh"),
    st.sampled_from(list(OpKind)),
    st.integers(0, 4),
    st.integers(1, 50),
    st.lists(st.sampled_from("abcdefgh"), max_size=3).map(tuple),
    st.sampled_from(["boots", "hat"]),
)


@given(st.lists(OPS, max_size=8, unique_by=(lambda o: o.id, lambda o: o.sequence)), st.data())
def test_copies_merge_to_the_same_lines_in_any_order(
    log: list[BasketOp], data: st.DataObject
) -> None:
    left = data.draw(st.lists(st.sampled_from(log), max_size=8)) if log else []
    right = data.draw(st.permutations(log))
    assert lines(merge(left, right)) == lines(merge(right, left)) == lines(merge(log))
    assert merge(merge(log), log) == merge(log)
