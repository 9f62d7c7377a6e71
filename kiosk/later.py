"""Modules that take long to load, and that the first picture and the first scan do without."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from types import ModuleType


class Later(ModuleType):
    """Stands for a module, imported by whichever thread first uses something of it.

    `without` names a module that it loads where it can and that nobody here needs of it. A
    plain import beside it, under `TYPE_CHECKING`, is what types and import rules see.
    """

    def __init__(self, name: str, without: str = "") -> None:
        super().__init__(name)
        self._without = without

    def __getattr__(self, attribute: str) -> object:
        if self._without and self.__name__ not in sys.modules:
            with _missing(self._without):
                return getattr(import_module(self.__name__), attribute)
        return getattr(import_module(self.__name__), attribute)


class _Missing(MetaPathFinder):
    """Says to one thread that a module is not there; others find it as ever."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Leave every other module to the finders behind it."""
        if fullname == self._name and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is left out here", name=fullname)


@contextmanager
def _missing(name: str) -> Iterator[None]:
    finder = _Missing(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
