"""Looks for traces of a person: in files, in Python's memory, in the tree of QML objects."""

from __future__ import annotations

import gc
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.demo.hands import Hands, NotSeen, class_of

_ATOMS = (int, float, complex, bool, type(None), type, types.CodeType, types.ModuleType)


def in_files(folder: Path, wanted: Iterable[str]) -> list[str]:
    """Name the files that hold one of the texts, in UTF-8 or UTF-16."""
    needles = [w.encode(code) for w in wanted for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def in_memory(is_trace: Callable[[str], bool]) -> list[str]:
    """Describe who holds a live string that is a trace.

    Everything reachable from an object that the collector tracks is looked at, also
    containers that it does not track, and local variables of every running frame.
    """
    gc.collect()
    found: list[str] = []
    seen: set[int] = set()
    mine = {id(found), id(seen)}
    todo: list[object] = [*gc.get_objects(), *sys._current_frames().values()]
    mine.add(id(todo))
    while todo:
        holder = todo.pop()
        if id(holder) in seen or id(holder) in mine:
            continue
        seen.add(id(holder))
        for value in gc.get_referents(holder):
            if isinstance(value, str | bytes | bytearray):
                text = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")
                if is_trace(text):
                    found.append(f"{type(holder).__module__}.{type(holder).__qualname__}")
            elif not isinstance(value, _ATOMS) and not gc.is_tracked(value):
                todo.append(value)
    return found


def wait_until_let_go(hands: Hands, is_trace: Callable[[str], bool]) -> None:
    """Wait until memory holds no trace: what the lanes still deliver is let go in a moment.

    Raises `AssertionError` with who holds one.
    """
    found: list[str] = []

    def none() -> bool:
        found[:] = in_memory(is_trace)
        return not found

    try:
        hands.wait(none, "a memory without traces")
    except NotSeen as error:
        raise AssertionError(f"traces are held by {found}") from error


def in_window(window: QQuickWindow, is_trace: Callable[[str], bool]) -> list[str]:
    """Name the QML objects with a property that is a trace."""
    return [
        f"{_class_name(thing)}.{name} {thing.objectName()}"
        for thing in _tree(window)
        for name, text in _texts(thing)
        if is_trace(text)
    ]


def _tree(window: QQuickWindow) -> Iterator[QObject]:
    todo: list[QObject] = [window, window.contentItem()]
    seen: set[QObject] = set()  # keeps the wrappers alive: a freed one's id is given again
    while todo:
        thing = todo.pop()
        if thing in seen:
            continue
        seen.add(thing)
        yield thing
        todo += thing.children()
        if isinstance(thing, QQuickItem):
            todo += thing.childItems()


def _class_name(thing: QObject) -> str:
    with class_of(thing) as meta:
        return str(meta.className())


def _texts(thing: QObject) -> Iterator[tuple[str, str]]:
    with class_of(thing) as meta:
        properties = [meta.property(at) for at in range(meta.propertyCount())]
        names = [
            str(one.name())
            for one in properties
            if str(one.typeName()) in ("QString", "QVariant", "QStringList")
        ]
    for name in names:
        value = thing.property(name)
        if isinstance(value, str) and value:
            yield name, value
        elif isinstance(value, list | tuple):
            yield from ((name, str(part)) for part in value if isinstance(part, str))
