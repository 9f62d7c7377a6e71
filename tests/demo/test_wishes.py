"""The demo speaks the person's language where it can, and says how to have the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.config import LANGUAGES, Settings
from kiosk.demo.play import terminal_settings
from kiosk.demo.wishes import NAMES, wishes
from kiosk.errors import BadConfig
from kiosk.tools.wording import in_words


@pytest.mark.parametrize(
    ("spoken", "language"),
    [
        (["en-Latn-GB", "en-GB", "en"], "en"),
        (["ru-Cyrl-RU", "ru-RU", "ru"], "ru"),
        (["xx-Latn-XX", "xx", "en-US", "en"], "en"),
        (["xx-Latn-XX", "xx"], "ru"),
        (["C"], "ru"),
        ([], "ru"),
    ],
)
def test_demo_follows_the_system_s_languages(spoken: list[str], language: str) -> None:
    assert wishes({}, spoken).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_that_is_asked_for_comes_first(language: str) -> None:
    for spoken in (["en-US", "en"], ["ru-RU", "ru"], ["C"]):
        assert wishes({"KIOSK_LANGUAGE": language}, spoken).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_how_to_start_in_the_other_language(language: str) -> None:
    said = wishes({"KIOSK_LANGUAGE": language}, []).on_language
    assert said.startswith(f"The demo speaks {NAMES[language]}. ")
    others = [code for code in LANGUAGES if code != language]
    assert others and all(f"KIOSK_LANGUAGE={code} make run" in said for code in others)


def test_language_nobody_speaks_here_is_refused_in_words() -> None:
    with pytest.raises(BadConfig) as refused:
        wishes({"KIOSK_LANGUAGE": "xx"}, ["en"])
    assert "KIOSK_LANGUAGE" in in_words(refused.value)


def test_camera_that_is_asked_for_is_the_terminal_s() -> None:
    given = Settings(hub_url="http://127.0.0.1:1", printer="127.0.0.1:2", sounds=False)
    asked = wishes({"KIOSK_CAMERA": "0", "KIOSK_LANGUAGE": "en", "KIOSK_MODE": "assistant"}, [])
    expected = replace(given, camera="0", language="en", sounds=True)
    assert terminal_settings(given, asked) == expected
