"""Staff sign-in: PINs are stretched, and guessing locks the number."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update

from kiosk.errors import HubRefused
from kiosk.hub.storage.database import write
from kiosk.hub.storage.tables import staff
from kiosk.hub.storage.times import as_text
from kiosk.wire.staff import LOCKED_FOR_S

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(seconds=LOCKED_FOR_S)
_COST = 2**14  # 16 MB and tens of milliseconds a try; the lock does the rest for a short PIN
_NOBODY = "00" * 16 + "$" + "00" * 32


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff."""

    id: str
    name: str
    role: str
    location_id: str


def pin_hash(pin: str) -> str:
    """Stretch a PIN with a fresh salt."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_stretch(pin, salt).hex()}"


def check_pin(engine: Engine, number: str, pin: str, now: datetime) -> StaffRow:
    """Return who has this badge or number and PIN.

    The try is counted before the PIN is looked at, so that guessing in parallel gains
    nothing. Raises `HubRefused`: `sign_in_failed`, `sign_in_locked`.
    """
    with write(engine) as connection:
        row = _count_try(connection, number, now)
    stored = row[1] if row else _NOBODY
    if not _matches(pin, stored) or row is None:
        raise HubRefused("sign_in_failed", 422)
    with write(engine) as connection:
        connection.execute(
            update(staff).where(staff.c.id == row[0].id).values(failures=0, locked_until=None)
        )
    return row[0]


def _count_try(connection: Connection, number: str, now: datetime) -> tuple[StaffRow, str] | None:
    row = connection.execute(
        select(staff)
        .where(or_(staff.c.number == number, staff.c.badge_number == number))
        .with_for_update(key_share=True)
    ).one_or_none()
    if row is None:
        return None
    if row.locked_until and row.locked_until > as_text(now):
        raise HubRefused("sign_in_locked", 423)
    failures = 1 if row.locked_until else row.failures + 1
    until = as_text(now + LOCKED_FOR) if failures >= FAILURES_ALLOWED else None
    connection.execute(
        update(staff).where(staff.c.id == row.id).values(failures=failures, locked_until=until)
    )
    return StaffRow(row.id, row.name, row.role, row.location_id), row.pin_hash


def _matches(pin: str, stored: str) -> bool:
    salt, _, wanted = stored.partition("$")
    return secrets.compare_digest(_stretch(pin, bytes.fromhex(salt)), bytes.fromhex(wanted))


def _stretch(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_COST, r=8, p=1, dklen=32)
