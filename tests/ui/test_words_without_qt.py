"""What a terminal prints and shows, a process without Qt says word for word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.domain.receipts import Line, Pair
from kiosk.wire.orders import OrderBody
from tests.ui.test_receipt_words import at_the_checkout, place
from tests.ui_driver import Build, Driver
from tests.words.without_qt import Asked, Said

ROOT = Path(__file__).resolve().parents[2]
MESSAGES: dict[str, dict[str, Any]] = {
    "piece_in_basket": {},
    "line_short": {"name": "{left} <b>«Лужа»</b>", "left": 2},
    "printer_paper_out": {},
    "nobody wrote a sentence for this": {},
}
TO_PAY = {"en": "To pay", "ru": "К оплате"}


def ordered(driver: Driver) -> OrderBody:
    """Order one piece and wait for its receipt."""
    place(at_the_checkout(driver))
    driver.wait(lambda: driver.done.receipt == "printed")
    (row,) = driver.shop.outbox.rows()
    return msgspec.json.decode(row.body, type=OrderBody)


def shown(driver: Driver, code: str, args: dict[str, Any]) -> str:
    driver.ui.shell.notify_("info", code, **args)
    return str(driver.ui.shell.noticeText)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_receipt_and_messages_are_the_same_without_qt(build: Build, language: str) -> None:
    driver = build(language=language)
    order = ordered(driver)
    catalogue = driver.shop.catalogue
    asked = Asked(order, catalogue.terms(), dict(catalogue.locations()), language, MESSAGES)
    answer = subprocess.run(
        [sys.executable, "-m", "tests.words.without_qt"],
        input=msgspec.json.encode(asked),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
    )
    said = msgspec.json.decode(answer.stdout, type=Said)
    (receipt,) = driver.shop.printer.printed
    assert said.rows == [repr(row) for row in receipt.rows]
    assert any(isinstance(row, Pair) and row.left == TO_PAY[language] for row in receipt.rows)
    assert sum(isinstance(row, Line) for row in receipt.rows) > 8
    assert said.sentences == [shown(driver, code, args) for code, args in MESSAGES.items()]
