"""The texts of `assets/translations/*.ts`, without Qt: the same files that the screens go by.

lupdate collects what is marked in this folder as it does in `kiosk/ui`: it reads the names of
functions in the text of a module and asks nobody whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from kiosk.assets import asset
from kiosk.later import Later
from kiosk.words.conventions import BY_LANGUAGE, conventions

if TYPE_CHECKING:
    from xml.etree import ElementTree
else:
    ElementTree = Later("xml.etree.ElementTree")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_Forms = tuple[str, ...]


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802  lupdate's name for it
    """Mark a text for lupdate; it is translated when it is known in which language."""
    return text


def translated(language: str, context: str, source: str, n: int | None = None) -> str:
    """Return a text in a language, or as it stands in the sources where there is none.

    `n` is the number in a text that has plural forms: it chooses the form and takes the place
    of `%n`.
    """
    forms = _read(language).get((context, source)) if language in BY_LANGUAGE else None
    if n is None:
        return forms[0] if forms else source
    text = forms[conventions(language).form(n)] if forms else source
    return text.replace("%n", str(n))


def filled(text: str, values: Mapping[str, object]) -> str:
    """Put values in the place of `{names}`, in one pass: what they hold stays as it is."""
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


@cache
def _read(language: str) -> dict[tuple[str, str], _Forms]:
    """Read a language's file, once: the forms of each text by context and source."""
    file = ElementTree.parse(asset("translations", f"kiosk_{language}.ts"))
    return {
        (context.findtext("name", ""), message.findtext("source", "")): forms
        for context in file.iter("context")
        for message in context.iter("message")
        if (forms := _forms(message)) and all(forms)
    }


def _forms(message: ElementTree.Element) -> _Forms:
    numbered = tuple(form.text or "" for form in message.iter("numerusform"))
    return numbered or (message.findtext("translation", ""),)
