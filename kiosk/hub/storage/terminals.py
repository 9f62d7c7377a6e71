"""Terminals and channels: enrolment, tokens, revocation."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kiosk.errors import BadInput, HubRefused, NotAuthorised
from kiosk.hub.storage import shop
from kiosk.hub.storage.tables import (
    channel_token,
    customer_grant,
    enrolment_code,
    staff_grant,
    terminal,
)
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.tokens import code_hash, new_readable_code, new_token, token_hash
from kiosk.wire.terminals import EnrolRequest

CODE_LIFE = timedelta(hours=24)
MODES = ("shopper", "assistant")
CHANNELS = ("web", "app", "messenger", "call_centre")
_PREFIX = re.compile(r"[0-9A-Z]{1,6}")
_NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """An enrolled device; `revoked_at` is empty while it may talk to the hub."""

    id: str
    prefix: str
    mode: str
    location_id: str
    device: str
    app_version: str
    enrolled_at: str
    revoked_at: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """Another channel's system, by its token."""

    channel: str


Caller = TerminalRow | ChannelRow


def make_code(
    connection: Connection, mode: str, location_id: str, prefix: str, now: datetime
) -> str:
    """Make a one-time enrolment code.

    Raises `BadInput`: `mode_unknown`, `location_unknown`, `prefix_invalid`,
    `prefix_taken` (a prefix names one terminal for ever: order numbers begin with it).
    """
    if mode not in MODES:
        raise BadInput("mode_unknown", mode=mode, allowed=MODES)
    if location_id not in shop.locations(connection):
        raise BadInput("location_unknown", location_id=location_id)
    if not _PREFIX.fullmatch(prefix):
        raise BadInput("prefix_invalid", prefix=prefix)
    if by_prefix(connection, prefix) is not None:
        raise BadInput("prefix_taken", prefix=prefix)
    return _new_code(connection, mode, location_id, prefix, now)


def make_renewal(connection: Connection, terminal_id: str, now: datetime) -> str:
    """Make a one-time code that gives a terminal, revoked or not, a new token.

    Nothing changes until it is used, on that machine. Raises `BadInput` `terminal_unknown`.
    """
    row = connection.execute(select(terminal).where(terminal.c.id == terminal_id)).one_or_none()
    if row is None:
        raise BadInput("terminal_unknown", terminal_id=terminal_id)
    return _new_code(connection, row.mode, row.location_id, row.prefix, now)


def enrol(connection: Connection, request: EnrolRequest, now: datetime) -> tuple[TerminalRow, str]:
    """Turn a code into a terminal and its token; the code is spent.

    A renewal gives the terminal a new token: the old one is worth nothing from here.
    Raises `HubRefused`: `enrolment_code_unknown` for a wrong, used or expired code alike, and
    without spending it `terminal_has_orders` (orders of another terminal lie on the machine)
    and `renewal_elsewhere` (the machine is not the terminal that the code renews: only there
    do the order numbers go on where they were).
    """
    table = enrolment_code
    spent = connection.execute(
        update(table)
        .where(table.c.code_hash == code_hash(request.code))
        .where(table.c.used_at.is_(None), table.c.expires_at > as_text(now))
        .values(used_at=as_text(now))
        .returning(table.c.mode, table.c.location_id, table.c.prefix)
    ).one_or_none()
    if spent is None:
        raise HubRefused("enrolment_code_unknown", 404)
    known = by_prefix(connection, spent.prefix)
    same = known is not None and known.id == request.terminal_id
    if request.keeps_orders and not same:
        raise HubRefused("terminal_has_orders", 409)  # which rolls the spending back
    if known is not None and not same:
        raise HubRefused("renewal_elsewhere", 409)
    row = TerminalRow(
        id=known.id if known else str(uuid.uuid4()),
        prefix=spent.prefix,
        mode=spent.mode,
        location_id=spent.location_id,
        device=request.device[:_NAME_LIMIT],
        app_version=request.app_version[:_NAME_LIMIT],
        enrolled_at=as_text(now),
        revoked_at="",
    )
    token = new_token()
    values = asdict(row) | {"token_hash": token_hash(token), "revoked_at": None}
    if known is None:
        connection.execute(insert(terminal).values(values))
    else:
        _end_grants(connection, known.id, now)
        connection.execute(update(terminal).where(terminal.c.id == known.id).values(values))
    return row, token


