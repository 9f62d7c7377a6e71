"""A process that has no Qt, as the hub's: says a receipt and messages that it is handed.

    python -m tests.words.without_qt < JSON

`kiosk.words` must be all that it needs; an import of Qt is an error.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import msgspec

from kiosk.domain.catalogue import Location, Terms
from kiosk.wire.orders import OrderBody


class Asked(msgspec.Struct):
    """An order with what its receipt needs of the catalogue; codes with their arguments."""

    order: OrderBody
    terms: Terms
    locations: dict[str, Location]
    language: str
    messages: dict[str, dict[str, Any]]


class Said(msgspec.Struct):
    """The receipt's rows as Python writes them down, and a sentence for each code."""

    rows: list[str]
    sentences: list[str]


class NoQt(MetaPathFinder):
    """Stands for a machine on which Qt was never installed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"{fullname} is not on this machine", name=fullname)
        return None


def main() -> None:
    """Answer on the standard output."""
    sys.meta_path.insert(0, NoQt())
    from kiosk.words.messages import sentence
    from kiosk.words.receipt_texts import ReceiptTexts
    from kiosk.words.receipts import compose

    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    texts = ReceiptTexts(asked.language)
    receipt = compose(asked.order, asked.terms, asked.locations, texts)
    messages: Mapping[str, Mapping[str, object]] = asked.messages
    sentences = [sentence(asked.language, code, args) for code, args in messages.items()]
    assert not {"PySide6", "shiboken6"} & set(sys.modules)
    sys.stdout.buffer.write(msgspec.json.encode(Said([*map(repr, receipt.rows)], sentences)))


if __name__ == "__main__":
    main()
