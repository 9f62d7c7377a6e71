"""How a keyboard scanner types, in words and in lines of the policy file."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.domain.keys import SEPARATORS, ScannerProfile
from kiosk.domain.scans import GS
from kiosk.ui.models.device.scanner_words import policy_lines, visible


@pytest.mark.parametrize(
    "profile",
    [
        ScannerProfile(),
        ScannerProfile("de", "tab", True, (GS, "{GS}")),
        ScannerProfile("", "none", False, (GS, '"\\', "␝", "\x7f", "\u202e", "\U0001f600")),
    ],
)
def test_lines_for_the_policy_file_say_the_same(profile: ScannerProfile) -> None:
    said = tomllib.loads(policy_lines(profile))
    assert policy_lines(profile).isascii()
    assert (
        ScannerProfile(
            said["scanner_layout"],
            said["scanner_suffix"],
            said["scanner_aim"],
            tuple(said.get("scanner_separators", SEPARATORS)),
        )
        == profile
    )


def test_every_sign_without_a_shape_has_a_name() -> None:
    assert visible("a\x1d\r\x02\u200f\u00a0я") == "a‹GS›‹CR›‹STX›‹U+200F›‹U+00A0›я"
