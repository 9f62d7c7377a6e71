"""What store IT does with terminals at the hub: make, list, shut out and renew them.

A code alone goes to the standard output, so that a script can take it; what a person should
know of it goes to the standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from kiosk.hub import admin
from kiosk.hub.context import Hub
from kiosk.hub.serve import HubSettings
from kiosk.hub.storage.terminals import TerminalRow

_HEADERS = ("TERMINAL", "MODE", "LOCATION", "STATE", "LAST SEEN", "ENROLLED", "ID", "DEVICE")


def new(settings: HubSettings, mode: str, location_id: str, prefix: str) -> int:
    """Print a code for a new terminal."""
    with closing(admin.open_existing(settings)) as hub:
        voided = _waits(hub, prefix)
        code = admin.new_enrolment_code(hub.engine, mode, location_id, prefix)
    print(code)
    if voided:
        _tell(f"The code made before for {prefix} is void.")
    _tell(
        f"It makes one machine {prefix} ({mode}, at {location_id}), once, within 24 hours. "
        "There: kiosk enrol CODE --hub ADDRESS"
    )
    return 0


def renew(settings: HubSettings, named: str) -> int:
    """Print a code that gives a terminal a new token."""
    with closing(admin.open_existing(settings)) as hub:
        row = admin.find_terminal(hub.engine, named)
        voided = _waits(hub, row.prefix)
        code = admin.new_renewal_code(hub.engine, row.id)
    print(code)
    if voided:
        _tell(f"The code made before for {row.prefix} is void.")
    now = "stays shut out" if row.revoked_at else "goes on as it is"
    _tell(
        f"It is good on the machine of {_called(row)} alone, once, within 24 hours; until then "
        f"{row.prefix} {now}. There: kiosk enrol CODE"
    )
    return 0


def revoke(settings: HubSettings, named: str) -> int:
    """Shut a terminal out and say what that means."""
    with closing(admin.open_existing(settings)) as hub:
        done = admin.revoke_terminal(hub.engine, named)
    row = done.terminal
    if done.anew:
        print(
            f"Terminal {_called(row)} is shut out from now on; its orders stay on it. "
            f"It comes back by: kiosk hub renew {row.prefix}. Or take its orders out there "
            "(kiosk export FILE) and place them here (kiosk hub import-orders FILE)."
        )
    else:
        print(f"Terminal {_called(row)} was shut out already, {_local(row.revoked_at)}.")
    if done.code_voided:
        print("The code that waited for it is void.")
    return 0


def show(settings: HubSettings) -> int:
    """List terminals, newest first, and the codes that wait."""
    with closing(admin.open_existing(settings)) as hub:
        rows = admin.list_terminals(hub.engine)
        codes = admin.waiting_codes(hub.engine)
    if rows:
        print(_table(_HEADERS, [_columns(row) for row in rows]))
    else:
        print("There is no terminal yet. A code for one: kiosk hub new-terminal --help")
    for code in codes:
        until = _local(code.expires_at)
        print(f"A code for {code.prefix} ({code.mode}, at {code.location_id}) waits until {until}.")
    return 0


def _waits(hub: Hub, prefix: str) -> bool:
    return any(code.prefix == prefix for code in admin.waiting_codes(hub.engine))


def _called(row: TerminalRow) -> str:
    return f"{row.prefix} ({row.mode}, at {row.location_id})"


def _columns(row: TerminalRow) -> tuple[str, ...]:
    state = f"shut out {_local(row.revoked_at)}" if row.revoked_at else "in service"
    return (
        row.prefix,
        row.mode,
        row.location_id,
        state,
        _local(row.last_seen_at) if row.last_seen_at else "unknown",
        _local(row.enrolled_at),
        row.id,
        _plain(row.device),
    )


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out columns; the last one is not padded."""
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (headers, *rows)
    )


def _plain(text: str) -> str:
    """Return a machine's name without what would move the cursor of who reads it."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _local(moment: str) -> str:
    """Write a moment by the clock on the wall here."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