def by_prefix(connection: Connection, prefix: str) -> TerminalRow | None:
    """Return the terminal, revoked or not, whose order numbers begin so."""
    row = connection.execute(select(terminal).where(terminal.c.prefix == prefix)).one_or_none()
    return _terminal(row) if row else None


def caller(connection: Connection, token: str) -> Caller:
    """Say who a token belongs to.

    Raises `NotAuthorised`: `unauthorised`, `terminal_revoked`.
    """
    hashed = token_hash(token)
    row = connection.execute(select(terminal).where(terminal.c.token_hash == hashed)).one_or_none()
    if row is not None:
        if row.revoked_at:
            raise NotAuthorised("terminal_revoked", 401)
        return _terminal(row)
    channel = connection.scalar(
        select(channel_token.c.channel).where(channel_token.c.token_hash == hashed)
    )
    if channel is None:
        raise NotAuthorised("unauthorised", 401)
    return ChannelRow(channel)


def admitted(connection: Connection) -> frozenset[str]:
    """Return the hashes of all tokens that are good now."""
    good = select(terminal.c.token_hash).where(terminal.c.revoked_at.is_(None))
    return frozenset(connection.scalars(good.union_all(select(channel_token.c.token_hash))))


def revoke(connection: Connection, terminal_id: str, now: datetime) -> None:
    """Shut a terminal out and end what it was granted, a renewal as well.

    Raises `BadInput` `terminal_unknown`.
    """
    prefix = connection.scalar(
        update(terminal)
        .where(terminal.c.id == terminal_id)
        .values(revoked_at=as_text(now))
        .returning(terminal.c.prefix)
    )
    if prefix is None:
        raise BadInput("terminal_unknown", terminal_id=terminal_id)
    connection.execute(
        delete(enrolment_code)
        .where(enrolment_code.c.prefix == prefix)
        .where(enrolment_code.c.used_at.is_(None))
    )
    _end_grants(connection, terminal_id, now)


def every(connection: Connection) -> tuple[TerminalRow, ...]:
    """List all terminals ever enrolled, newest first."""
    rows = connection.execute(select(terminal).order_by(terminal.c.enrolled_at.desc()))
    return tuple(_terminal(row) for row in rows)


def make_channel_token(connection: Connection, channel: str, now: datetime) -> str:
    """Make a token for another channel's system. Raises `BadInput` `channel_unknown`."""
    if channel not in CHANNELS:
        raise BadInput("channel_unknown", channel=channel, allowed=CHANNELS)
    token = new_token()
    connection.execute(
        insert(channel_token).values(
            token_hash=token_hash(token), channel=channel, made_at=as_text(now)
        )
    )
    return token


def _new_code(
    connection: Connection, mode: str, location_id: str, prefix: str, now: datetime
) -> str:
    """Put a code in the place of any earlier one for the same prefix."""
    connection.execute(delete(enrolment_code).where(enrolment_code.c.prefix == prefix))
    code = new_readable_code()
    connection.execute(
        insert(enrolment_code).values(
            code_hash=code_hash(code),
            mode=mode,
            location_id=location_id,
            prefix=prefix,
            expires_at=as_text(now + CODE_LIFE),
        )
    )
    return code


def _end_grants(connection: Connection, terminal_id: str, now: datetime) -> None:
    connection.execute(delete(customer_grant).where(customer_grant.c.terminal_id == terminal_id))
    connection.execute(
        update(staff_grant)
        .where(staff_grant.c.terminal_id == terminal_id)
        .where(staff_grant.c.expires_at > as_text(now))
        .values(expires_at=as_text(now))
    )


def _terminal(row: Row[*tuple[Any, ...]]) -> TerminalRow:
    return TerminalRow(
        id=row.id,
        prefix=row.prefix,
        mode=row.mode,
        location_id=row.location_id,
        device=row.device,
        app_version=row.app_version,
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at or "",
    )
