"""`python -m tests.hub_client.hostile`: what each hostile answer costs, with the shipped limits.

Each is met in a process of its own, several at a time; memory is what that process grew by.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.hub_client.client import HubClient
from tests.hub_client.hostile_answers import HOSTILE, ORDER, json, place
from tests.hub_client.raw_server import RawServer, Said

AT_ONCE = 6
MODULE = "tests.hub_client.hostile"


def meet(name: str, url: str) -> str:
    """Ask, in this process; return the columns after the name."""
    hub = HubClient(url, "token")
    place(hub, Path())  # what speaks HTTP is loaded, and a good answer counts
    outcome = "no fault"
    Path("/proc/self/clear_refs").write_text("5")  # forget the most there was (proc(5))
    before_kb = _most_kb()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            HOSTILE[name].call(hub, Path(folder))
        except KioskError as error:
            outcome = f"{error.code} {error.args_}"[:70]
    spent_s = time.monotonic() - began_s
    grown_mb = (_most_kb() - before_kb) / 1024
    hub.close()
    return f"{spent_s:.1f} | {grown_mb:.1f} | {outcome}"


def _most_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def row(name: str) -> str:
    """Play one answer to a process that meets it; return its row."""
    server = RawServer()
    good = [json(ORDER)]

    def script() -> Said:
        return (good.pop() if good else HOSTILE[name].script)()

    server.script = script
    asked = [sys.executable, "-m", MODULE, name, server.url]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  ours
    server.close()
    return f"| {name} | {said.stdout.strip() or said.stderr.strip()[-200:]} |"


def main() -> None:
    """Print the table."""
    sys.stdout.write("| answer | seconds | memory +MB | outcome |\n|---|---|---|---|\n")
    with ThreadPoolExecutor(AT_ONCE) as several:
        for line in several.map(row, HOSTILE):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.stdout.write(meet(*sys.argv[1:]))
    else:
        main()
