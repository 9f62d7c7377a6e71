"""Processes that belong to this one: they hear no Ctrl-C, and none outlives its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.context import SpawnProcess


def start(process: SpawnProcess) -> None:
    """Start a process that a Ctrl-C at the console does not reach; from any thread.

    Ctrl-C reaches the whole group, and one that comes while a child still imports would be a
    traceback of its own: who starts a child ends it.
    """
    if sys.platform == "win32":
        process.start()
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415  not on Windows

    resource_tracker.ensure_running()  # its own start would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent(last: Callable[[], None] = lambda: None) -> None:
    """End this process, after `last`, when its parent is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        try:
            last()
        finally:
            os._exit(0)

    threading.Thread(target=watch, name="parent", daemon=True).start()
