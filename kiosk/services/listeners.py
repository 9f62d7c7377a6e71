"""Who is told when something happened: any number, in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVarTuple

Ts = TypeVarTuple("Ts")


class Listeners(Generic[*Ts]):
    """Added and told on the main thread; they live as long as what they listen to."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[*Ts], object]] = []

    def add(self, listener: Callable[[*Ts], object]) -> None:
        """Tell one more from now on."""
        self._listeners.append(listener)

    def __call__(self, *news: *Ts) -> None:
        """Tell all."""
        for listener in self._listeners:
            listener(*news)
