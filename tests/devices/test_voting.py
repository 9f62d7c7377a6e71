from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.camera.readings import Reading
from kiosk.devices.camera.voting import OUT_OF_SIGHT_S, WINDOW_S, Voting
from kiosk.domain.scans import Symbology

A, B = "4601234567893", "4607000000014"
A_MISREAD = "4601234567824"  # two digits of A's, and a right check digit
HERE, BESIDE, FAR = (100, 100, 300, 200), (320, 100, 520, 200), (900, 500, 1100, 600)


def reading(
    text: str = A,
    symbology: Symbology = Symbology.EAN13,
    box: tuple[int, int, int, int] = HERE,
    by: Literal["zbar", "zxing"] = "zbar",
    lines: int = 10,
) -> Reading:
    return Reading(text, text.encode(), symbology, box, lines, by)


class Stream:
    """Feeds a voting with frames, 30 a second."""

    def __init__(self, *known: str) -> None:
        self.voting = Voting(lambda found: found.text in known)
        self.now_s = 100.0
        self.accepted: list[str] = []

    def sees(self, *readings: Reading, times: int = 1) -> list[str]:
        new: list[str] = []
        for _ in range(times):
            self.now_s += 1 / 30
            new += [found.text for found in self.voting.frame(readings, self.now_s)]
        self.accepted += new
        return new


def test_known_code_is_accepted_by_the_second_frame() -> None:
    stream = Stream(A)
    assert stream.sees(reading()) == []
    assert stream.sees(reading()) == [A]


def test_unknown_code_is_accepted_by_the_third_frame() -> None:
    stream = Stream()
    assert stream.sees(reading(), times=2) == []
    assert stream.sees(reading()) == [A]


@pytest.mark.parametrize("symbology", [Symbology.QR, Symbology.GS1_DATAMATRIX])
def test_code_with_error_correction_needs_two_frames_known_or_not(symbology: Symbology) -> None:
    stream = Stream()
    assert stream.sees(reading("any text", symbology)) == []
    assert stream.sees(reading("any text", symbology)) == ["any text"]


def test_two_decoders_in_one_frame_are_one_vote() -> None:
    stream = Stream(A)
    assert stream.sees(reading(by="zbar"), reading(by="zxing")) == []


def test_votes_more_than_a_second_apart_do_not_add_up() -> None:
    stream = Stream(A)
    stream.sees(reading())
    stream.now_s += WINDOW_S
    assert stream.sees(reading()) == []
    assert stream.sees(reading()) == [A]


def test_code_in_sight_is_reported_once_and_again_after_it_was_away() -> None:
    stream = Stream(A)
    assert stream.sees(reading(), times=90) == [A]
    stream.now_s += OUT_OF_SIGHT_S - 0.1
    assert stream.sees(reading(), times=5) == []
    stream.now_s += OUT_OF_SIGHT_S
    assert stream.sees(reading(), times=5) == [A]


def test_code_of_a_scene_that_stands_still_stays_in_sight() -> None:
    stream = Stream(A)
    stream.sees(reading(), times=2)
    for _ in range(20):
        stream.now_s += 0.5
        stream.voting.hold([reading()], stream.now_s)
    assert stream.sees(reading(), times=5) == []


def test_standing_still_is_no_vote() -> None:
    stream = Stream(A)
    stream.sees(reading())
    for _ in range(5):
        stream.voting.hold([reading()], stream.now_s)
    assert stream.voting.frame([], stream.now_s) == []
    assert stream.sees(reading()) == [A]


def test_what_is_not_in_the_still_scene_goes_out_of_sight() -> None:
    stream = Stream(A, B)
    stream.sees(reading(), times=2)
    for _ in range(4):
        stream.now_s += 0.5
        stream.voting.hold([reading(B)], stream.now_s)
    assert stream.sees(reading(), times=2) == [A]


def test_two_products_in_one_frame_are_both_accepted() -> None:
    stream = Stream(A, B)
    assert sorted(stream.sees(reading(A), reading(B, box=FAR), times=3)) == [A, B]


def test_variants_that_differ_by_two_digits_are_both_accepted_when_apart() -> None:
    stream = Stream(A, A_MISREAD)
    found = stream.sees(reading(A), reading(A_MISREAD, box=FAR), times=3)
    assert sorted(found) == sorted([A, A_MISREAD])


def test_two_known_codes_close_together_are_accepted_after_three_frames() -> None:
    stream = Stream(A, B)
    both = (reading(A), reading(B, box=BESIDE))
    assert stream.sees(*both, times=2) == []
    assert sorted(stream.sees(*both)) == [A, B]


def test_product_beside_an_unknown_code_is_accepted_alone() -> None:
    stream = Stream(A)
    stream.sees(reading(A), reading(B, box=BESIDE), times=60)
    assert stream.accepted == [A]


