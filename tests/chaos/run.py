"""`make chaos`: kill, cut, fill and restore a whole shop, then count what became of each order.

`KILLS` (default 1,000) and `SEED` (default: drawn, printed) come from the environment. The
last line is for scripts; the exit status is 1 unless nothing is lost, doubled or stuck. To
narrow a failure down, `WITHOUT` names steps to leave out: `copy,backup,restore,fill,clock,network`.
`PLANT` plants a fault (see `planted`): then the run must fail. `DATABASE=postgres` plays with two
hubs behind a proxy over one PostgreSQL, whose processes are killed as well; copies, backups and
the small disk are left out then.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys

_OF_FILES = ("copy", "backup", "restore")
INSIDE = "CHAOS_INSIDE"
"""Set where this program runs in a namespace in which it may mount."""


def main() -> int:
    """Run in a namespace of our own, if this system grants one."""
    unshare = shutil.which("unshare")
    inside, on_server = INSIDE in os.environ, os.environ.get("DATABASE") == "postgres"
    if not (inside or on_server) and unshare is not None and _may_mount(unshare):
        command = [unshare, "-rm", sys.executable, "-m", "tests.chaos.run"]
        os.execve(unshare, command, {**os.environ, INSIDE: "1"})  # noqa: S606  # ourselves
    # After the step inside: the imports take seconds.
    from tests.chaos.campaign import campaign

    return campaign(
        int(os.environ.get("KILLS", "1000")),
        int(os.environ.get("SEED") or secrets.randbelow(10**6)),
        [*os.environ.get("WITHOUT", "").split(","), *(_OF_FILES if on_server else ())],
        inside,
        on_server,
    )


def _may_mount(unshare: str) -> bool:
    """Tell whether this system lets us mount a small disk in a namespace of our own."""
    command = [unshare, "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
