"""Names of PySide6 with honest types.

Upstream's hints call a `Property` read on an instance a `Property` and take no type by
name, hint `QmlUncreatable` as a class that cannot decorate, and `QT_TRANSLATE_NOOP` as
returning an object. WORKAROUND(pyside-6.11): `notify` has to be a signal of the same class:
of one of a base class QML is never told, without a word. The names stay the same: qmllint's
and lupdate's tools go by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol, TypeVar

    from PySide6.QtCore import Signal

    C = TypeVar("C", bound=type)

    class _Decorator(Protocol):
        def __call__(self, getter: Callable[[Any], Any], /) -> property: ...

    def Property(
        kind: type | str,
        fget: Callable[[Any], Any] | None = None,
        fset: Callable[[Any, Any], None] | None = None,
        *,
        notify: Signal | None = None,
        constant: bool = False,
    ) -> _Decorator:
        """`PySide6.QtCore.Property`."""

    def QmlUncreatable(reason: str) -> Callable[[C], C]:
        """`PySide6.QtQml.QmlUncreatable`."""

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
        """`PySide6.QtCore.QT_TRANSLATE_NOOP`."""
else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP, Property
    from PySide6.QtQml import QmlUncreatable

__all__ = ["QT_TRANSLATE_NOOP", "Property", "QmlUncreatable"]