def test_lot_number_below_a_product_keeps_it_from_nobody() -> None:
    stream = Stream("96385074")
    product = reading("96385074", Symbology.EAN8, (100, 100, 220, 110))
    lot = reading("LOT20261201A", Symbology.CODE128, (90, 140, 330, 150))
    stream.sees(product, lot, times=60)
    assert stream.accepted == ["96385074"]


def test_two_labels_nobody_knows_are_two_codes() -> None:
    stream = Stream()
    stream.sees(reading(A), reading(B, box=BESIDE), times=60)
    assert sorted(stream.accepted) == [A, B]


@pytest.mark.parametrize("known", [(A,), (A, A_MISREAD)])
def test_misread_of_one_of_two_packs_in_view_is_not_accepted(known: tuple[str, ...]) -> None:
    stream = Stream(*known)
    for number in range(90):
        first = A_MISREAD if number in (50, 55, 60) else A
        stream.sees(reading(first), reading(A, box=FAR))
    assert stream.accepted == [A]


def test_misread_now_and_then_is_never_accepted() -> None:
    stream = Stream(A)
    for _ in range(20):
        stream.sees(reading(A), times=4)
        stream.sees(reading(A_MISREAD))
    assert stream.accepted == [A]


def test_misread_that_comes_first_is_not_accepted_though_known() -> None:
    stream = Stream(A, A_MISREAD)
    stream.sees(reading(A_MISREAD))
    stream.sees(reading(A), times=30)
    stream.sees(reading(A_MISREAD), times=3)
    assert stream.accepted == [A]


def test_misread_is_refused_though_the_label_moves() -> None:
    stream = Stream(A)
    for step in range(25):
        x = step * 40
        text = A_MISREAD if step % 5 == 4 else A
        stream.sees(reading(text, box=(x, 100, x + 200, 200)))
    assert stream.accepted == [A]


def test_two_values_by_turns_in_one_place_are_both_refused() -> None:
    stream = Stream(A, B)
    for _ in range(30):
        stream.sees(reading(A))
        stream.sees(reading(B))
    assert stream.accepted == []


def test_next_product_in_the_same_place_is_accepted_at_once() -> None:
    stream = Stream(A, B)
    assert stream.sees(reading(A), times=30) == [A]
    assert stream.sees(reading(B), times=3) == [B]


@pytest.mark.parametrize(
    ("part", "symbology"),
    [
        ("46012349", Symbology.EAN8),
        ("012345678905", Symbology.UPCE),
        ("14601234567890", Symbology.ITF),
        ("123456", Symbology.CODE128),
    ],
)
def test_part_of_a_code_loses_to_the_whole(part: str, symbology: Symbology) -> None:
    stream = Stream(A, part)
    stream.sees(reading(part, symbology, (150, 120, 200, 150)))
    for _ in range(15):
        stream.sees(reading(A))
        stream.sees(reading(part, symbology, (150, 120, 200, 150)), times=3)
    assert stream.accepted == [A]


def test_text_inside_a_longer_one_loses_to_it() -> None:
    whole, part = "ABC-1234-5678", "ABC-1234"
    stream = Stream(whole, part)
    for _ in range(15):
        stream.sees(reading(whole, Symbology.CODE128))
        stream.sees(reading(part, Symbology.CODE128), times=3)
    assert stream.accepted == [whole]


def test_weak_code_alone_and_unknown_needs_a_frame_more() -> None:
    stream = Stream()
    assert stream.sees(reading("96385074", Symbology.EAN8), times=3) == []
    assert stream.sees(reading("96385074", Symbology.EAN8)) == ["96385074"]


def test_unknown_value_of_few_scan_lines_waits_for_more() -> None:
    stream = Stream()
    assert stream.sees(reading(lines=1), times=19) == []
    assert stream.sees(reading(lines=1)) == [A]


def test_known_value_of_few_scan_lines_does_not_wait() -> None:
    stream = Stream(A)
    assert stream.sees(reading(lines=1), times=2) == [A]


def test_scan_lines_more_than_a_second_ago_do_not_add_up() -> None:
    stream = Stream()
    stream.sees(reading(lines=15))
    for _ in range(8):
        stream.now_s += 0.25
        assert stream.sees(reading(lines=1)) == []


def test_misread_along_one_line_is_refused_though_its_box_is_a_point_far_from_the_middle() -> None:
    # zbar tells where a line ended: at either end of the code.
    stream = Stream()
    left_end, right_end = (100, 120, 100, 120), (300, 180, 300, 180)
    for _ in range(8):
        stream.sees(reading(A), reading(B, box=right_end, lines=20), times=2)
        stream.sees(reading(A), reading(B, box=left_end, lines=20))
    assert B not in stream.accepted


def test_points_beside_each_other_are_no_two_products() -> None:
    stream = Stream(A, B)
    stream.sees(reading(A), reading(B, box=(320, 120, 320, 120)), times=20)
    assert B not in stream.accepted


