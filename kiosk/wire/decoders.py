"""What travels is decoded by many threads: all that it is decoded into is made ready by one."""

from __future__ import annotations

import dataclasses
import sys
from contextlib import suppress
from functools import cache

import msgspec


def prepare() -> frozenset[type]:
    """Make every type of ours that is loaded ready to be decoded; return them.

    To be called before there are threads. WORKAROUND (msgspec 0.22): a type is made ready when it
    is decoded for the first time, and another thread that decodes it at that moment may find it
    half ready; then the process ends with a segmentation fault.
    """
    ready = set()
    for name, module in tuple(sys.modules.items()):
        if not name.startswith("kiosk."):
            continue
        for found in vars(module).values():
            ours = isinstance(found, type) and found.__module__ == name
            if ours and _is_decoded(found) and _make_ready(found):
                ready.add(found)
    return frozenset(ready)


@cache
def _make_ready(found: type) -> bool:
    with suppress(TypeError):  # one that nobody decodes, and nobody could
        msgspec.json.Decoder(found)
        return True
    return False


def _is_decoded(found: type) -> bool:
    of_domain = found.__module__.startswith(("kiosk.domain.", "kiosk.wire."))
    return issubclass(found, msgspec.Struct) or (of_domain and dataclasses.is_dataclass(found))
