"""Start, hear and end the camera process."""

from __future__ import annotations

import logging
import multiprocessing
import queue
import threading

from kiosk import children
from kiosk.devices.camera import worker
from kiosk.devices.camera.messages import MOST_BYTES, Command, Malformed, Report, encode, report
from kiosk.devices.camera.setup import CameraSetup

_log = logging.getLogger(__name__)

GRACE_S = 0.6  # a little more than the process gives its driver

Inbox = queue.Queue["tuple[Child, Report | None] | None"]
"""What was heard from whom, None for the last of it; None alone wakes who waits."""


class Child:
    """One camera process, which reports to `inbox`.

    Reports are received on a thread of their own: a process that stops in the middle of a
    message would hold up whoever waits for the rest of it.
    """

    def __init__(self, setup: CameraSetup, inbox: Inbox) -> None:
        self._inbox = inbox
        self._ended = threading.Event()
        context = multiprocessing.get_context("spawn")
        its_commands, self._commands = context.Pipe(duplex=False)
        self._reports, its_reports = context.Pipe(duplex=False)
        self._process = context.Process(
            target=worker.run, args=(setup, its_commands, its_reports), name="camera", daemon=True
        )
        children.start(self._process)
        # Ours are copies: with them open, neither side would notice that the other has ended.
        its_commands.close()
        its_reports.close()
        self._thread = threading.Thread(target=self._receive, name="camera-reports", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process's number."""
        return self._process.pid

    def tell(self, command: Command) -> None:
        """Send a command; to a process that has ended, nothing."""
        try:
            self._commands.send_bytes(encode(command))
        except OSError:
            _log.debug("a command came too late for the camera process")

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def end(self) -> None:
        """Let it end, kill it if it does not; nothing is heard of it any more."""
        self._ended.set()
        self._commands.close()
        self._process.join(GRACE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._thread.join()

    def _receive(self) -> None:
        try:
            while not self._ended.is_set():
                self._pass_on(report(self._reports.recv_bytes(MOST_BYTES)))
        except (EOFError, OSError):
            pass  # it has ended, or sent too much
        except Malformed as error:
            _log.error("The camera process sent what is no message: %s", error)
        finally:
            self._reports.close()
            self._pass_on(None)

    def _pass_on(self, found: Report | None) -> None:
        while not self._ended.is_set():
            try:
                self._inbox.put((self, found), timeout=0.2)
            except queue.Full:
                continue
            return