def test_values_that_differ_in_digits_of_alike_bars_only_are_rivals_anywhere() -> None:
    truth, misread = "3171920011272", "3177980077272"
    assert sum(a != b for a, b in zip(truth, misread, strict=True)) == 4
    stream = Stream()
    for _ in range(10):
        stream.sees(reading(truth), times=2)
        stream.sees(reading(misread, box=FAR))
    assert stream.accepted == [truth]


def test_known_value_prevails_over_an_unknown_misread_of_it_that_is_read_less_often() -> None:
    stream = Stream(A)
    for _ in range(5):
        stream.sees(reading(A), times=2)
        stream.sees(reading(A_MISREAD))
    assert stream.accepted == [A]


def test_unknown_value_does_not_prevail_over_a_known_one_like_it() -> None:
    stream = Stream(A)
    for _ in range(5):
        stream.sees(reading(A_MISREAD), times=2)
        stream.sees(reading(A))
    assert stream.accepted == []


def test_mark_of_the_packing_line_beside_bars_is_not_accepted() -> None:
    stream = Stream(A)
    own = reading("5699", Symbology.DATAMATRIX, BESIDE)
    assert stream.sees(own, times=2) == []
    assert stream.sees(reading(A), own, times=20) == [A]


@pytest.mark.parametrize("text", ["5699", "010460123456789321abc"])
def test_short_datamatrix_alone_or_known_and_one_of_a_product_are_accepted(text: str) -> None:
    alone = Stream()
    assert alone.sees(reading(text, Symbology.DATAMATRIX), times=3) == [text]
    known = Stream(A, text)
    both = (reading(A), reading(text, Symbology.DATAMATRIX, BESIDE))
    assert sorted(known.sees(*both, times=2)) == sorted([A, text])


def test_unknown_datamatrix_that_may_name_a_product_is_accepted_beside_bars() -> None:
    stream = Stream(A)
    mark = reading("010460123456789321abc", Symbology.DATAMATRIX, BESIDE)
    assert mark.text in stream.sees(reading(A), mark, times=2)


def test_marking_code_beside_the_bars_takes_nothing_from_them() -> None:
    stream = Stream(A)
    mark = reading("010460123456789321abc", Symbology.GS1_DATAMATRIX, BESIDE)
    assert sorted(stream.sees(reading(A), mark, times=2)) == sorted([mark.text, A])


def test_two_texts_of_one_qr_code_are_one() -> None:
    stream = Stream()
    one = reading("Привет", Symbology.QR, by="zxing")
    other = reading("ПриРІРµС‚", Symbology.QR, by="zbar")
    assert stream.sees(one, other, times=10) == ["Привет"]


def test_another_recording_begins_anew() -> None:
    stream = Stream(A)
    stream.sees(reading(), times=3)
    stream.now_s = 0.0
    assert stream.sees(reading(), times=2) == [A]


def test_catalogue_is_asked_once_while_a_value_is_in_sight() -> None:
    asked: list[str] = []

    def known(found: Reading) -> bool:
        asked.append(found.text)
        return True

    voting = Voting(known)
    for number in range(100):
        voting.frame([reading()], number / 30)
    assert asked == [A]


def test_nothing_is_kept_of_what_has_gone() -> None:
    stream = Stream(A)
    stream.sees(reading(), times=5)
    stream.now_s += OUT_OF_SIGHT_S + 0.1
    stream.voting.frame([], stream.now_s)
    assert A not in repr(vars(stream.voting))


_texts = st.sampled_from([A, A_MISREAD, B, "96385074", "46012345", "ABC-1234", "ABC-1234-56"])
_boxes = st.sampled_from([HERE, BESIDE, FAR, (0, 0, 0, 0)])
_frames = st.lists(
    st.lists(st.builds(reading, _texts, st.sampled_from(Symbology), _boxes), max_size=4),
    max_size=60,
)


@given(_frames, st.booleans())
def test_nothing_is_accepted_that_fewer_than_two_frames_held(
    frames: Sequence[Sequence[Reading]], known: bool
) -> None:
    voting = Voting(lambda _: known)
    counts: dict[str, int] = {}
    for number, readings in enumerate(frames):
        for text in {found.text for found in readings}:
            counts[text] = counts.get(text, 0) + 1
        accepted = voting.frame(readings, number / 30)
        assert all(counts[found.text] >= 2 for found in accepted)
        assert all(found in readings for found in accepted)
        assert len({found.text for found in accepted}) == len(accepted)


@given(_frames)
def test_nothing_is_reported_twice_within_the_time_out_of_sight(
    frames: Sequence[Sequence[Reading]],
) -> None:
    voting = Voting(lambda _: True)
    last: dict[str, float] = {}
    for number, readings in enumerate(frames):
        at_s = number / 30
        for found in voting.frame(readings, at_s):
            assert at_s - last.get(found.text, -10.0) >= OUT_OF_SIGHT_S
            last[found.text] = at_s
        for found in readings:
            if found.text in last:
                last[found.text] = at_s
