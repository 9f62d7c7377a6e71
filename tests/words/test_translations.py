"""What is read without Qt is what Qt reads from the compiled file."""

from __future__ import annotations

from itertools import chain
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

from kiosk.assets import asset
from kiosk.words.conventions import BY_LANGUAGE
from kiosk.words.messages import _SENTENCES, sentence
from kiosk.words.receipt_texts import _TEXTS, ReceiptTexts
from kiosk.words.staff_messages import TO_STAFF
from kiosk.words.translations import filled, translated

IN_BOTH = pytest.mark.parametrize("language", sorted(BY_LANGUAGE))
NUMBERS = [*range(130), 1_000, 1_011, 1_021, 1_000_000]


def sources(language: str, counted: bool) -> list[tuple[str, str]]:
    """Context and source of each text in a language's file, with plural forms or without."""
    file = ElementTree.parse(asset("translations", f"kiosk_{language}.ts"))  # noqa: S314  our own file
    return [
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in file.iter("context")
        for message in context.iter("message")
        if (message.get("numerus") == "yes") == counted
    ]


def qt(language: str) -> QTranslator:
    translator = QTranslator()
    assert translator.load(str(asset("translations", f"kiosk_{language}.qm")))
    return translator


@IN_BOTH
def test_each_text_is_qt_s(language: str) -> None:
    translator = qt(language)
    for context, source in sources("ru", counted=False):
        of_qt = translator.translate(context, source) or source
        assert translated(language, context, source) == of_qt


@IN_BOTH
def test_each_counted_text_takes_qt_s_form_for_any_number(language: str) -> None:
    translator, counted = qt(language), sources(language, counted=True)
    assert counted
    for context, source in counted:
        for n in NUMBERS:
            of_qt = translator.translate(context, source, "", n) or ""
            assert translated(language, context, source, n) == of_qt.replace("%n", str(n))


def test_every_message_and_receipt_is_in_the_files() -> None:
    known = set(sources("ru", counted=False))
    for source in chain(_SENTENCES.values(), TO_STAFF.values()):
        assert ("Messages", source) in known
    for source in _TEXTS.values():
        assert ("Receipt", source) in known


def test_receipts_have_words_in_both_languages() -> None:
    english, russian = ReceiptTexts("en"), ReceiptTexts("ru")
    for code in _TEXTS:
        assert english.text(code), code
        if code != "receipt.slot":  # digits and a comma, the same in both
            assert russian.text(code) != english.text(code), code
    assert russian.text("receipt.delivery", where="Лип••• 8") == "Доставка: Лип••• 8"


def test_a_language_without_a_file_is_spoken_in_english() -> None:
    for language in ("xx", "", "../../etc/passwd"):
        assert ReceiptTexts(language).text("receipt.to_pay") == "To pay"
        assert translated(language, "Counted", "%n item(s)", 2) == "2 item(s)"


def test_arguments_of_a_message_are_data() -> None:
    assert "<b>{code}</b>" in sentence("en", "line_sold_out", {"name": "<b>{code}</b>"})
    assert "what_is_this" in sentence("en", "what_is_this")
    assert all(sentence("ru", code) for code in _SENTENCES)
    assert filled("{a} {b} {c}", {"a": "{b}", "b": 2}) == "{b} 2 {c}"
