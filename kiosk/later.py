"""Modules that take long to load, and that the first picture and the first scan do without."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class Later(ModuleType):
    """Stands for a module, imported by whichever thread first uses something of it.

    A plain import beside it, under `TYPE_CHECKING`, is what types and import rules see.
    """

    def __getattr__(self, attribute: str) -> object:
        return getattr(import_module(self.__name__), attribute)
